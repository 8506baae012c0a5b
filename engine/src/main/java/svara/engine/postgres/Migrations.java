package svara.engine.postgres;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Predicate;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import svara.engine.port.StoreException;

/** Brings the tables up to date. Blocks: for virtual threads and command lines. */
public final class Migrations {
  private Migrations() {}

  /** The newest version of the tables that this program knows; asks the database as the owner. */
  public static int newest(DatabaseAddress address) {
    try {
      return newest(flyway(address), info -> info.getState().isResolved());
    } catch (FlywayException e) {
      throw refused(address, e);
    }
  }

  /**
   * Runs what has not run yet, as the owner; nodes that start together take turns. May be repeated,
   * also after it was killed: each file is one transaction.
   *
   * @return how many files ran
   * @throws StoreException when the database is not there or refuses, or is of a newer program:
   *     what that one keeps, this one might spoil
   */
  public static int run(DatabaseAddress address) {
    try {
      Flyway flyway = flyway(address);
      int known = newest(flyway, info -> info.getState().isResolved());
      int there = newest(flyway, info -> info.getState().isApplied());
      if (there > known) {
        throw new StoreException(
            StoreException.Kind.REFUSED,
            "the database %s is of a newer Svara (tables %d, this one knows %d): start that one, or restore a backup from before it was installed"
                .formatted(address, there, known));
      }
      return flyway.migrate().migrationsExecuted;
    } catch (FlywayException e) {
      throw refused(address, e);
    }
  }

  private static StoreException refused(DatabaseAddress address, FlywayException e) {
    return new StoreException(
        StoreException.Kind.REFUSED,
        "the tables of %s cannot be brought up to date: %s".formatted(address, e.getMessage()));
  }

  private static int newest(Flyway flyway, Predicate<MigrationInfo> which) {
    return Arrays.stream(flyway.info().all())
        .filter(info -> info.getVersion() != null)
        .filter(which)
        .mapToInt(info -> info.getVersion().getMajor().intValueExact())
        .max()
        .orElse(0);
  }

  private static Flyway flyway(DatabaseAddress address) {
    return Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(DatabaseRoles.dataSource(address, address.owner()))
        .locations("classpath:db/migration")
        .placeholders(Map.of("engine", address.engine().user()))
        .connectRetries(3)
        .load();
  }
}
