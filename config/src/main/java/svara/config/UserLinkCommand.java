package svara.config;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import svara.config.settings.Settings;
import svara.engine.port.AccountStore;
import svara.engine.port.AccountStore.Credentials;
import svara.engine.port.AuditLog;

/** {@code svara user link}: a new link to choose a password by. */
@Command(
    name = "link",
    description = "Prints a link to choose a new password by; the old one is good until then.",
    mixinStandardHelpOptions = true)
final class UserLinkCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ConfigOption config = new ConfigOption();

  @Parameters(paramLabel = "NAME", description = "of the user")
  private String name = "";

  UserLinkCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Settings settings = config.read(terminal.environment());
    try (OpenStores open = OpenStores.of(settings)) {
      AccountStore accounts = open.stores().accounts();
      Optional<Credentials> found = accounts.credentials(name).await();
      if (found.isEmpty()) {
        terminal.err().println("svara: there is no user " + name);
        return ExitCode.FOUND_WRONG;
      }
      open.stores()
          .audit()
          .add(
              new AuditLog.Entry(
                  terminal.clock().instant(), "operator", "", "link_made", name, Map.of()))
          .await();
      terminal
          .out()
          .println(
              PasswordLink.of(
                  accounts,
                  found.get().account(),
                  RunningEngine.console(settings),
                  terminal.clock()));
    }
    return ExitCode.DONE;
  }
}
