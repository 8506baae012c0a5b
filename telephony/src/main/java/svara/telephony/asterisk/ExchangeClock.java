package svara.telephony.asterisk;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Turns the exchange's times into the engine's and back. Each round trip bounds how far the two
 * clocks are apart; what is known is kept as long as it fits the bounds, so that times do not
 * jitter.
 */
final class ExchangeClock {
  private final InstantSource clock;
  private Duration ahead = Duration.ZERO;

  ExchangeClock(InstantSource clock) {
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  /** The exchange's clock now. */
  Instant exchangeNow() {
    return now().minus(ahead);
  }

  /**
   * A round trip between two readings of the engine's clock, with the exchange's reading in it.
   *
   * @param there the exchange's clock
   */
  void roundTrip(Instant sent, Instant received, Instant there) {
    Duration least = Duration.between(there, sent);
    Duration most = Duration.between(there, received);
    if (ahead.compareTo(least) < 0) {
      ahead = least;
    } else if (ahead.compareTo(most) > 0) {
      ahead = most;
    }
  }

  /** The engine's time of an event; now, when the exchange did not say. */
  Instant at(@Nullable Double seconds) {
    return seconds == null ? now() : fromExchange(instant(seconds));
  }

  /** The exchange's own time of an event in microseconds, which no two key presses share. */
  long micros(@Nullable Double seconds) {
    Instant there = seconds == null ? exchangeNow() : instant(seconds);
    return ChronoUnit.MICROS.between(Instant.EPOCH, there);
  }

  /**
   * The exchange's time of a moment, in whole seconds since the epoch and never before it: the
   * dialplan reads digits, and a minus sign as what parts two times.
   */
  long there(Instant here) {
    return Math.max(0, here.minus(ahead).getEpochSecond());
  }

  Instant fromExchange(Instant there) {
    return there.plus(ahead);
  }

  /** Epoch seconds with fractions as the dialplan writes them; nothing when it is no number. */
  static @Nullable Instant parse(@Nullable String seconds) {
    if (seconds == null || !seconds.matches("\\d{1,12}(\\.\\d{1,6})?")) {
      return null;
    }
    return instant(Double.parseDouble(seconds));
  }

  private static Instant instant(double seconds) {
    return Instant.ofEpochMilli(Math.round(seconds * 1000));
  }
}
