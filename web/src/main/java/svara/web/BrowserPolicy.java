package svara.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * What a browser may do with our answers, on every one of them; no answer at all under a foreign
 * name, which a page elsewhere could have pointed at this machine (DNS rebinding); and none over a
 * network that is not encrypted.
 */
final class BrowserPolicy implements Handler<RoutingContext> {
  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "::1", "[::1]");
  private static final String CONTENT =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self';"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types lit-html";
  private static final String ENCRYPTED_FOR_A_YEAR = "max-age=31536000";

  private final WebDoor door;
  private final Asking asking;

  BrowserPolicy(WebDoor door, Asking asking) {
    this.door = door;
    this.asking = asking;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerResponse response = context.response();
    response
        .putHeader("Content-Security-Policy", CONTENT)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
        .putHeader("Cache-Control", "no-store");
    boolean encrypted = asking.encrypted(context.request());
    if (encrypted) {
      response.putHeader("Strict-Transport-Security", ENCRYPTED_FOR_A_YEAR);
    }
    if (!encrypted && !WebDoor.loopback(asking.address(context.request()))) {
      context.fail(
          new Problem(403, "not_encrypted", "Use https: this way is not encrypted.").exception());
    } else if (ours(context.request())) {
      context.next();
    } else {
      context.fail(
          new Problem(421, "foreign_host", "This server does not answer under this name.")
              .exception());
    }
  }

  private boolean ours(HttpServerRequest request) {
    HostAndPort authority = request.authority();
    return authority != null
        && (NAMES.contains(authority.host())
            || authority.host().equals(door.bind())
            || authority.host().equalsIgnoreCase(door.host()));
  }
}
