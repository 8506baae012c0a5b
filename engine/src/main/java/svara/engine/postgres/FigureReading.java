package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallbackId;
import svara.engine.id.QueueId;
import svara.engine.port.FigureStore.Reading;
import svara.engine.queue.AttemptResult;
import svara.engine.statistics.CallMoments;
import svara.engine.statistics.FigureFold;
import svara.engine.statistics.PromiseMoments;
import svara.engine.statistics.Statistics;
import svara.engine.statistics.Statistics.By;

/**
 * One reading of figures, all at one moment of the database: whole days and hours from what is
 * kept, the journal beyond the marks, and the calls themselves at the edges of a span that begins
 * or ends within an hour.
 */
final class FigureReading {
  private final Database.Snapshot snapshot;
  private final ZoneId zone;
  private final @Nullable String queue;
  private final Statistics.Span span;
  private final Statistics statistics;

  FigureReading(
      Database.Snapshot snapshot, ZoneId zone, @Nullable QueueId queue, Statistics.Span span) {
    this.snapshot = snapshot;
    this.zone = zone;
    this.queue = queue == null ? null : queue.value();
    this.span = span;
    this.statistics = new Statistics(span);
  }

  /** A time that one kind of source answers for. */
  private record Piece(Instant from, Instant to, @Nullable By by) {}

  Future<Reading> read() {
    Future<Void> read = Future.succeededFuture();
    List<Piece> pieces = pieces();
    for (Piece piece : pieces) {
      read = read.compose(_ -> piece.by() == null ? calls(piece) : kept(piece, piece.by()));
    }
    return read.compose(_ -> tail())
        .compose(_ -> promises())
        .compose(_ -> attempts())
        .compose(_ -> {
          if (pieces.stream().anyMatch(piece -> piece.by() == null)) {
            statistics.workUnknown();
          }
          return open();
        });
  }

  /** Days where they are whole and wanted no finer, hours beside them, calls at the edges. */
  private List<Piece> pieces() {
    Instant firstHour = ceil(By.HOUR, span.from());
    Instant lastHour = By.HOUR.startOf(span.to(), zone);
    List<Piece> pieces = new ArrayList<>();
    if (firstHour.isAfter(lastHour)) {
      add(pieces, span.from(), span.to(), null);
      return pieces;
    }
    add(pieces, span.from(), firstHour, null);
    Instant firstDay = ceil(By.DAY, firstHour);
    Instant lastDay = By.DAY.startOf(lastHour, zone);
    if (span.by() == By.HOUR || !firstDay.isBefore(lastDay)) {
      add(pieces, firstHour, lastHour, By.HOUR);
    } else {
      add(pieces, firstHour, firstDay, By.HOUR);
      add(pieces, firstDay, lastDay, By.DAY);
      add(pieces, lastDay, lastHour, By.HOUR);
    }
    add(pieces, lastHour, span.to(), null);
    return pieces;
  }

  private Instant ceil(By by, Instant at) {
    Instant start = by.startOf(at, zone);
    return start.equals(at) ? at : by.endOf(start, zone);
  }

  private static void add(List<Piece> pieces, Instant from, Instant to, @Nullable By by) {
    if (from.isBefore(to)) {
      pieces.add(new Piece(from, to, by));
    }
  }

  private Future<Void> kept(Piece piece, By by) {
    String sql =
        """
        select queue, start, fold::text as fold from figure
        where grain = $1 and start >= $2 and start < $3 and ($4::text is null or queue = $4)
        """;
    Tuple values = between(piece.from(), piece.to(), by.name().toLowerCase(Locale.ROOT));
    return snapshot
        .query(sql, values)
        .map(rows -> {
          for (Row row : rows) {
            statistics.folded(
                new QueueId(row.getString("queue")),
                Columns.instant(row, "start"),
                FigureCodec.read(row.getString("fold")));
          }
          return null;
        });
  }

  /**
   * What the journal holds beyond the marks, and the time that has passed since for technicians who
   * are on duty; a queue without a mark has nothing kept.
   */
  private Future<Void> tail() {
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
    return snapshot
        .query(marks, Tuple.of(queue))
        .compose(rows -> {
          for (Row row : rows) {
            folds.begin(
                new QueueId(row.getString("queue")), FigureCodec.clocks(row.getString("clocks")));
          }
          return snapshot.query(sql, Tuple.of(queue));
        })
        .compose(rows -> {
          rows.forEach(folds::add);
          return snapshot.query("select now() as now", Tuple.tuple());
        })
        .map(rows -> {
          folds.passTo(Columns.instant(rows.iterator().next(), "now"));
          addHours(folds.folds());
          return null;
        });
  }

  private void addHours(Map<FigureRows.Key, FigureFold> folds) {
    Instant firstHour = ceil(By.HOUR, span.from());
    Instant lastHour = By.HOUR.startOf(span.to(), zone);
    folds.forEach((key, fold) -> {
      boolean whole = !key.start().isBefore(firstHour) && key.start().isBefore(lastHour);
      if (key.by() == By.HOUR && whole) {
        statistics.folded(key.queue(), key.start(), fold);
      }
    });
  }

  /** The part of an hour, call by call. */
  private Future<Void> calls(Piece piece) {
    String sql =
        """
        select * from call
        where offered_at >= $2 and offered_at < $3 and ($4::text is null or queue = $4)
          and $1::text is null
        """;
    return snapshot
        .query(sql, between(piece.from(), piece.to(), null))
        .map(rows -> {
          for (CallMoments call : moments(rows)) {
            statistics.offered(call);
            if (call.outcome() != null) {
              statistics.ended(call);
            }
          }
          return null;
        });
  }

  private Future<Void> promises() {
    String sql =
        """
        select queue, callback_id, arrived_at, promised_at, state, closed_by,
          coalesce(joined_at, closed_at) as closed_at,
          coalesce(in_time, promised_by is null or closed_at <= promised_by) as in_time
        from callback
        where promised_at >= $2 and promised_at < $3 and ($4::text is null or queue = $4)
          and $1::text is null
        """;
    return snapshot
        .query(sql, between(span.from(), span.to(), null))
        .map(rows -> {
          rows.forEach(row -> statistics.promise(promise(row)));
          return null;
        });
  }

  /** Dial-outs that are over; each belongs to the hour it was made in. */
  private Future<Void> attempts() {
    String sql =
        """
        select b.queue, a.dialled_at, a.result from callback_attempt a
        join callback b on b.callback_id = a.callback_id
        where a.dialled_at >= $2 and a.dialled_at < $3 and a.attempt is not null
          and a.result is not null and ($4::text is null or b.queue = $4) and $1::text is null
        """;
    return snapshot
        .query(sql, between(span.from(), span.to(), null))
        .map(rows -> {
          for (Row row : rows) {
            statistics.attempt(
                new QueueId(row.getString("queue")),
                Columns.instant(row, "dialled_at"),
                AttemptResult.valueOf(row.getString("result")));
          }
          return null;
        });
  }

  private static PromiseMoments promise(Row row) {
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

  private Future<Reading> open() {
    String sql =
        """
        select * from call
        where ended_at is null and offered_at >= $2 and offered_at < $3
          and ($4::text is null or queue = $4) and $1::text is null
        """;
    return snapshot
        .query(sql, between(span.from(), span.to(), null))
        .map(rows -> new Reading(statistics, moments(rows)));
  }

  private Tuple between(Instant from, Instant to, @Nullable String first) {
    return Tuple.tuple()
        .addString(first)
        .addOffsetDateTime(Columns.parameter(from))
        .addOffsetDateTime(Columns.parameter(to))
        .addString(queue);
  }

  private static List<CallMoments> moments(RowSet<Row> rows) {
    List<CallMoments> moments = new ArrayList<>();
    rows.forEach(row -> moments.add(PostgresCallStore.moments(row)));
    return moments;
  }
}
