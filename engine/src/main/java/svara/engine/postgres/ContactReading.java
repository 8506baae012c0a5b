package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import svara.engine.id.QueueId;
import svara.engine.postgres.Months.Time;
import svara.engine.statistics.ContactFold;
import svara.engine.statistics.DeskHours;
import svara.engine.statistics.Dimension;
import svara.engine.statistics.Statistics;
import svara.engine.statistics.Statistics.By;

/**
 * Reads what contacts fold to: whole days and months from what is kept; days that something has
 * changed, and the edges of a time, from the rows themselves.
 */
final class ContactReading {
  /** Days that are folded from their rows at once. */
  private static final int DAYS_AT_ONCE = 31;

  private final Rows rows;
  private final ZoneId zone;
  private final DeskHours hours;
  private final @Nullable QueueId queue;
  private final Statistics.Span span;
  private final Dimension dimension;
  private final Sink sink;

  /**
   * Takes what a group has from a moment of the span on, up to its hour's, day's or month's end.
   */
  interface Sink {
    void take(String queue, String value, Instant at, ContactFold fold);
  }

  ContactReading(
      Rows rows,
      ZoneId zone,
      DeskHours hours,
      @Nullable QueueId queue,
      Statistics.Span span,
      Dimension dimension,
      Sink sink) {
    this.rows = rows;
    this.zone = zone;
    this.hours = hours;
    this.queue = queue;
    this.span = span;
    this.dimension = dimension;
    this.sink = sink;
  }

  Future<Void> read() {
    Time days = new Time(By.DAY.ceiling(span.from(), zone), By.DAY.startOf(span.to(), zone));
    if (days.empty()) {
      return window(new Time(span.from(), span.to()));
    }
    return window(new Time(span.from(), days.from()))
        .compose(_ -> stale(days))
        .compose(stale -> kept(days, stale).compose(_ -> windows(stale)))
        .compose(_ -> window(new Time(days.to(), span.to())));
  }

  /** Days that are to be folded anew. */
  private Future<SortedSet<Instant>> stale(Time days) {
    String sql =
        """
        select distinct date_trunc('day', at, $3) as day from figure_stale
        where at >= $1 and at < $2
        """;
    return rows.query(sql, between(days).addString(zone.getId()))
        .map(found -> {
          SortedSet<Instant> stale = new TreeSet<>();
          found.forEach(row -> stale.add(Columns.instant(row, "day")));
          return stale;
        });
  }

  private Future<Void> windows(SortedSet<Instant> stale) {
    Future<Void> done = Future.succeededFuture();
    List<Instant> days = new ArrayList<>(stale);
    for (int i = 0; i < days.size(); i += DAYS_AT_ONCE) {
      List<Instant> some = days.subList(i, Math.min(days.size(), i + DAYS_AT_ONCE));
      for (Time time : Months.joined(some, zone)) {
        done = done.compose(_ -> window(time));
      }
    }
    return done;
  }

  private Future<Void> window(Time time) {
    if (time.empty()) {
      return Future.succeededFuture();
    }
    ContactWindow window = new ContactWindow(rows, zone, hours, queue);
    return window
        .fold(time.from(), time.to())
        .map(_ -> {
          window
              .book()
              .hours()
              .forEach((key, fold) -> {
                if (key.dimension() == dimension) {
                  Instant at = key.hour().isBefore(span.from()) ? span.from() : key.hour();
                  sink.take(key.queue(), key.value(), at, fold);
                }
              });
          return null;
        });
  }

  private Future<Void> kept(Time days, Set<Instant> stale) {
    if (span.by() == By.HOUR || span.by() == By.DAY) {
      return days(days, stale);
    }
    Set<Instant> not = new HashSet<>();
    stale.forEach(day -> not.add(By.MONTH.startOf(day, zone)));
    Set<Instant> months = new HashSet<>();
    return query("month", Months.whole(days, zone))
        .compose(found -> {
          for (Row row : found) {
            Instant month = Columns.instant(row, "start");
            if (!not.contains(month)) {
              months.add(month);
              take(row, month);
            }
          }
          Future<Void> left = Future.succeededFuture();
          for (Time time : Months.left(days, months, zone)) {
            left = left.compose(_ -> days(time, stale));
          }
          return left;
        });
  }

  private Future<Void> days(Time time, Set<Instant> stale) {
    return query("day", time)
        .map(found -> {
          for (Row row : found) {
            Instant day = Columns.instant(row, "start");
            if (!stale.contains(day)) {
              take(row, day);
            }
          }
          return null;
        });
  }

  private void take(Row row, Instant start) {
    String of = row.getString("queue");
    String value = row.getString("value");
    if (span.by() == By.HOUR) {
      FigureCodec.readHours(row.getString("fold"))
          .forEach((hour, fold) -> sink.take(of, value, hour, fold));
    } else {
      sink.take(of, value, start, ContactFold.of(FigureCodec.read(row.getString("fold"))));
    }
  }

  private Future<RowSet<Row>> query(String grain, Time time) {
    String sql =
        """
        select start, queue, value, %s as fold from contact_figure
        where dimension = $4 and grain = $5 and start >= $1 and start < $2
          and ($3::text is null or queue = $3)
        """
            .formatted(span.by() == By.HOUR ? "hours" : "fold");
    return rows.query(
        sql,
        between(time)
            .addString(Objects.toString(queue, null))
            .addString(dimension.name().toLowerCase(Locale.ROOT))
            .addString(grain));
  }

  private static Tuple between(Time time) {
    return Tuple.tuple()
        .addOffsetDateTime(Columns.parameter(time.from()))
        .addOffsetDateTime(Columns.parameter(time.to()));
  }
}
