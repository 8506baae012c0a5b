package svara.telephony.asterisk;

import java.time.Duration;

/**
 * How the exchange finds out that its engine is dead, in whole seconds: it is told at each claim of
 * a queue and has the design's times until then.
 *
 * @param stale an older sign of life makes it serve new callers by itself
 * @param deadMan a parked caller who is not renewed for so long leaves the engine
 * @param deadManRenew how often he is renewed
 */
public record ParkedTimes(Duration stale, Duration deadMan, Duration deadManRenew) {

  /** The design's times. */
  public static ParkedTimes defaults() {
    return new ParkedTimes(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(2));
  }
}
