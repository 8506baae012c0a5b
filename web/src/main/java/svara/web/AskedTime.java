package svara.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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

  /** By hour there are many. */
  static final Duration BY_HOUR_MAX = Duration.ofDays(31).plusHours(1);

  /**
   * The time to compare with, as {@code compareFrom} and {@code compareTo} say; nothing without
   * them.
   *
   * @throws ProblemException when only one is given, it is empty, or longer than allowed
   */
  static Optional<AskedTime> compared(ApiRequest request, Duration longest) {
    Instant from = request.instant("compareFrom");
    Instant to = request.instant("compareTo");
    if (from == null && to == null) {
      return Optional.empty();
    }
    if (from == null || to == null) {
      throw Problem.invalid("compareFrom and compareTo belong together.").exception();
    }
    return Optional.of(new AskedTime(from, to).checked(longest));
  }

  /**
   * As {@code from} and {@code to} say; either one that is not given is today's.
   *
   * @throws ProblemException when it is empty, or longer than allowed
   */
  static AskedTime of(ApiRequest request, Statistics.Span today, Duration longest) {
    Instant from = request.instant("from");
    Instant to = request.instant("to");
    return new AskedTime(from == null ? today.from() : from, to == null ? today.to() : to)
        .checked(longest);
  }

  private AskedTime checked(Duration longest) {
    if (!from.isBefore(to)) {
      throw Problem.invalid("from must be before to.").exception();
    }
    if (Duration.between(from, to).compareTo(longest) > 0) {
      throw Problem.invalid("The time is longer than " + longest.toDays() + " days.").exception();
    }
    return this;
  }
}
