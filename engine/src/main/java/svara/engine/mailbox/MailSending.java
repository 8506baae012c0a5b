package svara.engine.mailbox;

import io.vertx.core.Future;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.id.TicketNumber;
import svara.engine.mail.SendingPlan;
import svara.engine.mail.SendingPlan.Attempt;
import svara.engine.mail.SendingPlan.Fate;
import svara.engine.mailbox.MailStanding.Trouble;
import svara.engine.port.OutboxStore;
import svara.engine.port.OutboxStore.Claimed;
import svara.engine.port.StoreException;

/**
 * Sends what waits in the outbox, for as long as it is open, one mail at a time. A mail is claimed
 * before it is sent, and noted as handed over right before its end is: after a crash whatever the
 * server may have taken is not sent again. Whatever blocks runs on a virtual thread of its own.
 */
public final class MailSending implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MailSending.class);

  /** Longer than a whole dialogue of eight answers may take. */
  private static final Duration HOLD = Duration.ofMinutes(15);

  private static final Duration STORE_MAX = Duration.ofSeconds(30);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(30);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);
  private static final String ABANDONED =
      "the engine ended while the server had the mail; it may have arrived";

  private final SmtpAccess access;
  private final Pace pace;
  private final SendingPlan plan;
  private final Store store;
  private final String sender;
  private final InstantSource clock;
  private final Consumer<TicketNumber> changed;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile MailStanding standing;
  private @Nullable Thread thread;

  /**
   * How often it looks, and how long a server may think.
   *
   * @param look between two looks into an empty outbox
   * @param answerMax for one answer of the server
   */
  public record Pace(Duration look, Duration answerMax) {
    public static Pace usual() {
      return new Pace(Duration.ofSeconds(1), Duration.ofSeconds(60));
    }
  }

  /** The outbox, asked where the engine lives. */
  public interface Store {
    <T> Future<T> ask(Supplier<Future<T>> question);
  }

  private final OutboxStore outbox;

  /**
   * @param node this engine's name among several
   * @param changed told the ticket of every mail whose state has become another; on any thread
   */
  public MailSending(
      SmtpAccess access,
      Pace pace,
      SendingPlan plan,
      OutboxStore outbox,
      Store store,
      String node,
      InstantSource clock,
      Consumer<TicketNumber> changed) {
    this.access = access;
    this.pace = pace;
    this.plan = plan;
    this.outbox = outbox;
    this.store = store;
    this.sender = node + "/" + UUID.randomUUID();
    this.clock = clock;
    this.changed = changed;
    this.standing = new MailStanding(Trouble.NONE, clock.instant());
  }

  public synchronized void start() {
    thread = Thread.ofVirtual().name("outbox").start(this::run);
  }

  /** Whether mail can be sent, as far as the last attempt showed. */
  public MailStanding standing() {
    return standing;
  }

  private void run() {
    Duration pause = pace.look();
    do {
      try {
        asked(() -> outbox.settleAbandoned(sender, ABANDONED, clock.instant())).forEach(changed);
        pause = empty() ? pace.look() : longer(pause);
      } catch (StoreException e) {
        LOG.atDebug().addKeyValue("cause", e.getMessage()).log("the outbox is not looked into");
        pause = longer(pause);
      } catch (InterruptedException e) {
        // only closing interrupts
        return;
      } catch (RuntimeException e) {
        // a fault of ours that one mail meets must not stop those after it
        LOG.atWarn().addKeyValue("cause", e.toString()).log("the outbox met a fault");
        pause = longer(pause);
      }
    } while (!stopsWithin(pause));
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : twice;
  }

  /** Sends until nothing is due; false when the server can not be reached at all. */
  private boolean empty() throws InterruptedException {
    @Nullable SmtpSession session = null;
    try {
      while (stop.getCount() > 0) {
        Optional<Claimed> next = asked(() -> outbox.claim(sender, clock.instant(), HOLD));
        if (next.isEmpty()) {
          return true;
        }
        Claimed mail = next.get();
        try {
          session = session == null ? SmtpSession.open(access, pace.answerMax()) : session;
        } catch (MessagingException e) {
          settle(mail, new Attempt.Failed(String.valueOf(e.getMessage())));
          became(Trouble.of(e), e.getMessage());
          return false;
        }
        Attempt attempt = session.send(mail.mail(), clock.instant(), () -> mayHand(mail));
        if (!(attempt instanceof Attempt.Accepted)) {
          session.close();
          session = null;
        }
        became(
            attempt instanceof Attempt.Failed ? Trouble.UNREACHABLE : Trouble.NONE,
            attempt.words());
        settle(mail, attempt);
      }
      return true;
    } finally {
      if (session != null) {
        session.close();
      }
    }
  }

  private boolean mayHand(Claimed mail) {
    try {
      return asked(() -> outbox.handing(mail));
    } catch (StoreException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What the server has said is told until the store has it: forgotten, it would be a guess. */
  private void settle(Claimed mail, Attempt attempt) throws InterruptedException {
    Fate fate =
        plan.after(
            attempt, mail.attempts(), mail.mail().automatic(), mail.writtenAt(), clock.instant());
    Duration pause = pace.look();
    while (true) {
      try {
        if (asked(() -> outbox.settle(mail, fate, clock.instant()))) {
          Optional.ofNullable(mail.ticket()).ifPresent(changed);
        }
        return;
      } catch (StoreException e) {
        if (e.kind() == StoreException.Kind.REFUSED || stopsWithin(pause)) {
          LOG.atWarn()
              .addKeyValue("ticket", String.valueOf(mail.ticket()))
              .addKeyValue("cause", e.getMessage())
              .log("what became of a mail could not be noted");
          return;
        }
        pause = longer(pause);
      }
    }
  }

  private <T> T asked(Supplier<Future<T>> question) throws InterruptedException {
    try {
      return store
          .ask(question)
          .toCompletionStage()
          .toCompletableFuture()
          .get(STORE_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new StoreException(StoreException.Kind.UNAVAILABLE, "the store does not answer");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private boolean stopsWithin(Duration time) {
    try {
      return stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  private void became(Trouble trouble, @Nullable String words) {
    if (standing.trouble() == trouble || stop.getCount() == 0) {
      return;
    }
    standing = new MailStanding(trouble, clock.instant());
    if (standing.works()) {
      LOG.atInfo().addKeyValue("server", access).log("mail is sent again");
    } else {
      LOG.atWarn()
          .addKeyValue("server", access)
          .addKeyValue("cause", words)
          .log("mail can not be sent; it waits and is tried again");
    }
  }

  /** Begins no other mail; the one under way is sent to its end, within limits. */
  @Override
  public synchronized void close() {
    stop.countDown();
    if (thread == null) {
      return;
    }
    try {
      if (thread.join(CLOSE_MAX)) {
        return;
      }
      thread.interrupt();
      if (!thread.join(CLOSE_MAX)) {
        LOG.atWarn().log("the outbox did not close in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
