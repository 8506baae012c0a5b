package svara.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import svara.config.backup.Backup;
import svara.config.settings.Settings;

/** {@code svara backup FILE}: everything that is kept, in one file. */
@Command(
    name = "backup",
    description = "Writes database, settings and prompts to a file, while Svara works.",
    mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ConfigOption config = new ConfigOption();

  @Parameters(paramLabel = "FILE", description = "must not be there yet")
  private @Nullable Path file;

  @Option(
      names = "--with-secrets",
      description = "Passwords and the keys of the console too: keep the file as you keep them.")
  private boolean secrets;

  BackupCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Map<String, String> environment = terminal.environment();
    Settings settings = config.read(environment);
    Path home = ConfigOption.home(environment).toAbsolutePath();
    Path recorded =
        Optional.ofNullable(environment.get("SVARA_RECORDED"))
            .map(Path::of)
            .orElse(home.resolve("config/asterisk/prompts/recorded"));
    Backup backup =
        new Backup(
            home,
            config.path(environment),
            settings.data(),
            recorded,
            terminal.clock().instant(),
            line -> terminal.err().println("backup: " + line));
    try (OpenDatabase database = OpenDatabase.of(settings)) {
      Backup.Made made = backup.to(Objects.requireNonNull(file), database.address(), secrets);
      terminal
          .out()
          .println(
              "backup: tables %d rows %d bytes %d file %s"
                  .formatted(made.tables(), made.rows(), made.sizeBytes(), file));
    }
    return ExitCode.DONE;
  }
}
