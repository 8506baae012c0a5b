package svara.web;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import svara.engine.port.AccountStore;
import svara.engine.port.AccountStore.Account;
import svara.engine.port.SessionStore.Session;

/**
 * Lets in who shows a token, a local command's credential, or the console's session. Everything
 * that the API document does not open expressly is closed.
 */
final class Authentication implements Handler<RoutingContext> {
  private static final String WHO = "svara.who";
  private static final String BEARER = "Bearer ";
  private static final int TOKEN_MAX = 200;
  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final Access access;
  private final AccountStore accounts;
  private final Sessions sessions;
  private final Asking asking;
  private final Set<String> open;

  /**
   * @param open operations without security: {@code GET /health/live}
   */
  Authentication(
      Access access, AccountStore accounts, Sessions sessions, Asking asking, Set<String> open) {
    this.access = access;
    this.asking = asking;
    this.accounts = accounts;
    this.sessions = sessions;
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
    // what comes while the database is asked must not be lost
    request.pause();
    (header == null ? bySession(request) : byHeader(header))
        .onComplete(found -> {
          request.resume();
          if (found.failed()) {
            context.fail(found.cause());
          } else if (found.result().isEmpty()) {
            context.fail(unauthorized().exception());
          } else {
            context.put(WHO, found.result().get());
            context.next();
          }
        });
  }

  private Future<Optional<SignedIn>> byHeader(String header) {
    if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Future.succeededFuture(Optional.empty());
    }
    String given = header.substring(BEARER.length()).strip();
    if (access.isToken(given) || access.isSigned(Access.Purpose.LOCAL, given)) {
      return Future.succeededFuture(Optional.of(SignedIn.operator("api")));
    }
    if (given.isEmpty() || given.length() > TOKEN_MAX) {
      return Future.succeededFuture(Optional.empty());
    }
    return accounts
        .token(FreshSecret.hashOf(given))
        .map(found -> found.map(token -> SignedIn.program(token.name(), token.scope())));
  }

  private Future<Optional<SignedIn>> bySession(HttpServerRequest request) {
    return sessions
        .of(request)
        .compose(found ->
            found.isPresent() && changing(request) && !asking.ownPage(request)
                ? Future.failedFuture(foreign().exception())
                : Future.succeededFuture(found.map(Authentication::signedIn)));
  }

  static SignedIn signedIn(Session session) {
    Account account = session.account();
    return account == null ? SignedIn.operator("console") : SignedIn.person(account);
  }

  private static boolean changing(HttpServerRequest request) {
    return !READING.contains(request.method());
  }

  private static Problem foreign() {
    return new Problem(
        403, "foreign_origin", "Changes are taken from the console's own page alone.");
  }

  private static Problem unauthorized() {
    return new Problem(401, "unauthorized", "A valid bearer token or session is needed.");
  }
}
