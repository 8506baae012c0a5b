package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
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
  private static final int BATCH = 5_000;

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
        select s.queue, coalesce(m.journal, 0) as journal, coalesce(m.clocks, '[]')::text as clocks
        from queue_state s left join figure_mark m on m.queue = s.queue
        where $1::text is null or s.queue = $1
        """;
    return rows.query(marks, Tuple.of(queue))
        .compose(found -> {
          Map<String, Long> behind = new TreeMap<>();
          for (Row row : found) {
            behind.put(row.getString("queue"), row.getLong("journal"));
            folds.begin(
                new QueueId(row.getString("queue")), FigureCodec.clocks(row.getString("clocks")));
          }
          return beyond(behind, folds);
        })
        .compose(_ -> rows.query("select now() as now", Tuple.tuple()))
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

  /**
   * So many of each queue at once, and again where there were as many. With the limit inside, each
   * queue is one look into the index of its events; without it the planner may read the whole
   * journal.
   */
  private Future<Void> beyond(Map<String, Long> behind, FigureRows folds) {
    if (behind.isEmpty()) {
      return Future.succeededFuture();
    }
    String sql =
        """
        select j.* from unnest($1::text[], $2::bigint[]) as m (queue, journal)
        cross join lateral (
          select %s from journal
          where journal.queue = m.queue and journal.id > m.journal and kind in %s
          order by journal.id limit $3) j
        """
            .formatted(
                FigureRows.COLUMNS.replace("id, queue,", "journal.id, journal.queue,"),
                FigureRows.KINDS);
    Tuple marks =
        Tuple.tuple()
            .addArrayOfString(behind.keySet().toArray(String[]::new))
            .addArrayOfLong(behind.values().toArray(Long[]::new))
            .addInteger(BATCH);
    return rows.query(sql, marks)
        .compose(found -> {
          Map<String, Integer> counts = new HashMap<>();
          Map<String, Long> left = new TreeMap<>();
          for (Row row : found) {
            folds.add(row);
            String of = row.getString("queue");
            if (counts.merge(of, 1, Integer::sum) == BATCH) {
              left.put(of, row.getLong("id"));
            }
          }
          return beyond(left, folds);
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
