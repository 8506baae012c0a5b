package svara.engine.runtime;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TicketNumber;
import svara.engine.port.KeptMails;
import svara.engine.port.KeptMails.LeftMail;
import svara.engine.port.LiveUpdate;
import svara.engine.port.MailIntake;
import svara.engine.port.Outbox;
import svara.engine.port.Page;
import svara.engine.port.TicketStore;
import svara.engine.port.Viewer;

/** Tells those who watch what people and mails have done to tickets, once it is stored. */
public final class TicketNews implements TicketStore, MailIntake {
  private static final String OPENED = "ticket.opened";
  private static final String CHANGED = "ticket.changed";

  private final TicketStore tickets;
  private final MailIntake mails;
  private final LiveFeed feed;
  private final InstantSource clock;

  public TicketNews(TicketStore tickets, MailIntake mails, LiveFeed feed, InstantSource clock) {
    this.tickets = tickets;
    this.mails = mails;
    this.feed = feed;
    this.clock = clock;
  }

  @Override
  public TicketStore seenBy(Viewer viewer) {
    return new TicketNews(tickets.seenBy(viewer), mails, feed, clock);
  }

  private void tell(String name, Instant at, TicketNumber ticket, String detail) {
    feed.publish(new LiveUpdate(name, at, null, null, null, ticket, null, detail));
  }

  @Override
  public Future<Taken> take(String mailbox, Buffer raw) {
    return mails.take(mailbox, raw).onSuccess(this::tell);
  }

  private void tell(Taken taken) {
    TicketNumber ticket = taken.ticket();
    if (ticket == null) {
      return;
    }
    switch (taken.fate()) {
      case CREATED -> tell(OPENED, clock.instant(), ticket, "mail");
      case JOINED, RECORDED -> tell(CHANGED, clock.instant(), ticket, "mail");
      case DUPLICATE, KEPT -> {}
    }
  }

  /** What became of a mail that was to be sent has been stored. */
  public void delivery(TicketNumber ticket) {
    tell(CHANGED, clock.instant(), ticket, "delivery");
  }

  @Override
  public Future<Optional<TicketNumber>> split(
      TicketNumber number, long entry, String by, Instant at) {
    return tickets
        .split(number, entry, by, at)
        .onSuccess(moved ->
            moved.ifPresent(to -> {
              tell(CHANGED, at, number, "split");
              tell(OPENED, at, to, "split");
            }));
  }

  /** The same outbox, whose orders are told to those who watch. */
  public Outbox telling(Outbox outbox) {
    return new Outbox() {
      @Override
      public Future<Page<OutboxRow>> written(
          @Nullable String state, @Nullable String cursor, int limit) {
        return outbox.written(state, cursor, limit);
      }

      @Override
      public Future<Map<String, Long>> unsent() {
        return outbox.unsent();
      }

      @Override
      public Future<Optional<TicketNumber>> again(long id, Instant at) {
        return outbox.again(id, at).onSuccess(found -> found.ifPresent(TicketNews.this::delivery));
      }
    };
  }

  /**
   * The same kept mails, and those that were left in their mailboxes; what becomes of them is told
   * to those who watch.
   */
  public KeptMails telling(KeptMails kept, Supplier<List<LeftMail>> left) {
    return new KeptMails() {
      @Override
      public List<LeftMail> left() {
        return left.get();
      }

      @Override
      public Future<Page<KeptMail>> kept(boolean blocked, @Nullable String cursor, int limit) {
        return kept.kept(blocked, cursor, limit);
      }

      @Override
      public Future<Count> count() {
        return kept.count();
      }

      @Override
      public Future<Optional<Buffer>> raw(long id) {
        return kept.raw(id);
      }

      @Override
      public Future<Optional<Taken>> again(long id, boolean asTicket) {
        return kept.again(id, asTicket).onSuccess(found -> found.ifPresent(TicketNews.this::tell));
      }
    };
  }

  @Override
  public Future<TicketRow> open(NewTicket ticket) {
    return tickets
        .open(ticket)
        .onSuccess(row -> tell(OPENED, ticket.at(), row.number(), row.channel().word()));
  }

  @Override
  public Future<Changed> change(TicketNumber number, TicketChange change) {
    return tickets
        .change(number, change)
        .onSuccess(changed -> {
          if (changed instanceof Changed.Done) {
            tell(CHANGED, change.at(), number, "");
          }
        });
  }

  @Override
  public Future<Optional<TimelineEntry>> note(
      TicketNumber number, String by, String text, Instant at) {
    return tickets
        .note(number, by, text, at)
        .onSuccess(entry -> entry.ifPresent(_ -> tell(CHANGED, at, number, "note")));
  }

  @Override
  public Future<Words> words() {
    return tickets.words();
  }

  @Override
  public Future<Boolean> link(
      TicketNumber number, TicketNumber other, boolean linked, String by, Instant at) {
    return tickets
        .link(number, other, linked, by, at)
        .onSuccess(done -> tellBoth(done, number, other, at, "link"));
  }

  @Override
  public Future<Boolean> merge(
      TicketNumber number, TicketNumber into, boolean merged, String by, Instant at) {
    return tickets
        .merge(number, into, merged, by, at)
        .onSuccess(done -> tellBoth(done, number, into, at, "merge"));
  }

  private void tellBoth(
      boolean done, TicketNumber one, TicketNumber other, Instant at, String what) {
    if (done) {
      tell(CHANGED, at, one, what);
      tell(CHANGED, at, other, what);
    }
  }

  @Override
  public Future<Replied> reply(TicketNumber number, String by, String text, Instant at) {
    return tickets
        .reply(number, by, text, at)
        .onSuccess(replied -> {
          if (replied instanceof Replied.Waiting) {
            tell(CHANGED, at, number, "reply");
          }
        });
  }

  @Override
  public Future<Optional<Attachment>> attachment(TicketNumber number, long id) {
    return tickets.attachment(number, id);
  }

  @Override
  public Future<Page<TicketRow>> tickets(TicketQuery query) {
    return tickets.tickets(query);
  }

  @Override
  public Future<Map<TicketNumber, TicketRow>> rows(Collection<TicketNumber> numbers) {
    return tickets.rows(numbers);
  }

  @Override
  public Future<Optional<Ticket>> ticket(TicketNumber number) {
    return tickets.ticket(number);
  }
}
