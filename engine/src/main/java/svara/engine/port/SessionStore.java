package svara.engine.port;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.port.AccountStore.Account;

/** Signed-in browsers, and tries to become one. Futures fail with {@link StoreException}. */
public interface SessionStore {

  /**
   * A signed-in browser.
   *
   * @param account null is the operator
   * @param idToken of OpenID Connect, or null
   */
  record Session(
      @Nullable Account account,
      Instant startedAt,
      Instant seenAt,
      String address,
      @Nullable String idToken) {}

  /**
   * Opens one.
   *
   * @param key SHA-256 of the cookie's value
   * @param account null is the operator
   */
  Future<Void> open(
      byte[] key, @Nullable Long account, Instant at, String address, @Nullable String idToken);

  /** The session, unless it is none, its account is disabled, or it is older than one of these. */
  Future<Optional<Session>> session(byte[] key, Instant at, Duration idle, Duration absolute);

  /** Notes that somebody uses it. */
  Future<Void> seen(byte[] key, Instant at);

  Future<Void> end(byte[] key);

  /** Ends all of an account. */
  Future<Void> endAll(long account);

  /** Of an account, the latest used first; at most a hundred. */
  Future<List<Session>> ofAccount(long account, Instant at, Duration idle, Duration absolute);

  /** Forgets what is too old to be good. */
  Future<Void> forget(Instant at, Duration absolute);

  /**
   * Counts a try under each key, before it is made: tries at one moment are all counted.
   *
   * @param limits tries in the window that are allowed under each key
   * @return whether this one is
   */
  Future<Boolean> tryUnder(Map<String, Integer> limits, Instant at, Duration window);

  /** Forgets the tries under a key. */
  Future<Void> forgetTries(String key);
}
