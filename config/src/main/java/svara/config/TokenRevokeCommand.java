package svara.config;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import svara.engine.port.AuditLog;

/** {@code svara token revoke}: from now on a program's token opens nothing. */
@Command(
    name = "revoke",
    description = "Makes a program's token open nothing any more.",
    mixinStandardHelpOptions = true)
final class TokenRevokeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ConfigOption config = new ConfigOption();

  @Parameters(paramLabel = "NAME", description = "of the token")
  private String name = "";

  TokenRevokeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (OpenStores open = OpenStores.of(config.read(terminal.environment()))) {
      var now = terminal.clock().instant();
      if (!open.stores().accounts().revokeToken(name, now).await()) {
        terminal.err().println("svara: there is no token " + name + " that is still good");
        return ExitCode.FOUND_WRONG;
      }
      open.stores()
          .audit()
          .add(new AuditLog.Entry(now, "operator", "", "token_revoked", name, Map.of()))
          .await();
    }
    terminal.out().println("Token of " + name + " opens nothing any more");
    return ExitCode.DONE;
  }
}
