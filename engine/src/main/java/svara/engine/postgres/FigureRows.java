package svara.engine.postgres;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import svara.engine.id.QueueId;
import svara.engine.statistics.FigureFold;
import svara.engine.statistics.Statistics.By;

/** Folds rows of the journal into hours and days. */
final class FigureRows {
  private final ZoneId zone;
  private final Map<Key, FigureFold> folds =
      new TreeMap<>(
          Comparator.comparing(Key::queue).thenComparing(Key::by).thenComparing(Key::start));

  /** Which row of the table. */
  record Key(QueueId queue, By by, Instant start) {
    String grain() {
      return by.name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  FigureRows(ZoneId zone) {
    this.zone = zone;
  }

  /** What is needed of the journal, of the rows whose kind is CallOffered or CallEnded. */
  static final String COLUMNS =
      """
      id, queue, kind, call_id, queued_at, answered_at, ended_at, outcome, met_full, outside_hours,
      without_engine, taken,
      coalesce(offered_at, (payload -> 'caller' ->> 'offeredAt')::timestamptz) as offered_at
      """;

  void add(Row row) {
    Instant offeredAt = Columns.instant(row, "offered_at");
    QueueId queue = new QueueId(row.getString("queue"));
    for (By by : By.values()) {
      FigureFold fold =
          folds.computeIfAbsent(
              new Key(queue, by, by.startOf(offeredAt, zone)), _ -> new FigureFold());
      if (row.getString("kind").equals("CallEnded")) {
        fold.ended(PostgresCallStore.moments(row));
      } else {
        fold.offered();
      }
    }
  }

  Map<Key, FigureFold> folds() {
    return folds;
  }
}
