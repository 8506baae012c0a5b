package svara.config.settings;

import java.net.InetAddress;
import java.time.Duration;

/**
 * Where the console and the API listen, and how much they take.
 *
 * @param bind a loopback address: sign-in for people is not built yet, so nothing else is allowed
 * @param port 0 picks a free one
 * @param bodyBytesMax longest request body, mail apart
 * @param headerBytesMax longest request headers together
 * @param idleTimeout a connection on which nothing moves is closed after so long
 * @param answerTimeout an answer that takes longer becomes 503
 * @param connectionsMax connections at once; further ones are closed
 * @param newsReadersMax open consoles at once; further ones are told to try later
 * @param sessionIdle a browser that nobody has used for so long is signed out
 * @param sessionMax and so long after signing in any
 */
public record HttpSettings(
    String bind,
    int port,
    int bodyBytesMax,
    int headerBytesMax,
    Duration idleTimeout,
    Duration answerTimeout,
    int connectionsMax,
    int newsReadersMax,
    Duration sessionIdle,
    Duration sessionMax) {
  static HttpSettings read(Section section) {
    Duration second = Duration.ofSeconds(1);
    return new HttpSettings(
        section.parsed(
            "bind", "address", "a loopback address", "127.0.0.1", HttpSettings::loopback),
        section.count("port", "port, 0 for any free one", 0, 65535, 8080),
        section.count("bodyBytesMax", "bytes", 10_000, 100_000_000, 1_048_576),
        section.count("headerBytesMax", "bytes", 2_048, 1_048_576, 16_384),
        section.duration(
            "idleTimeout", second.multipliedBy(5), Duration.ofMinutes(10), Duration.ofMinutes(1)),
        section.duration("answerTimeout", second, Duration.ofMinutes(5), second.multipliedBy(10)),
        section.count("connectionsMax", "connections", 10, 100_000, 2_000),
        section.count("newsReadersMax", "consoles", 1, 10_000, 200),
        section.duration(
            "sessionIdle", Duration.ofMinutes(5), Duration.ofHours(24), Duration.ofHours(1)),
        section.duration(
            "sessionMax", Duration.ofMinutes(30), Duration.ofDays(7), Duration.ofHours(12)));
  }

  private static String loopback(String text) {
    if (!InetAddress.ofLiteral(text).isLoopbackAddress()) {
      throw new IllegalArgumentException("not a loopback address");
    }
    return text;
  }
}
