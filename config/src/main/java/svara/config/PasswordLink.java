package svara.config;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import svara.engine.people.Role;
import svara.engine.port.AccountStore;
import svara.engine.port.AccountStore.Account;
import svara.engine.port.AccountStore.Details;
import svara.web.FreshSecret;

/** Links by which somebody chooses a password, made on the command line. Blocks. */
final class PasswordLink {
  /** Whoever signs in first. */
  static final String FIRST = "administrator";

  private static final Duration AGE = Duration.ofDays(3);

  private PasswordLink() {}

  /** A fresh link for an account, in words; any earlier one is no longer good. */
  static String of(AccountStore accounts, Account account, URI console, InstantSource clock) {
    FreshSecret secret = FreshSecret.draw("");
    Instant expires = clock.instant().plus(AGE);
    accounts.link(account.id(), secret.hash(), expires).await();
    return "%s chooses a password within three days, once: %s#link=%s"
        .formatted(account.name(), console.resolve("/"), secret.text());
  }

  /** The first administrator, made where there is no account at all yet, and his link. */
  static Optional<String> ofFirst(AccountStore accounts, URI console, InstantSource clock) {
    if (!accounts.all().await().isEmpty()) {
      return Optional.empty();
    }
    Details details = new Details("", Set.of(Role.ADMINISTRATOR), null, false);
    return accounts
        .add(FIRST, details, clock.instant())
        .await()
        .map(account -> of(accounts, account, console, clock));
  }
}
