package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import svara.engine.id.CallId;
import svara.engine.id.TicketNumber;
import svara.engine.port.TicketStore.Attachment;
import svara.engine.port.VoiceMessageStore;
import svara.engine.ticket.VoiceSound;

/** Voice messages among the files of tickets. */
final class PostgresVoiceMessageStore implements VoiceMessageStore {
  private final Database database;

  PostgresVoiceMessageStore(Database database) {
    this.database = database;
  }

  @Override
  public Future<Set<CallId>> ended(Collection<CallId> calls) {
    if (calls.isEmpty()) {
      return Future.succeededFuture(Set.of());
    }
    String[] ids = calls.stream().map(CallId::value).toArray(String[]::new);
    return database
        .query(
            "select call_id from call where call_id = any ($1) and ended_at is not null",
            Tuple.of(ids))
        .map(rows -> {
          Set<CallId> ended = new HashSet<>();
          rows.forEach(row -> ended.add(new CallId(row.getString("call_id"))));
          return ended;
        });
  }

  @Override
  public Future<Optional<TicketNumber>> keep(VoiceMessage message) {
    String sql =
        """
        with kept as (
          insert into ticket_file (ticket, call_id, kind, name, media_type, size_bytes, recorded_at, length_ms,
                                   bytes, reason, removed_at)
          select ticket, call_id, 'voice', 'voice-message.wav', $2, coalesce(length($5::bytea), 0), $3, $4, $5,
                 case when $5::bytea is null then 'nothing was said' else '' end,
                 case when $5::bytea is null then $6::timestamptz end
          from call where call_id = $1 and ended_at is not null
          on conflict (call_id) do nothing
          returning id, ticket, call_id, length_ms, bytes is null as empty),
        changed as (
          update ticket set changed_at = greatest(changed_at, $6) where number in (select ticket from kept))
        insert into ticket_entry (ticket, at, kind, call_id, by, text, facts)
        select ticket, $6, case when empty then 'voice_message.empty' else 'voice_message' end, call_id, '', '',
               jsonb_build_object('attachment', id::text, 'seconds', ceil(length_ms / 1000.0)::bigint::text)
        from kept
        returning ticket
        """;
    Tuple values =
        Tuple.tuple()
            .addString(message.call().value())
            .addString(VoiceSound.CONTENT_TYPE)
            .addOffsetDateTime(Columns.parameter(message.recordedAt()))
            .addInteger((int) message.length().toMillis())
            .addBuffer(message.sound().orElse(null))
            .addOffsetDateTime(Columns.parameter(message.at()));
    return database
        .query(sql, values)
        .map(rows -> Database.first(rows).map(row -> Columns.ticket(row.getString("ticket"))));
  }

  @Override
  public Future<List<Removed>> remove(Instant before, Instant at) {
    // two nodes may do this at once: what one has locked the other leaves to it
    String sql =
        """
        with old as (
          select id from ticket_file
          where kind = 'voice' and removed_at is null and recorded_at < $1
          order by recorded_at limit 100 for update skip locked),
        removed as (
          update ticket_file set bytes = null, reason = 'removed', removed_at = $2 where id in (select id from old)
          returning id, ticket, call_id, recorded_at),
        noted as (
          insert into ticket_entry (ticket, at, kind, call_id, by, text, facts)
          select ticket, $2, 'voice_message.removed', call_id, 'system', '',
                 jsonb_build_object('attachment', id::text)
          from removed)
        select id, ticket, recorded_at from removed order by id
        """;
    return database
        .query(sql, Tuple.of(Columns.parameter(before), Columns.parameter(at)))
        .map(rows -> {
          List<Removed> removed = new ArrayList<>();
          rows.forEach(row ->
              removed.add(
                  new Removed(
                      row.getLong("id"),
                      Columns.ticket(row.getString("ticket")),
                      Columns.instant(row, "recorded_at"))));
          return removed;
        });
  }

  /** What a ticket's attachment holds. */
  static Future<Optional<Attachment>> attachment(Database database, TicketNumber ticket, long id) {
    String sql =
        """
        select media_type, bytes from ticket_file
        where id = $1 and ticket = $2 and kind = 'voice' and removed_at is null
        """;
    return database
        .query(sql, Tuple.of(id, ticket.toString()))
        .map(rows ->
            Database.first(rows)
                .map(row -> new Attachment(row.getString("media_type"), row.getBuffer("bytes"))));
  }
}
