package svara.config;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import svara.engine.people.Scope;
import svara.engine.port.AuditLog;
import svara.web.FreshSecret;

/** {@code svara token add}: a program's token, printed once. */
@Command(
    name = "add",
    description = "Prints a token for a program, once.",
    mixinStandardHelpOptions = true)
final class TokenAddCommand implements Callable<Integer> {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigOption config = new ConfigOption();

  @Parameters(paramLabel = "NAME", description = "of the program, for the audit log")
  private String name = "";

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      required = true,
      description = "read, work, mail, metrics or full; docs/permissions.md says what each opens")
  private String scope = "";

  TokenAddCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Scope known =
        Scope.of(scope)
            .orElseThrow(
                () -> new ParameterException(spec.commandLine(), "there is no scope " + scope));
    if (!NAME.matcher(name).matches()) {
      throw new ParameterException(
          spec.commandLine(), "a token's name is 1 to 100 of a-z, 0-9, point, hyphen, underscore");
    }
    FreshSecret secret = FreshSecret.draw("svara_");
    try (OpenStores open = OpenStores.of(config.read(terminal.environment()))) {
      var now = terminal.clock().instant();
      if (!open.stores().accounts().addToken(name, secret.hash(), known, now).await()) {
        terminal.err().println("svara: there is, or was, a token " + name + "; take another name");
        return ExitCode.FOUND_WRONG;
      }
      open.stores()
          .audit()
          .add(
              new AuditLog.Entry(
                  now, "operator", "", "token_added", name, Map.of("scope", known.word())))
          .await();
    }
    terminal.out().println("Token of " + name + ", shown this once: " + secret.text());
    return ExitCode.DONE;
  }
}
