package svara.engine.port;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.CallerNumber;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.queue.Outcome;
import svara.engine.statistics.CallMoments;

/**
 * Calls as they are kept, live ones included: a row exists from the moment of the offer. Futures
 * fail with {@link StoreException}.
 */
public interface CallStore {

  /**
   * Calls, the one offered last comes first (offeredAt, then id, both falling).
   *
   * @throws IllegalArgumentException in the future, when the cursor is not one that a page gave
   */
  Future<Page<CallRecord>> calls(CallQuery query);

  Future<Optional<CallRecord>> call(CallId id);

  /**
   * Which calls.
   *
   * @param queue of this queue, or of all when null
   * @param from offered at this moment or later, or null
   * @param to offered before this moment, or null
   * @param outcomes ended in one of these ways; empty for all, live ones included
   * @param metFull met a full queue, or did not; both when null
   * @param more what else a figure counts
   * @param cursor of the page before, or null for the first
   * @param limit 1 to 1,000
   */
  record CallQuery(
      @Nullable QueueId queue,
      @Nullable Instant from,
      @Nullable Instant to,
      Set<Outcome> outcomes,
      @Nullable Boolean metFull,
      More more,
      @Nullable String cursor,
      int limit) {
    public CallQuery {
      outcomes = Set.copyOf(outcomes);
    }

    public CallQuery(
        @Nullable QueueId queue,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Outcome outcome,
        @Nullable Boolean metFull,
        @Nullable String cursor,
        int limit) {
      this(
          queue,
          from,
          to,
          outcome == null ? Set.of() : Set.of(outcome),
          metFull,
          More.NOTHING,
          cursor,
          limit);
    }
  }

  /**
   * Narrower still; null for all.
   *
   * @param live goes on, or has ended
   * @param answeredWithin answered after at most so long
   * @param weekday offered on this day of the local week, 1 is Monday
   * @param hour offered in this hour of the local day
   * @param zone in which day and hour are meant
   * @param groups what figures tell calls apart by; of each the calls that have that value
   * @param notOf these departments, nor of none
   */
  record More(
      @Nullable Boolean live,
      @Nullable Duration answeredWithin,
      @Nullable Integer weekday,
      @Nullable Integer hour,
      ZoneId zone,
      List<FigureStore.Group> groups,
      List<String> notOf) {
    static final More NOTHING =
        new More(null, null, null, null, ZoneOffset.UTC, List.of(), List.of());

    public More {
      groups = List.copyOf(groups);
      notOf = List.copyOf(notOf);
    }
  }

  /**
   * One call.
   *
   * @param moments its times and how it ended
   * @param number what the caller showed
   * @param callerName the known person's name, else what the exchange showed, else empty
   * @param department the known person's, or empty
   * @param technician who answered, or null
   * @param subject of the ticket the call is on
   */
  record CallRecord(
      CallMoments moments,
      CallerNumber number,
      String callerName,
      String department,
      @Nullable TechnicianId technician,
      TicketNumber ticket,
      String subject) {}
}
