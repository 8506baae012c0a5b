package svara.config;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import svara.config.settings.Settings;
import svara.engine.port.PersonalDataStore;
import svara.engine.postgres.Migrations;
import svara.engine.postgres.PostgresStores;
import svara.engine.runtime.Retention;
import svara.engine.runtime.VertxScheduler;

/** {@code svara person erase}: everything that says who it was, and what was said, is removed. */
@Command(
    name = "erase",
    description = {
      "Erases a person everywhere, in mails as they came and in the journal too. Figures stay as they",
      "are. Calls and promises that are not over are erased by the engine when they are. There is no",
      "way back: hand out an export first."
    },
    mixinStandardHelpOptions = true)
final class PersonEraseCommand implements Callable<Integer> {
  private static final int CONNECTIONS = 2;

  private final Terminal terminal;

  @Mixin private ConfigOption config = new ConfigOption();

  @Parameters(paramLabel = "ADDRESS", description = "one of the person's addresses")
  private String address = "";

  @Option(names = "--yes", description = "does it; without this nothing is changed")
  private boolean yes;

  PersonEraseCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Settings settings = config.read(terminal.environment());
    Vertx vertx = Vertx.vertx();
    try (OpenDatabase database = OpenDatabase.of(settings)) {
      Migrations.run(database.address());
      PostgresStores stores =
          PostgresStores.open(vertx, database.address(), CONNECTIONS, settings.zone());
      return yes ? erase(vertx, stores) : look(stores);
    } finally {
      vertx.close().await();
    }
  }

  private int look(PostgresStores stores) {
    var export = stores.personExport();
    var person = export.person(address).await();
    if (person.isEmpty()) {
      return nobody();
    }
    Map<String, Integer> parts = new TreeMap<>();
    export
        .export(
            person.getAsLong(),
            part -> {
              String name = part.name().replaceFirst("[-/][0-9].*", "");
              int rows =
                  part.name().endsWith(".jsonl")
                      ? (int) part.content().toString().lines().count()
                      : 1;
              parts.merge(name, rows, Integer::sum);
            })
        .await();
    terminal
        .out()
        .println(
            "person: "
                + parts.entrySet().stream()
                    .map(one -> one.getKey() + " " + one.getValue())
                    .collect(Collectors.joining(" "))
                + " (nothing was changed: say --yes)");
    return ExitCode.DONE;
  }

  private int erase(Vertx vertx, PostgresStores stores) {
    PersonalDataStore store = stores.personalData();
    Retention retention =
        new Retention(store, new VertxScheduler(vertx, terminal.clock()), List.of());
    Optional<Long> id =
        retention.erase(address, System.getProperty("user.name", "command line")).await();
    if (id.isEmpty()) {
      return nobody();
    }
    PersonalDataStore.Erasure erasure = store.erasure(id.get()).await().orElseThrow();
    terminal
        .out()
        .println(
            "person: erasure %d %s; %s"
                .formatted(
                    id.get(),
                    erasure.finished()
                        ? "finished"
                        : "goes on when his calls, promises and dial-outs are over",
                    RetentionCommand.words(erasure.removed())));
    return ExitCode.DONE;
  }

  private int nobody() {
    terminal.err().println("svara: nobody is known under " + address);
    return ExitCode.FOUND_WRONG;
  }
}
