package svara.engine.postgres;

import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;
import svara.engine.port.StoreException;

/** Brings the tables up to date. Blocks: for virtual threads and command lines. */
public final class Migrations {
  private Migrations() {}

  /**
   * Runs what has not run yet, as the owner; nodes that start together take turns. May be repeated,
   * also after it was killed: each file is one transaction.
   *
   * @return how many files ran
   * @throws StoreException when the database is not there or refuses
   */
  public static int run(DatabaseAddress address) {
    try {
      MigrateResult result =
          Flyway.configure(Migrations.class.getClassLoader())
              .dataSource(DatabaseRoles.dataSource(address, address.owner()))
              .locations("classpath:db/migration")
              .placeholders(Map.of("engine", address.engine().user()))
              .connectRetries(3)
              .load()
              .migrate();
      return result.migrationsExecuted;
    } catch (FlywayException e) {
      throw new StoreException(
          StoreException.Kind.REFUSED,
          "the tables of %s cannot be brought up to date: %s".formatted(address, e.getMessage()));
    }
  }
}
