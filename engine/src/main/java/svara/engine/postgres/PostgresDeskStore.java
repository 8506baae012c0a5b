package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TicketNumber;
import svara.engine.port.DeskStore;

/** Drafts, templates and saved views, each a row. */
final class PostgresDeskStore implements DeskStore {
  private final Database database;

  PostgresDeskStore(Database database) {
    this.database = database;
  }

  @Override
  public Future<Optional<Draft>> draft(String who, TicketNumber ticket) {
    return database
        .query(
            "select kind, text, saved_at from ticket_draft where who = $1 and ticket = $2",
            Tuple.of(who, ticket.toString()))
        .map(rows ->
            Database.first(rows)
                .map(row ->
                    new Draft(
                        row.getString("kind"),
                        row.getString("text"),
                        Columns.instant(row, "saved_at"))));
  }

  @Override
  public Future<Void> keep(String who, TicketNumber ticket, Draft draft) {
    if (draft.text().isBlank()) {
      return database
          .query(
              "delete from ticket_draft where who = $1 and ticket = $2",
              Tuple.of(who, ticket.toString()))
          .mapEmpty();
    }
    String sql =
        """
        insert into ticket_draft (who, ticket, kind, text, saved_at)
        select $1, number, $3, $4, $5 from ticket where number = $2
        on conflict (who, ticket) do update
        set kind = excluded.kind, text = excluded.text, saved_at = excluded.saved_at
        """;
    return database
        .query(
            sql,
            Tuple.of(
                who,
                ticket.toString(),
                draft.kind(),
                draft.text(),
                Columns.parameter(draft.savedAt())))
        .mapEmpty();
  }

  @Override
  public Future<List<Template>> templates() {
    return database
        .query(
            "select id, title, body, saved_at from reply_template order by title, id limit "
                + TEMPLATES_MAX,
            Tuple.tuple())
        .map(rows -> list(rows, PostgresDeskStore::template));
  }

  @Override
  public Future<Optional<Template>> save(@Nullable Long id, String title, String body, Instant at) {
    String sql =
        id == null
            ? """
            insert into reply_template (title, body, saved_at)
            select $1, $2, $3 where (select count(*) from reply_template) < $4
            returning id, title, body, saved_at
            """
            : """
            update reply_template set title = $1, body = $2, saved_at = $3 where id = $4
            returning id, title, body, saved_at
            """;
    return database
        .query(
            sql,
            Tuple.of(title, body, Columns.parameter(at), id == null ? (long) TEMPLATES_MAX : id))
        .map(rows -> Database.first(rows).map(PostgresDeskStore::template));
  }

  @Override
  public Future<Boolean> remove(long template) {
    return database
        .query("delete from reply_template where id = $1", Tuple.of(template))
        .map(rows -> rows.rowCount() > 0);
  }

  @Override
  public Future<List<SavedView>> views(String who) {
    return database
        .query(
            "select name, query from saved_view where who = $1 order by name limit " + VIEWS_MAX,
            Tuple.of(who))
        .map(rows ->
            list(rows, row -> new SavedView(row.getString("name"), row.getString("query"))));
  }

  @Override
  public Future<Boolean> keep(String who, SavedView view) {
    String sql =
        """
        insert into saved_view (who, name, query)
        select $1, $2, $3
        where (select count(*) from saved_view where who = $1 and name <> $2) < $4
        on conflict (who, name) do update set query = excluded.query
        """;
    return database
        .query(sql, Tuple.of(who, view.name(), view.query(), (long) VIEWS_MAX))
        .map(rows -> rows.rowCount() > 0);
  }

  @Override
  public Future<Boolean> remove(String who, String view) {
    return database
        .query("delete from saved_view where who = $1 and name = $2", Tuple.of(who, view))
        .map(rows -> rows.rowCount() > 0);
  }

  private static Template template(Row row) {
    return new Template(
        row.getLong("id"),
        row.getString("title"),
        row.getString("body"),
        Columns.instant(row, "saved_at"));
  }

  private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> one) {
    List<T> all = new ArrayList<>();
    rows.forEach(row -> all.add(one.apply(row)));
    return all;
  }
}
