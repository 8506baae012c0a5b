package svara.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import svara.config.settings.Settings;
import svara.engine.id.TechnicianId;
import svara.engine.people.Role;
import svara.engine.port.AccountStore;
import svara.engine.port.AccountStore.Account;
import svara.engine.port.AccountStore.Details;
import svara.engine.port.AuditLog;

/** {@code svara user add}: somebody who may sign in, and the link to choose a password by. */
@Command(
    name = "add",
    description = "Adds somebody who may sign in, and prints a link to choose a password by.",
    mixinStandardHelpOptions = true)
final class UserAddCommand implements Callable<Integer> {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,99}");

  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigOption config = new ConfigOption();

  @Parameters(paramLabel = "NAME", description = "a-z, 0-9, point, hyphen, underscore and @")
  private String name = "";

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      required = true,
      description =
          "technician, manager, it_coordinator, system_administrator, requester or administrator;"
              + " may be given several times")
  private List<String> roles = new ArrayList<>();

  @Option(names = "--full-name", paramLabel = "NAME", description = "as people write it")
  private String fullName = "";

  @Option(
      names = "--technician",
      paramLabel = "ID",
      description = "of the settings, whose phone and tickets are this person's")
  private @Nullable String technician;

  UserAddCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Details details = details();
    Settings settings = config.read(terminal.environment());
    try (OpenStores open = OpenStores.of(settings)) {
      AccountStore accounts = open.stores().accounts();
      Optional<Account> added = accounts.add(name, details, terminal.clock().instant()).await();
      if (added.isEmpty()) {
        terminal.err().println("svara: there is a user " + name + " already");
        return ExitCode.FOUND_WRONG;
      }
      open.stores()
          .audit()
          .add(
              new AuditLog.Entry(
                  terminal.clock().instant(),
                  "operator",
                  "",
                  "account_added",
                  name,
                  Map.of("roles", String.join(", ", roles))))
          .await();
      terminal
          .out()
          .println(
              PasswordLink.of(
                  accounts, added.get(), RunningEngine.console(settings), terminal.clock()));
    }
    return ExitCode.DONE;
  }

  private Details details() {
    if (!NAME.matcher(name).matches()) {
      throw wrong("a user's name is 1 to 100 of a-z, 0-9, point, hyphen, underscore and @");
    }
    List<Role> known =
        roles.stream()
            .map(word ->
                Role.of(word.replace('-', '_'))
                    .orElseThrow(() -> wrong("there is no role " + word)))
            .toList();
    try {
      TechnicianId id = technician == null ? null : new TechnicianId(technician);
      return new Details(fullName, Set.copyOf(known), id, false);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
