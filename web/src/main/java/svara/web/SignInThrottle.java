package svara.web;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import svara.engine.port.SessionStore;

/**
 * Bounds tries to sign in, by who and from where: guessing one account, many accounts from one
 * address, and one account from many addresses. A stranger's tries at an account stop others at
 * their own address alone until there are very many. The count is the database's, so that neither
 * another node nor a restart gives new tries.
 */
final class SignInThrottle {
  static final int ACCOUNT_AT_ADDRESS_MAX = 10;
  static final int ADDRESS_MAX = 100;
  static final int ACCOUNT_MAX = 100;
  static final Duration WINDOW = Duration.ofMinutes(15);

  private final SessionStore store;
  private final InstantSource clock;

  SignInThrottle(SessionStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Counts a try; fails with a problem when there were too many. */
  Future<Void> count(String account, String address) {
    String from = network(address);
    return store
        .tryUnder(
            Map.of(
                pair(account, from),
                ACCOUNT_AT_ADDRESS_MAX,
                "from " + from,
                ADDRESS_MAX,
                "account " + account,
                ACCOUNT_MAX),
            clock.instant(),
            WINDOW)
        .compose(allowed ->
            allowed
                ? Future.succeededFuture()
                : Future.failedFuture(
                    new Problem(
                            429,
                            "too_many_tries",
                            "There were too many tries. Please wait a quarter of an hour.")
                        .exception()));
  }

  /** It was the right one after all. */
  Future<Void> forget(String account, String address) {
    return store.forgetTries(pair(account, network(address)));
  }

  private static String pair(String account, String from) {
    return "account " + account + " from " + from;
  }

  /** Of IPv6 the half that is one customer's. */
  private static String network(String address) {
    if (!address.contains(":")) {
      return address;
    }
    String[] parts = address.split(":", -1);
    StringBuilder half = new StringBuilder();
    for (int i = 0; i < Math.min(4, parts.length); i++) {
      half.append(parts[i]).append(':');
    }
    return half.toString();
  }
}
