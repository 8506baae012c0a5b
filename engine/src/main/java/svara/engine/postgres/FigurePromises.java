package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallbackId;
import svara.engine.id.QueueId;
import svara.engine.port.FigureStore.Behind;
import svara.engine.port.FigureStore.PromiseFigure;
import svara.engine.port.FigureStore.PromiseRow;
import svara.engine.statistics.PromiseMoments;

/** The promises and dial-outs that figures count; {@link FigureReading} counts the same rows. */
final class FigurePromises {
  private static final String PROMISES =
      """
      select b.callback_id, b.queue, b.ticket, t.subject, coalesce(p.name, t.shown_as) as name,
             b.promised_at, b.state, null::timestamptz as dialled_at, null::text as result,
             count(*) over () as n
      from callback b
      join ticket t on t.number = b.ticket
      left join person p on p.id = b.person_id
      where b.promised_at >= $1 and b.promised_at < $2 and ($3::text is null or b.queue = $3) and %s
      order by b.promised_at, b.callback_id offset $4 limit $5
      """;

  private static final String ATTEMPTS =
      """
      select b.callback_id, b.queue, b.ticket, t.subject, coalesce(p.name, t.shown_as) as name,
             b.promised_at, b.state, a.dialled_at, a.result, count(*) over () as n
      from callback_attempt a
      join callback b on b.callback_id = a.callback_id
      join ticket t on t.number = b.ticket
      left join person p on p.id = b.person_id
      where a.dialled_at >= $1 and a.dialled_at < $2 and a.attempt is not null
        and a.result is not null and ($3::text is null or b.queue = $3) and %s
      order by a.dialled_at, a.callback_id, a.order_no offset $4 limit $5
      """;

  private FigurePromises() {}

  static Future<Behind> read(
      Database database,
      @Nullable QueueId queue,
      Instant from,
      Instant to,
      PromiseFigure figure,
      int offset,
      int limit) {
    Tuple values =
        Tuple.tuple()
            .addOffsetDateTime(Columns.parameter(from))
            .addOffsetDateTime(Columns.parameter(to))
            .addString(queue == null ? null : queue.value())
            .addInteger(offset)
            .addInteger(limit);
    return database
        .query(sql(figure), values)
        .map(found -> {
          List<PromiseRow> rows = new ArrayList<>();
          long all = 0;
          for (Row row : found) {
            rows.add(row(row));
            all = row.getLong("n");
          }
          return new Behind(rows, all);
        });
  }

  private static String sql(PromiseFigure figure) {
    return switch (figure) {
      case PROMISED -> PROMISES.formatted("true");
      case FULFILLED -> PROMISES.formatted("b.state in ('kept', 'done')");
      case IN_TIME ->
          PROMISES.formatted(
              """
              b.state in ('kept', 'done')
              and coalesce(b.in_time, b.promised_by is null or b.closed_at <= b.promised_by)
              """);
      case ATTEMPTS -> ATTEMPTS.formatted("true");
      case ATTEMPTS_JOINED -> ATTEMPTS.formatted("a.result = 'JOINED'");
    };
  }

  private static PromiseRow row(Row row) {
    return new PromiseRow(
        new CallbackId(row.getString("callback_id")),
        new QueueId(row.getString("queue")),
        Columns.ticket(row.getString("ticket")),
        row.getString("subject"),
        row.getString("name"),
        Columns.instant(row, "promised_at"),
        row.getString("state"),
        Columns.instantOrNull(row, "dialled_at"),
        row.getString("result"));
  }

  /** What figures fold of a promise. */
  static PromiseMoments moments(Row row) {
    PromiseMoments.Fate fate =
        switch (row.getString("state")) {
          // kept by the queue itself, or ticked off by a person
          case "kept", "done" ->
              row.getBoolean("in_time")
                  ? PromiseMoments.Fate.FULFILLED
                  : PromiseMoments.Fate.FULFILLED_LATE;
          case "expired" -> PromiseMoments.Fate.EXPIRED;
          case "withdrawn" ->
              "caller".equals(row.getString("closed_by"))
                  ? PromiseMoments.Fate.OVERTAKEN
                  : PromiseMoments.Fate.WITHDRAWN;
          default -> PromiseMoments.Fate.OPEN;
        };
    return new PromiseMoments(
        new QueueId(row.getString("queue")),
        new CallbackId(row.getString("callback_id")),
        Columns.instant(row, "arrived_at"),
        Columns.instant(row, "promised_at"),
        Columns.instantOrNull(row, "closed_at"),
        fate);
  }
}
