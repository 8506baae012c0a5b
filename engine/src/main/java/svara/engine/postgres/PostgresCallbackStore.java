package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallbackId;
import svara.engine.id.QueueId;
import svara.engine.port.CallbackStore;
import svara.engine.port.Page;

/** Promises that are over, and refusals, read from the rows that commits write. */
final class PostgresCallbackStore implements CallbackStore {
  private static final String ENDED =
      """
      select b.*, case when t.restricted then '' else t.subject end as subject, coalesce(p.name, t.shown_as) as callee, coalesce(d.name, '') as department,
             b.state = 'expired' and t.to_call_back and t.status not in ('solved', 'closed') as work
      from callback b
      join ticket t on t.number = b.ticket
      left join person p on p.id = b.person_id
      left join department d on d.id = p.department_id
      """;

  private static final String REFUSED =
      """
      select e.at, e.kind, e.ticket, case when t.restricted then '' else t.subject end as subject, coalesce(c.queue, t.queue) as queue,
             case e.kind when 'callback.expired' then e.facts->>'refusal' else e.facts->>'reason' end as reason,
             coalesce(p.name, t.shown_as) as callee, coalesce(d.name, '') as department,
             coalesce(c.e164, c.presented, t.number_key, '') as number
      from ticket_entry e
      join ticket t on t.number = e.ticket
      left join call c on c.call_id = e.call_id
      left join person p on p.id = t.person_id
      left join department d on d.id = p.department_id
      """;

  private final Database database;

  PostgresCallbackStore(Database database) {
    this.database = database;
  }

  @Override
  public Future<Page<EndedCallback>> ended(EndedQuery query) {
    Conditions conditions;
    try {
      conditions =
          new Conditions()
              .and("b.queue = ?", query.queue() == null ? null : query.queue().value())
              .and("b.state = ?", query.ending().name().toLowerCase(Locale.ROOT))
              .after("b.closed_at", "b.callback_id", query.cursor());
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
    String sql =
        ENDED
            + conditions.where()
            + " order by b.closed_at desc, b.callback_id desc limit "
            + (query.limit() + 1);
    return database
        .query(sql, conditions.values())
        .map(rows -> {
          List<EndedCallback> ended = new ArrayList<>();
          rows.forEach(row -> ended.add(ended(row)));
          return Cursor.page(
              ended, query.limit(), last -> new Cursor(last.endedAt(), last.id().value()));
        });
  }

  private static EndedCallback ended(Row row) {
    return new EndedCallback(
        new CallbackId(row.getString("callback_id")),
        new QueueId(row.getString("queue")),
        Columns.ticket(row.getString("ticket")),
        row.getString("subject"),
        callee(row),
        Columns.instant(row, "arrived_at"),
        Columns.instant(row, "promised_at"),
        Columns.instantOrNull(row, "promised_by"),
        row.getInteger("attempts"),
        row.getString("last_result"),
        Ending.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        Columns.instant(row, "closed_at"),
        orEmpty(row.getString("closed_by")),
        orEmpty(row.getString("note")),
        row.getBoolean("in_time"),
        row.getBoolean("work"));
  }

  private static Callee callee(Row row) {
    return new Callee(
        row.getString("callee"), row.getString("department"), row.getString("number"));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  @Override
  public Future<List<Refused>> refused(@Nullable QueueId queue, Instant since, int limit) {
    // the index is on these very words
    Conditions conditions =
        new Conditions()
            .and("e.at >= ?", Columns.parameter(since))
            .and("coalesce(c.queue, t.queue) = ?", queue == null ? null : queue.value());
    String sql =
        REFUSED
            + conditions.where()
            + " and e.kind in ('call.met_full', 'callback.refused', 'callback.held', 'callback.expired')"
            + " and e.facts ? case e.kind when 'callback.expired' then 'refusal' else 'reason' end"
            + " order by e.at desc, e.id desc limit "
            + limit;
    return database
        .query(sql, conditions.values())
        .map(rows -> {
          List<Refused> refused = new ArrayList<>();
          rows.forEach(row -> refused.add(refused(row)));
          return refused;
        });
  }

  private static Refused refused(Row row) {
    String kind = row.getString("kind");
    boolean stands = kind.equals("callback.held") || kind.equals("callback.expired");
    return new Refused(
        Columns.instant(row, "at"),
        Columns.queueOrNull(row, "queue"),
        Columns.ticket(row.getString("ticket")),
        row.getString("subject"),
        callee(row),
        stands ? "dialling" : "promise",
        row.getString("reason"));
  }
}
