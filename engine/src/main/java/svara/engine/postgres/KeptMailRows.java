package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.port.KeptMails.Count;
import svara.engine.port.KeptMails.KeptMail;
import svara.engine.port.Page;

/** Mails that stand on no ticket, to look at. */
final class KeptMailRows {
  private final Database database;

  KeptMailRows(Database database) {
    this.database = database;
  }

  Future<Page<KeptMail>> page(boolean blocked, @Nullable String cursor, int limit) {
    String sql =
        """
        select id, mailbox, received_at, sender, subject, reason from mail_in
        where fate = 'kept' and (blocked is not null) = $1 and ($2::bigint is null or id < $2)
        order by id desc limit $3
        """;
    return RowPage.read(
        database, sql, blocked, cursor, limit, KeptMailRows::row, row -> Long.toString(row.id()));
  }

  private static KeptMail row(Row row) {
    return new KeptMail(
        row.getLong("id"),
        row.getString("mailbox"),
        Columns.instant(row, "received_at"),
        row.getString("sender"),
        row.getString("subject"),
        row.getString("reason"));
  }

  Future<Count> count() {
    String sql =
        """
        select count(*) filter (where blocked is null) as kept,
               count(*) filter (where blocked is not null) as blocked
        from mail_in where fate = 'kept'
        """;
    return database
        .query(sql, Tuple.tuple())
        .map(rows -> {
          Row row = rows.iterator().next();
          return new Count(row.getLong("kept"), row.getLong("blocked"));
        });
  }

  Future<Optional<Buffer>> raw(long id) {
    return database
        .query(
            "select mail_whole(raw, large) as raw from mail_in where id = $1 and fate = 'kept'",
            Tuple.of(id))
        .map(rows -> Database.first(rows).map(row -> row.getBuffer("raw")));
  }
}
