package svara.web;

import io.vertx.core.Handler;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who shows the token, a local command's credential, or the console's session. Everything
 * that the API document does not open expressly is closed.
 */
final class Authentication implements Handler<RoutingContext> {
  static final String COOKIE = "svara_session";
  private static final String WHO = "svara.who";
  private static final String BEARER = "Bearer ";
  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final Access access;
  private final Set<String> open;

  /**
   * @param open operations without security: {@code GET /health/live}
   */
  Authentication(Access access, Set<String> open) {
    this.access = access;
    this.open = open;
  }

  /** Who asks; null where an operation is open to everybody. */
  static @Nullable SignedIn who(RoutingContext context) {
    return context.get(WHO);
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (open.contains(request.method() + " " + context.normalizedPath())) {
      context.next();
      return;
    }
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header != null) {
      byHeader(context, header);
    } else {
      bySession(context, request.getCookie(COOKIE));
    }
  }

  private void byHeader(RoutingContext context, String header) {
    if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      String given = header.substring(BEARER.length()).strip();
      if (access.isToken(given) || access.isSigned(Access.Purpose.LOCAL, given)) {
        context.put(WHO, SignedIn.operator("api"));
        context.next();
        return;
      }
    }
    context.fail(unauthorized().exception());
  }

  private void bySession(RoutingContext context, @Nullable Cookie cookie) {
    SignedIn who = cookie == null ? null : ofSession(cookie.getValue());
    if (who == null) {
      context.fail(unauthorized().exception());
    } else if (!READING.contains(context.request().method()) && !ownOrigin(context.request())) {
      context.fail(
          new Problem(403, "foreign_origin", "Changes are taken from the console's own page alone.")
              .exception());
    } else {
      context.put(WHO, who);
      context.next();
    }
  }

  private @Nullable SignedIn ofSession(String value) {
    return access.isSigned(Access.Purpose.SESSION, value) ? Access.ofSession(value) : null;
  }

  /**
   * Whether a browser says that the page asking is ours. A SameSite cookie is not enough: another
   * port of this machine is the same site.
   */
  static boolean ownOrigin(HttpServerRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin != null && origin.equals("http://" + request.authority());
  }

  private static Problem unauthorized() {
    return new Problem(401, "unauthorized", "A valid bearer token or session is needed.");
  }
}
