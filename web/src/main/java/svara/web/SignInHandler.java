package svara.web;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.port.AccountStore;
import svara.engine.port.AccountStore.Account;
import svara.engine.port.AccountStore.Credentials;
import svara.engine.port.SessionStore.Session;

/**
 * The ways in, and out: name and password, the operator's token, a printed code. Whatever is wrong
 * with a name or a password, the answer is the same and takes as long.
 */
final class SignInHandler {
  private static final int USED_MAX = 10_000;
  private static final Duration CODE_AGE = Duration.ofMinutes(11);

  private final Access access;
  private final AccountStore accounts;
  private final Sessions sessions;
  private final SignInThrottle throttle;
  private final Passwords passwords;
  private final Auditing audit;
  private final Asking asking;
  private final OpenIdHandler elsewhere;
  private final InstantSource clock;
  private final Map<String, Instant> used = new HashMap<>();

  SignInHandler(
      Access access,
      AccountStore accounts,
      Sessions sessions,
      SignInThrottle throttle,
      Passwords passwords,
      Auditing audit,
      Asking asking,
      OpenIdHandler elsewhere,
      InstantSource clock) {
    this.elsewhere = elsewhere;
    this.asking = asking;
    this.access = access;
    this.accounts = accounts;
    this.sessions = sessions;
    this.throttle = throttle;
    this.passwords = passwords;
    this.audit = audit;
    this.clock = clock;
  }

  Future<Reply> signIn(ApiRequest request) {
    ownPage(asking, request);
    JsonObject body = request.body();
    String name = body.getString("name");
    if (name != null) {
      return byPassword(request, name.strip().toLowerCase(Locale.ROOT), body.getString("password"));
    }
    String token = body.getString("token");
    String address = asking.address(request.context().request());
    return throttle
        .count("operator", address)
        .compose(_ -> {
          if (!accepted(token, body.getString("code"))) {
            return refused(request, "operator");
          }
          return throttle.forget("operator", address).compose(_ -> open(request, null));
        });
  }

  /** Another page must not sign its visitor in as somebody of its choice. */
  static void ownPage(Asking asking, ApiRequest request) {
    HttpServerRequest from = request.context().request();
    if (from.getHeader(HttpHeaders.ORIGIN) != null && !asking.ownPage(from)) {
      throw new Problem(403, "foreign_origin", "Sign in on the console's own page.").exception();
    }
  }

  private Future<Reply> byPassword(ApiRequest request, String name, String password) {
    String address = asking.address(request.context().request());
    return throttle
        .count(name, address)
        .compose(_ -> checked(name, password))
        .compose(account -> {
          if (account.isEmpty()) {
            return refused(request, name);
          }
          return throttle.forget(name, address).compose(_ -> open(request, account.get()));
        });
  }

  /** The account, when name and password are right and it is not disabled. */
  private Future<Optional<Account>> checked(String name, String password) {
    return accounts
        .credentials(name)
        .compose(found ->
            passwords
                .fits(password, found.map(Credentials::passwordHash).orElse(null))
                .map(fits ->
                    fits
                        ? found.map(Credentials::account).filter(account -> !account.disabled())
                        : Optional.empty()));
  }

  private Future<Reply> refused(ApiRequest request, String name) {
    return audit
        .note(request.context(), null, "sign_in_failed", name, Map.of())
        .compose(_ -> Future.failedFuture(notAccepted().exception()));
  }

  private static Problem notAccepted() {
    return new Problem(401, "not_accepted", "What was given is not accepted.");
  }

  private Future<Reply> open(ApiRequest request, @Nullable Account account) {
    Future<Void> noted =
        account == null
            ? Future.succeededFuture()
            : accounts.signedIn(account.id(), clock.instant());
    SignedIn who = account == null ? SignedIn.operator("console") : SignedIn.person(account);
    return noted
        .compose(_ -> sessions.open(request.context().request(), account, null))
        .compose(_ -> audit.note(request.context(), who, "signed_in", "", Map.of()))
        .map(_ -> Reply.nothing());
  }

  /** Ends the session here, and says where to end the one that it came from. */
  Future<Reply> signOut(ApiRequest request) {
    ownPage(asking, request);
    HttpServerRequest from = request.context().request();
    return sessions
        .of(from)
        .compose(found -> ended(request, found.orElse(null)))
        .map(next -> {
          request.context().response().addCookie(sessions.none(from));
          return next.isEmpty() ? Reply.nothing() : Reply.json(new JsonObject().put("next", next));
        });
  }

  private Future<String> ended(ApiRequest request, @Nullable Session session) {
    HttpServerRequest from = request.context().request();
    if (session == null) {
      return sessions.end(from).map("");
    }
    return audit
        .note(request.context(), Authentication.signedIn(session), "signed_out", "", Map.of())
        .compose(_ -> sessions.end(from))
        .compose(_ -> elsewhere.signOut(from, session.idToken()));
  }

  private boolean accepted(@Nullable String token, @Nullable String code) {
    if (token != null) {
      return access.isToken(token);
    }
    return code != null && access.isSigned(Access.Purpose.CODE, code) && firstUse(code);
  }

  private boolean firstUse(String code) {
    Instant now = clock.instant();
    used.values().removeIf(now::isAfter);
    return used.size() < USED_MAX && used.putIfAbsent(code, now.plus(CODE_AGE)) == null;
  }
}
