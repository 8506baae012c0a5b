package svara.engine.postgres;

import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import svara.engine.id.QueueId;
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

  private final ZoneId zone;
  private final Map<QueueId, TechnicianClocks> clocks = new TreeMap<>();
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
      public void onDuty(Instant from, Instant to, boolean busy) {
        By.HOUR.cut(
            from,
            to,
            zone,
            (start, end) ->
                folds(queue, start, fold -> fold.onDuty(Duration.between(start, end), busy)));
      }

      @Override
      public void wrappedUp(Instant offeredAt, Duration time) {
        folds(queue, offeredAt, fold -> fold.wrappedUp(time));
      }
    };
  }

  /** Of the hour and of the day that a moment is in. */
  private void folds(QueueId queue, Instant at, Consumer<FigureFold> change) {
    for (By by : By.values()) {
      change.accept(
          folds.computeIfAbsent(new Key(queue, by, by.startOf(at, zone)), _ -> new FigureFold()));
    }
  }

  Map<Key, FigureFold> folds() {
    return folds;
  }
}
