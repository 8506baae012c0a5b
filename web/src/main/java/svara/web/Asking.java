package svara.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of where it comes from. Behind a proxy that is what the proxy says, in {@code
 * Forwarded} (RFC 7239) or the {@code X-Forwarded} headers; of anybody else these headers are not
 * read, and of a chain only what trusted proxies have added: the last words are theirs.
 */
final class Asking {
  private static final int HOPS_MAX = 10;

  private final Set<String> proxies;

  /**
   * @param proxies their addresses, as the JDK writes them
   */
  Asking(Set<String> proxies) {
    this.proxies = Set.copyOf(proxies);
  }

  /** Whom a hop of the way came from, and how. */
  private record Hop(String address, @Nullable String scheme) {}

  /** The address it came from, as text. */
  String address(HttpServerRequest request) {
    return origin(request, peer(request)).address();
  }

  /** Whether its way here is encrypted. */
  boolean encrypted(HttpServerRequest request) {
    return request.isSSL() || "https".equals(origin(request, peer(request)).scheme());
  }

  /** Scheme, host and port that the browser asked, as {@code Origin} writes them. */
  String page(HttpServerRequest request) {
    return (encrypted(request) ? "https://" : "http://") + request.authority();
  }

  /**
   * Whether a browser says that the page asking is ours. A SameSite cookie is not enough: another
   * port of this machine is the same site.
   */
  boolean ownPage(HttpServerRequest request) {
    return page(request).equals(request.getHeader(HttpHeaders.ORIGIN));
  }

  private static String peer(HttpServerRequest request) {
    return request.remoteAddress() == null
        ? ""
        : String.valueOf(request.remoteAddress().hostAddress());
  }

  /** Follows the hops back, from the nearest on, as long as trusted ones tell of them. */
  private Hop origin(HttpServerRequest request, String peer) {
    if (!proxies.contains(peer)) {
      return new Hop(peer, null);
    }
    List<Hop> hops = hops(request);
    Hop told = new Hop(peer, null);
    for (int i = hops.size() - 1; i >= 0; i--) {
      Hop hop = hops.get(i);
      told = new Hop(hop.address(), hop.scheme() == null ? told.scheme() : hop.scheme());
      if (!proxies.contains(hop.address())) {
        return told;
      }
    }
    return told;
  }

  private static List<Hop> hops(HttpServerRequest request) {
    List<String> forwarded = parts(request, "Forwarded");
    if (!forwarded.isEmpty()) {
      return forwarded.stream().map(Asking::hop).toList();
    }
    List<String> addresses = parts(request, "X-Forwarded-For");
    List<String> schemes = parts(request, "X-Forwarded-Proto");
    String scheme = schemes.isEmpty() ? null : schemes.getLast().toLowerCase(Locale.ROOT);
    List<Hop> hops = new ArrayList<>();
    for (int i = 0; i < addresses.size(); i++) {
      hops.add(new Hop(bare(addresses.get(i)), i == addresses.size() - 1 ? scheme : null));
    }
    return hops;
  }

  /** The last parts of all headers of a name. */
  private static List<String> parts(HttpServerRequest request, String name) {
    List<String> parts = new ArrayList<>();
    for (String header : request.headers().getAll(name)) {
      for (String part : header.split(",", -1)) {
        parts.add(part.strip());
      }
    }
    return parts.subList(Math.max(0, parts.size() - HOPS_MAX), parts.size());
  }

  private static Hop hop(String element) {
    String address = "unknown";
    String scheme = null;
    for (String pair : element.split(";", -1)) {
      int cut = pair.indexOf('=');
      if (cut < 0) {
        continue;
      }
      String value = pair.substring(cut + 1).strip().replace("\"", "");
      switch (pair.substring(0, cut).strip().toLowerCase(Locale.ROOT)) {
        case "for" -> address = bare(value);
        case "proto" -> scheme = value.toLowerCase(Locale.ROOT);
        default -> {}
      }
    }
    return new Hop(address, scheme);
  }

  /** Without port and brackets, and no longer than an address is. */
  private static String bare(String address) {
    String text = address.strip();
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      text = text.substring(1, end < 0 ? text.length() : end);
    } else if (text.indexOf(':') == text.lastIndexOf(':') && text.contains(":")) {
      text = text.substring(0, text.indexOf(':'));
    }
    return text.matches("[0-9a-fA-F:.]{2,45}") ? text : "unknown";
  }
}
