package svara.config.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.CallerNumber;
import svara.engine.id.CommandId;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.port.FigureStore;
import svara.engine.port.FigureStore.Rebuilt;
import svara.engine.port.QueueStore;
import svara.engine.postgres.DatabaseAddress;
import svara.engine.postgres.DatabaseDurability;
import svara.engine.postgres.DatabaseOfYears;
import svara.engine.postgres.Migrations;
import svara.engine.postgres.PostgresStores;
import svara.engine.queue.CallFlags;
import svara.engine.queue.Caller;
import svara.engine.queue.Outcome;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueueState;
import svara.engine.statistics.Dimension;
import svara.engine.statistics.Statistics;
import svara.engine.statistics.Statistics.By;

/** Ten years of calls: what the manager's page takes, what keeping costs, how fast a rebuild is. */
public final class FigureBench {
  private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");
  private static final TechnicianId ANNA = new TechnicianId("anna");
  private static final int PAGES = 100;
  private static final int CALLS_A_ROUND = 200;
  private static final int ROUNDS = 3;

  private final long calls;
  private final PrintStream out;
  private final PrintStream err;
  private final List<Figure> figures = new ArrayList<>();
  private int serial;

  public FigureBench(long calls, PrintStream out, PrintStream err) {
    this.calls = calls;
    this.out = out;
    this.err = err;
  }

  /**
   * Measures and prints, one JSON line a figure, also into {@code target/bench.jsonl}.
   *
   * @return whether a rebuild found no difference, on a database that keeps what it confirms
   */
  public boolean run(Path home, Database.Finder databases) throws IOException {
    Path work = Files.createDirectories(home.resolve("target/bench"));
    Vertx vertx = Vertx.vertx();
    try (Database database =
        databases.in(work.resolve("figures-" + UUID.randomUUID()), BenchPlaces.freeTcpPort())) {
      DatabaseAddress address = database.address();
      Migrations.run(address);
      if (!Bench.keeps(DatabaseDurability.of(address), err)) {
        return false;
      }
      add(Figure.alone("figures.fill", seconds(() -> DatabaseOfYears.fill(address, calls)), "s"));
      PostgresStores stores = PostgresStores.open(vertx, address, 8, ZONE);
      boolean same = measure(stores, address);
      Files.write(home.resolve("target/bench.jsonl"), figures.stream().map(Figure::json).toList());
      return same;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } finally {
      vertx.close().await();
    }
  }

  private boolean measure(PostgresStores stores, DatabaseAddress address) throws SQLException {
    FigureStore store = stores.figures();
    double journal =
        seconds(() -> {
          while (store.keepUp().await() > 0) {
            // until all is folded
          }
        });
    add(Figure.alone("figures.fold.journal", calls / journal, "calls/s"));
    double days =
        seconds(() -> {
          while (store.keepDays().await() > 0) {
            // until all is folded
          }
        });
    add(Figure.alone("figures.fold.days", calls / days, "calls/s"));
    page(store, "90days", Duration.ofDays(90));
    page(store, "10years", Duration.ofDays(3_650));
    cost(stores, store, address);
    long[] differ = {0};
    double rebuild =
        seconds(() -> {
          Rebuilt rebuilt = store.rebuild().await();
          differ[0] = rebuilt.differ();
        });
    add(Figure.alone("figures.rebuild", calls / rebuild, "calls/s"));
    add(Figure.alone("figures.rebuild.differed", (double) differ[0], "rows"));
    return differ[0] == 0;
  }

  /** What the page asks for, one after the other, as often as it takes to see the slowest. */
  private void page(FigureStore store, String name, Duration length) {
    Instant to = By.DAY.endOf(By.DAY.startOf(Instant.now(), ZONE), ZONE);
    Instant from = By.DAY.startOf(to.minus(length), ZONE);
    Instant before = By.DAY.startOf(from.minus(length), ZONE);
    By by = length.toDays() > 400 ? By.MONTH : By.DAY;
    List<Step> steps =
        List.of(
            new Step("calls", () -> store.read(null, span(from, to, by))),
            new Step("earlier", () -> store.read(null, span(before, from, null))),
            new Step(
                "heat",
                () ->
                    store.read(
                        null,
                        span(By.DAY.startOf(to.minus(Duration.ofDays(90)), ZONE), to, By.HOUR))),
            new Step(
                "departments",
                () -> store.groups(Dimension.DEPARTMENT, null, null, span(from, to, null))),
            new Step(
                "tickets", () -> store.groups(Dimension.ALL, null, null, span(from, to, null))),
            new Step("backlog", () -> store.backlog(to)));
    long[] all = new long[PAGES];
    long[][] each = new long[steps.size()][PAGES];
    for (int i = -10; i < PAGES; i++) {
      long started = System.nanoTime();
      for (int s = 0; s < steps.size(); s++) {
        long step = System.nanoTime();
        steps.get(s).asked().get().await();
        each[s][Math.max(0, i)] = System.nanoTime() - step;
      }
      all[Math.max(0, i)] = System.nanoTime() - started;
    }
    for (int s = 0; s < steps.size(); s++) {
      Latencies one = Latencies.of(each[s]);
      add(
          Figure.alone(
              "figures.page.%s.%s.p99".formatted(name, steps.get(s).name()),
              one.p99Millis(),
              "ms"));
    }
    Latencies whole = Latencies.of(all);
    add(Figure.alone("figures.page." + name + ".median", whole.medianMillis(), "ms"));
    add(Figure.alone("figures.page." + name + ".p99", whole.p99Millis(), "ms"));
  }

  /** One request of the page. */
  private record Step(String name, Supplier<Future<?>> asked) {}

  private static Statistics.Span span(Instant from, Instant to, @Nullable By by) {
    return new Statistics.Span(from, to, ZONE, by);
  }

  /** The same calls with figures kept and without, in turns. */
  private void cost(PostgresStores stores, FigureStore store, DatabaseAddress address)
      throws SQLException {
    double with = 0;
    double without = 0;
    commit(stores, null); // nothing is compiled yet
    for (int round = 0; round < ROUNDS; round++) {
      DatabaseOfYears.markDays(address, false);
      without += seconds(() -> commit(stores, null));
      DatabaseOfYears.markDays(address, true);
      while (store.keepUp().await() + store.keepDays().await() > 0) {
        // the calls that were not kept are none of these
      }
      with += seconds(() -> commit(stores, store));
    }
    add(Figure.alone("figures.cost.call", with / ROUNDS / CALLS_A_ROUND * 1_000, "ms"));
    add(Figure.alone("figures.cost.share", 100 * (with - without) / with, "% of a call's commits"));
  }

  /**
   * Each call in one commit, where an engine needs several: so the share is at its highest. Folded
   * as often as an engine does at a hundred calls a second.
   */
  private void commit(PostgresStores stores, @Nullable FigureStore keeping) {
    QueueStore queues = stores.queues();
    QueueId queue = new QueueId("bench" + ++serial);
    QueueStore.Lease lease =
        queues.claim(queue, "bench", Duration.ofHours(1)).await().orElseThrow();
    long version = 0;
    for (int i = 0; i < CALLS_A_ROUND; i++) {
      List<QueueEvent> events = events(queue.value() + "-" + i);
      QueueStore.Entry entry =
          new QueueStore.Entry(
              new CommandId(queue.value() + "/" + version),
              events.getFirst().at(),
              events,
              Optional.empty());
      long before = version;
      version += events.size();
      queues
          .commit(
              new QueueStore.Commit(
                  queue,
                  lease.epoch(),
                  before,
                  new QueueState(queue, version, List.of(), List.of(), List.of()),
                  List.of(entry)))
          .await();
      if (keeping != null && i % 50 == 49) {
        keeping.keepUp().await();
      }
    }
    if (keeping != null) {
      keeping.keepDays().await();
    }
  }

  private List<QueueEvent> events(String name) {
    Instant now = Instant.now();
    TicketNumber ticket = new TicketNumber(2027, 100_000 + ++serial);
    CallId call = new CallId(name);
    Caller caller =
        new Caller(call, ticket, CallerNumber.withheld(), "", null, Language.SV, now, now);
    return List.of(
        new QueueEvent.CallOffered(now, caller),
        new QueueEvent.CallAnswered(now, call, ANNA),
        new QueueEvent.TechnicianReleased(now, ANNA, call, null),
        new QueueEvent.CallEnded(
            now,
            caller,
            null,
            now,
            Outcome.ANSWERED,
            new CallFlags(false, false, false, null, null),
            ANNA));
  }

  /** Work that may fail as a database does. */
  private interface Work {
    void run() throws SQLException;
  }

  private static double seconds(Work work) throws SQLException {
    long started = System.nanoTime();
    work.run();
    return (System.nanoTime() - started) / 1e9;
  }

  private void add(Figure figure) {
    figures.add(figure);
    out.println(figure.json());
  }
}
