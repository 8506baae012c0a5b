package svara.engine.ticket;

import java.util.Locale;

/** What sort of matter a ticket is. */
public enum TicketKind {
  /** Somebody has been reached, or has written: work to do. */
  ORDINARY,
  /** Of a call that nobody answered: stands in the list to call back, not in the work list. */
  MISSED_CALL;

  /** The word outsiders see: {@code missed_call}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
