package svara.engine.mailbox;

import java.util.Locale;

/**
 * How mail is sent.
 *
 * @param user whom to sign in as, or empty for a server that asks for nobody
 * @param signIn what is shown for that
 * @param from the helpdesk's own address
 * @param name that stands beside it, or empty
 */
public record SmtpAccess(
    String host,
    int port,
    ImapAccess.Security security,
    String user,
    SignIn signIn,
    String from,
    String name) {

  /** Signs in with a password. */
  public SmtpAccess(
      String host,
      int port,
      ImapAccess.Security security,
      String user,
      String password,
      String from,
      String name) {
    this(host, port, security, user, SignIn.password(password), from, name);
  }

  /** What our Message-IDs end with. */
  public String domain() {
    return from.substring(from.indexOf('@') + 1).toLowerCase(Locale.ROOT);
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return "%s:%d".formatted(host, port);
  }
}
