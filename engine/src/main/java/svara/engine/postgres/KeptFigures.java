package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import svara.engine.id.QueueId;
import svara.engine.postgres.Months.Time;
import svara.engine.statistics.FigureFold;
import svara.engine.statistics.Statistics;
import svara.engine.statistics.Statistics.By;

/**
 * Reads what is kept of the journal's fold, for the queues or for each technician: months, days and
 * hours as coarse as the span allows, and what the journal holds beyond the marks. Only whole hours
 * are known here.
 */
final class KeptFigures {
  private final Rows rows;
  private final ZoneId zone;
  private final @Nullable String queue;
  private final Statistics.Span span;
  private final boolean technicians;
  private final Sink sink;

  /** Takes what a queue, or a technician in it, has from an hour on. */
  interface Sink {
    void take(QueueId queue, String technician, Instant start, FigureFold fold);
  }

  /**
   * @param technicians each technician's time, in place of all that the queues had
   */
  KeptFigures(
      Rows rows,
      ZoneId zone,
      @Nullable QueueId queue,
      Statistics.Span span,
      boolean technicians,
      Sink sink) {
    this.rows = rows;
    this.zone = zone;
    this.queue = Objects.toString(queue, null);
    this.span = span;
    this.technicians = technicians;
    this.sink = sink;
  }

  /** The whole hours of the span; empty when there are none. */
  Time hours() {
    return new Time(By.HOUR.ceiling(span.from(), zone), By.HOUR.startOf(span.to(), zone));
  }

  Future<Void> read() {
    Time hours = hours();
    if (hours.empty()) {
      return Future.succeededFuture();
    }
    Time days = new Time(By.DAY.ceiling(hours.from(), zone), By.DAY.startOf(hours.to(), zone));
    Future<Void> kept =
        span.by() == By.HOUR || days.empty()
            ? take("hour", hours)
            : take("hour", new Time(hours.from(), days.from()))
                .compose(_ -> days(days))
                .compose(_ -> take("hour", new Time(days.to(), hours.to())));
    return kept.compose(_ -> tail(hours));
  }

  private Future<Void> days(Time days) {
    if (span.by() == By.DAY) {
      return take("day", days);
    }
    Set<Instant> months = new HashSet<>();
    return query("month", Months.whole(days, zone))
        .compose(found -> {
          for (Row row : found) {
            months.add(Columns.instant(row, "start"));
            take(row);
          }
          Future<Void> left = Future.succeededFuture();
          for (Time time : Months.left(days, months, zone)) {
            left = left.compose(_ -> take("day", time));
          }
          return left;
        });
  }

  private Future<Void> take(String grain, Time time) {
    return time.empty()
        ? Future.succeededFuture()
        : query(grain, time)
            .map(found -> {
              found.forEach(this::take);
              return null;
            });
  }

  private void take(Row row) {
    sink.take(
        new QueueId(row.getString("queue")),
        row.getString("technician"),
        Columns.instant(row, "start"),
        FigureFold.of(FigureCodec.read(row.getString("fold"))));
  }

  private Future<RowSet<Row>> query(String grain, Time time) {
    String sql =
        """
        select queue, technician, start, fold::text as fold from figure
        where grain = $1 and start >= $2 and start < $3 and ($4::text is null or queue = $4)
          and (technician <> '') = $5
        """;
    return rows.query(
        sql,
        Tuple.tuple()
            .addString(grain)
            .addOffsetDateTime(Columns.parameter(time.from()))
            .addOffsetDateTime(Columns.parameter(time.to()))
            .addString(queue)
            .addBoolean(technicians));
  }

  /**
   * What the journal holds beyond the marks, and the time that has passed since for technicians who
   * are on duty; a queue without a mark has nothing kept.
   */
  private Future<Void> tail(Time hours) {
    FigureRows folds = new FigureRows(zone);
    String marks =
        """
        select queue, clocks::text as clocks from figure_mark
        where $1::text is null or queue = $1
        """;
    String sql =
        """
        select %s from queue_state s
        left join figure_mark m on m.queue = s.queue
        cross join lateral (
          select * from journal j
          where j.queue = s.queue and j.id > coalesce(m.journal, 0) and j.kind in %s) j
        where ($1::text is null or s.queue = $1)
        order by j.id
        """
            .formatted(FigureRows.COLUMNS.replace(" queue,", " j.queue,"), FigureRows.KINDS);
    return rows.query(marks, Tuple.of(queue))
        .compose(found -> {
          for (Row row : found) {
            folds.begin(
                new QueueId(row.getString("queue")), FigureCodec.clocks(row.getString("clocks")));
          }
          return rows.query(sql, Tuple.of(queue));
        })
        .compose(found -> {
          found.forEach(folds::add);
          return rows.query("select now() as now", Tuple.tuple());
        })
        .map(found -> {
          folds.passTo(Columns.instant(found.iterator().next(), "now"));
          folds.folds().entrySet().stream()
              .filter(one -> wanted(one, hours))
              .forEach(one -> {
                FigureRows.Key key = one.getKey();
                sink.take(key.queue(), key.technician(), key.start(), one.getValue());
              });
          return null;
        });
  }

  private boolean wanted(Map.Entry<FigureRows.Key, FigureFold> one, Time hours) {
    FigureRows.Key key = one.getKey();
    return key.by() == By.HOUR
        && key.technician().isEmpty() != technicians
        && !key.start().isBefore(hours.from())
        && key.start().isBefore(hours.to());
  }
}
