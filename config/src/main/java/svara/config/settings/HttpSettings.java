package svara.config.settings;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import svara.web.WebDoor;

/**
 * Where the console and the API listen, and how much they take.
 *
 * @param bind a loopback address, unless something encrypts
 * @param port 0 picks a free one
 * @param url the https address that people use, or null
 * @param certificate file with the certificate, or null
 * @param key file with its private key, or null
 * @param proxies addresses that are believed when they say where a request comes from
 * @param bodyBytesMax longest request body, mail apart
 * @param headerBytesMax longest request headers together
 * @param idleTimeout a connection on which nothing moves is closed after so long
 * @param answerTimeout an answer that takes longer becomes 503
 * @param connectionsMax connections at once; further ones are closed
 * @param newsReadersMax open consoles at once; further ones are told to try later
 * @param sessionIdle a browser that nobody has used for so long is signed out
 * @param sessionMax and so long after signing in any
 * @param openId what people sign in with beside passwords
 */
public record HttpSettings(
    String bind,
    int port,
    @Nullable URI url,
    @Nullable Path certificate,
    @Nullable Path key,
    List<String> proxies,
    int bodyBytesMax,
    int headerBytesMax,
    Duration idleTimeout,
    Duration answerTimeout,
    int connectionsMax,
    int newsReadersMax,
    Duration sessionIdle,
    Duration sessionMax,
    OpenIdSettings openId) {
  private static final Words URL =
      Words.of("https://name or https://name:port", "https://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?/?");
  private static final Words ADDRESS =
      Words.of("an IPv4 or IPv6 address", "[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]{2,45}");

  static HttpSettings read(Section section) {
    Duration second = Duration.ofSeconds(1);
    HttpSettings settings =
        new HttpSettings(
            section.parsed("bind", "address", ADDRESS.limits(), "127.0.0.1", HttpSettings::address),
            section.count("port", "port, 0 for any free one", 0, 65535, 8080),
            section.optional("url", "address", URL.limits(), text -> URI.create(URL.parse(text))),
            section.path("certificate"),
            section.path("key"),
            section.texts("proxies", "addresses", ADDRESS, 20, List.of()),
            section.count("bodyBytesMax", "bytes", 10_000, 100_000_000, 1_048_576),
            section.count("headerBytesMax", "bytes", 2_048, 1_048_576, 16_384),
            section.duration(
                "idleTimeout",
                second.multipliedBy(5),
                Duration.ofMinutes(10),
                Duration.ofMinutes(1)),
            section.duration(
                "answerTimeout", second, Duration.ofMinutes(5), second.multipliedBy(10)),
            section.count("connectionsMax", "connections", 10, 100_000, 2_000),
            section.count("newsReadersMax", "consoles", 1, 10_000, 200),
            section.duration(
                "sessionIdle", Duration.ofMinutes(5), Duration.ofHours(24), Duration.ofHours(1)),
            section.duration(
                "sessionMax", Duration.ofMinutes(30), Duration.ofDays(7), Duration.ofHours(12)),
            OpenIdSettings.read(section.section("openId")));
    settings.check(section);
    return settings;
  }

  /** Nothing goes over a network that is not encrypted. */
  private void check(Section section) {
    checkFile(section, "certificate", certificate);
    checkFile(section, "key", key);
    if (certificate == null && key != null) {
      section.refuse("certificate", "nothing", "required beside http.key");
    }
    if (certificate != null && key == null) {
      section.refuse("key", "nothing", "required beside http.certificate");
    }
    if (InetAddress.ofLiteral(bind).isLoopbackAddress()) {
      return;
    }
    if (certificate == null && key == null && proxies.isEmpty()) {
      section.refuse(
          "bind",
          bind,
          "must be a loopback address, unless http.certificate and http.key encrypt, or http.proxies names"
              + " the proxy that does");
    } else if (url == null) {
      section.refuse("url", "nothing", "required, the address that people use: " + URL.limits());
    }
  }

  private static void checkFile(Section section, String name, @Nullable Path file) {
    if (file != null && !Files.isReadable(file)) {
      section.refuse(name, file.toString(), "must be a file that can be read");
    }
  }

  /** How the network reaches us. */
  public WebDoor door() {
    Set<String> addresses =
        proxies.stream()
            .map(proxy -> InetAddress.ofLiteral(proxy).getHostAddress())
            .collect(Collectors.toUnmodifiableSet());
    return new WebDoor(bind, port, url, certificate, key, addresses);
  }

  private static String address(String text) {
    return InetAddress.ofLiteral(text).getHostAddress().contains(":") ? text : ADDRESS.parse(text);
  }
}
