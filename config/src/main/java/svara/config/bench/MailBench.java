package svara.config.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.Language;
import svara.engine.mail.MailPolicy;
import svara.engine.mailbox.ReadMailIntake;
import svara.engine.port.MailIntake;
import svara.engine.postgres.DatabaseDurability;
import svara.engine.postgres.Migrations;
import svara.engine.postgres.PostgresStores;
import svara.engine.runtime.VertxScheduler;
import svara.engine.runtime.WordKeeper;

/**
 * Mails of some 10 kB to durable tickets: feeders at the engine's intake, each handing over the
 * next mail when the one before is stored, beside pgbench inserting the same rows as one statement
 * into the same database.
 */
public final class MailBench {
  private static final String PEER = "pgbench, the same rows as one statement";
  private static final int[] SOURCES = {1, 4, 16};
  private static final int CONNECTIONS = 16;
  private static final double RATE_LEAST = 200;
  private static final double GROWTH_MB_MOST = 30;
  private static final int MAILS_FIRST = 10_000;
  private static final int MAILS_FETCHED = 2_000;
  private static final int SIZE_MAX = 10_000_000;
  private static final double MEGA = 1024 * 1024;

  private final Duration length;
  private final Duration warmUp;
  private final int mails;
  private final PrintStream out;
  private final PrintStream err;
  private final List<Figure> figures = new ArrayList<>();
  private boolean enough = true;

  /**
   * A run.
   *
   * @param length of each timed round
   * @param warmUp before the first
   * @param mails after which as much memory is used as after the first
   */
  public MailBench(Duration length, Duration warmUp, int mails, PrintStream out, PrintStream err) {
    this.length = length;
    this.warmUp = warmUp;
    this.mails = mails;
    this.out = out;
    this.err = err;
  }

  /**
   * Measures and prints, one JSON line a figure, also into {@code target/bench.jsonl}.
   *
   * @return whether every rate reached the floor and memory stayed, on a database that keeps what
   *     it confirms
   */
  public boolean run(Path home, Database.Finder databases) throws IOException {
    Path folder = home.resolve("target/bench/mail-" + UUID.randomUUID());
    Files.createDirectories(folder);
    try (Database database = databases.in(folder.resolve("db"), BenchPlaces.freeTcpPort())) {
      Migrations.run(database.address());
      if (!Bench.keeps(DatabaseDurability.of(database.address()), err)) {
        return false;
      }
      measure(database, new MailPeer(database.address(), folder));
    } catch (SQLException e) {
      throw new BenchFailure("the database says no: " + e.getMessage(), e);
    }
    Path lines = home.resolve("target/bench.jsonl");
    Files.write(lines, figures.stream().map(Figure::json).toList());
    return enough;
  }

  private void measure(Database database, MailPeer peer) throws IOException, SQLException {
    Vertx vertx = Vertx.vertx();
    PostgresStores stores =
        PostgresStores.open(vertx, database.address(), CONNECTIONS, ZoneId.of("Europe/Stockholm"));
    WordKeeper words =
        new WordKeeper(stores.words(), new VertxScheduler(vertx, InstantSource.system()));
    try {
      ReadMailIntake intake =
          new ReadMailIntake(vertx, stores.mails(policy()), SIZE_MAX, Instant::now);
      MailFeeders feeders = new MailFeeders(intake);
      peer.prepare(feeders.samples());
      vertx.runOnContext(_ -> words.start());
      err.println("warming up");
      feeders.feed(4, warmUp);
      rates(database, feeders, peer);
      words(database, feeders, words);
      fetched(intake, feeders);
      flat(feeders);
    } finally {
      words.stop();
      stores.close().await();
      vertx.close().await();
    }
  }

  private void rates(Database database, MailFeeders feeders, MailPeer peer) throws IOException {
    for (int sources : SOURCES) {
      double before = ProcessTime.family(database.pid());
      double own = ProcessTime.alone(ProcessHandle.current().pid());
      Latencies times = feeders.feed(sources, length);
      double rate = times.count() / (length.toMillis() / 1_000.0);
      enough &= rate >= RATE_LEAST;
      add(new Figure("mail.rate." + sources, rate, "mails/s", PEER, peer.rate(sources, length)));
      add(Figure.alone("mail.median." + sources, times.medianMillis(), "ms"));
      add(Figure.alone("mail.p99." + sources, times.p99Millis(), "ms"));
      double engine = ProcessTime.alone(ProcessHandle.current().pid()) - own;
      err.printf(
          "%d sources: engine %.2f ms/mail, database with words and peer %.2f s%n",
          sources,
          1_000 * engine / Math.max(1, times.count()),
          ProcessTime.family(database.pid()) - before);
    }
  }

  /** What stays in memory must not grow with what has passed. */
  private void flat(MailFeeders feeders) {
    long began = feeders.fed();
    long limit = began + Math.min(MAILS_FIRST, mails / 10);
    feeders.feedUntil(CONNECTIONS, () -> feeders.fed() >= limit);
    double first = heapMb();
    feeders.feedUntil(CONNECTIONS, () -> feeders.fed() >= began + mails);
    double last = heapMb();
    enough &= last - first <= GROWTH_MB_MOST;
    add(new Figure("mail.heap", last, "MB after " + feeders.fed(), "after " + limit, first));
  }

  /** The whole way, through IMAP: what a real Dovecot holds, one mail after the other. */
  private void fetched(MailIntake intake, MailFeeders feeders) throws IOException {
    // a short path: the name of a socket has 107 bytes at most (unix(7))
    Path place = Files.createTempDirectory("svara-bench");
    BenchDovecot.start(place, feeders.mails(MAILS_FETCHED))
        .ifPresentOrElse(
            dovecot -> {
              try (dovecot) {
                add(
                    Figure.alone(
                        "mail.imap.dovecot", dovecot.fetch(intake, MAILS_FETCHED), "mails/s"));
              }
            },
            () -> add(Figure.alone("mail.imap.dovecot", Double.NaN, "mails/s")));
  }

  private static double heapMb() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return (runtime.totalMemory() - runtime.freeMemory()) / MEGA;
  }

  /** How far the words are behind when mails stop coming, and what they cost. */
  private void words(Database database, MailFeeders feeders, WordKeeper words)
      throws IOException, SQLException {
    add(Figure.alone("mail.words.behind", words.behind().toMillis() / 1_000.0, "s"));
    double before = ProcessTime.family(database.pid());
    long made = words.made();
    feeders.pause(length);
    double used = ProcessTime.family(database.pid()) - before;
    long since = Math.max(1, words.made() - made);
    add(Figure.alone("mail.words.cost", 1_000 * used / since, "ms/text"));
    add(Figure.alone("mail.words.rate", since / (length.toMillis() / 1_000.0), "texts/s"));
  }

  private static MailPolicy policy() {
    return new MailPolicy(
        Language.SV,
        true,
        OpeningHours.always(),
        Duration.ofHours(8),
        5,
        Duration.ofDays(14),
        "example.se",
        Set.of("helpdesk@example.se"));
  }

  private void add(Figure figure) {
    figures.add(figure);
    out.println(figure.json());
  }
}
