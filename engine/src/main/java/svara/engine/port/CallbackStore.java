package svara.engine.port;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallbackId;
import svara.engine.id.QueueId;
import svara.engine.id.TicketNumber;

/**
 * Promises that are over, and those that were refused; the open ones are the queues' own. Futures
 * fail with {@link StoreException}.
 */
public interface CallbackStore {

  /**
   * Promises that ended so, the one that ended last comes first (endedAt, then id, both falling).
   *
   * @throws IllegalArgumentException in the future, when the cursor is not one that a page gave
   */
  Future<Page<EndedCallback>> ended(EndedQuery query);

  /**
   * What was refused since then, by the number policy or by a limit, the latest first.
   *
   * @param queue of this queue, or of all when null
   * @param limit 1 to 200
   */
  Future<List<Refused>> refused(@Nullable QueueId queue, Instant since, int limit);

  /** How a promise ended. */
  enum Ending {
    /** By the queue, in a call. */
    KEPT,
    /** Nobody was reached in time: work for people. */
    EXPIRED,
    /** By a person, by hand. */
    DONE,
    WITHDRAWN
  }

  /**
   * Which promises.
   *
   * @param queue of this queue, or of all when null
   * @param cursor of the page before, or null for the first
   * @param limit 1 to 200
   */
  record EndedQuery(@Nullable QueueId queue, Ending ending, @Nullable String cursor, int limit) {}

  /**
   * Whom it was about.
   *
   * @param name the known person's name, else what was shown, else empty
   * @param department the known person's, or empty
   * @param number that was to be called
   */
  record Callee(String name, String department, String number) {}

  /**
   * A promise that is over.
   *
   * @param promisedBy by when it was promised, or null
   * @param attempts how often the caller was dialled
   * @param lastResult an attempt's result, or null
   * @param by who ended it: a technician, the one who was called, the console, a program, or empty
   * @param inTime kept before the promised time; null when it was not kept in a call
   * @param work it expired, and nobody has seen to it since
   */
  record EndedCallback(
      CallbackId id,
      QueueId queue,
      TicketNumber ticket,
      String subject,
      Callee callee,
      Instant arrivedAt,
      Instant promisedAt,
      @Nullable Instant promisedBy,
      int attempts,
      @Nullable String lastResult,
      Ending ending,
      Instant endedAt,
      String by,
      String note,
      @Nullable Boolean inTime,
      boolean work) {}

  /**
   * Something that was refused.
   *
   * @param queue the queue of the call or ticket, or null
   * @param what {@code promise} where none was made, {@code dialling} where a promise stands and
   *     was not dialled
   * @param reason a word: a refusal's
   */
  record Refused(
      Instant at,
      @Nullable QueueId queue,
      TicketNumber ticket,
      String subject,
      Callee callee,
      String what,
      String reason) {}
}
