package svara.config.settings;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.id.QueueId;
import svara.engine.mailbox.ImapAccess;
import svara.engine.mailbox.SignIn;

/**
 * A mailbox that mail is taken from.
 *
 * @param name what the mailbox is called
 * @param enabled off: it is left alone
 * @param host its IMAP server
 * @param security how the connection is kept from others' eyes; plain only on this machine
 * @param user whom to sign in as
 * @param oauth how it signs in without a password
 * @param folder that mail arrives in
 * @param poll how often to look when the server does not tell by itself
 * @param queue whose technicians look after it: its tickets stand on that queue, and are answered
 *     in its language and hours; null: on none
 * @param moveTo the folder that handled mail is moved to; null: it is marked as seen
 */
public record MailboxSettings(
    String name,
    boolean enabled,
    String host,
    int port,
    ImapAccess.Security security,
    String user,
    @Nullable Secret password,
    OAuthSettings oauth,
    String folder,
    Duration poll,
    @Nullable String moveTo,
    @Nullable QueueId queue) {
  private static final Words NAME =
      Words.of("1 to 40 of a-z, 0-9 and _, a letter first", "[a-z][a-z0-9_]{0,39}");
  private static final Words HOST =
      Words.of("a host name or address", "[A-Za-z0-9]([A-Za-z0-9.-]{0,252})|[0-9a-fA-F:.]{2,45}");
  private static final Words TEXT = Words.of("1 to 200 letters", "[^\\p{Cntrl}]{1,200}");

  static MailboxSettings read(Section section) {
    MailboxSettings settings =
        new MailboxSettings(
            section.required("name", "word", NAME.limits(), "helpdesk", NAME::parse),
            section.flag("enabled", true),
            section.required("host", "address", HOST.limits(), "mail.example.se", HOST::parse),
            section.count("port", "port", 1, 65535, 993),
            section.choice("security", ImapAccess.Security.TLS),
            section.required("user", "text", TEXT.limits(), "helpdesk@example.se", TEXT::parse),
            section.secret("password"),
            OAuthSettings.read(section.section("oauth")),
            section.parsed("folder", "text", TEXT.limits(), "INBOX", TEXT::parse),
            section.duration(
                "poll", Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofMinutes(1)),
            section.optional("moveTo", "text", TEXT.limits(), TEXT::parse),
            section.optional("queue", "word", "the name of a queue", QueueId::new));
    if (settings.enabled && settings.password == null && !settings.oauth.isSet()) {
      section.refuse(
          "password", "nothing", "required, unless there is oauth or the mailbox is not enabled");
    }
    if (settings.password != null && settings.oauth.isSet()) {
      section.refuse("password", "a hidden value", "none beside oauth");
    }
    if (settings.folder.equals(settings.moveTo)) {
      section.refuse("moveTo", settings.folder, "another folder than mail arrives in");
    }
    if (settings.security == ImapAccess.Security.PLAIN && !settings.onThisMachine()) {
      section.refuse("security", "plain", "allowed on this machine alone: use tls or starttls");
    }
    return settings;
  }

  private boolean onThisMachine() {
    try {
      return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      // a name, which may lead anywhere
      return false;
    }
  }

  /**
   * How it is reached; nothing when it is to be left alone.
   *
   * @param data the engine's folder
   */
  public Optional<ImapAccess> access(Path data) {
    return enabled
        ? Optional.of(
            new ImapAccess(
                name,
                host,
                port,
                security,
                user,
                oauth
                    .signIn(data, "mailbox-" + name)
                    .orElseGet(() -> SignIn.password(password == null ? "" : password.reveal())),
                folder,
                poll,
                Objects.requireNonNullElse(moveTo, "")))
        : Optional.empty();
  }
}
