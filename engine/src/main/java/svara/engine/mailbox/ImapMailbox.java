package svara.engine.mailbox;

import io.vertx.core.buffer.Buffer;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.port.KeptMails.LeftMail;
import svara.engine.port.MailIntake;
import svara.engine.port.MailIntake.Fetched;
import svara.engine.port.MailIntake.Large;
import svara.engine.port.StoreException;

/**
 * Takes mail from a mailbox, for as long as it is open. A mail is marked or moved only after the
 * intake has stored it, so that a crash at any point leaves it on the server or leads to a
 * duplicate, which the intake knows. A lost connection is made anew, for ever, with growing delay.
 * Whatever blocks runs on a virtual thread of its own.
 */
public final class ImapMailbox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ImapMailbox.class);

  /** What is taken at once (30 MiB); a larger one comes in pieces. */
  private static final int BYTES_MAX = 30 * 1024 * 1024;

  private static final long KEPT_BYTES_MAX = 100_000_000;
  private static final int ROUND_MAX = 200;
  private static final int PASSED_OVER_MAX = 10_000;
  private static final int SUBJECT_MAX = 200;
  private static final Duration POLITE_MAX = Duration.ofSeconds(1);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

  private final ImapAccess access;
  private final MailIntake intake;
  private final LargeMail large;
  private final InstantSource clock;
  private final Delay delay;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Map<Long, LeftMail> passedOver = new ConcurrentHashMap<>();
  private volatile MailStanding standing;
  private boolean told;
  private volatile @Nullable ImapSession current;
  private @Nullable Thread thread;

  /**
   * Between two tries to connect: doubles from the first up to the longest, and begins anew after
   * mail could be read.
   */
  public record Delay(Duration first, Duration longest) {
    public static Delay usual() {
      return new Delay(Duration.ofSeconds(1), Duration.ofMinutes(5));
    }

    Duration after(Duration last) {
      Duration twice = last.multipliedBy(2);
      return twice.compareTo(longest) > 0 ? longest : twice;
    }
  }

  /** One that keeps large mails of usual size. */
  public ImapMailbox(ImapAccess access, MailIntake intake, InstantSource clock, Delay delay) {
    this(access, intake, KEPT_BYTES_MAX, clock, delay);
  }

  /**
   * A mailbox.
   *
   * @param keptBytesMax a larger mail is marked and stays in its mailbox, and its ticket says so
   */
  public ImapMailbox(
      ImapAccess access, MailIntake intake, long keptBytesMax, InstantSource clock, Delay delay) {
    this.large = new LargeMail(intake, keptBytesMax);
    this.access = access;
    this.intake = intake;
    this.clock = clock;
    this.delay = delay;
    this.standing = new MailStanding(MailStanding.Trouble.UNREACHABLE, clock.instant());
  }

  public synchronized void start() {
    thread = Thread.ofVirtual().name("mailbox " + access.mailbox()).start(this::run);
  }

  public String name() {
    return access.mailbox();
  }

  public MailStanding standing() {
    return standing;
  }

  /** What lies there because it can not be taken, as far as is known since it was opened. */
  public List<LeftMail> left() {
    return List.copyOf(passedOver.values());
  }

  private void run() {
    Duration pause = delay.first();
    while (stop.getCount() > 0) {
      boolean worked = false;
      try (ImapSession session = ImapSession.open(access)) {
        current = session;
        passedOver.clear();
        while (stop.getCount() > 0) {
          round(session);
          worked = true;
          became(renewal());
          session.awaitNews(stop);
        }
      } catch (MessagingException | IOException | StoreException e) {
        became(e);
      } catch (InterruptedException e) {
        // only closing interrupts
        return;
      } finally {
        current = null;
      }
      pause = worked ? delay.first() : pause;
      if (stopsWithin(pause)) {
        return;
      }
      pause = delay.after(pause);
    }
  }

  private boolean stopsWithin(Duration time) {
    try {
      return stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  /**
   * A token may run out while the connection holds: whether there will be another is found out
   * before the server asks for it.
   */
  private @Nullable Exception renewal() {
    try {
      access.signIn().secret();
      return null;
    } catch (MessagingException e) {
      return e;
    }
  }

  private void became(@Nullable Exception cause) {
    MailStanding.Trouble trouble = MailStanding.Trouble.of(cause);
    if ((told && standing.trouble() == trouble) || stop.getCount() == 0) {
      return;
    }
    told = true;
    standing = new MailStanding(trouble, clock.instant());
    if (cause == null) {
      LOG.atInfo().addKeyValue("mailbox", access).log("mail is read");
    } else {
      LOG.atWarn()
          .addKeyValue("mailbox", access)
          .addKeyValue("cause", cause.getMessage())
          .log("mail can not be read, or not for long; it stays on its server and is tried again");
    }
  }

  /**
   * Takes what is not handled until all is; a mail that was passed over waits for the next time.
   */
  private void round(ImapSession session)
      throws MessagingException, IOException, InterruptedException {
    boolean more = true;
    while (more && stop.getCount() > 0) {
      List<Message> unhandled = session.unhandled(ROUND_MAX + passedOver.size());
      more = false;
      for (Message message : unhandled) {
        long uid = session.uid(message);
        if (!passedOver.containsKey(uid)) {
          more |= take(session, message, uid);
        }
      }
    }
  }

  private boolean take(ImapSession session, Message message, long uid)
      throws MessagingException, IOException, InterruptedException {
    try {
      Optional<byte[]> raw = session.raw(message, BYTES_MAX);
      if (raw.isPresent()) {
        Buffer all = Buffer.buffer(raw.get());
        Stored.await(intake.take(new Fetched(session.place(message), all, all.length(), null)));
      } else {
        large(session, message);
      }
    } catch (RuntimeException e) {
      if (e instanceof StoreException store && store.kind() != StoreException.Kind.REFUSED) {
        throw e;
      }
      // a mail that meets a fault of ours must not stop those after it
      passOver(message, uid, e.toString());
      return false;
    }
    session.handled(message);
    return true;
  }

  private void large(ImapSession session, Message message)
      throws MessagingException, IOException, InterruptedException {
    Fetched mail;
    try (InputStream in = ImapSession.open(message)) {
      mail = large.keep(session.place(message), in, ImapSession.size(message));
    }
    Stored.await(intake.take(mail));
    Large kept = mail.large();
    if (kept != null && kept.id() == null) {
      ImapSession.flag(message);
    }
  }

  private void passOver(Message message, long uid, String why) throws MessagingException {
    if (passedOver.size() < PASSED_OVER_MAX) {
      String subject = MailText.line(message.getSubject(), SUBJECT_MAX);
      passedOver.put(uid, new LeftMail(access.mailbox(), subject, message.getSize(), why));
    }
    LOG.atWarn()
        .addKeyValue("mailbox", access)
        .addKeyValue("uid", uid)
        .addKeyValue("cause", why)
        .log("a mail can not be taken; it stays on its server");
  }

  /** Stops reading; a mail that is being taken is taken or stays unread. */
  @Override
  public synchronized void close() {
    stop.countDown();
    if (thread == null) {
      return;
    }
    try {
      ImapSession session = current;
      if (session != null) {
        session.wake();
      }
      if (thread.join(POLITE_MAX)) {
        return;
      }
      // a virtual thread that reads from a socket is woken by this, and the socket closed
      thread.interrupt();
      if (!thread.join(CLOSE_MAX)) {
        LOG.atWarn().addKeyValue("mailbox", access).log("a mailbox did not close in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
