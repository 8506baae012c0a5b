package svara.engine.statistics;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.QueueId;
import svara.engine.queue.CallFlags;
import svara.engine.queue.Outcome;
import svara.engine.queue.QueueEvent;

/**
 * The moments of one offered call that every figure folds from.
 *
 * @param offeredAt when a queue was offered the call; the call belongs to this hour and day
 * @param queuedAt when it was first put on hold, or null
 * @param answeredAt when two people talked, or null
 * @param endedAt when it ended, or null while it goes on
 * @param outcome how it ended, or null while it goes on
 */
public record CallMoments(
    QueueId queue,
    CallId call,
    Instant offeredAt,
    @Nullable Instant queuedAt,
    @Nullable Instant answeredAt,
    @Nullable Instant endedAt,
    @Nullable Outcome outcome,
    CallFlags flags) {

  /** A call that is over, from its closing event. */
  public static CallMoments of(QueueId queue, QueueEvent.CallEnded ended) {
    return new CallMoments(
        queue,
        ended.call(),
        ended.caller().offeredAt(),
        ended.queuedAt(),
        ended.answeredAt(),
        ended.at(),
        ended.outcome(),
        ended.flags());
  }

  /** How long two people talked; zero when they did not, or still do. */
  public Duration talked() {
    if (answeredAt == null || endedAt == null || endedAt.isBefore(answeredAt)) {
      return Duration.ZERO;
    }
    return Duration.between(answeredAt, endedAt);
  }

  /**
   * From offered to answered, or to the end; null while nobody has answered and the call goes on.
   * Never negative: a clock that steps back makes a wait of zero.
   */
  public @Nullable Duration waited() {
    Instant until = answeredAt != null ? answeredAt : endedAt;
    if (until == null) {
      return null;
    }
    Duration wait = Duration.between(offeredAt, until);
    return wait.isNegative() ? Duration.ZERO : wait;
  }
}
