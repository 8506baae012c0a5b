package svara.config.demo;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;

/** A mail server within this process, on the loopback, with the helpdesk's one mailbox. */
final class DemoMailServer implements AutoCloseable {
  static final String ADDRESS = "helpdesk@example.se";
  private static final Duration STOP_MAX = Duration.ofSeconds(5);
  private static final String LOOPBACK = "127.0.0.1";

  private final GreenMail server;
  private final String password;

  private DemoMailServer(GreenMail server, String password) {
    this.server = server;
    this.password = password;
  }

  static DemoMailServer start() {
    byte[] chance = new byte[16];
    new SecureRandom().nextBytes(chance);
    String password = HexFormat.of().formatHex(chance);
    GreenMail server =
        new GreenMail(
            new ServerSetup[] {
              new ServerSetup(0, LOOPBACK, ServerSetup.PROTOCOL_SMTP),
              new ServerSetup(0, LOOPBACK, ServerSetup.PROTOCOL_IMAP)
            });
    server.setUser(ADDRESS, ADDRESS, password);
    server.start();
    return new DemoMailServer(server, password);
  }

  /** How many mails lie in the mailboxes of those who wrote to the helpdesk. */
  long answered() {
    return server.getUserManager().listUser().stream()
        .filter(user -> !user.getEmail().equals(ADDRESS))
        .mapToLong(this::received)
        .sum();
  }

  private long received(GreenMailUser user) {
    try {
      return server.getManagers().getImapHostManager().getInbox(user).getMessageCount();
    } catch (FolderException e) {
      throw new IllegalStateException(e);
    }
  }

  int smtpPort() {
    return server.getSmtp().getPort();
  }

  int imapPort() {
    return server.getImap().getPort();
  }

  String password() {
    return password;
  }

  /** Its connections are threads of its own; one that does not end must not keep the demo. */
  @Override
  public void close() {
    Thread stopping = Thread.ofPlatform().daemon().name("mail server").start(server::stop);
    try {
      stopping.join(STOP_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
