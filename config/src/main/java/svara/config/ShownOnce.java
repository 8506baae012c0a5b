package svara.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import svara.engine.port.AccountStore;
import svara.web.Access;

/**
 * What lets its reader in and is shown to whoever started the engine. A terminal forgets; the
 * journal of systemd keeps what a service prints for months and shows it to a whole group, so there
 * a service names a file, and a command, instead.
 */
final class ShownOnce {
  /** Set by systemd where its journal takes what is printed, systemd.exec(5). */
  private static final String JOURNAL = "JOURNAL_STREAM";

  private static final String FILE = "token";

  private final Terminal terminal;
  private final Path data;

  ShownOnce(Terminal terminal, Path data) {
    this.terminal = terminal;
    this.data = data;
  }

  /** The API's token, at the very first start alone. */
  void token(Access access) throws IOException {
    String token = access.freshToken().orElse("");
    if (token.isEmpty()) {
      return;
    }
    if (!kept()) {
      terminal.out().println("Token for the API, shown this once: " + token);
      return;
    }
    Path file = data.resolve(FILE);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, token + "\n");
    terminal.out().println("Token for the API: read " + file + " and remove it");
  }

  /** A way in for the browser of whoever reads this. */
  void link(Access access, URI url) {
    terminal
        .out()
        .println(kept() ? "Sign in: svara status --sign-in prints a link" : link(url, access));
  }

  /** A way in for the first administrator, where there is no account yet. */
  void first(AccountStore accounts, URI url, InstantSource clock) {
    PasswordLink.ofFirst(accounts, url, clock)
        .ifPresent(link ->
            terminal
                .out()
                .println(
                    kept()
                        ? "First administrator: svara user link %s prints a link"
                            .formatted(PasswordLink.FIRST)
                        : link));
  }

  /** Good for one browser, once. */
  static String link(URI url, Access access) {
    return "Sign in within ten minutes: %s#code=%s"
        .formatted(url.resolve("/"), access.signInCode());
  }

  private boolean kept() {
    return !terminal.environment().getOrDefault(JOURNAL, "").isEmpty();
  }
}
