package svara.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * What a browser may do with our answers, on every one of them; and no answer at all under a
 * foreign name, which a page elsewhere could have pointed at this machine (DNS rebinding).
 */
final class BrowserPolicy implements Handler<RoutingContext> {
  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "::1", "[::1]");
  private static final String CONTENT =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self';"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types lit-html";

  private final String bind;

  BrowserPolicy(String bind) {
    this.bind = bind;
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
    if (ours(context.request())) {
      context.next();
    } else {
      context.fail(
          new Problem(421, "foreign_host", "This server does not answer under this name.")
              .exception());
    }
  }

  private boolean ours(HttpServerRequest request) {
    HostAndPort authority = request.authority();
    return authority != null && (NAMES.contains(authority.host()) || authority.host().equals(bind));
  }
}
