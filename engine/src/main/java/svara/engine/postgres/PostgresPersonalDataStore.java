package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import svara.engine.port.PersonalDataStore;

/** Calls the functions that may change history; the engine's own role may not. */
final class PostgresPersonalDataStore implements PersonalDataStore {
  private static final int TICKETS_A_STEP = 100;
  private static final int MAILS_A_STEP = 200;

  private final Database database;

  PostgresPersonalDataStore(Database database) {
    this.database = database;
  }

  @Override
  public Future<Map<String, Long>> due(What what, Instant before) {
    return database
        .query("select retention_due($1, $2) as n", Tuple.of(word(what), Columns.parameter(before)))
        .map(rows -> counts(rows.iterator().next().getJsonObject("n")));
  }

  @Override
  public Future<Optional<Map<String, Long>>> step(
      String line, What what, Instant before, Instant at) {
    Tuple values =
        Tuple.of(
            line, word(what), Columns.parameter(before), Columns.parameter(at), TICKETS_A_STEP);
    return database
        .query("select retention_step($1, $2, $3, $4, $5) as n", values)
        .map(rows ->
            Optional.ofNullable(rows.iterator().next().getJsonObject("n"))
                .map(PostgresPersonalDataStore::counts));
  }

  @Override
  public Future<List<Run>> runs(int limit) {
    String sql =
        """
        select at, line, what, closed_before, removed from retention_run order by id desc limit $1
        """;
    return database
        .query(sql, Tuple.of(limit))
        .map(rows -> {
          List<Run> runs = new ArrayList<>();
          rows.forEach(row -> runs.add(run(row)));
          return runs;
        });
  }

  private static Run run(Row row) {
    return new Run(
        Columns.instant(row, "at"),
        row.getString("line"),
        What.valueOf(row.getString("what").toUpperCase(Locale.ROOT)),
        Columns.instant(row, "closed_before"),
        counts(row.getJsonObject("removed")));
  }

  @Override
  public Future<OptionalLong> beginErasure(String address, String by, Instant at) {
    return database
        .query(
            "select begin_erasure($1, $2, $3) as id", Tuple.of(address, by, Columns.parameter(at)))
        .map(rows -> number(rows.iterator().next().getLong("id")));
  }

  @Override
  public Future<Progress> eraseStep(long erasure, Instant at) {
    return database
        .query(
            "select erase_step($1, $2, $3) as n",
            Tuple.of(erasure, Columns.parameter(at), TICKETS_A_STEP))
        .map(rows -> {
          JsonObject n = rows.iterator().next().getJsonObject("n");
          return new Progress(n.getLong("left") > 0, n.getLong("waiting"));
        });
  }

  @Override
  public Future<OptionalLong> eraseMentions(long erasure, long after) {
    return database
        .query("select erase_mentions($1, $2, $3) as id", Tuple.of(erasure, after, MAILS_A_STEP))
        .map(rows -> number(rows.iterator().next().getLong("id")));
  }

  @Override
  public Future<List<Long>> openErasures() {
    return database
        .query(
            "select id from person_erasure where finished_at is null order by id limit 1000",
            Tuple.tuple())
        .map(rows -> {
          List<Long> open = new ArrayList<>();
          rows.forEach(row -> open.add(row.getLong("id")));
          return open;
        });
  }

  @Override
  public Future<Optional<Erasure>> erasure(long id) {
    String sql =
        """
        select asked_at, asked_by, finished_at is not null as finished, removed
        from person_erasure where id = $1
        """;
    return database
        .query(sql, Tuple.of(id))
        .map(rows ->
            Database.first(rows)
                .map(row ->
                    new Erasure(
                        Columns.instant(row, "asked_at"),
                        row.getString("asked_by"),
                        row.getBoolean("finished"),
                        counts(row.getJsonObject("removed")))));
  }

  private static String word(What what) {
    return what.name().toLowerCase(Locale.ROOT);
  }

  private static OptionalLong number(@Nullable Long id) {
    return id == null ? OptionalLong.empty() : OptionalLong.of(id);
  }

  private static Map<String, Long> counts(JsonObject json) {
    Map<String, Long> counts = new TreeMap<>();
    json.forEach(one -> counts.put(one.getKey(), ((Number) one.getValue()).longValue()));
    return counts;
  }
}
