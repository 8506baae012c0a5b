package svara.config;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import svara.engine.directory.DirectorySchedule;
import svara.engine.mailbox.MailStanding;
import svara.engine.port.Health;
import svara.engine.port.PhoneListener.Connection;
import svara.engine.postgres.PostgresStores;
import svara.engine.runtime.Engine;

/**
 * Whether exchange, database and mail intake work, as far as this node can tell within a second.
 */
final class PartsHealth implements Health {
  private static final Duration PATIENCE = Duration.ofMillis(800);

  private final Engine engine;
  private final PostgresStores stores;
  private final List<Supplier<MailStanding>> mail;
  private final Optional<DirectorySchedule> directory;
  private final InstantSource clock;
  private State database = State.WORKS;
  private Instant databaseSince;

  PartsHealth(
      Engine engine,
      PostgresStores stores,
      List<Supplier<MailStanding>> mail,
      Optional<DirectorySchedule> directory,
      InstantSource clock) {
    this.engine = engine;
    this.stores = stores;
    this.mail = List.copyOf(mail);
    this.directory = directory;
    this.clock = clock;
    this.databaseSince = clock.instant();
  }

  @Override
  public Future<Report> check() {
    return stores
        .ping()
        .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .transform(answered -> Future.succeededFuture(report(answered.succeeded())));
  }

  private Report report(boolean answers) {
    State now = State.DOWN;
    if (answers) {
      now = engine.storeFresh() ? State.WORKS : State.DEGRADED;
    }
    if (now != database) {
      database = now;
      databaseSince = clock.instant();
    }
    return new Report(
        engine.ready() && answers,
        Stream.concat(
                Stream.of(
                    new Part("exchange", exchange(), engine.connectionSince()),
                    new Part("database", database, databaseSince),
                    mail()),
                directory.map(schedule -> directory(schedule.standing())).stream())
            .toList());
  }

  /**
   * Mail that is handed over at the intake needs the database alone; mailboxes and sending may fail
   * too.
   */
  private Part mail() {
    Optional<MailStanding> failing =
        mail.stream()
            .map(Supplier::get)
            .filter(standing -> !standing.works())
            .max(Comparator.comparing(MailStanding::trouble));
    return failing.isEmpty() || database == State.DOWN
        ? new Part("mail", database, databaseSince)
        : new Part(
            "mail",
            State.DEGRADED,
            failing.get().since(),
            failing.get().trouble().name().toLowerCase(Locale.ROOT));
  }

  /** Calls and mail go on without it; who is new is not known yet. */
  private static Part directory(DirectorySchedule.Standing standing) {
    DirectorySchedule.Trouble trouble = standing.trouble();
    return trouble == null
        ? new Part("directory", State.WORKS, standing.since())
        : new Part(
            "directory", State.DEGRADED, standing.since(), trouble.name().toLowerCase(Locale.ROOT));
  }

  private State exchange() {
    Connection connection = engine.connectionState();
    return switch (connection) {
      case UP -> State.WORKS;
      case SLOW -> State.DEGRADED;
      case DOWN -> State.DOWN;
    };
  }
}
