package svara.config;

import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import svara.config.settings.Settings;
import svara.engine.id.QueueId;
import svara.engine.port.JournalStore;
import svara.engine.port.JournalStore.Written;
import svara.engine.postgres.PostgresStores;
import svara.engine.statistics.QueueLog;

/** {@code svara figures queue-log}: a queue's journal in the form of Asterisk's queue_log. */
@Command(
    name = "queue-log",
    description = "Prints a queue's calls and technicians as lines of Asterisk's queue_log.",
    mixinStandardHelpOptions = true)
final class FiguresQueueLogCommand implements Callable<Integer> {
  private static final int CONNECTIONS = 2;
  private static final int BATCH = 5_000;

  private final Terminal terminal;

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--queue", paramLabel = "NAME", required = true, description = "which queue")
  private String queue = "";

  @Option(names = "--from", paramLabel = "DATE", description = "first day, as 2026-03-02")
  private @Nullable LocalDate from;

  @Option(names = "--to", paramLabel = "DATE", description = "last day")
  private @Nullable LocalDate to;

  FiguresQueueLogCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Settings settings = config.read(terminal.environment());
    Instant start = from == null ? Instant.MIN : from.atStartOfDay(settings.zone()).toInstant();
    Instant end =
        to == null ? Instant.MAX : to.plusDays(1).atStartOfDay(settings.zone()).toInstant();
    Vertx vertx = Vertx.vertx();
    try (OpenDatabase database = OpenDatabase.of(settings)) {
      print(
          PostgresStores.open(vertx, database.address(), CONNECTIONS, settings.zone()).journal(),
          start,
          end);
    } finally {
      vertx.close().await();
    }
    return ExitCode.DONE;
  }

  /** All is read, for a call that began the day before is in the log of the next. */
  private void print(JournalStore journal, Instant start, Instant end) {
    QueueId id = new QueueId(queue);
    QueueLog log = new QueueLog(id);
    long after = 0;
    List<Written> batch;
    do {
      batch = journal.events(id, after, BATCH).await();
      for (Written written : batch) {
        after = written.id();
        List<String> lines = log.lines(written.event());
        Instant at = written.event().at();
        if (!at.isBefore(start) && at.isBefore(end)) {
          lines.forEach(terminal.out()::println);
        }
      }
    } while (batch.size() == BATCH);
  }
}
