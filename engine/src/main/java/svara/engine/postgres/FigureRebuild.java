package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import svara.engine.id.QueueId;
import svara.engine.port.FigureStore.Rebuilt;
import svara.engine.statistics.FigureFold;
import svara.engine.statistics.Statistics.By;

/**
 * Folds the whole journal anew, a queue at a time. Nobody else folds a queue while its rows are
 * compared and put in place; what is written to the journal meanwhile is folded afterwards as
 * usual.
 */
final class FigureRebuild {
  private static final int BATCH = 20_000;

  private final Database database;
  private final ZoneId zone;

  FigureRebuild(Database database, ZoneId zone) {
    this.database = database;
    this.zone = zone;
  }

  Future<Rebuilt> run() {
    return database
        .query("select queue from queue_state order by queue", Tuple.tuple())
        .compose(queues -> {
          Future<Rebuilt> done = Future.succeededFuture(new Rebuilt(0, 0, 0));
          for (Row row : queues) {
            String queue = row.getString("queue");
            done = done.compose(before -> queue(queue).map(now -> sum(before, now)));
          }
          return done;
        });
  }

  private static Rebuilt sum(Rebuilt one, Rebuilt other) {
    return new Rebuilt(
        one.events() + other.events(), one.rows() + other.rows(), one.differ() + other.differ());
  }

  private Future<Rebuilt> queue(String queue) {
    FigureRows folds = new FigureRows(zone);
    return database
        .query("select journal from figure_mark where queue = $1", Tuple.of(queue))
        .compose(mark -> {
          long until = mark.size() == 0 ? 0 : mark.iterator().next().getLong("journal");
          return read(queue, 0, until, folds, 0)
              .compose(events ->
                  database
                      .transaction(connection -> replace(connection, queue, until, folds))
                      .map(differ -> new Rebuilt(events, folds.folds().size(), differ)));
        });
  }

  private Future<Long> read(String queue, long after, long until, FigureRows folds, long events) {
    String sql =
        """
        select %s from journal
        where queue = $1 and id > $2 and id <= $3 and kind in %s
        order by id limit $4
        """
            .formatted(FigureRows.COLUMNS, FigureRows.KINDS);
    return database
        .query(sql, Tuple.of(queue, after, until, BATCH))
        .compose(rows -> {
          long last = after;
          for (Row row : rows) {
            folds.add(row);
            last = row.getLong("id");
          }
          return rows.size() < BATCH
              ? Future.succeededFuture(events + rows.size())
              : read(queue, last, until, folds, events + rows.size());
        });
  }

  /** Compares with what is kept by now; what was folded meanwhile is folded here too. */
  private Future<Long> replace(
      SqlConnection connection, String queue, long until, FigureRows folds) {
    return connection
        .preparedQuery("select journal from figure_mark where queue = $1 for update")
        .execute(Tuple.of(queue))
        .compose(mark -> {
          long now = mark.size() == 0 ? 0 : mark.iterator().next().getLong("journal");
          return connection
              .preparedQuery(
                  """
                  select %s from journal
                  where queue = $1 and id > $2 and id <= $3 and kind in %s
                  order by id
                  """
                      .formatted(FigureRows.COLUMNS, FigureRows.KINDS))
              .execute(Tuple.of(queue, until, now));
        })
        .compose(rest -> {
          rest.forEach(folds::add);
          return connection
              .preparedQuery("update figure_mark set clocks = $2::text::jsonb where queue = $1")
              .execute(Tuple.of(queue, FigureCodec.write(folds.clocks(new QueueId(queue)))));
        })
        .compose(_ ->
            connection
                .preparedQuery(
                    """
                    select technician, grain, start, fold::text as fold from figure
                    where queue = $1
                    """)
                .execute(Tuple.of(queue)))
        .compose(kept -> {
          Map<FigureRows.Key, String> before = new HashMap<>();
          for (Row row : kept) {
            before.put(key(queue, row), row.getString("fold"));
          }
          return write(connection, before, folds.folds());
        });
  }

  private static FigureRows.Key key(String queue, Row row) {
    By by = By.valueOf(row.getString("grain").toUpperCase(Locale.ROOT));
    return new FigureRows.Key(
        new QueueId(queue), row.getString("technician"), by, Columns.instant(row, "start"));
  }

  private Future<Long> write(
      SqlConnection connection,
      Map<FigureRows.Key, String> before,
      Map<FigureRows.Key, FigureFold> folds) {
    Map<FigureRows.Key, FigureFold> now = new TreeMap<>(FigureRows.ORDER);
    now.putAll(folds);
    folds.forEach((key, fold) ->
        month(key, before.keySet())
            .ifPresent(month -> now.computeIfAbsent(month, _ -> new FigureFold()).merge(fold)));
    Set<FigureRows.Key> all = new HashSet<>(before.keySet());
    all.addAll(now.keySet());
    long differ = 0;
    Future<Void> written = Future.succeededFuture();
    for (FigureRows.Key key : all) {
      FigureFold fold = now.getOrDefault(key, new FigureFold());
      String kept = before.get(key);
      if (kept != null && FigureFold.of(FigureCodec.read(kept)).figures().equals(fold.figures())) {
        continue;
      }
      differ++;
      written = written.compose(_ -> FigureRows.write(Rows.of(connection), key, fold));
    }
    long found = differ;
    return written.map(_ -> found);
  }

  /** The month that a day's row is put together in, when its month is together. */
  private Optional<FigureRows.Key> month(FigureRows.Key key, Set<FigureRows.Key> kept) {
    FigureRows.Key month =
        new FigureRows.Key(
            key.queue(), key.technician(), By.MONTH, By.MONTH.startOf(key.start(), zone));
    return key.by() == By.DAY && kept.contains(month) ? Optional.of(month) : Optional.empty();
  }
}
