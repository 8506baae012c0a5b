package svara.config;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import svara.config.settings.Settings;
import svara.engine.people.NumberPlan;
import svara.engine.people.PeopleDiff;
import svara.engine.people.PeopleDiff.Change;
import svara.engine.people.PeopleList;
import svara.engine.people.PersonEntry;
import svara.engine.port.PeopleStore;
import svara.engine.postgres.DatabaseAddress;
import svara.engine.postgres.Migrations;
import svara.engine.postgres.PostgresStores;

/** {@code svara people import}: takes a list of people in, all of it or nothing. */
@Command(
    name = "import",
    description = {
      "Takes in a CSV file with the columns email,name,department,numbers,language,coordinator,left.",
      "May be repeated; people who are not in the file stay as they are."
    },
    mixinStandardHelpOptions = true)
final class PeopleImportCommand implements Callable<Integer> {
  private static final int CONNECTIONS = 2;

  private final Terminal terminal;

  @Mixin private ConfigOption config = new ConfigOption();

  @Parameters(paramLabel = "FILE.csv", description = "numbers are separated by ; or |")
  private Path file = Path.of("");

  @Option(names = "--dry-run", description = "shows what would change, and changes nothing")
  private boolean dryRun;

  PeopleImportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Settings settings = config.read(terminal.environment());
    PeopleList list = read(settings);
    if (!list.problems().isEmpty()) {
      list.problems()
          .forEach(problem ->
              terminal.err().printf("%s:%d %s%n", file, problem.line(), problem.reason()));
      terminal.err().println("svara: nobody was taken in; mend the file and try again");
      return ExitCode.FOUND_WRONG;
    }
    try (OpenDatabase database = OpenDatabase.of(settings)) {
      Migrations.run(database.address());
      PeopleDiff diff = compare(settings, database.address(), list);
      diff.changes().forEach(this::print);
      terminal.out().println(summary(diff));
    }
    return ExitCode.DONE;
  }

  private PeopleList read(Settings settings) {
    var numbers = settings.numbers();
    NumberPlan plan = new NumberPlan(numbers.dial(), numbers.shared(), numbers.extensions());
    try {
      return PeopleFile.read(file, plan);
    } catch (IOException e) {
      throw new MissingException("%s can not be read: name a CSV file".formatted(file));
    }
  }

  private PeopleDiff compare(Settings settings, DatabaseAddress address, PeopleList list) {
    Vertx vertx = Vertx.vertx();
    PostgresStores stores = PostgresStores.open(vertx, address, CONNECTIONS, settings.zone());
    try {
      PeopleStore people = stores.people();
      PeopleDiff diff = PeopleDiff.of(people.all().await(), list.people());
      if (!dryRun) {
        people.apply(diff.changes()).await();
      }
      return diff;
    } finally {
      stores.close().await();
      vertx.close().await();
    }
  }

  private void print(Change change) {
    terminal
        .out()
        .println(
            switch (change) {
              case Change.Added(PersonEntry person) ->
                  "+ " + person.email() + "  " + person.name() + department(person);
              case Change.Altered altered ->
                  "~ " + altered.person().email() + "  " + String.join(", ", altered.what());
              case Change.Left(PersonEntry person) -> "- " + person.email() + "  left";
            });
  }

  private static String department(PersonEntry person) {
    return person.department().isEmpty() ? "" : ", " + person.department();
  }

  private String summary(PeopleDiff diff) {
    int added = 0;
    int altered = 0;
    int left = 0;
    for (Change change : diff.changes()) {
      switch (change) {
        case Change.Added _ -> added++;
        case Change.Altered _ -> altered++;
        case Change.Left _ -> left++;
      }
    }
    return "people: added %d changed %d left %d unchanged %d%s"
        .formatted(
            added,
            altered,
            left,
            diff.unchanged(),
            dryRun ? " (dry run: nothing was changed)" : "");
  }
}
