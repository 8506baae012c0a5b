package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.statistics.CallMoments;
import svara.engine.statistics.FigureFold;
import svara.engine.statistics.Statistics.By;
import svara.engine.statistics.TechnicianClocks;

/** Folds rows of the journal into hours and days, each queue's in the journal's order. */
final class FigureRows {
  /** What figures are folded from; the same words as in the index {@code journal_figures}. */
  static final String KINDS =
      """
      ('CallOffered', 'CallEnded', 'CallAnswered', 'CallbackDialled', 'TechnicianReleased', 'AttemptEnded',
       'WrapUpEnded', 'TechnicianEnrolled', 'TechnicianLeft', 'DutyChanged')
      """;

  private static final List<By> KEPT = List.of(By.HOUR, By.DAY);

  private final ZoneId zone;
  private final Map<QueueId, TechnicianClocks> clocks = new TreeMap<>();
  private final Map<Key, FigureFold> folds = new TreeMap<>(ORDER);

  /**
   * Which row of the table.
   *
   * @param technician whose time alone, or empty
   */
  record Key(QueueId queue, String technician, By by, Instant start) {
    String grain() {
      return by.name().toLowerCase(Locale.ROOT);
    }

    /** Queue, technician, grain and start. */
    Tuple values() {
      return Tuple.tuple()
          .addString(queue.value())
          .addString(technician)
          .addString(grain())
          .addOffsetDateTime(Columns.parameter(start));
    }
  }

  static final Comparator<Key> ORDER =
      Comparator.comparing(Key::queue)
          .thenComparing(Key::technician)
          .thenComparing(Key::by)
          .thenComparing(Key::start);

  FigureRows(ZoneId zone) {
    this.zone = zone;
  }

  /** What is needed of the journal, of the rows whose kind is one of {@link #KINDS}. */
  static final String COLUMNS =
      """
      id, queue, kind, call_id, queued_at, answered_at, ended_at, outcome, met_full, outside_hours,
      without_engine, taken, voice_message,
      case kind
        when 'CallEnded' then offered_at
        when 'CallOffered' then (payload -> 'caller' ->> 'offeredAt')::timestamptz
        when 'TechnicianReleased' then
          (select c.offered_at from call c where c.call_id = payload ->> 'call')
        end as offered_at,
      case when kind not in ('CallOffered', 'CallEnded') then payload::text end as event
      """;

  /** Goes on from how the queue's technicians were when the last row before was folded. */
  void begin(QueueId queue, TechnicianClocks kept) {
    clocks.put(queue, kept);
  }

  TechnicianClocks clocks(QueueId queue) {
    return clocks.computeIfAbsent(queue, _ -> new TechnicianClocks());
  }

  void add(Row row) {
    QueueId queue = new QueueId(row.getString("queue"));
    switch (row.getString("kind")) {
      case "CallEnded" -> {
        CallMoments call = PostgresCallStore.moments(row);
        folds(queue, call.offeredAt(), fold -> fold.ended(call));
      }
      case "CallOffered" -> folds(queue, Columns.instant(row, "offered_at"), FigureFold::offered);
      default ->
          clocks(queue)
              .add(
                  JournalCodec.event(row.getString("event")),
                  Columns.instantOrNull(row, "offered_at"),
                  passing(queue));
    }
  }

  /** Lets the time of all technicians pass up to a moment. */
  void passTo(Instant at) {
    clocks.forEach((queue, technicians) -> technicians.passTo(at, passing(queue)));
  }

  private TechnicianClocks.Passing passing(QueueId queue) {
    return new TechnicianClocks.Passing() {
      @Override
      public void onDuty(TechnicianId technician, Instant from, Instant to, boolean busy) {
        By.HOUR.cut(
            from,
            to,
            zone,
            (start, end) ->
                both(
                    queue,
                    technician,
                    start,
                    fold -> fold.onDuty(Duration.between(start, end), busy)));
      }

      @Override
      public void wrappedUp(TechnicianId technician, Instant offeredAt, Duration time) {
        both(queue, technician, offeredAt, fold -> fold.wrappedUp(time));
      }
    };
  }

  private void both(
      QueueId queue, TechnicianId technician, Instant at, Consumer<FigureFold> change) {
    folds(queue, at, change);
    folds(queue, technician.value(), at, change);
  }

  private void folds(QueueId queue, Instant at, Consumer<FigureFold> change) {
    folds(queue, "", at, change);
  }

  /** Of the hour and of the day that a moment is in; months are put together when they are over. */
  private void folds(QueueId queue, String technician, Instant at, Consumer<FigureFold> change) {
    for (By by : KEPT) {
      Key key = new Key(queue, technician, by, by.startOf(at, zone));
      change.accept(folds.computeIfAbsent(key, _ -> new FigureFold()));
    }
  }

  Map<Key, FigureFold> folds() {
    return folds;
  }

  /** Puts a row into the table, in place of the one that is there. */
  static Future<Void> write(Rows rows, Key key, FigureFold fold) {
    return rows.query(
            """
            insert into figure (queue, technician, grain, start, fold)
            values ($1, $2, $3, $4, $5::text::jsonb)
            on conflict (grain, start, queue, technician) do update set fold = excluded.fold
            """,
            key.values().addString(FigureCodec.write(fold.kept())))
        .mapEmpty();
  }
}
