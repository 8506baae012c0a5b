package svara.telephony.asterisk;

import java.time.Duration;

/**
 * How the exchange's manager port is reached.
 *
 * @param host the loopback, or an address the exchange's permit list names
 * @param user the manager user of {@code svara/manager-svara.conf}
 * @param node this engine's name in the exchange's globals: letters, digits, {@code _}
 * @param answerLimit how long an action may take to be answered
 * @param pingEvery a round trip is tried this often: the only sign of life that counts
 * @param slowAfter a round trip longer than this is SLOW
 * @param dropAfter the connection is made anew when a round trip takes longer than this
 */
public record AsteriskAccess(
    String host,
    int port,
    String user,
    String secret,
    String node,
    Duration answerLimit,
    Duration pingEvery,
    Duration slowAfter,
    Duration dropAfter) {

  /** With the times of the design. */
  public static AsteriskAccess of(String host, int port, String user, String secret, String node) {
    return new AsteriskAccess(
        host,
        port,
        user,
        secret,
        node,
        Duration.ofSeconds(3),
        Duration.ofSeconds(2),
        Duration.ofSeconds(3),
        Duration.ofSeconds(6));
  }

  /**
   * @throws IllegalArgumentException when the node's name could not stand in a global's name
   */
  public AsteriskAccess {
    if (!node.matches("[A-Za-z0-9_]{1,40}")) {
      throw new IllegalArgumentException("a node's name is 1 to 40 of letters, digits and _");
    }
  }

  /** Without the secret: settings are logged. */
  @Override
  public String toString() {
    return "AsteriskAccess[" + user + "@" + host + ":" + port + ", node " + node + "]";
  }
}
