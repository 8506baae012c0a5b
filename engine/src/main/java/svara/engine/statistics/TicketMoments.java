package svara.engine.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.QueueId;
import svara.engine.id.TicketNumber;
import svara.engine.ticket.TicketStatus;

/**
 * The moments of one ticket that figures fold from. A missed call is a ticket in this sense as soon
 * as somebody has worked on it.
 *
 * @param queue it came through, or null
 * @param openedAt the first contact
 * @param respondedAt when a person first talked with the requester or wrote to him, or null
 * @param closedAt when it was solved or closed and has stayed so, or null
 * @param needless its matter was taken care of on another ticket
 * @param stood where it has stood, in order
 * @param contacts talks with the requester, and mails from him
 * @param followed the same person has opened another ticket within 7 days after the end of this
 * @param calledAt when the first call on it was offered, or null
 * @param joinedAt when somebody first talked with the caller, or null
 */
public record TicketMoments(
    TicketNumber ticket,
    @Nullable QueueId queue,
    Instant openedAt,
    @Nullable Instant respondedAt,
    @Nullable Instant closedAt,
    boolean needless,
    List<Stood> stood,
    int contacts,
    boolean followed,
    @Nullable Instant calledAt,
    @Nullable Instant joinedAt) {
  private static final Duration STAYS = Duration.ofDays(7);

  /** A status, and since when. */
  public record Stood(Instant since, TicketStatus status) {}

  public TicketMoments {
    stood = List.copyOf(stood);
  }

  /** In opening time; nothing while nobody has answered. */
  public @Nullable Duration toResponse(OpeningHours hours) {
    return respondedAt == null ? null : hours.openBetween(openedAt, respondedAt);
  }

  /**
   * In opening time: it stands still while the requester is waited for and while the matter is
   * over, and goes on where it stopped; nothing while it is open.
   */
  public @Nullable Duration toSolution(OpeningHours hours) {
    Instant end = closedAt;
    if (end == null) {
      return null;
    }
    Duration worked = Duration.ZERO;
    for (int i = 0; i < stood.size(); i++) {
      Stood one = stood.get(i);
      Instant next = i + 1 < stood.size() ? stood.get(i + 1).since() : end;
      if (running(one.status())) {
        worked = worked.plus(hours.openBetween(one.since(), next.isBefore(end) ? next : end));
      }
    }
    return worked;
  }

  /** Real time from the first call to being joined, however many calls it took; or nothing. */
  public @Nullable Duration callersWait() {
    if (calledAt == null || joinedAt == null) {
      return null;
    }
    return joinedAt.isBefore(calledAt) ? Duration.ZERO : Duration.between(calledAt, joinedAt);
  }

  /** Over after one contact, not opened again within 7 days, nor followed by another. */
  public boolean solvedAtOnce() {
    return closedAt != null && contacts <= 1 && !followed && !openedAgain();
  }

  /** What nobody had answered yet was not over: a hung-up call that comes back is no reopening. */
  private boolean openedAgain() {
    Instant over = null;
    for (Stood one : stood) {
      boolean done = one.status() == TicketStatus.SOLVED || one.status() == TicketStatus.CLOSED;
      if (over != null && !done && !one.since().isAfter(over.plus(STAYS))) {
        return true;
      }
      boolean answered = respondedAt == null || !one.since().isBefore(respondedAt);
      over = done && answered ? one.since() : null;
    }
    return false;
  }

  private static boolean running(TicketStatus status) {
    return switch (status) {
      case NEW, OPEN, WAITING_SUPPLIER -> true;
      case WAITING_REQUESTER, SOLVED, CLOSED -> false;
    };
  }
}
