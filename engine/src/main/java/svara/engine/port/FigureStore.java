package svara.engine.port;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallbackId;
import svara.engine.id.QueueId;
import svara.engine.id.TicketNumber;
import svara.engine.statistics.CallMoments;
import svara.engine.statistics.ContactFold.Contacts;
import svara.engine.statistics.ContactStatistics;
import svara.engine.statistics.Dimension;
import svara.engine.statistics.Statistics;
import svara.engine.statistics.TicketMoments;
import svara.engine.whatif.Recording;

/**
 * Figures kept by hour and day, folded from the journal. Futures fail with {@link StoreException}.
 */
public interface FigureStore {

  /**
   * The figures of a span, exact to this moment: what is kept, what the journal holds beyond it,
   * and what is still open, all seen at one moment. Calls in progress are not counted in.
   *
   * @param queue of this queue, or of all when null
   */
  Future<Reading> read(@Nullable QueueId queue, Statistics.Span span);

  /**
   * What was read.
   *
   * @param open calls of the span that had been offered and had not ended
   */
  record Reading(Statistics statistics, List<CallMoments> open) {
    public Reading {
      open = List.copyOf(open);
    }
  }

  /**
   * Folds a batch of what the journal holds beyond the figures kept. Several may do this at once;
   * each event is folded once.
   *
   * @return how many events were folded; 0 when nothing is left to do, or others do it
   */
  Future<Integer> keepUp();

  /**
   * Folds some days anew in which something has become another, and puts a month together that is
   * over. Figures are exact without it, but take longer to read.
   *
   * @return how many days or months; 0 when nothing is left to do, or others do it
   */
  Future<Integer> keepDays();

  /**
   * Folds the whole journal anew and puts the result in place of what was kept.
   *
   * @return how many hours and days were kept otherwise than they are now: none, unless something
   *     was wrong
   */
  Future<Rebuilt> rebuild();

  /**
   * Ended calls, promises, tickets and mails by the values of a dimension, exact to this moment. By
   * department they are as the department was called then, by the name it has now; by technician
   * there is their time on duty too, of whole hours.
   *
   * @param value of this one alone, or of all when null
   * @param queue of this queue, or of all when null, and of what came through none
   */
  Future<Groups> groups(
      Dimension dimension, @Nullable String value, @Nullable QueueId queue, Statistics.Span span);

  /**
   * What was read.
   *
   * @param groups by name; whatever has no value of the dimension is under the empty one
   * @param people of departments, how many belong to each; else empty
   */
  record Groups(
      ContactStatistics statistics,
      SequencedMap<String, Contacts> groups,
      Map<String, Long> people) {
    public Groups {
      people = Map.copyOf(people);
    }
  }

  /**
   * What a queue's callers and technicians did in a time, to be replayed.
   *
   * @param limit at most so many events are read; with more the future fails
   * @throws IllegalArgumentException in the future, when there are more events than that
   */
  Future<Recording> recording(QueueId queue, Instant from, Instant to, int limit);

  /**
   * Tickets that were opened or closed in a time, in the order they came; of missed calls those
   * alone that somebody has worked on.
   *
   * @param limit at most so many are read; with more the future fails
   * @throws IllegalArgumentException in the future, when there are more than that
   */
  Future<List<TicketMoments>> tickets(
      @Nullable QueueId queue, Instant from, Instant to, Group group, int limit);

  /**
   * Of what belongs somewhere, that alone.
   *
   * @param value of the dimension, a department by its name; empty for what has none, null for all
   */
  record Group(Dimension dimension, @Nullable String value) {
    public static final Group ALL = new Group(Dimension.ALL, null);
  }

  /**
   * The mails that a figure of a time counts, in the order they came.
   *
   * @param queue of tickets of this queue, or all when null
   * @param offset so many are left out first
   * @param limit 1 to 1,000
   */
  Future<Mails> mails(
      @Nullable QueueId queue,
      Instant from,
      Instant to,
      Group group,
      MailFate fate,
      int offset,
      int limit);

  /** What a figure counts of mails by what became of them. */
  enum MailFate {
    ANY,
    CREATED,
    JOINED,
    /** Neither of them. */
    OTHER
  }

  /**
   * Some of those.
   *
   * @param all how many there are
   */
  record Mails(List<MailRow> rows, long all) {
    public Mails {
      rows = List.copyOf(rows);
    }
  }

  /**
   * One mail.
   *
   * @param ticket that it is on, or null
   * @param subject of the ticket, or empty
   * @param fate what became of it
   */
  record MailRow(
      Instant receivedAt,
      String mailbox,
      String fate,
      @Nullable TicketNumber ticket,
      String subject) {}

  /**
   * The promises or dial-outs that a figure of a time counts, in the order they were made.
   *
   * @param offset so many are left out first
   * @param limit 1 to 1,000
   */
  Future<Behind> promises(
      @Nullable QueueId queue,
      Instant from,
      Instant to,
      PromiseFigure figure,
      int offset,
      int limit);

  /** What is counted of promises made, and of dial-outs made, in a time. */
  enum PromiseFigure {
    PROMISED,
    FULFILLED,
    /** Before the promised time. */
    IN_TIME,
    ATTEMPTS,
    ATTEMPTS_JOINED
  }

  /**
   * Some of those.
   *
   * @param all how many there are
   */
  record Behind(List<PromiseRow> rows, long all) {
    public Behind {
      rows = List.copyOf(rows);
    }
  }

  /**
   * One promise, or one dial-out of it.
   *
   * @param name the known person's name, else what was shown
   * @param state open, kept, expired, done or withdrawn
   * @param dialledAt of a dial-out, or null
   * @param result of a dial-out, or null
   */
  record PromiseRow(
      CallbackId callback,
      QueueId queue,
      TicketNumber ticket,
      String subject,
      String name,
      Instant promisedAt,
      String state,
      @Nullable Instant dialledAt,
      @Nullable String result) {}

  /**
   * Tickets that are open now and were opened in a time, in the order they came; those that {@link
   * #backlog} counts.
   *
   * @param limit 1 to 10,000
   */
  Future<List<TicketNumber>> openTickets(Instant from, Instant to, int limit);

  /** How many tickets are open at this moment, by how long ago they were opened. */
  Future<Backlog> backlog(Instant at);

  /**
   * Open tickets by age; missed calls that nobody has worked on are not among them.
   *
   * @param day opened within 24 hours
   * @param threeDays before that, within 3 days, and so on
   */
  record Backlog(long day, long threeDays, long week, long month, long older) {
    public long all() {
      return day + threeDays + week + month + older;
    }
  }

  /** What a rebuild found. */
  record Rebuilt(long events, long rows, long differ) {}

  /**
   * Hours and days whose kept figures do not agree with the calls themselves, counted by the
   * database.
   *
   * @param from offered at this moment or later, and before {@code to}
   */
  Future<List<Mismatch>> mismatches(Instant from, Instant to);

  /** Notes what is wrong, in place of what was noted before; at most 1,000. */
  Future<Void> note(List<Mismatch> wrong);

  /** What was noted of a time. */
  Future<List<Mismatch>> noted(Instant from, Instant to);

  /**
   * An hour or a day that does not add up.
   *
   * @param hour when it begins
   */
  record Mismatch(QueueId queue, Instant hour, String what, long kept, long counted) {}
}
