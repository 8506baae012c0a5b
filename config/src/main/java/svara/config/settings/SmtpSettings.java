package svara.config.settings;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.mail.SendingPlan;
import svara.engine.mailbox.ImapAccess;
import svara.engine.mailbox.SignIn;
import svara.engine.mailbox.SmtpAccess;

/**
 * How mail is sent.
 *
 * @param host of the server; null: nothing is sent, and replies wait
 * @param user whom to sign in as; null for a server that asks for nobody
 * @param oauth how it signs in without a password
 * @param from the helpdesk's own address; null only without a host
 * @param name that stands beside it; null for none
 */
public record SmtpSettings(
    @Nullable String host,
    int port,
    ImapAccess.Security security,
    @Nullable String user,
    @Nullable Secret password,
    OAuthSettings oauth,
    @Nullable String from,
    @Nullable String name,
    Duration retryFirst,
    Duration retryMax,
    Duration giveUpAfter) {
  private static final Words HOST =
      Words.of("a host name or address", "[A-Za-z0-9]([A-Za-z0-9.-]{0,252})|[0-9a-fA-F:.]{2,45}");
  private static final Words TEXT = Words.of("1 to 200 letters", "[^\\p{Cntrl}]{1,200}");
  private static final Words EMAIL =
      Words.of(
          "a mail address", "[A-Za-z0-9][A-Za-z0-9._+-]{0,63}@[A-Za-z0-9][A-Za-z0-9.-]{1,189}");

  static SmtpSettings read(Section section) {
    SmtpSettings settings =
        new SmtpSettings(
            section.optional("host", "address", HOST.limits(), HOST::parse),
            section.count("port", "port", 1, 65535, 587),
            section.choice("security", ImapAccess.Security.STARTTLS),
            section.optional("user", "text", TEXT.limits(), TEXT::parse),
            section.secret("password"),
            OAuthSettings.read(section.section("oauth")),
            section.optional("from", "address", EMAIL.limits(), EMAIL::parse),
            section.optional("name", "text", TEXT.limits(), TEXT::parse),
            section.duration(
                "retryFirst", Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofMinutes(1)),
            section.duration(
                "retryMax", Duration.ofSeconds(1), Duration.ofHours(24), Duration.ofHours(1)),
            section.duration(
                "giveUpAfter", Duration.ofMinutes(1), Duration.ofHours(240), Duration.ofHours(72)));
    settings.check(section);
    return settings;
  }

  private void check(Section section) {
    if (host != null && from == null) {
      section.refuse("from", "nothing", "required with a host");
    }
    if (host != null && user != null && password == null && !oauth.isSet()) {
      section.refuse("password", "nothing", "required with a user, unless there is oauth");
    }
    if (oauth.isSet() && (user == null || password != null)) {
      section.refuse("oauth", "with a password or no user", "beside a user and no password");
    }
    if (host != null && security == ImapAccess.Security.PLAIN && user != null && !onThisMachine()) {
      section.refuse("security", "plain", "a password goes in the open on this machine alone");
    }
    if (retryFirst.compareTo(retryMax) > 0) {
      section.refuse("retryFirst", retryFirst.toString(), "must not be longer than retryMax");
    }
  }

  private boolean onThisMachine() {
    try {
      String name = Objects.requireNonNull(host);
      return name.equals("localhost") || InetAddress.ofLiteral(name).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      // a name, which may lead anywhere
      return false;
    }
  }

  /**
   * How it is reached; nothing when no mail is sent.
   *
   * @param data the engine's folder
   */
  public Optional<SmtpAccess> access(Path data) {
    return host == null || from == null
        ? Optional.empty()
        : Optional.of(
            new SmtpAccess(
                host,
                port,
                security,
                Objects.requireNonNullElse(user, ""),
                oauth
                    .signIn(data, "smtp")
                    .orElseGet(() -> SignIn.password(password == null ? "" : password.reveal())),
                from.toLowerCase(Locale.ROOT),
                Objects.requireNonNullElse(name, "")));
  }

  public SendingPlan plan() {
    return new SendingPlan(retryFirst, retryMax, giveUpAfter);
  }
}
