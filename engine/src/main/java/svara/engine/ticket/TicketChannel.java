package svara.engine.ticket;

import java.util.Locale;

/** How a ticket came in. */
public enum TicketChannel {
  PHONE,
  MAIL,
  /** Written by a technician in the console, or by a program through the API. */
  CONSOLE;

  /** The word outsiders see: {@code phone}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
