package svara.engine.port;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TicketNumber;

/**
 * The mails that we have written, as people look at them. Futures fail with {@link StoreException}.
 */
public interface Outbox {

  /**
   * Mails, the one written last first.
   *
   * @param state {@code waiting}, {@code sent}, {@code refused} or {@code given_up}; all when null
   * @param cursor of the page before, or null for the first
   * @param limit 1 to 200
   * @throws IllegalArgumentException in the future, when the cursor is not one that a page gave
   */
  Future<Page<OutboxRow>> written(@Nullable String state, @Nullable String cursor, int limit);

  /** How many stand in each state but {@code sent}; a state that nothing stands in is 0. */
  Future<Map<String, Long>> unsent();

  /**
   * Tries once more, and at once: what waits, and what was given up or refused. A person decides
   * so: the first try may have arrived after all.
   *
   * @return its ticket; empty when there is no such mail, it was sent, it is being sent, or it is a
   *     report, which is tried again by itself
   */
  Future<Optional<TicketNumber>> again(long id, Instant at);

  /**
   * A mail in the list.
   *
   * @param ticket it stands on; null of a report
   * @param kind {@code reply}, {@code acknowledgement} and the like
   * @param words what the server said last, or what went wrong; may be empty
   * @param nextAt when it is tried again, while it waits; or null
   * @param settledAt when it was settled, or null
   */
  record OutboxRow(
      long id,
      @Nullable TicketNumber ticket,
      String kind,
      String recipient,
      String subject,
      String state,
      String words,
      int attempts,
      Instant writtenAt,
      @Nullable Instant nextAt,
      @Nullable Instant settledAt) {}
}
