package svara.config.settings;

import java.net.InetAddress;

/**
 * Where the console and the API listen.
 *
 * @param bind a loopback address: sign-in for people is not built yet, so nothing else is allowed
 * @param port 0 picks a free one
 */
public record HttpSettings(String bind, int port) {
  static HttpSettings read(Section section) {
    return new HttpSettings(
        section.parsed(
            "bind", "address", "a loopback address", "127.0.0.1", HttpSettings::loopback),
        section.count("port", "port, 0 for any free one", 0, 65535, 8080));
  }

  private static String loopback(String text) {
    if (!InetAddress.ofLiteral(text).isLoopbackAddress()) {
      throw new IllegalArgumentException("not a loopback address");
    }
    return text;
  }
}
