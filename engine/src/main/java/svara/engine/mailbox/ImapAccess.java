package svara.engine.mailbox;

import java.time.Duration;

/**
 * How one mailbox is reached.
 *
 * @param mailbox its name in the settings
 * @param user whom to sign in as
 * @param signIn what is shown for that
 * @param folder that mail arrives in
 * @param poll how often to look when the server does not tell by itself (RFC 2177)
 * @param moveTo the folder that handled mail is moved to, or empty: then it is marked as seen
 */
public record ImapAccess(
    String mailbox,
    String host,
    int port,
    Security security,
    String user,
    SignIn signIn,
    String folder,
    Duration poll,
    String moveTo) {

  /** Signs in with a password, and marks handled mail as seen. */
  public ImapAccess(
      String mailbox,
      String host,
      int port,
      Security security,
      String user,
      String password,
      String folder,
      Duration poll) {
    this(mailbox, host, port, security, user, SignIn.password(password), folder, poll, "");
  }

  /** How the connection is kept from others' eyes. */
  public enum Security {
    /** From the first byte (RFC 8314). */
    TLS,
    /** Asked for before signing in, and required. */
    STARTTLS,
    /** Not at all: for a server on the same machine. */
    PLAIN
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return "%s at %s:%d".formatted(mailbox, host, port);
  }
}
