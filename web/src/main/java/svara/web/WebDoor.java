package svara.web;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the network reaches us.
 *
 * @param bind the address to listen on
 * @param port 0 takes a free one
 * @param url the address that people use, {@code https://svara.example.se/}, or null: on this
 *     machine alone
 * @param certificate file with our certificate and those between it and the root, PEM; null: a
 *     proxy encrypts, or nobody needs to
 * @param key file with its private key, PEM
 * @param proxies addresses whose word on where a request comes from is taken
 */
public record WebDoor(
    String bind,
    int port,
    @Nullable URI url,
    @Nullable Path certificate,
    @Nullable Path key,
    Set<String> proxies) {

  /**
   * @throws IllegalArgumentException when unencrypted words would go over a network, with the
   *     remedy
   */
  public WebDoor {
    proxies = Set.copyOf(proxies);
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException("http.certificate and http.key go together");
    }
    if (!loopback(bind) && certificate == null && proxies.isEmpty()) {
      throw new IllegalArgumentException(
          ("http.bind must be a loopback address, such as 127.0.0.1, unless http.certificate and"
                  + " http.key encrypt or http.proxies names the proxy that does; it is ")
              + bind);
    }
    if (!loopback(bind) && url == null) {
      throw new IllegalArgumentException(
          "http.url must say which https address people use when http.bind is " + bind);
    }
    if (url != null && !"https".equals(url.getScheme())) {
      throw new IllegalArgumentException("http.url must begin with https://; it is " + url);
    }
  }

  /** For this machine alone, unencrypted. */
  public static WebDoor local(String bind, int port) {
    return new WebDoor(bind, port, null, null, null, Set.of());
  }

  boolean encrypts() {
    return certificate != null;
  }

  /** The name that people use, or empty. */
  String host() {
    return url == null || url.getHost() == null ? "" : url.getHost();
  }

  static boolean loopback(String address) {
    try {
      // A literal is not looked up; of names only localhost, which needs no name server
      return (address.equals("localhost")
              || address.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*"))
          && InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
