package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import svara.engine.port.AuditLog;
import svara.engine.port.Page;

/** The audit log; the engine's role may add to it and read it, and nothing else. */
final class PostgresAuditLog implements AuditLog {
  private final Database database;

  PostgresAuditLog(Database database) {
    this.database = database;
  }

  @Override
  public Future<Void> add(Entry entry) {
    String sql =
        """
        insert into audit (at, who, address, action, about, facts)
        values ($1, $2, $3, $4, $5, $6::text::jsonb)
        """;
    return database
        .query(
            sql,
            Tuple.of(
                Columns.parameter(entry.at()),
                entry.who(),
                entry.address(),
                entry.action(),
                entry.about(),
                new JsonObject(new HashMap<>(entry.facts())).encode()))
        .mapEmpty();
  }

  private record Kept(long id, Entry entry) {}

  @Override
  public Future<Page<Entry>> entries(Query query) {
    Conditions conditions;
    try {
      conditions =
          new Conditions()
              .and("who = ?", query.who())
              .and("action = ?", query.action())
              .after("at", "lpad(id::text, 19, '0')", query.cursor());
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
    String sql =
        "select * from audit "
            + conditions.where()
            + " order by at desc, id desc limit "
            + (query.limit() + 1);
    return database
        .query(sql, conditions.values())
        .map(rows -> {
          List<Kept> kept = new ArrayList<>();
          rows.forEach(row -> kept.add(kept(row)));
          Page<Kept> page =
              Cursor.page(
                  kept,
                  query.limit(),
                  last -> new Cursor(last.entry().at(), "%019d".formatted(last.id())));
          return new Page<>(page.items().stream().map(Kept::entry).toList(), page.next());
        });
  }

  private static Kept kept(Row row) {
    Map<String, String> facts = new HashMap<>();
    row.getJsonObject("facts")
        .forEach(fact -> facts.put(fact.getKey(), String.valueOf(fact.getValue())));
    return new Kept(
        row.getLong("id"),
        new Entry(
            Columns.instant(row, "at"),
            row.getString("who"),
            row.getString("address"),
            row.getString("action"),
            row.getString("about"),
            facts));
  }
}
