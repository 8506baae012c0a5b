package svara.engine.mailbox;

import java.time.Duration;

/**
 * How one mailbox is reached.
 *
 * @param mailbox its name in the settings
 * @param user whom to sign in as
 * @param folder that mail arrives in
 * @param poll how often to look when the server does not tell by itself (RFC 2177)
 */
public record ImapAccess(
    String mailbox,
    String host,
    int port,
    Security security,
    String user,
    String password,
    String folder,
    Duration poll) {

  /** How the connection is kept from others' eyes. */
  public enum Security {
    /** From the first byte (RFC 8314). */
    TLS,
    /** Asked for before signing in, and required. */
    STARTTLS,
    /** Not at all: for a server on the same machine. */
    PLAIN
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "%s at %s:%d".formatted(mailbox, host, port);
  }
}
