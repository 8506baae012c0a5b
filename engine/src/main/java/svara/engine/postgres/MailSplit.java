package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import svara.engine.id.TicketNumber;
import svara.engine.mail.MailMatching;

/** Moves a mail that was joined to a ticket to one of its own, in one statement. */
final class MailSplit {
  /**
   * The new ticket's name does not name the old one: an answer to it would go there again. The
   * first mail is what the ticket is about, so it stays; of two who move one mail at once the
   * second meets the key of {@code mail_split}.
   */
  private static final String SQL =
      """
      with mail as (
        select e.id, e.at, e.by, e.text, e.facts, t.number as old
        from ticket_entry e join ticket t on t.number = e.ticket
        where e.ticket = $1 and e.id = $2 and e.kind = 'mail'
          and not exists (select from mail_split s where s.entry = e.id)
          and exists (select from ticket_entry f where f.ticket = $1 and f.id < e.id)),
      opened as (
        insert into ticket (number, status, kind, channel, subject, person_id, shown_as, opened_at, changed_at,
                            follows)
        select next_ticket_number($3), 'new', 'ordinary', 'mail',
               coalesce(nullif(btrim(left(regexp_replace(mail.facts ->> 'subject', $6, '', 'g'), 250)), ''), t.subject),
               p.id, coalesce(mail.facts ->> 'from', ''), $4, $4, mail.old
        from mail join ticket t on t.number = mail.old
        left join person p on p.id = person_of_address(mail.facts ->> 'from') and p.left_at is null
        returning number),
      said as (
        insert into ticket_entry (ticket, at, kind, by, text, facts)
        select opened.number, mail.at, 'mail', mail.by, mail.text,
               mail.facts - 'someoneNew' || jsonb_build_object('why', 'split', 'splitFrom', mail.old)
        from mail, opened
        returning id, ticket),
      moved as (
        insert into mail_split (entry, to_ticket, to_entry, by, at)
        select mail.id, said.ticket, said.id, $5, $4 from mail, said),
      files as (
        insert into ticket_file (ticket, entry, kind, name, media_type, size_bytes, content_id, bytes, reason)
        select said.ticket, said.id, f.kind, f.name, f.media_type, f.size_bytes, f.content_id, f.bytes, f.reason
        from said, mail join ticket_file f on f.entry = mail.id),
      noted as (
        insert into ticket_entry (ticket, at, kind, by, text, facts)
        select mail.old, $4, 'change', $5, '',
               jsonb_build_object('property', 'mail', 'from', mail.id::text, 'to', said.ticket)
        from mail, said)
      select ticket from said
      """;

  private MailSplit() {}

  static Future<Optional<TicketNumber>> split(
      Database database, ZoneId zone, TicketNumber ticket, long entry, String by, Instant at) {
    Tuple values =
        Tuple.of(
            ticket.toString(),
            entry,
            at.atZone(zone).getYear(),
            Columns.parameter(at),
            by,
            MailMatching.MARK_PATTERN + "\\s*");
    return database
        .query(SQL, values)
        .map(rows -> Database.first(rows).map(row -> Columns.ticket(row.getString("ticket"))));
  }
}
