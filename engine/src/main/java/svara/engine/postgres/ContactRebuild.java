package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import svara.engine.port.FigureStore.Rebuilt;

/**
 * Folds every day anew that anything happened in, and puts in place what was kept otherwise. Days
 * that are to be folded anew in any case are no difference.
 */
final class ContactRebuild {
  private static final int DAYS_AT_ONCE = 14;

  private final Database database;
  private final ZoneId zone;
  private final ContactKeeping keeping;

  ContactRebuild(Database database, ZoneId zone, ContactKeeping keeping) {
    this.database = database;
    this.zone = zone;
    this.keeping = keeping;
  }

  Future<Rebuilt> run() {
    String sql =
        """
        select distinct date_trunc('day', at, $1) as day from (
          select offered_at as at from call where outcome is not null
          union all select opened_at from ticket
          union all select closed_at from ticket where closed_at is not null
          union all select promised_at from callback
          union all select dialled_at from callback_attempt where dialled_at is not null
          union all select received_at from mail_in
          union all select start from contact_figure where grain = 'day') moments
        order by day
        """;
    return database
        .query(sql, Tuple.of(zone.getId()))
        .compose(found -> {
          List<Instant> days = new ArrayList<>();
          found.forEach(row -> days.add(Columns.instant(row, "day")));
          Future<Rebuilt> done = Future.succeededFuture(new Rebuilt(0, 0, 0));
          for (int i = 0; i < days.size(); i += DAYS_AT_ONCE) {
            List<Instant> some = days.subList(i, Math.min(days.size(), i + DAYS_AT_ONCE));
            done =
                done.compose(before ->
                    database
                        .transaction(connection -> days(connection, some))
                        .map(now ->
                            new Rebuilt(
                                0, before.rows() + now.rows(), before.differ() + now.differ())));
          }
          return done;
        });
  }

  private Future<Rebuilt> days(SqlConnection connection, List<Instant> days) {
    Rows rows = Rows.of(connection);
    return rows.query("select pg_advisory_xact_lock(7722001)", Tuple.tuple())
        .compose(_ -> steady(rows, days))
        .compose(steady ->
            keeping
                .book(rows, steady)
                .compose(book -> {
                  List<ContactRow> now = ContactRow.of(book.days());
                  return kept(rows, steady)
                      .compose(before -> {
                        List<Instant> differing = differing(before, now);
                        return keeping
                            .fold(rows, differing)
                            .map(_ -> new Rebuilt(0, now.size(), differing.size()));
                      });
                }));
  }

  /** Those in which nothing has changed since they were folded. */
  private Future<List<Instant>> steady(Rows rows, List<Instant> days) {
    String sql =
        """
        select day from unnest($1::timestamptz[]) as day
        where not exists (
          select from figure_stale s where date_trunc('day', s.at, $2) = day)
        order by day
        """;
    OffsetDateTime[] starts = days.stream().map(Columns::parameter).toArray(OffsetDateTime[]::new);
    return rows.query(sql, Tuple.tuple().addArrayOfOffsetDateTime(starts).addString(zone.getId()))
        .map(found -> {
          List<Instant> steady = new ArrayList<>();
          found.forEach(row -> steady.add(Columns.instant(row, "day")));
          return steady;
        });
  }

  private static Future<List<ContactRow>> kept(Rows rows, List<Instant> days) {
    String sql =
        """
        select dimension, grain, start, queue, value, fold, hours from contact_figure
        where grain = 'day' and start = any ($1)
        """;
    OffsetDateTime[] starts = days.stream().map(Columns::parameter).toArray(OffsetDateTime[]::new);
    return rows.query(sql, Tuple.tuple().addArrayOfOffsetDateTime(starts))
        .map(found -> {
          List<ContactRow> kept = new ArrayList<>();
          for (Row row : found) {
            kept.add(ContactRow.of(row));
          }
          return kept;
        });
  }

  /** The days in which any row is another, is missing, or is one too many. */
  private static List<Instant> differing(List<ContactRow> before, List<ContactRow> now) {
    Map<ContactRow, Integer> sums = new TreeMap<>(ContactRow.ORDER);
    before.forEach(row -> sums.merge(row, 1, Integer::sum));
    now.forEach(row -> sums.merge(row, -1, Integer::sum));
    return sums.entrySet().stream()
        .filter(one -> one.getValue() != 0)
        .map(one -> one.getKey().start())
        .distinct()
        .sorted()
        .toList();
  }
}
