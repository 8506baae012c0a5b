package svara.engine.port;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.id.PersonId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.ticket.TicketChannel;
import svara.engine.ticket.TicketKind;
import svara.engine.ticket.TicketPriority;
import svara.engine.ticket.TicketStatus;

/**
 * Tickets with their timelines. What calls do to tickets is written by {@link QueueStore#commit};
 * this is the way in for people. Futures fail with {@link StoreException}.
 */
public interface TicketStore {

  /**
   * The same tickets for somebody: a restricted one that is not for him is not there, in lists,
   * searches and changes alike. This is the one place where that is decided.
   */
  TicketStore seenBy(Viewer viewer);

  /**
   * Tickets, the one changed last comes first (changedAt, then number, both falling).
   *
   * @throws IllegalArgumentException in the future, when the cursor is not one that a page gave
   */
  Future<Page<TicketRow>> tickets(TicketQuery query);

  /** Rows of these tickets; those that do not exist are left out. At most 1,000. */
  Future<Map<TicketNumber, TicketRow>> rows(Collection<TicketNumber> numbers);

  /** A ticket with its timeline, oldest first, at most the last 1,000 entries. */
  Future<Optional<Ticket>> ticket(TicketNumber number);

  /** Opens a ticket that a person writes; its first entry is the description as a note. */
  Future<TicketRow> open(NewTicket ticket);

  /** Changes properties, each change an entry of the timeline. */
  Future<Changed> change(TicketNumber number, TicketChange change);

  /** Adds an internal note; empty when there is no such ticket. */
  Future<Optional<TimelineEntry>> note(TicketNumber number, String by, String text, Instant at);

  /**
   * Writes to the requester: on the timeline, and in the outbox from where it is sent, in one
   * transaction.
   *
   * @param text at most 100,000 characters
   */
  Future<Replied> reply(TicketNumber number, String by, String text, Instant at);

  /** What belongs to the ticket and is no text; empty when it is not there, or was removed. */
  Future<Optional<Attachment>> attachment(TicketNumber number, long id);

  /**
   * What belongs to a ticket and is no text.
   *
   * @param contentType its media type, for instance {@code audio/wav}
   */
  record Attachment(String contentType, Buffer content) {}

  /**
   * Moves a mail that was joined to this ticket to a new one, with its files; what goes on from it
   * goes there.
   *
   * @param entry of the ticket's timeline
   * @return the new ticket; empty when there is no such mail, it is what the ticket began with, or
   *     it was moved before
   */
  Future<Optional<TicketNumber>> split(TicketNumber number, long entry, String by, Instant at);

  /** What tickets that the reader may see have lately been said to be about, to choose from. */
  Future<Words> words();

  /**
   * Words that tickets are sorted by, each in the order of letters, at most 200 of a kind.
   *
   * @param systems that tickets were about
   */
  record Words(List<String> systems, List<String> categories, List<String> tags) {
    public Words {
      systems = List.copyOf(systems);
      categories = List.copyOf(categories);
      tags = List.copyOf(tags);
    }
  }

  /**
   * Links two tickets that have to do with each other, or takes the link away; a line on both.
   *
   * @return false when one of them is not there, or nothing became another
   */
  Future<Boolean> link(
      TicketNumber number, TicketNumber other, boolean linked, String by, Instant at);

  /**
   * Makes a ticket a part of another: it is closed, and its timeline is shown on the other, until
   * it is taken out again.
   *
   * @return false when it cannot be: one is not there or a part already, the first has parts or an
   *     open promise, or only one of them is restricted
   */
  Future<Boolean> merge(
      TicketNumber number, TicketNumber into, boolean merged, String by, Instant at);

  /** What became of a reply. */
  sealed interface Replied {
    /** It stands on the ticket and waits to be sent. */
    record Waiting(TimelineEntry entry) implements Replied {}

    /** Nobody knows where to write to. */
    record NoAddress() implements Replied {}

    record Unknown() implements Replied {}
  }

  /**
   * Which tickets.
   *
   * @param statuses with one of these, or all when empty
   * @param kind of this kind, or of all when null
   * @param assignee assigned to this technician, or to anybody and nobody when null
   * @param toCallBack in the list to call back, or not in it; both when null
   * @param words that stand in it, in what was written on it, or in the requester's name; a number
   *     finds its ticket; null for all
   * @param cursor of the page before, or null for the first
   * @param limit 1 to 200
   * @param narrow what else is asked for
   */
  record TicketQuery(
      List<TicketStatus> statuses,
      @Nullable TicketKind kind,
      @Nullable TechnicianId assignee,
      @Nullable Boolean toCallBack,
      @Nullable String words,
      @Nullable String cursor,
      int limit,
      Narrow narrow) {
    public TicketQuery {
      statuses = List.copyOf(statuses);
    }

    /** One that asks for nothing else. */
    public TicketQuery(
        List<TicketStatus> statuses,
        @Nullable TicketKind kind,
        @Nullable TechnicianId assignee,
        @Nullable Boolean toCallBack,
        @Nullable String words,
        @Nullable String cursor,
        int limit) {
      this(statuses, kind, assignee, toCallBack, words, cursor, limit, Narrow.NOT);
    }
  }

  /**
   * What else tickets of a list have in common; null for all.
   *
   * @param unassigned true for those that are nobody's
   * @param tag one of theirs
   * @param department of their requesters
   * @param requester whom they are for
   */
  record Narrow(
      @Nullable Boolean unassigned,
      @Nullable TicketPriority priority,
      @Nullable String system,
      @Nullable String category,
      @Nullable String tag,
      @Nullable String department,
      @Nullable PersonId requester) {
    public static final Narrow NOT = new Narrow(null, null, null, null, null, null, null);
  }

  /**
   * A ticket in a list.
   *
   * @param subject what it is about; never empty, at most 250 characters
   * @param requester the known person it is for, or null
   * @param requesterName that person's name, else the name or number that was shown, else empty
   * @param department that person's, or empty
   * @param queue the queue it came through, or null
   * @param toCallBack somebody has called in vain and is to be called back
   * @param version counts changes; a change names the version it was made on
   * @param system that it is about, or empty
   * @param category what kind of matter it is, or empty
   * @param handling how it is to be handled
   */
  record TicketRow(
      TicketNumber number,
      TicketStatus status,
      TicketKind kind,
      TicketChannel channel,
      String subject,
      @Nullable PersonId requester,
      String requesterName,
      String department,
      @Nullable QueueId queue,
      @Nullable TechnicianId assignee,
      boolean toCallBack,
      Instant openedAt,
      Instant changedAt,
      @Nullable Instant closedAt,
      long version,
      String system,
      String category,
      Handling handling) {

    /** One that is handled as every other. */
    public TicketRow(
        TicketNumber number,
        TicketStatus status,
        TicketKind kind,
        TicketChannel channel,
        String subject,
        @Nullable PersonId requester,
        String requesterName,
        String department,
        @Nullable QueueId queue,
        @Nullable TechnicianId assignee,
        boolean toCallBack,
        Instant openedAt,
        Instant changedAt,
        @Nullable Instant closedAt,
        long version,
        String system,
        String category) {
      this(
          number,
          status,
          kind,
          channel,
          subject,
          requester,
          requesterName,
          department,
          queue,
          assignee,
          toCallBack,
          openedAt,
          changedAt,
          closedAt,
          version,
          system,
          category,
          Handling.ORDINARY);
    }

    /** One that nobody has classified. */
    public TicketRow(
        TicketNumber number,
        TicketStatus status,
        TicketKind kind,
        TicketChannel channel,
        String subject,
        @Nullable PersonId requester,
        String requesterName,
        String department,
        @Nullable QueueId queue,
        @Nullable TechnicianId assignee,
        boolean toCallBack,
        Instant openedAt,
        Instant changedAt,
        @Nullable Instant closedAt,
        long version) {
      this(
          number,
          status,
          kind,
          channel,
          subject,
          requester,
          requesterName,
          department,
          queue,
          assignee,
          toCallBack,
          openedAt,
          changedAt,
          closedAt,
          version,
          "",
          "");
    }
  }

  /**
   * A ticket.
   *
   * @param timeline its own and that of its parts, whose entries name their {@code ticket}
   * @param files in the order they came, at most the last 1,000
   * @param linked that it has to do with and that the reader may see, at most 50
   * @param parts that were merged into it, at most 50
   */
  record Ticket(
      TicketRow row,
      List<TimelineEntry> timeline,
      List<TicketFiles.FileRow> files,
      List<TicketRow> linked,
      List<TicketRow> parts) {
    public Ticket {
      timeline = List.copyOf(timeline);
      files = List.copyOf(files);
      linked = List.copyOf(linked);
      parts = List.copyOf(parts);
    }

    /** One that is tied to no other. */
    public Ticket(TicketRow row, List<TimelineEntry> timeline, List<TicketFiles.FileRow> files) {
      this(row, timeline, files, List.of(), List.of());
    }

    /** One without files. */
    public Ticket(TicketRow row, List<TimelineEntry> timeline) {
      this(row, timeline, List.of());
    }
  }

  /**
   * One thing that happened to a ticket.
   *
   * @param id counts the entries of the ticket
   * @param kind {@code note}, {@code mail}, {@code reply}, {@code change}, or a call's event:
   *     {@code call.offered}, {@code call.queued}, {@code call.ringing}, {@code call.answered},
   *     {@code call.ended}, {@code callback.promised} and the like
   * @param by a technician's id, a program's name, {@code system}, or empty for the caller
   * @param text what was written, or empty
   * @param facts further facts by name, in camelCase: {@code outcome}, {@code position}, {@code
   *     call}, {@code from}, {@code to}; of a reply {@code delivery} (waiting, sent, refused,
   *     given_up) and {@code server}, what the server said; of a {@code mail} {@code why} it is
   *     here (new, own_message, thread, number, own_mail, split), the {@code mailboxes} it came to,
   *     {@code someoneNew} when its sender has no part in the ticket, {@code splitFrom} and {@code
   *     movedTo} the ticket it was moved from and to; of a {@code voice_message}, and of {@code
   *     voice_message.removed}, the id of the {@code attachment}
   */
  record TimelineEntry(
      long id, Instant at, String kind, String by, String text, Map<String, String> facts) {
    public TimelineEntry {
      facts = Map.copyOf(facts);
    }
  }

  record NewTicket(
      String subject,
      String description,
      @Nullable String requesterEmail,
      @Nullable TechnicianId assignee,
      String by,
      Instant at) {}

  /**
   * What is to be another; null leaves it as it is.
   *
   * @param expectedVersion the version the change was made on, or null to change whatever is there
   * @param system that it is about, at most 60 characters; empty for none
   * @param category what kind of matter it is, at most 60 characters; empty for none
   * @param handling how it is to be handled
   */
  record TicketChange(
      @Nullable String subject,
      @Nullable TicketStatus status,
      @Nullable Assignment assignment,
      @Nullable Long expectedVersion,
      String by,
      Instant at,
      @Nullable String system,
      @Nullable String category,
      Handling.@Nullable Change handling) {

    /** One that leaves how it is handled. */
    public TicketChange(
        @Nullable String subject,
        @Nullable TicketStatus status,
        @Nullable Assignment assignment,
        @Nullable Long expectedVersion,
        String by,
        Instant at,
        @Nullable String system,
        @Nullable String category) {
      this(subject, status, assignment, expectedVersion, by, at, system, category, null);
    }

    /** One that leaves what it is about. */
    public TicketChange(
        @Nullable String subject,
        @Nullable TicketStatus status,
        @Nullable Assignment assignment,
        @Nullable Long expectedVersion,
        String by,
        Instant at) {
      this(subject, status, assignment, expectedVersion, by, at, null, null);
    }

    /** One that says what it is about. */
    public static TicketChange classified(
        @Nullable String system, @Nullable String category, String by, Instant at) {
      return new TicketChange(null, null, null, null, by, at, system, category);
    }
  }

  /** Whose the ticket is to be; nobody's when null. */
  record Assignment(@Nullable TechnicianId to) {}

  /** What became of a change. */
  sealed interface Changed {
    record Done(TicketRow row) implements Changed {}

    record Unknown() implements Changed {}

    /** Somebody else was faster. */
    record Conflict(TicketRow current) implements Changed {}

    /**
     * The ticket's life does not allow it.
     *
     * @param reason a short word, for instance {@code not_from_closed}
     */
    record NotAllowed(String reason) implements Changed {}
  }
}
