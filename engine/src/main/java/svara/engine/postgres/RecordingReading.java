package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import svara.engine.id.QueueId;
import svara.engine.whatif.Recorder;
import svara.engine.whatif.Recording;

/** Reads a time of a queue's journal, batch by batch, and records what people did in it. */
final class RecordingReading {
  /** So few that taking a batch in holds nobody up. */
  private static final int BATCH = 1_000;

  /**
   * Which rows of the journal that time has. They are counted beside, because a smallest id alone
   * would be searched from the journal's first row on.
   */
  static final String ROWS =
      """
      select min(id) as first, max(id) as last, count(*) as n from journal
      where queue = $1 and command_at >= $2 and command_at < $3 and kind is not null
      """;

  private final Database database;
  private final QueueId queue;
  private final Instant from;
  private final Instant to;
  private final int limit;
  private final Recorder recorder;

  RecordingReading(Database database, QueueId queue, Instant from, Instant to, int limit) {
    this.database = database;
    this.queue = queue;
    this.from = from;
    this.to = to;
    this.limit = limit;
    this.recorder = new Recorder(queue);
  }

  Future<Recording> read() {
    Tuple values = Tuple.of(queue.value(), Columns.parameter(from), Columns.parameter(to));
    return database
        .query(ROWS, values)
        .compose(rows -> {
          Row found = rows.iterator().next();
          long events = found.getLong("n");
          if (events > limit) {
            return Future.failedFuture(
                new IllegalArgumentException("more than " + limit + " events in that time"));
          }
          return events == 0
              ? Future.succeededFuture(recorder.recording())
              : after(found.getLong("first") - 1, found.getLong("last"));
        });
  }

  private Future<Recording> after(long before, long last) {
    String sql =
        """
        select id, payload::text as payload from journal
        where queue = $1 and id > $2 and id <= $3 and command_at >= $4 and command_at < $5
          and kind is not null
        order by id limit $6
        """;
    Tuple values =
        Tuple.tuple()
            .addString(queue.value())
            .addLong(before)
            .addLong(last)
            .addOffsetDateTime(Columns.parameter(from))
            .addOffsetDateTime(Columns.parameter(to))
            .addInteger(BATCH);
    return database
        .query(sql, values)
        .compose(rows -> {
          long end = before;
          for (Row row : rows) {
            recorder.add(JournalCodec.event(row.getString("payload")));
            end = row.getLong("id");
          }
          return rows.size() < BATCH
              ? Future.succeededFuture(recorder.recording())
              : after(end, last);
        });
  }
}
