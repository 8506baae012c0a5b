package svara.engine.calendar;

import java.time.Instant;

/**
 * A time in which a queue is closed.
 *
 * @param from inclusive
 * @param until exclusive: it opens again
 */
public record Closed(Instant from, Instant until) {
  /**
   * @throws IllegalArgumentException when the time is empty or runs backwards
   */
  public Closed {
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException("a closed time must run forwards: " + from + "-" + until);
    }
  }
}
