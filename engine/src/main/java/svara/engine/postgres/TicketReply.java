package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.UUID;
import svara.engine.id.TicketNumber;
import svara.engine.mail.MailHtml;
import svara.engine.port.TicketStore.Replied;

/** A reply to a requester: on the timeline and in the outbox, in one statement. */
final class TicketReply {
  /**
   * To the requester's address, else that of the last person who mailed and has part in the ticket;
   * it answers that person's mail, else the last of ours. Ends before the {@code where}.
   */
  static final String WANTED =
      """
      with latest as (
        select facts ->> 'from' as address, nullif(facts ->> 'messageId', '') as message_id,
               string_to_array(facts ->> 'thread', ' ') as thread
        from ticket_entry
        where ticket = $1 and kind = 'mail' and facts ->> 'automatic' = 'false'
          and not facts ? 'someoneNew'
          and not exists (select from mail_split s where s.entry = ticket_entry.id)
        order by id desc limit 1),
      ours as (
        select message_id from mail_out where ticket = $1 order by id desc limit 1),
      wanted as (
        select t.number, t.subject, t.channel, coalesce(p.email, latest.address) as recipient,
               coalesce(latest.message_id, ours.message_id) as answers,
               coalesce(latest.thread, '{}') as refs, p.language,
               p.id is not null and p.left_at is null as known
        from ticket t
        left join person p on p.id = t.person_id
        left join latest on true
        left join ours on true
        where t.number = $1 and coalesce(p.email, latest.address) is not null)
      select * from wanted
      """;

  private static final String REPLY =
      WANTED.substring(0, WANTED.lastIndexOf("select * from wanted"))
          + """
          , said as (
            insert into ticket_entry (ticket, at, kind, by, text, facts)
            select number, $2, 'reply', $3, $4, jsonb_build_object('to', recipient) from wanted
            returning id, at, kind, by, text, call_id, facts),
          changed as (
            update ticket set changed_at = greatest(changed_at, $2) where number in (select number from wanted)),
          sent as (
            insert into mail_out (ticket, entry, recipient, subject, body, html, message_id, answers, refs,
                                  written_at, next_at)
            select number, said.id, recipient, left('[#' || number || '] ' || subject, 250), $4, $6, $5, answers,
                   refs, $2, $2
            from wanted, said)
          select * from said
          """;

  private TicketReply() {}

  static Future<Replied> write(
      Database database, TicketNumber number, String by, String text, Instant at, String domain) {
    Tuple values =
        Tuple.tuple()
            .addString(number.toString())
            .addOffsetDateTime(Columns.parameter(at))
            .addString(by)
            .addString(text)
            .addString(UUID.randomUUID() + "@" + domain)
            .addString(MailHtml.of(null, text));
    return database
        .query(REPLY, values)
        .map(rows ->
            Database.first(rows)
                .<Replied>map(row -> new Replied.Waiting(PostgresTicketStore.entry(row)))
                .orElseGet(Replied.NoAddress::new));
  }
}
