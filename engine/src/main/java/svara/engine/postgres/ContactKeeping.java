package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import svara.engine.postgres.Months.Time;
import svara.engine.statistics.ContactBook;
import svara.engine.statistics.ContactFold;
import svara.engine.statistics.DeskHours;
import svara.engine.statistics.Dimension;
import svara.engine.statistics.Statistics.By;

/**
 * Folds the days anew in which something has become another. Readers fold such days themselves
 * until it is done. One at a time does this in a database.
 */
final class ContactKeeping {
  /** Held while days are folded: a number of this program's own choice. */
  private static final String ALONE = "select pg_try_advisory_xact_lock(7722001) as alone";

  private static final int DAYS_AT_ONCE = 14;

  private final ZoneId zone;
  private final DeskHours hours;

  ContactKeeping(ZoneId zone, DeskHours hours) {
    this.zone = zone;
    this.hours = hours;
  }

  /** Folds some days anew, and says how many. */
  Future<Integer> keepUp(SqlConnection connection) {
    Rows rows = Rows.of(connection);
    return rows.query(ALONE, Tuple.tuple())
        .compose(found ->
            found.iterator().next().getBoolean("alone")
                ? sameHours(rows).compose(_ -> foldStale(rows))
                : Future.succeededFuture(0));
  }

  /** Times in opening hours are others when the hours are: then every day is folded anew. */
  private Future<Void> sameHours(Rows rows) {
    String words = hours.words();
    return rows.query("select hours from figure_hours", Tuple.tuple())
        .compose(found -> {
          if (found.size() > 0 && found.iterator().next().getString("hours").equals(words)) {
            return Future.succeededFuture();
          }
          return rows.query(
                  """
                  insert into figure_hours (hours) values ($1)
                  on conflict (one) do update set hours = excluded.hours
                  """,
                  Tuple.of(words))
              .compose(_ ->
                  rows.query(
                      """
                      insert into figure_stale (at)
                      select distinct start from contact_figure where grain = 'day'
                      """,
                      Tuple.tuple()))
              .mapEmpty();
        });
  }

  private Future<Integer> foldStale(Rows rows) {
    String sql =
        """
        with days as (
          select distinct date_trunc('day', at, $1) as day from figure_stale
          order by day desc limit $2),
        taken as (
          delete from figure_stale where date_trunc('day', at, $1) in (select day from days))
        select day from days order by day
        """;
    return rows.query(sql, Tuple.of(zone.getId(), DAYS_AT_ONCE))
        .compose(found -> {
          List<Instant> days = new ArrayList<>();
          found.forEach(row -> days.add(Columns.instant(row, "day")));
          return fold(rows, days).map(_ -> days.size());
        });
  }

  /** Folds days and puts them in place of what was kept. */
  Future<Void> fold(Rows rows, List<Instant> days) {
    if (days.isEmpty()) {
      return Future.succeededFuture();
    }
    return book(rows, days)
        .compose(book -> remove(rows, days).compose(_ -> write(rows, ContactRow.of(book.days()))));
  }

  /** What days fold to now. */
  Future<ContactBook> book(Rows rows, List<Instant> days) {
    ContactWindow window = new ContactWindow(rows, zone, hours, null);
    Future<Void> folded = Future.succeededFuture();
    for (Time time : Months.joined(days, zone)) {
      folded = folded.compose(_ -> window.fold(time.from(), time.to()));
    }
    return folded.map(_ -> window.book());
  }

  private Future<Void> remove(Rows rows, List<Instant> days) {
    OffsetDateTime[] starts = days.stream().map(Columns::parameter).toArray(OffsetDateTime[]::new);
    OffsetDateTime[] months =
        days.stream()
            .map(day -> Columns.parameter(By.MONTH.startOf(day, zone)))
            .distinct()
            .toArray(OffsetDateTime[]::new);
    return rows.query(
            """
            delete from contact_figure
            where dimension in ('all', 'department', 'technician', 'system', 'category', 'channel')
              and (grain = 'day' and start = any ($1) or grain = 'month' and start = any ($2))
            """,
            Tuple.tuple().addArrayOfOffsetDateTime(starts).addArrayOfOffsetDateTime(months))
        .mapEmpty();
  }

  private static Future<Void> write(Rows rows, List<ContactRow> all) {
    return rows.query(
            """
            insert into contact_figure (dimension, grain, start, queue, value, fold, hours)
            select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[])
            """,
            Tuple.tuple()
                .addArrayOfString(
                    texts(all, row -> row.dimension().name().toLowerCase(Locale.ROOT)))
                .addArrayOfString(texts(all, ContactRow::grain))
                .addArrayOfOffsetDateTime(
                    all.stream()
                        .map(row -> Columns.parameter(row.start()))
                        .toArray(OffsetDateTime[]::new))
                .addArrayOfString(texts(all, ContactRow::queue))
                .addArrayOfString(texts(all, ContactRow::value))
                .addArrayOfString(texts(all, ContactRow::fold))
                .addArrayOfString(texts(all, ContactRow::hours)))
        .mapEmpty();
  }

  private static String[] texts(List<ContactRow> rows, Function<ContactRow, String> text) {
    return rows.stream().map(text).toArray(String[]::new);
  }

  // ---- months

  /**
   * Puts one month together that is over, folded and not together yet; says whether there was one.
   */
  Future<Integer> rollUp(SqlConnection connection) {
    Rows rows = Rows.of(connection);
    return rows.query(ALONE, Tuple.tuple())
        .compose(found -> {
          if (!found.iterator().next().getBoolean("alone")) {
            return Future.succeededFuture(0);
          }
          return next(rows)
              .compose(month -> month == null ? Future.succeededFuture(0) : rollUp(rows, month));
        });
  }

  private Future<@Nullable Instant> next(Rows rows) {
    String sql =
        """
        with months as (
          select m at time zone $1 as month, (m + interval '1 month') at time zone $1 as till
          from (
            select min(start) at time zone $1 as first from contact_figure
            where dimension = 'all' and grain = 'day') f,
               generate_series(date_trunc('month', f.first),
                 date_trunc('month', (now() - interval '1 hour') at time zone $1) - interval '1 month',
                 interval '1 month') m)
        select month from months
        where exists (
            select from contact_figure f
            where f.dimension = 'all' and f.grain = 'day' and f.start >= month and f.start < till)
          and not exists (
            select from contact_figure f where f.dimension = 'all' and f.grain = 'month' and f.start = month)
          and not exists (select from figure_stale s where s.at >= month and s.at < till)
        order by month limit 1
        """;
    return rows.query(sql, Tuple.of(zone.getId()))
        .map(found -> found.size() == 0 ? null : Columns.instant(found.iterator().next(), "month"));
  }

  private Future<Integer> rollUp(Rows rows, Instant month) {
    String sql =
        """
        select dimension, queue, value, fold from contact_figure
        where dimension in ('all', 'department', 'technician', 'system', 'category', 'channel')
          and grain = 'day' and start >= $1 and start < $2
        """;
    Instant end = By.MONTH.endOf(month, zone);
    return rows.query(sql, Tuple.of(Columns.parameter(month), Columns.parameter(end)))
        .compose(found -> write(rows, together(found, month)))
        .map(_ -> 1);
  }

  private static List<ContactRow> together(RowSet<Row> found, Instant month) {
    TreeMap<ContactBook.Key, ContactFold> folds = new TreeMap<>();
    for (Row row : found) {
      Dimension dimension = ContactRow.dimensionOf(row);
      folds
          .computeIfAbsent(
              new ContactBook.Key(dimension, month, row.getString("queue"), row.getString("value")),
              _ -> new ContactFold())
          .merge(ContactFold.of(FigureCodec.read(row.getString("fold"))));
    }
    List<ContactRow> together = new ArrayList<>();
    folds.forEach((key, fold) ->
        together.add(
            new ContactRow(
                key.dimension(),
                "month",
                month,
                key.queue(),
                key.value(),
                FigureCodec.write(fold.kept()),
                "")));
    return together;
  }
}
