package svara.engine.mailbox;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.search.SearchException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import svara.engine.port.MailIntake;

/** One connection to a mailbox with its folder open. Blocks; every wait has an end. */
final class ImapSession implements AutoCloseable {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
  private static final String CHUNK_BYTES = Integer.toString(512 * 1024);

  private final ImapAccess access;
  private final IMAPStore store;
  private final IMAPFolder folder;
  private final boolean tells;
  private final HandledMail handled;
  private int counted;

  private ImapSession(ImapAccess access, IMAPStore store, IMAPFolder folder, boolean tells)
      throws MessagingException {
    this.access = access;
    this.store = store;
    this.folder = folder;
    this.tells = tells;
    this.handled = HandledMail.in(folder, access.moveTo());
  }

  static ImapSession open(ImapAccess access) throws MessagingException {
    String protocol = access.security() == ImapAccess.Security.TLS ? "imaps" : "imap";
    IMAPStore store =
        (IMAPStore) Session.getInstance(properties(access, protocol)).getStore(protocol);
    try {
      String secret = access.signIn().secret();
      store.connect(access.host(), access.port(), access.user(), secret);
      IMAPFolder folder = (IMAPFolder) store.getFolder(access.folder());
      folder.open(Folder.READ_WRITE);
      // asked of the folder: the store would open a second connection to find out
      boolean tells =
          (Boolean) folder.doCommand(protocolOfFolder -> protocolOfFolder.hasCapability("IDLE"));
      return new ImapSession(access, store, folder, tells);
    } catch (MessagingException e) {
      if (e instanceof AuthenticationFailedException) {
        access.signIn().refused();
      }
      closeQuietly(store);
      throw e;
    }
  }

  private static Properties properties(ImapAccess access, String protocol) {
    Properties properties = new Properties();
    String mail = "mail." + protocol + ".";
    boolean starttls = access.security() == ImapAccess.Security.STARTTLS;
    properties.setProperty(mail + "starttls.enable", Boolean.toString(starttls));
    properties.setProperty(mail + "starttls.required", Boolean.toString(starttls));
    properties.setProperty(mail + "ssl.checkserveridentity", "true");
    access.signIn().into(properties, mail);
    properties.setProperty(mail + "connectiontimeout", millis(CONNECT_MAX));
    // silence while waiting for news ends with the poll; what is silent for longer is dead
    properties.setProperty(mail + "timeout", millis(access.poll().plus(ANSWER_MAX)));
    properties.setProperty(mail + "writetimeout", millis(ANSWER_MAX));
    properties.setProperty(mail + "fetchsize", CHUNK_BYTES);
    return properties;
  }

  private static String millis(Duration time) {
    return Long.toString(time.toMillis());
  }

  /** Messages that are not handled yet, the oldest first. */
  List<Message> unhandled(int max) throws MessagingException {
    counted = folder.getMessageCount();
    int[] found = (int[]) folder.doCommand(this::numbers);
    List<Message> unhandled = new ArrayList<>();
    for (int i = 0; i < found.length && i < max; i++) {
      if (found[i] > folder.getMessageCount()) {
        // the library would leave it out for as long as the connection holds
        throw new MessagingException("the server finds mail that it has not told of");
      }
      unhandled.add(folder.getMessage(found[i]));
    }
    return unhandled;
  }

  private int[] numbers(IMAPProtocol protocol) throws ProtocolException {
    try {
      return protocol.search(handled.missing());
    } catch (SearchException e) {
      throw new ProtocolException(e.getMessage(), e);
    }
  }

  /** What names the message in this folder, as long as its UIDVALIDITY stays. */
  long uid(Message message) throws MessagingException {
    return folder.getUID(message);
  }

  /** Where the message lies. */
  MailIntake.Place place(Message message) throws MessagingException {
    return new MailIntake.Place(access.mailbox(), folder.getUIDValidity(), folder.getUID(message));
  }

  /** As many bytes as the server says that it has. */
  static long size(Message message) throws MessagingException {
    return Math.max(0, message.getSize());
  }

  /** The message as it came, fetched as it is read; not marked as seen. */
  static InputStream open(Message message) throws MessagingException {
    IMAPMessage mail = (IMAPMessage) message;
    mail.setPeek(true);
    return mail.getMimeStream();
  }

  /** Marked so that a person sees it in the mailbox. */
  static void flag(Message message) throws MessagingException {
    message.setFlag(Flags.Flag.FLAGGED, true);
  }

  /** The whole message as it came, not marked as seen; nothing when it is bigger than that. */
  Optional<byte[]> raw(Message message, int bytesMax) throws MessagingException, IOException {
    if (size(message) > bytesMax) {
      return Optional.empty();
    }
    try (InputStream in = open(message)) {
      byte[] raw = in.readNBytes(bytesMax + 1);
      return raw.length > bytesMax ? Optional.empty() : Optional.of(raw);
    }
  }

  void handled(Message message) throws MessagingException {
    handled.mark(message);
  }

  /** Returns when there may be new mail, at the latest after the time between two looks. */
  void awaitNews(CountDownLatch stop) throws MessagingException, InterruptedException {
    // what arrived since the search has been told already and will not be told again
    if (folder.getMessageCount() != counted) {
      return;
    }
    if (tells) {
      idle(stop);
    } else {
      stop.await(access.poll().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void idle(CountDownLatch stop) throws MessagingException, InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    Thread nudge = Thread.ofVirtual().name("nudge " + access.mailbox()).start(() -> nudge(told));
    try {
      if (stop.getCount() > 0) {
        folder.idle(true);
      }
    } finally {
      told.countDown();
      nudge.join();
    }
  }

  /** Any other order ends the server's waiting: a server that forgot about us must answer it. */
  private void nudge(CountDownLatch told) {
    try {
      if (!told.await(access.poll().toMillis(), TimeUnit.MILLISECONDS)) {
        folder.getMessageCount();
      }
    } catch (MessagingException e) {
      // whoever waits for news meets the same fault and tells it
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends a wait for news in good order, from another thread. */
  void wake() {
    Thread.ofVirtual()
        .name("wake " + access.mailbox())
        .start(() -> {
          try {
            folder.getMessageCount();
          } catch (MessagingException | IllegalStateException e) {
            // it is closing already, which is what is wanted
            return;
          }
        });
  }

  @Override
  public void close() {
    closeQuietly(store);
  }

  private static void closeQuietly(IMAPStore store) {
    try {
      store.close();
    } catch (MessagingException e) {
      // the connection was lost: closing is all that was wanted
      return;
    }
  }
}
