package svara.web;

import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.port.AccountStore.Account;
import svara.engine.port.SessionStore;
import svara.engine.port.SessionStore.Session;

/**
 * The console's sessions. EventSource cannot send headers, and what a page's scripts cannot read
 * they cannot leak, so it is a cookie: 256 random bits, whose hash is kept in the database with
 * what they open. A found session is remembered for two seconds, so that a page that asks ten
 * things asks the database once; what ends it here ends it at once, what ends it on another node
 * after that. Used from one event loop alone.
 */
final class Sessions {
  /** Sent by a console that nobody has touched for a while: what it asks keeps no session alive. */
  static final String UNATTENDED = "Svara-Unattended";

  private static final String COOKIE = "svara_session";
  private static final Duration REMEMBERED = Duration.ofSeconds(2);
  private static final Duration NOTED = Duration.ofMinutes(1);
  private static final int REMEMBERED_MAX = 2_000;

  private final SessionStore store;
  private final WebSettings settings;
  private final Asking asking;
  private final InstantSource clock;
  private final Map<String, Remembered> remembered = new LinkedHashMap<>();

  private record Remembered(Session session, Instant until) {}

  Sessions(SessionStore store, WebSettings settings, Asking asking, InstantSource clock) {
    this.asking = asking;
    this.store = store;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Opens a session with a key of its own and lets the browser's former one go, so that nobody can
   * have laid a known one into it beforehand.
   *
   * @param account null is the operator
   */
  Future<Void> open(
      HttpServerRequest request, @Nullable Account account, @Nullable String idToken) {
    FreshSecret secret = FreshSecret.draw("");
    String address = asking.address(request);
    return end(request)
        .compose(_ ->
            store.open(
                secret.hash(),
                account == null ? null : account.id(),
                clock.instant(),
                address,
                idToken))
        .compose(_ -> store.forget(clock.instant(), settings.sessionMax()))
        .onSuccess(_ ->
            request
                .response()
                .addCookie(
                    cookie(request, secret.text()).setMaxAge(settings.sessionMax().toSeconds())));
  }

  /** The session that a request shows. */
  Future<Optional<Session>> of(HttpServerRequest request) {
    Cookie cookie = request.getCookie(name(request));
    if (cookie == null || cookie.getValue().length() > 100) {
      return Future.succeededFuture(Optional.empty());
    }
    byte[] key = FreshSecret.hashOf(cookie.getValue());
    String name = HexFormat.of().formatHex(key);
    Remembered known = remembered.get(name);
    Instant now = clock.instant();
    if (known != null && known.until().isAfter(now)) {
      return Future.succeededFuture(Optional.of(known.session()));
    }
    return store
        .session(key, now, settings.sessionIdle(), settings.sessionMax())
        .compose(found -> used(request, key, found, now))
        .onSuccess(found -> remember(name, found, now));
  }

  /** Whether the session that a request once showed is still good; keeps it no longer alive. */
  Future<Boolean> still(HttpServerRequest request) {
    Cookie cookie = request.getCookie(name(request));
    return cookie == null
        ? Future.succeededFuture(false)
        : store
            .session(
                FreshSecret.hashOf(cookie.getValue()),
                clock.instant(),
                settings.sessionIdle(),
                settings.sessionMax())
            .map(Optional::isPresent);
  }

  private Future<Optional<Session>> used(
      HttpServerRequest request, byte[] key, Optional<Session> found, Instant now) {
    boolean attended = request.getHeader(UNATTENDED) == null;
    boolean stale = found.isPresent() && found.get().seenAt().plus(NOTED).isBefore(now);
    return attended && stale ? store.seen(key, now).map(found) : Future.succeededFuture(found);
  }

  private void remember(String name, Optional<Session> found, Instant now) {
    remembered.remove(name);
    if (found.isPresent()) {
      if (remembered.size() >= REMEMBERED_MAX) {
        remembered.clear();
      }
      remembered.put(name, new Remembered(found.get(), now.plus(REMEMBERED)));
    }
  }

  /** Ends the session that a request shows, and takes its cookie back. */
  Future<Void> end(HttpServerRequest request) {
    Cookie cookie = request.getCookie(name(request));
    if (cookie == null) {
      return Future.succeededFuture();
    }
    byte[] key = FreshSecret.hashOf(cookie.getValue());
    remembered.remove(HexFormat.of().formatHex(key));
    return store.end(key);
  }

  /** Ends all sessions of an account, on every machine it is signed in on. */
  Future<Void> endAll(long account) {
    return store.endAll(account).onSuccess(_ -> forget());
  }

  /** Looks again into the database for everybody. */
  void forget() {
    remembered.clear();
  }

  /** An empty cookie instead of the browser's. */
  Cookie none(HttpServerRequest request) {
    return cookie(request, "").setMaxAge(0);
  }

  private Cookie cookie(HttpServerRequest request, String value) {
    return Cookie.cookie(name(request), value)
        .setPath("/")
        .setHttpOnly(true)
        .setSecure(asking.encrypted(request))
        .setSameSite(CookieSameSite.STRICT);
  }

  /** Of an encrypted connection no other host, and no unencrypted page of ours, can set it. */
  private String name(HttpServerRequest request) {
    return asking.encrypted(request) ? "__Host-" + COOKIE : COOKIE;
  }
}
