package svara.web;

import java.time.Duration;
import java.time.Instant;
import svara.engine.statistics.Statistics;

/**
 * The time that a request asks about.
 *
 * @param from the first moment in it
 * @param to the first moment after it
 */
record AskedTime(Instant from, Instant to) {
  /** A bit more than ten years. */
  static final Duration MAX = Duration.ofDays(3_700);

  /**
   * As {@code from} and {@code to} say; either one that is not given is today's.
   *
   * @throws ProblemException when it is empty, or longer than allowed
   */
  static AskedTime of(ApiRequest request, Statistics.Span today, Duration longest) {
    Instant from = request.instant("from");
    Instant to = request.instant("to");
    AskedTime asked =
        new AskedTime(from == null ? today.from() : from, to == null ? today.to() : to);
    if (!asked.from.isBefore(asked.to)) {
      throw Problem.invalid("from must be before to.").exception();
    }
    if (Duration.between(asked.from, asked.to).compareTo(longest) > 0) {
      throw Problem.invalid("The time is longer than " + longest.toDays() + " days.").exception();
    }
    return asked;
  }
}
