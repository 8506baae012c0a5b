package svara.engine.mail;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TicketNumber;

/** Which ticket a mail belongs to. */
public final class MailMatching {
  /** A ticket's number as it stands in subjects, for Java and for PostgreSQL. */
  public static final String MARK_PATTERN = "\\[#(\\d{4}-\\d{6,9})\\]";

  private static final Pattern MARK = Pattern.compile(MARK_PATTERN);

  /** A subject quotes one ticket, two at most; more is somebody trying numbers. */
  private static final int MARKS_MAX = 5;

  private MailMatching() {}

  /** What ties a mail to a ticket, the strongest first. */
  public enum Tie {
    /** It is a mail of ours that came back. */
    OWN_MAIL,
    /** It goes on from a mail that we sent: only those who had it know its Message-ID. */
    OWN_MESSAGE,
    /** It goes on from a mail that the ticket has received. */
    THREAD,
    /** Its subject names the ticket: a hint, no proof. */
    NUMBER;

    /** As it stands on the ticket. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A ticket that a mail may belong to.
   *
   * @param addresses of those who have part in it, in small letters
   * @param closedAt when it was solved or closed, or null
   */
  public record Candidate(
      TicketNumber ticket, Tie tie, Set<String> addresses, @Nullable Instant closedAt) {
    public Candidate {
      addresses = Set.copyOf(addresses);
    }
  }

  /** Where a mail goes. */
  public sealed interface Destination {
    /**
     * On a ticket.
     *
     * @param someoneNew the sender has no part in it: it is marked, and changes no status
     */
    record Joins(TicketNumber ticket, Tie tie, boolean someoneNew) implements Destination {}

    /** On a ticket, but it neither reopens nor answers anything. */
    record Recorded(TicketNumber ticket, Tie tie, boolean someoneNew) implements Destination {}

    /** A new ticket that goes on from one closed long ago. */
    record Follows(TicketNumber ticket, Tie tie) implements Destination {}

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
   * Where the mail goes. The strongest tie decides; among equal ones the ticket that the sender has
   * part in.
   *
   * @param candidates those that exist, of one tie in the order of the mail
   */
  public static Destination of(
      IncomingMail mail, List<Candidate> candidates, MailPolicy policy, Instant at) {
    Optional<Candidate> best =
        candidates.stream()
            .min(
                Comparator.comparing(Candidate::tie)
                    .thenComparing(candidate -> !known(mail, candidate)));
    boolean own = policy.own().contains(mail.from());
    if (best.isEmpty()) {
      return alone(mail, own);
    }
    Candidate ticket = best.get();
    boolean someoneNew = !own && !known(mail, ticket);
    if (mail.automatic() || own || ticket.tie() == Tie.OWN_MAIL) {
      return new Destination.Recorded(ticket.ticket(), ticket.tie(), someoneNew && !bounced(mail));
    }
    Instant closed = ticket.closedAt();
    return closed != null && closed.plus(policy.reopenWithin()).isBefore(at)
        ? new Destination.Follows(ticket.ticket(), ticket.tie())
        : new Destination.Joins(ticket.ticket(), ticket.tie(), someoneNew);
  }

  private static boolean known(IncomingMail mail, Candidate candidate) {
    return candidate.addresses().contains(mail.from());
  }

  private static boolean bounced(IncomingMail mail) {
    return mail.bounce() != null;
  }

  /** What answers another mail is no matter of its own; an alert or a list's mail may be one. */
  private static Destination alone(IncomingMail mail, boolean own) {
    Robot robot = mail.robot();
    if (robot != null && robot.answers()) {
      return new Destination.Kept(
          "a program's answer that belongs to no ticket: " + robot.reason());
    }
    return own ? new Destination.Kept("our own mail") : new Destination.Creates();
  }
}
