package svara.engine.mailbox;

import java.util.Locale;

/**
 * How mail is sent.
 *
 * @param user whom to sign in as, or empty for a server that asks for nobody
 * @param from the helpdesk's own address
 * @param name that stands beside it, or empty
 */
public record SmtpAccess(
    String host,
    int port,
    ImapAccess.Security security,
    String user,
    String password,
    String from,
    String name) {

  /** What our Message-IDs end with. */
  public String domain() {
    return from.substring(from.indexOf('@') + 1).toLowerCase(Locale.ROOT);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "%s:%d".formatted(host, port);
  }
}
