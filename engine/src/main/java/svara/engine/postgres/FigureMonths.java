package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import svara.engine.id.QueueId;
import svara.engine.statistics.FigureFold;
import svara.engine.statistics.Statistics.By;

/**
 * Months of what the journal folds to. A month is put together when it is over, for all queues at
 * once, and taken apart again by whatever still comes to one of its days.
 */
final class FigureMonths {
  private static final String ALONE = "select pg_try_advisory_xact_lock(7722002) as alone";

  private final ZoneId zone;

  FigureMonths(ZoneId zone) {
    this.zone = zone;
  }

  /** These days become others: the months they are in are not together any more. */
  Future<Void> apart(SqlConnection connection, Collection<Instant> days) {
    OffsetDateTime[] months =
        days.stream()
            .map(day -> Columns.parameter(By.MONTH.startOf(day, zone)))
            .distinct()
            .toArray(OffsetDateTime[]::new);
    return connection
        .preparedQuery("delete from figure where grain = 'month' and start = any ($1)")
        .execute(Tuple.tuple().addArrayOfOffsetDateTime(months))
        .mapEmpty();
  }

  /** Puts one month together; says whether there was one. */
  Future<Integer> rollUp(SqlConnection connection) {
    Rows rows = Rows.of(connection);
    return rows.query(ALONE, Tuple.tuple())
        .compose(found ->
            found.iterator().next().getBoolean("alone")
                ? next(rows)
                    .compose(
                        month -> month == null ? Future.succeededFuture(0) : rollUp(rows, month))
                : Future.succeededFuture(0));
  }

  /** Marks are held, so that nobody folds into a day while its month is put together. */
  private Future<@Nullable Instant> next(Rows rows) {
    String sql =
        """
        with months as (
          select m at time zone $1 as month, (m + interval '1 month') at time zone $1 as till
          from (select min(start) at time zone $1 as first from figure where grain = 'day') f,
               generate_series(date_trunc('month', f.first),
                 date_trunc('month', (now() - interval '1 hour') at time zone $1) - interval '1 month',
                 interval '1 month') m)
        select month from months
        where exists (
            select from figure f where f.grain = 'day' and f.start >= month and f.start < till)
          and not exists (
            select from figure f where f.grain = 'month' and f.start = month)
        order by month limit 1
        """;
    return rows.query("select queue from figure_mark order by queue for update", Tuple.tuple())
        .compose(_ -> rows.query(sql, Tuple.of(zone.getId())))
        .map(found -> found.size() == 0 ? null : Columns.instant(found.iterator().next(), "month"));
  }

  private Future<Integer> rollUp(Rows rows, Instant month) {
    String sql =
        """
        select queue, technician, start, fold::text as fold from figure
        where grain = 'day' and start >= $1 and start < $2
        """;
    Instant end = By.MONTH.endOf(month, zone);
    return rows.query(sql, Tuple.of(Columns.parameter(month), Columns.parameter(end)))
        .compose(found -> {
          TreeMap<FigureRows.Key, FigureFold> together = new TreeMap<>(FigureRows.ORDER);
          for (Row row : found) {
            FigureRows.Key key =
                new FigureRows.Key(
                    new QueueId(row.getString("queue")),
                    row.getString("technician"),
                    By.MONTH,
                    month);
            together
                .computeIfAbsent(key, _ -> new FigureFold())
                .merge(FigureFold.of(FigureCodec.read(row.getString("fold"))));
          }
          Future<Void> written = Future.succeededFuture();
          for (Map.Entry<FigureRows.Key, FigureFold> one : together.entrySet()) {
            written = written.compose(_ -> FigureRows.write(rows, one.getKey(), one.getValue()));
          }
          return written;
        })
        .map(_ -> 1);
  }
}
