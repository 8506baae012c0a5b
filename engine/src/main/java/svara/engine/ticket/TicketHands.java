package svara.engine.ticket;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TechnicianId;

/** What people may do to a ticket, and what follows from it. */
public final class TicketHands {
  private TicketHands() {}

  /** Why the status cannot become the other: a short word; nothing when it can. */
  public static Optional<String> refusal(TicketStatus from, TicketStatus to) {
    if (from == to) {
      return Optional.empty();
    }
    if (to == TicketStatus.NEW) {
      return Optional.of("not_to_new");
    }
    // a closed matter is opened again before anything else is done with it
    return from == TicketStatus.CLOSED && to != TicketStatus.OPEN
        ? Optional.of("not_from_closed")
        : Optional.empty();
  }

  /** Why it cannot be restricted: a ticket that is nobody's would be seen by nobody. */
  public static Optional<String> restricting(boolean restricted, @Nullable TechnicianId assignee) {
    return restricted && assignee == null
        ? Optional.of("restricted_without_assignee")
        : Optional.empty();
  }

  /** A missed call that somebody works on is work like any other. */
  public static TicketKind kind(TicketKind before, TicketStatus to) {
    return switch (to) {
      case OPEN, WAITING_REQUESTER, WAITING_SUPPLIER -> TicketKind.ORDINARY;
      case NEW, SOLVED, CLOSED -> before;
    };
  }

  /** When it was solved or closed; the first of the two counts. */
  public static @Nullable Instant closedAt(@Nullable Instant before, TicketStatus to, Instant at) {
    return switch (to) {
      case SOLVED, CLOSED -> before != null ? before : at;
      case NEW, OPEN, WAITING_REQUESTER, WAITING_SUPPLIER -> null;
    };
  }
}
