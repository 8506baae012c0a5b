package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import svara.engine.id.QueueId;
import svara.engine.port.FigureStore.Reading;
import svara.engine.postgres.Months.Time;
import svara.engine.statistics.CallMoments;
import svara.engine.statistics.DeskHours;
import svara.engine.statistics.Dimension;
import svara.engine.statistics.Statistics;

/**
 * One reading of figures, all at one moment of the database: what is kept, the journal beyond the
 * marks, and the calls themselves at the edges of a span that begins or ends within an hour.
 */
final class FigureReading {
  private final Rows rows;
  private final @Nullable QueueId queue;
  private final Statistics.Span span;
  private final Statistics statistics;
  private final KeptFigures kept;
  private final ContactReading contacts;

  FigureReading(
      Rows rows, ZoneId zone, DeskHours hours, @Nullable QueueId queue, Statistics.Span span) {
    this.rows = rows;
    this.queue = queue;
    this.span = span;
    this.statistics = new Statistics(span);
    this.kept =
        new KeptFigures(
            rows,
            zone,
            queue,
            span,
            false,
            (of, _, start, fold) -> statistics.folded(of, start, fold));
    // promises and dial-outs; tickets and mails are not calls
    this.contacts =
        new ContactReading(
            rows,
            zone,
            hours,
            queue,
            span,
            Dimension.ALL,
            (of, _, at, fold) -> {
              if (!of.isEmpty()) {
                statistics.folded(new QueueId(of), at, fold.calls());
              }
            });
  }

  Future<Reading> read() {
    Time hours = kept.hours();
    List<Time> edges =
        hours.empty()
            ? List.of(new Time(span.from(), span.to()))
            : List.of(new Time(span.from(), hours.from()), new Time(hours.to(), span.to()));
    Future<Void> read = kept.read();
    for (Time edge : edges) {
      if (!edge.empty()) {
        read = read.compose(_ -> calls(edge));
      }
    }
    return read.compose(_ -> contacts.read())
        .compose(_ -> {
          if (edges.stream().anyMatch(edge -> !edge.empty())) {
            statistics.workUnknown();
          }
          return open();
        });
  }

  /** The part of an hour, call by call. */
  private Future<Void> calls(Time time) {
    String sql =
        """
        select * from call
        where offered_at >= $1 and offered_at < $2 and ($3::text is null or queue = $3)
        """;
    return rows.query(sql, between(time.from(), time.to()))
        .map(found -> {
          for (CallMoments call : moments(found)) {
            statistics.offered(call);
            if (call.outcome() != null) {
              statistics.ended(call);
            }
          }
          return null;
        });
  }

  private Future<Reading> open() {
    String sql =
        """
        select * from call
        where ended_at is null and offered_at >= $1 and offered_at < $2
          and ($3::text is null or queue = $3)
        """;
    return rows.query(sql, between(span.from(), span.to()))
        .map(found -> new Reading(statistics, moments(found)));
  }

  private Tuple between(Instant from, Instant to) {
    return Tuple.tuple()
        .addOffsetDateTime(Columns.parameter(from))
        .addOffsetDateTime(Columns.parameter(to))
        .addString(queue == null ? null : queue.value());
  }

  private static List<CallMoments> moments(RowSet<Row> rows) {
    List<CallMoments> moments = new ArrayList<>();
    rows.forEach(row -> moments.add(PostgresCallStore.moments(row)));
    return moments;
  }
}
