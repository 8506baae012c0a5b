package svara.web;

import io.vertx.core.http.HttpServerRequest;

/** What a request says of where it comes from. */
final class Asking {
  private Asking() {}

  /** The address it came from, as text. */
  static String address(HttpServerRequest request) {
    return request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
  }

  /** Whether its way here is encrypted. */
  static boolean encrypted(HttpServerRequest request) {
    return request.isSSL();
  }

  /** Scheme, host and port that the browser asked, as {@code Origin} writes them. */
  static String origin(HttpServerRequest request) {
    return (encrypted(request) ? "https://" : "http://") + request.authority();
  }
}
