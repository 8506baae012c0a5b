package svara.engine.queue;

/**
 * What is counted beside a call's outcome.
 *
 * @param metFull met a full queue
 * @param outsideHours came outside opening hours
 * @param withoutEngine was served by the exchange alone
 */
public record CallFlags(boolean metFull, boolean outsideHours, boolean withoutEngine) {
  public static final CallFlags NONE = new CallFlags(false, false, false);

  CallFlags andMetFull() {
    return new CallFlags(true, outsideHours, withoutEngine);
  }

  CallFlags andWithoutEngine() {
    return new CallFlags(metFull, outsideHours, true);
  }

  CallFlags andOutsideHours() {
    return new CallFlags(metFull, true, withoutEngine);
  }
}
