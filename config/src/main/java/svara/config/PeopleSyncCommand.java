package svara.config;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import svara.config.settings.Settings;
import svara.engine.directory.DirectoryAccess;
import svara.engine.directory.DirectoryException;
import svara.engine.directory.DirectorySync.Extent;
import svara.engine.directory.DirectorySync.Outcome;
import svara.engine.directory.LdapDirectory;
import svara.engine.people.DirectoryDiff;
import svara.engine.people.DirectoryEntry;
import svara.engine.people.NumberPlan;
import svara.engine.postgres.Migrations;
import svara.engine.postgres.PostgresStores;

/** {@code svara people sync}: asks the directory now, instead of when it is time. */
@Command(
    name = "sync",
    description = {
      "Takes over the people of the directory (LDAP, Active Directory) that the settings name.",
      "The engine does so by itself at set times; here it is seen, and done at once."
    },
    mixinStandardHelpOptions = true)
final class PeopleSyncCommand implements Callable<Integer> {
  private static final int CONNECTIONS = 2;

  private final Terminal terminal;

  @Mixin private ConfigOption config = new ConfigOption();

  @ArgGroup(exclusive = true)
  private Choice choice = new Choice();

  /** How much is done. */
  static final class Choice {
    @Option(names = "--dry-run", description = "shows what would change, and changes nothing")
    private boolean dryRun;

    @Option(
        names = "--let-leave",
        description = "does it however many leave at once; look with --dry-run first")
    private boolean letLeave;

    Extent extent() {
      if (dryRun) {
        return Extent.COMPARE;
      }
      return letLeave ? Extent.ALL : Extent.CAREFUL;
    }
  }

  PeopleSyncCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Settings settings = config.read(terminal.environment());
    DirectoryAccess access =
        settings
            .directory()
            .access()
            .orElseThrow(
                () -> new MissingException("no directory is set: see directory in the settings"));
    List<DirectoryEntry> entries;
    try {
      entries = new LdapDirectory(access).read();
    } catch (DirectoryException e) {
      terminal.err().println("svara: " + e.getMessage() + "; nothing was changed");
      return ExitCode.FOUND_WRONG;
    }
    try (OpenDatabase database = OpenDatabase.of(settings)) {
      Migrations.run(database.address());
      return tell(run(settings, database, entries));
    }
  }

  private Outcome run(Settings settings, OpenDatabase database, List<DirectoryEntry> entries) {
    Vertx vertx = Vertx.vertx();
    PostgresStores stores =
        PostgresStores.open(vertx, database.address(), CONNECTIONS, settings.zone());
    var numbers = settings.numbers();
    NumberPlan plan = new NumberPlan(numbers.dial(), numbers.shared(), numbers.extensions());
    try {
      return NodeDirectory.sync(settings, stores.directory(), plan)
          .run(entries, choice.extent())
          .await();
    } finally {
      stores.close().await();
      vertx.close().await();
    }
  }

  private int tell(Outcome outcome) {
    DirectoryDiff diff = outcome.diff();
    diff.changes().forEach(change -> terminal.out().println(line(change)));
    diff.vanished()
        .forEach(person ->
            terminal.out().println("- " + person.person().email() + "  left: named no more"));
    diff.conflicts()
        .forEach(
            conflict -> terminal.out().println("! " + conflict.who() + "  " + conflict.reason()));
    long added = diff.changes().stream().filter(change -> change.before() == null).count();
    terminal
        .out()
        .println(
            "people: added %d changed %d left %d unchanged %d conflicts %d%s"
                .formatted(
                    added,
                    diff.changes().size() - added - (diff.leavers() - diff.vanished().size()),
                    diff.leavers(),
                    diff.unchanged(),
                    diff.conflicts().size(),
                    outcome.applied() ? "" : " (nothing was changed)"));
    if (!outcome.tooManyLeave() || outcome.applied()) {
      return ExitCode.DONE;
    }
    terminal
        .err()
        .printf(
            "svara: %d of %d would leave at once, more than directory.leaversPercentMax allows;"
                + " if it is true, run it with --let-leave%n",
            diff.leavers(), diff.working());
    return choice.extent() == Extent.COMPARE ? ExitCode.DONE : ExitCode.FOUND_WRONG;
  }

  private static String line(DirectoryDiff.Change change) {
    var person = change.person();
    if (change.before() == null) {
      String department = person.department().isEmpty() ? "" : ", " + person.department();
      return "+ " + person.email() + "  " + person.name() + department;
    }
    return change.leaves()
        ? "- " + person.email() + "  left"
        : "~ " + person.email() + "  " + String.join(", ", change.what());
  }
}
