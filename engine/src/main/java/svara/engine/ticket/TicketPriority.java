package svara.engine.ticket;

import java.util.Locale;

/** How much haste a ticket has, the least first. */
public enum TicketPriority {
  LOW,
  NORMAL,
  HIGH,
  URGENT;

  /** The word outsiders see: {@code urgent}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
