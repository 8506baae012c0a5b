package svara.config;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import svara.config.backup.Restore;
import svara.config.settings.Settings;
import svara.engine.port.Verification.Report;
import svara.engine.postgres.DatabaseAddress;
import svara.engine.postgres.PostgresStores;

/** {@code svara restore FILE}: the database as a backup holds it, and the proof that it is so. */
@Command(
    name = "restore",
    description = "Fills the database from a file that backup wrote; 1 when anything differs.",
    mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
  private static final int CONNECTIONS = 2;

  private final Terminal terminal;

  @Mixin private ConfigOption config = new ConfigOption();

  @Parameters(paramLabel = "FILE", description = "what backup wrote")
  private @Nullable Path file;

  @Option(names = "--overwrite", description = "Replaces what a filled database holds.")
  private boolean overwrite;

  RestoreCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Map<String, String> environment = terminal.environment();
    Settings settings = config.read(environment);
    if (RunningEngine.of(settings).isPresent()) {
      terminal.err().println("svara: Svara runs with these settings: stop it first");
      return ExitCode.FOUND_WRONG;
    }
    Path beside = settings.data().resolve("restored").toAbsolutePath().normalize();
    Restore restore =
        new Restore(
            ConfigOption.home(environment).toAbsolutePath(),
            beside,
            line -> terminal.err().println("restore: " + line));
    try (OpenDatabase database = OpenDatabase.of(settings)) {
      DatabaseAddress address = database.address();
      Restore.Restored done = restore.from(Objects.requireNonNull(file), address, overwrite);
      done.differences().forEach(line -> terminal.err().println("restore: differs: " + line));
      terminal
          .out()
          .println(
              "restore: tables %d rows %d differ %d made %s"
                  .formatted(done.tables(), done.rows(), done.differences().size(), done.madeAt()));
      terminal.err().println("restore: settings and prompts are in " + beside);
      return proven(settings, address) && done.differences().isEmpty()
          ? ExitCode.DONE
          : ExitCode.FOUND_WRONG;
    }
  }

  /** Made anew from the journal, everything must be what was restored. */
  private boolean proven(Settings settings, DatabaseAddress address) {
    Vertx vertx = Vertx.vertx();
    try {
      PostgresStores stores = PostgresStores.open(vertx, address, CONNECTIONS, settings.zone());
      Report report = stores.verification().verify().await();
      new VerifyCommand(terminal).print(report);
      int figures =
          new FiguresRebuildCommand(terminal).rebuild(stores.figures(settings.deskHours()));
      return report.well() && figures == ExitCode.DONE;
    } finally {
      vertx.close().await();
    }
  }
}
