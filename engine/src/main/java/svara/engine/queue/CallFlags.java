package svara.engine.queue;

import org.jspecify.annotations.Nullable;

/**
 * What is counted beside a call's outcome.
 *
 * @param metFull met a full queue
 * @param outsideHours came outside opening hours
 * @param withoutEngine was served by the exchange alone
 * @param taken a technician took it beyond the talking places; else null
 * @param voiceMessage the caller was recorded, to leave a message; else null
 */
public record CallFlags(
    boolean metFull,
    boolean outsideHours,
    boolean withoutEngine,
    @Nullable Boolean taken,
    @Nullable Boolean voiceMessage) {
  public static final CallFlags NONE = new CallFlags(false, false, false);

  public CallFlags {
    taken = Boolean.TRUE.equals(taken) ? taken : null;
    voiceMessage = Boolean.TRUE.equals(voiceMessage) ? voiceMessage : null;
  }

  public CallFlags(boolean metFull, boolean outsideHours, boolean withoutEngine) {
    this(metFull, outsideHours, withoutEngine, null, null);
  }

  public boolean takenByHand() {
    return taken != null;
  }

  public boolean leftMessage() {
    return voiceMessage != null;
  }

  CallFlags andMetFull() {
    return new CallFlags(true, outsideHours, withoutEngine, taken, voiceMessage);
  }

  CallFlags andWithoutEngine() {
    return new CallFlags(metFull, outsideHours, true, taken, voiceMessage);
  }

  CallFlags andOutsideHours() {
    return new CallFlags(metFull, true, withoutEngine, taken, voiceMessage);
  }

  CallFlags andVoiceMessage() {
    return new CallFlags(metFull, outsideHours, withoutEngine, taken, true);
  }

  CallFlags with(boolean takenNow) {
    return new CallFlags(metFull, outsideHours, withoutEngine, takenNow, voiceMessage);
  }
}
