package svara.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import svara.config.doctor.DatabaseDoor;
import svara.config.doctor.Doctor;
import svara.config.doctor.Finding;
import svara.config.settings.Settings;
import svara.config.settings.SettingsException;
import svara.engine.postgres.DatabaseAddress;

/** {@code svara doctor}: what Svara leans on, what is wrong with it and what mends it. */
@Command(
    name = "doctor",
    description = "Checks JDK, settings, database, exchange, ports and clocks.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--json", description = "one JSON document instead of lines")
  private boolean json;

  DoctorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<Finding> findings = findings();
    if (json) {
      terminal.out().println(json(findings).encode());
    } else {
      findings.forEach(this::print);
    }
    return findings.stream().allMatch(finding -> finding.state() == Finding.State.WELL)
        ? ExitCode.DONE
        : ExitCode.FOUND_WRONG;
  }

  private List<Finding> findings() {
    Runtime.Version java = Runtime.version();
    try {
      Settings settings = config.read(terminal.environment());
      boolean running = RunningEngine.of(settings).isPresent();
      return new Doctor(java, terminal.clock(), running).look(settings, () -> open(settings));
    } catch (SettingsException e) {
      return new Doctor(java, terminal.clock(), false).look(e);
    }
  }

  /** Starts the embedded database for the look, or adopts the one that runs. */
  private static DatabaseDoor.Opened open(Settings settings) {
    try {
      return new Opened(OpenDatabase.of(settings));
    } catch (EmbeddedPostgresException e) {
      // its message is "what: remedy"
      String line = String.valueOf(e.getMessage());
      int colon = line.lastIndexOf(": ");
      throw new DatabaseDoor.ClosedException(
          line.substring(0, Math.max(0, colon)), line.substring(colon + 1).strip());
    }
  }

  private record Opened(OpenDatabase database) implements DatabaseDoor.Opened {
    @Override
    public DatabaseAddress address() {
      return database.address();
    }

    @Override
    public void close() {
      database.close();
    }
  }

  private void print(Finding finding) {
    terminal.out().printf("%-8s %-7s %s%n", finding.check(), word(finding.state()), finding.says());
    if (!finding.remedy().isEmpty()) {
      terminal.out().printf("%-8s         -> %s%n", "", finding.remedy());
    }
  }

  private static String word(Finding.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static JsonObject json(List<Finding> findings) {
    JsonArray checks = new JsonArray();
    findings.forEach(finding ->
        checks.add(
            new JsonObject()
                .put("check", finding.check())
                .put("state", word(finding.state()))
                .put("says", finding.says())
                .put("remedy", finding.remedy())));
    return new JsonObject().put("checks", checks);
  }
}
