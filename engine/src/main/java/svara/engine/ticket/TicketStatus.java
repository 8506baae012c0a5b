package svara.engine.ticket;

import java.util.Locale;

/** Where a ticket stands. */
public enum TicketStatus {
  NEW,
  OPEN,
  WAITING_REQUESTER,
  WAITING_SUPPLIER,
  SOLVED,
  CLOSED;

  /** The word outsiders see: {@code waiting_requester}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
