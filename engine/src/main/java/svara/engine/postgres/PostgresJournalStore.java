package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import svara.engine.id.QueueId;
import svara.engine.port.JournalStore;
import svara.engine.statistics.CallMoments;

/** The journal, read. */
final class PostgresJournalStore implements JournalStore {
  private final Database database;

  PostgresJournalStore(Database database) {
    this.database = database;
  }

  @Override
  public Future<List<CallMoments>> ended(
      @Nullable QueueId queue, Instant from, Instant to, int limit) {
    Conditions conditions =
        new Conditions()
            .and("offered_at >= ?", Columns.parameter(from))
            .and("offered_at < ?", Columns.parameter(to))
            .and("queue = ?", queue == null ? null : queue.value());
    // the kind is said in the words of the index's own condition, or the index is not used
    String sql =
        """
        select queue, call_id, offered_at, queued_at, answered_at, ended_at, outcome, met_full,
               outside_hours, without_engine, taken, voice_message
        from journal %s and kind = 'CallEnded' order by offered_at, id limit %d
        """
            .formatted(conditions.where(), limit);
    return database
        .query(sql, conditions.values())
        .map(rows -> {
          List<CallMoments> moments = new ArrayList<>();
          rows.forEach(row -> moments.add(PostgresCallStore.moments(row)));
          return moments;
        });
  }

  @Override
  public Future<List<Written>> events(QueueId queue, long after, int limit) {
    String sql =
        """
        select id, version, payload::text as payload from journal
        where queue = $1 and id > $2 and kind is not null order by id limit $3
        """;
    return database
        .query(sql, Tuple.of(queue.value(), after, limit))
        .map(rows -> {
          List<Written> events = new ArrayList<>();
          rows.forEach(row ->
              events.add(
                  new Written(
                      row.getLong("id"),
                      row.getLong("version"),
                      JournalCodec.event(row.getString("payload")))));
          return events;
        });
  }
}
