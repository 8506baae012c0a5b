package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Objects;
import svara.engine.port.WordStore;

/** Words, made in the database by the function that the search asks with too. */
final class PostgresWordStore implements WordStore {
  private final Database database;

  PostgresWordStore(Database database) {
    this.database = database;
  }

  @Override
  public Future<Made> make(int max) {
    String sql =
        """
        select made, coalesce(extract(epoch from clock_timestamp() - since) * 1000, 0)::bigint as behind
        from make_words($1)
        """;
    return database
        .query(sql, Tuple.of(max))
        .map(rows -> {
          Row row = rows.iterator().next();
          return new Made(
              Objects.requireNonNull(row.getInteger("made")),
              Duration.ofMillis(Math.max(0, row.getLong("behind"))));
        });
  }
}
