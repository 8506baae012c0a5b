package svara.engine.ticket;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallbackId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;

/**
 * Where a ticket stands, and what calls make of it. The database does the same in its own words
 * (function {@code apply_ticket_updates}); one contract test holds both to it.
 *
 * @param assignee whose it is, or nobody's
 * @param openedAt when the first call was offered
 * @param closedAt when it was solved or closed, or null
 * @param answeredAt when somebody last answered a call of it, or null
 * @param toCallBack stands in the list to call back
 * @param callback the open promise on it, or null
 * @param closedBy the ticket whose call made this one needless, or null
 */
public record TicketLife(
    TicketStatus status,
    TicketKind kind,
    @Nullable TechnicianId assignee,
    Instant openedAt,
    @Nullable Instant closedAt,
    @Nullable Instant answeredAt,
    boolean toCallBack,
    @Nullable CallbackId callback,
    @Nullable TicketNumber closedBy) {

  /** A ticket at the moment its first call is offered. */
  public static TicketLife opened(Instant at) {
    return new TicketLife(
        TicketStatus.NEW, TicketKind.ORDINARY, null, at, null, null, false, null, null);
  }

  /** Where the ticket that the update names stands after it. */
  public TicketLife after(TicketUpdate update) {
    return switch (update) {
      case TicketUpdate.Opened _, TicketUpdate.Served _, TicketUpdate.Noted _ -> this;
      case TicketUpdate.Answered u ->
          answeredAt != null && !answeredAt.isBefore(u.at()) ? this : answered(u);
      case TicketUpdate.Missed u -> missed(u);
      case TicketUpdate.Promised u ->
          new TicketLife(
              status, kind, assignee, openedAt, closedAt, answeredAt, true, u.callback(), closedBy);
      case TicketUpdate.PromisedElsewhere u -> linked(u.other());
      case TicketUpdate.ServedElsewhere u -> linked(u.other());
      case TicketUpdate.CalledBack u -> u.callback().equals(callback) ? calledBack(u) : this;
      case TicketUpdate.PromiseWithdrawn u ->
          u.callback().equals(callback) ? settled(u.at(), null) : this;
      case TicketUpdate.PromiseExpired u -> u.callback().equals(callback) ? expired() : this;
    };
  }

  /** Where another, earlier ticket of the same caller stands after he was served on this one. */
  public TicketLife afterServing(TicketUpdate.Served served) {
    return toCallBack && callback == null && !openedAt.isAfter(served.at())
        ? settled(served.at(), served.ticket())
        : this;
  }

  private TicketLife linked(TicketNumber other) {
    return new TicketLife(
        status, kind, assignee, openedAt, closedAt, answeredAt, toCallBack, callback, other);
  }

  private TicketLife answered(TicketUpdate.Answered u) {
    return new TicketLife(
        worked(),
        TicketKind.ORDINARY,
        assignee != null ? assignee : u.technician(),
        openedAt,
        null,
        u.at(),
        callback != null,
        callback,
        null);
  }

  private TicketLife missed(TicketUpdate.Missed u) {
    TicketKind missed = answeredAt == null ? TicketKind.MISSED_CALL : kind;
    boolean over = status == TicketStatus.SOLVED || status == TicketStatus.CLOSED;
    if (u.toCallBack()) {
      TicketStatus again = answeredAt == null ? TicketStatus.NEW : TicketStatus.OPEN;
      return new TicketLife(
          over ? again : status,
          missed,
          assignee,
          openedAt,
          null,
          answeredAt,
          true,
          callback,
          over ? null : closedBy);
    }
    boolean out = status == TicketStatus.NEW && !toCallBack;
    return new TicketLife(
        out ? TicketStatus.CLOSED : status,
        missed,
        assignee,
        openedAt,
        out ? u.at() : closedAt,
        answeredAt,
        toCallBack,
        callback,
        closedBy);
  }

  private TicketLife calledBack(TicketUpdate.CalledBack u) {
    boolean over = status == TicketStatus.SOLVED || status == TicketStatus.CLOSED;
    return new TicketLife(
        over ? status : worked(),
        TicketKind.ORDINARY,
        assignee != null ? assignee : u.by(),
        openedAt,
        closedAt,
        u.at(),
        false,
        null,
        closedBy);
  }

  /** Stands in the list to call back without a promise that the queue keeps. */
  private TicketLife expired() {
    boolean over = status == TicketStatus.SOLVED || status == TicketStatus.CLOSED;
    return new TicketLife(
        over ? TicketStatus.OPEN : status,
        kind,
        assignee,
        openedAt,
        null,
        answeredAt,
        true,
        null,
        closedBy);
  }

  /** Needs no calling back any more; closed, unless a technician has made it his by now. */
  private TicketLife settled(Instant at, @Nullable TicketNumber by) {
    boolean close = status == TicketStatus.NEW;
    return new TicketLife(
        close ? TicketStatus.CLOSED : status,
        kind,
        assignee,
        openedAt,
        close ? at : closedAt,
        answeredAt,
        false,
        null,
        by != null ? by : closedBy);
  }

  private TicketStatus worked() {
    return switch (status) {
      case NEW, WAITING_REQUESTER, SOLVED, CLOSED -> TicketStatus.OPEN;
      case OPEN, WAITING_SUPPLIER -> status;
    };
  }
}
