package svara.engine.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import svara.engine.id.TicketNumber;

/** Which ticket a mail belongs to. */
public final class MailMatching {
  private static final Pattern MARK = Pattern.compile("\\[#(\\d{4}-\\d{6,9})]");

  /** A subject quotes one ticket, two at most; more is somebody trying numbers. */
  private static final int MARKS_MAX = 5;

  private MailMatching() {}

  /** Where a mail goes. */
  public sealed interface Destination {
    /** On a ticket that its sender has part in. */
    record Joins(TicketNumber ticket) implements Destination {}

    /** On such a ticket, but it neither reopens nor answers anything. */
    record Recorded(TicketNumber ticket) implements Destination {}

    /** A new ticket. */
    record Creates() implements Destination {}

    /** Kept for a person to look at. */
    record Kept(String reason) implements Destination {}
  }

  /** The tickets that a subject names, {@code [#2026-000123]}, in its order. */
  public static List<TicketNumber> named(String subject) {
    List<TicketNumber> numbers = new ArrayList<>();
    Matcher marks = MARK.matcher(subject);
    while (marks.find() && numbers.size() < MARKS_MAX) {
      TicketNumber.parse(marks.group(1))
          .filter(number -> !numbers.contains(number))
          .ifPresent(numbers::add);
    }
    return List.copyOf(numbers);
  }

  /**
   * Where the mail goes. A ticket's number alone opens nothing: it can be guessed, so the sender
   * must have part in the ticket already; a stranger who quotes one gets a ticket of his own.
   *
   * @param addresses of those who have part in each named ticket that exists, in small letters
   */
  public static Destination of(IncomingMail mail, Map<TicketNumber, Set<String>> addresses) {
    for (TicketNumber ticket : named(mail.subject())) {
      if (addresses.getOrDefault(ticket, Set.of()).contains(mail.from())) {
        return mail.automatic() ? new Destination.Recorded(ticket) : new Destination.Joins(ticket);
      }
    }
    return mail.automatic()
        ? new Destination.Kept("a program's mail that belongs to no ticket")
        : new Destination.Creates();
  }
}
