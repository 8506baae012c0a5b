package svara.config;

import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import svara.config.settings.RetentionSettings;
import svara.config.settings.Settings;
import svara.engine.port.PersonalDataStore;
import svara.engine.postgres.Migrations;
import svara.engine.postgres.PostgresStores;
import svara.engine.runtime.Retention;
import svara.engine.runtime.VertxScheduler;

/** {@code svara retention}: the plan, what it has removed, and what it would. */
@Command(
    name = "retention",
    description = {
      "Carries out the retention plan of the settings now, as the engine does every hour.",
      "Without a line in the plan nothing is removed."
    },
    mixinStandardHelpOptions = true)
final class RetentionCommand implements Callable<Integer> {
  private static final int CONNECTIONS = 2;
  private static final int RUNS = 1_000;

  private final Terminal terminal;

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--dry-run", description = "shows what would be removed, and removes nothing")
  private boolean dryRun;

  @Option(names = "--log", description = "shows what was removed, the last first")
  private boolean log;

  RetentionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Settings settings = config.read(terminal.environment());
    Vertx vertx = Vertx.vertx();
    try (OpenDatabase database = OpenDatabase.of(settings)) {
      Migrations.run(database.address());
      PersonalDataStore store =
          PostgresStores.open(vertx, database.address(), CONNECTIONS, settings.zone())
              .personalData();
      if (log) {
        store.runs(RUNS).await().forEach(this::print);
      } else if (dryRun) {
        settings.retention().lines().forEach(line -> due(store, line));
      } else {
        new Retention(
                store, new VertxScheduler(vertx, terminal.clock()), plan(settings.retention()))
            .run()
            .await();
        Instant now = terminal.clock().instant();
        store.runs(RUNS).await().stream()
            .filter(run -> run.at().isAfter(now.minusSeconds(3_600)))
            .forEach(this::print);
      }
      if (settings.retention().lines().isEmpty()) {
        terminal.out().println("retention: no plan is set, nothing is removed");
      }
      return ExitCode.DONE;
    } finally {
      vertx.close().await();
    }
  }

  /** The plan of the settings, as the engine carries it out. */
  static List<Retention.Line> plan(RetentionSettings settings) {
    return settings.lines().stream()
        .map(line -> new Retention.Line(line.name(), line.what(), line.after()))
        .toList();
  }

  private void due(PersonalDataStore store, RetentionSettings.Line line) {
    Instant before = terminal.clock().instant().minus(line.after());
    terminal
        .out()
        .println(
            "%s: closed before %s: %s (dry run: nothing was changed)"
                .formatted(line.name(), before, words(store.due(line.what(), before).await())));
  }

  private void print(PersonalDataStore.Run run) {
    terminal
        .out()
        .println(
            "%s %s: closed before %s: %s"
                .formatted(run.at(), run.line(), run.before(), words(run.removed())));
  }

  static String words(Map<String, Long> counts) {
    return new TreeMap<>(counts)
        .entrySet().stream()
            .map(one -> one.getKey() + " " + one.getValue())
            .collect(Collectors.joining(" "));
  }
}
