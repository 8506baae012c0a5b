package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TicketNumber;
import svara.engine.port.Outbox;
import svara.engine.port.Page;

/** The outbox as people look at it. */
final class PostgresOutbox implements Outbox {
  private static final List<String> UNSENT = List.of("waiting", "refused", "given_up");

  private final Database database;

  PostgresOutbox(Database database) {
    this.database = database;
  }

  @Override
  public Future<Page<OutboxRow>> written(
      @Nullable String state, @Nullable String cursor, int limit) {
    // what was written before any mail was sent has no time to be tried at
    String sql =
        """
        select id, ticket, m.kind, case when t.restricted then '' else recipient end as recipient,
               case when t.restricted then '' else m.subject end as subject, state, words, attempts,
               written_at, settled_at,
               case when state = 'waiting' then greatest(next_at, written_at) end as next_at
        from mail_out m left join ticket t on t.number = m.ticket
        where ($1::text is null or state = $1) and ($2::bigint is null or id < $2)
        order by id desc limit $3
        """;
    return RowPage.read(
        database, sql, state, cursor, limit, PostgresOutbox::row, row -> Long.toString(row.id()));
  }

  private static OutboxRow row(Row row) {
    return new OutboxRow(
        row.getLong("id"),
        Columns.ticketOrNull(row, "ticket"),
        row.getString("kind"),
        row.getString("recipient"),
        row.getString("subject"),
        row.getString("state"),
        row.getString("words"),
        row.getInteger("attempts"),
        Columns.instant(row, "written_at"),
        Columns.instantOrNull(row, "next_at"),
        Columns.instantOrNull(row, "settled_at"));
  }

  @Override
  public Future<Map<String, Long>> unsent() {
    String sql = "select state, count(*) as n from mail_out where state <> 'sent' group by state";
    return database
        .query(sql, Tuple.tuple())
        .map(rows -> {
          Map<String, Long> counts = new HashMap<>();
          UNSENT.forEach(state -> counts.put(state, 0L));
          rows.forEach(row -> counts.put(row.getString("state"), row.getLong("n")));
          return counts;
        });
  }

  /** Without its claim: whoever had it can tell nothing of it any more. */
  @Override
  public Future<Optional<TicketNumber>> again(long id, Instant at) {
    String sql =
        """
        update mail_out set state = 'waiting', next_at = $2, handed_at = null, claim = null,
          claimed_until = null, settled_at = null
        where id = $1 and ticket is not null
          and (state in ('refused', 'given_up') or (state = 'waiting' and claimed_until is null))
        returning ticket
        """;
    return database
        .query(sql, Tuple.of(id, Columns.parameter(at)))
        .map(rows -> Database.first(rows).map(row -> Columns.ticket(row.getString("ticket"))));
  }
}
