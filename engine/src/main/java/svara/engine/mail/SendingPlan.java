package svara.engine.mail;

import java.time.Duration;
import java.time.Instant;

/**
 * What becomes of a mail after an attempt to send it.
 *
 * @param firstDelay before the second attempt; doubles with each
 * @param longestDelay between two attempts
 * @param patience after so long since it was written it is given up
 */
public record SendingPlan(Duration firstDelay, Duration longestDelay, Duration patience) {
  private static final int DOUBLINGS_MAX = 30;

  /** What an attempt led to. */
  public sealed interface Attempt {
    /** What the server said, or what went wrong. */
    String words();

    /** The server has taken it over. */
    record Accepted(String words) implements Attempt {}

    /** The server does not want it, and would not later (5yz, RFC 5321, 4.2.1). */
    record Refused(String words) implements Attempt {}

    /** The server can not have taken it. */
    record Failed(String words) implements Attempt {}

    /** All of it was handed over and no answer came: the server may have taken it (RFC 1047). */
    record Unanswered(String words) implements Attempt {}
  }

  /** What becomes of the mail. */
  public sealed interface Fate {
    String words();

    record Sent(String words) implements Fate {}

    record Refused(String words) implements Fate {}

    record GivenUp(String words) implements Fate {}

    record Again(Instant at, String words) implements Fate {}
  }

  /**
   * An unanswered mail of a person is sent again, under the same Message-ID: a lost answer is worse
   * than one that comes twice. An automatic one is not: it must never come twice.
   *
   * @param attempts made, this one included
   */
  public Fate after(
      Attempt attempt, int attempts, boolean automatic, Instant writtenAt, Instant now) {
    return switch (attempt) {
      case Attempt.Accepted(String words) -> new Fate.Sent(words);
      case Attempt.Refused(String words) -> new Fate.Refused(words);
      case Attempt.Failed(String words) -> again(words, attempts, writtenAt, now);
      case Attempt.Unanswered(String words) ->
          automatic ? new Fate.GivenUp(words) : again(words, attempts, writtenAt, now);
    };
  }

  private Fate again(String words, int attempts, Instant writtenAt, Instant now) {
    Instant next = now.plus(delay(attempts));
    return next.isAfter(writtenAt.plus(patience))
        ? new Fate.GivenUp(words)
        : new Fate.Again(next, words);
  }

  private Duration delay(int attempts) {
    int doublings = Math.min(DOUBLINGS_MAX, Math.max(0, attempts - 1));
    Duration delay = firstDelay.multipliedBy(1L << doublings);
    return delay.compareTo(longestDelay) > 0 ? longestDelay : delay;
  }
}
