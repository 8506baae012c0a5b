package svara.engine.mailbox;

import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.store.StoredMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** A real IMAP server on the loopback with one mailbox. */
final class MailServer implements AutoCloseable {
  private static final Duration STOP_MAX = Duration.ofSeconds(5);
  private static final String USER = "helpdesk@example.se";
  private static final String PASSWORD = "secret word";

  private final GreenMail server =
      new GreenMail(
          new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP)
          });
  private final GreenMailUser user;

  MailServer() {
    user = server.setUser(USER, USER, PASSWORD);
    server.start();
  }

  int port() {
    return server.getImap().getPort();
  }

  int smtpPort() {
    return server.getSmtp().getPort();
  }

  /** Lets in by tokens of that endpoint alone, each as long as it lives, in and out. */
  void takeTokensOf(TokenEndpoint endpoint) {
    server.getUserManager().setAuthRequired(true);
    user.setPassword(UUID.randomUUID().toString());
    endpoint.onIssued(token -> {
      user.setPassword(token);
      Thread.ofVirtual()
          .start(() -> {
            while (endpoint.lives(token)) {
              LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            if (token.equals(user.getPassword())) {
              user.setPassword(UUID.randomUUID().toString());
            }
          });
    });
  }

  /** Takes what it has let in by until now no more. */
  void forgetTokens() {
    user.setPassword(UUID.randomUUID().toString());
  }

  /** How the mailbox is reached with tokens. */
  static ImapAccess access(int port, Duration poll, SignIn signIn, String moveTo) {
    return new ImapAccess(
        "helpdesk",
        "127.0.0.1",
        port,
        ImapAccess.Security.PLAIN,
        USER,
        signIn,
        "INBOX",
        poll,
        moveTo);
  }

  static SmtpAccess smtp(int port, SignIn signIn) {
    return new SmtpAccess(
        "127.0.0.1", port, ImapAccess.Security.PLAIN, USER, signIn, USER, "Helpdesken");
  }

  static SignIn password() {
    return SignIn.password(PASSWORD);
  }

  /** Subjects of what lies in a folder. */
  List<String> subjects(String folder) throws Exception {
    MailFolder there = server.getManagers().getImapHostManager().getFolder(user, folder);
    List<String> subjects = new ArrayList<>();
    if (there != null) {
      for (StoredMessage message : there.getMessages()) {
        subjects.add(message.getMimeMessage().getSubject());
      }
    }
    return subjects;
  }

  /** How the mailbox is reached at that port, looked into every so often. */
  static ImapAccess access(int port, Duration poll) {
    return new ImapAccess(
        "helpdesk", "127.0.0.1", port, ImapAccess.Security.PLAIN, USER, PASSWORD, "INBOX", poll);
  }

  void deliver(String subject) throws MessagingException {
    deliver(subject, "Words");
  }

  void deliver(String subject, String text) throws MessagingException {
    String raw = "From: eva@example.se\r\nSubject: " + subject + "\r\n\r\n" + text + "\r\n";
    user.deliver(
        new MimeMessage(
            Session.getInstance(new Properties()),
            new ByteArrayInputStream(raw.getBytes(StandardCharsets.UTF_8))));
  }

  long unread() throws Exception {
    return Arrays.stream(
            server.getManagers().getImapHostManager().getInbox(user).getMessages().toArray())
        .map(StoredMessage.class::cast)
        .filter(message -> !message.isSet(Flags.Flag.SEEN))
        .count();
  }

  @Override
  public void close() {
    Thread stopping = Thread.ofPlatform().daemon().start(server::stop);
    try {
      stopping.join(STOP_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
