package svara.web;

import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives the console its session: EventSource cannot send headers, and what a page's scripts cannot
 * read they cannot leak, so it is a cookie. The session is signed, not stored: it outlives a
 * restart.
 */
final class SessionHandler {
  private static final int USED_MAX = 10_000;
  private static final Duration CODE_AGE = Duration.ofMinutes(11);

  private final Access access;
  private final InstantSource clock;
  private final Duration age;
  private final Map<String, Instant> used = new HashMap<>();

  SessionHandler(Access access, InstantSource clock, Duration age) {
    this.access = access;
    this.clock = clock;
    this.age = age;
  }

  Future<Reply> signIn(ApiRequest request) {
    if (!accepted(request.body().getString("token"), request.body().getString("code"))) {
      throw new Problem(401, "not_accepted", "The token or code is not accepted.").exception();
    }
    request
        .context()
        .response()
        .addCookie(cookie(access.sign(Access.Purpose.SESSION, age)).setMaxAge(age.toSeconds()));
    return Future.succeededFuture(Reply.nothing());
  }

  Future<Reply> signOut(ApiRequest request) {
    request.context().response().addCookie(cookie("").setMaxAge(0));
    return Future.succeededFuture(Reply.nothing());
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

  private static Cookie cookie(String value) {
    return Cookie.cookie(Authentication.COOKIE, value)
        .setPath("/")
        .setHttpOnly(true)
        .setSameSite(CookieSameSite.STRICT);
  }
}
