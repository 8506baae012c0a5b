package svara.engine.statistics;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallbackId;
import svara.engine.id.QueueId;

/**
 * A promise to call back; it belongs to the hour and day it was made in.
 *
 * @param arrivedAt when the caller first arrived
 * @param closedAt when it was fulfilled (the two were joined), expired or taken back, or null
 */
public record PromiseMoments(
    QueueId queue,
    CallbackId callback,
    Instant arrivedAt,
    Instant promisedAt,
    @Nullable Instant closedAt,
    Fate fate) {

  /** What became of a promise. */
  public enum Fate {
    OPEN,
    /** Before the promised time. */
    FULFILLED,
    /** After it. */
    FULFILLED_LATE,
    /** Not kept by the queue, and work for people. */
    EXPIRED,
    /** Taken back by a person. */
    WITHDRAWN,
    /** The caller called again himself and was answered. */
    OVERTAKEN
  }

  /** From the first arrival to the end of the promise; zero while it is open. */
  Duration waited() {
    if (closedAt == null || closedAt.isBefore(arrivedAt)) {
      return Duration.ZERO;
    }
    return Duration.between(arrivedAt, closedAt);
  }
}
