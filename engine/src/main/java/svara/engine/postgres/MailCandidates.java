package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import svara.engine.id.TicketNumber;
import svara.engine.mail.Bounce;
import svara.engine.mail.IncomingMail;
import svara.engine.mail.MailMatching;
import svara.engine.mail.MailMatching.Candidate;
import svara.engine.mail.MailMatching.Tie;

/** The tickets that a mail may belong to, by everything they have sent and received. */
final class MailCandidates {
  /**
   * A mail that came before what it answers is tied to that by its own references; of two that
   * answer one which never came only those of one person are: strangers' answers to an announcement
   * have nothing else in common. Those who have part: the requester, who has mailed and was not
   * new, whom we have mailed. A plain {@code kind}, or a ticket that {@code is not null} in the
   * third part, would let the planner walk through the index of all mails.
   */
  private static final String SQL =
      """
      with ids as (
        select id, max(place) as place from unnest($1::text[]) with ordinality as one (id, place)
        where id <> '' group by id),
      found as (
        select o.ticket, case when ids.id = $3 then 'OWN_MAIL' else 'OWN_MESSAGE' end as tie, -ids.place as place
        from ids join mail_out o on o.message_id = ids.id
        union all
        select coalesce(s.to_ticket, m.ticket), 'THREAD', -ids.place
        from ids join mail_in m on m.message_id = ids.id and m.message_id <> ''
        left join mail_split s on s.entry = m.entry
        where m.ticket is not null and ids.id <> $3
        union all
        select coalesce(s.to_ticket, m.ticket), 'THREAD', 0
        from mail_in m left join mail_split s on s.entry = m.entry
        where m.refs <> '{}'
          and (($3 <> '' and m.refs @> array[$3]) or (m.sender = $4 and m.refs && $5::text[]))
        union all
        select t.number, 'NUMBER', one.place
        from unnest($2::text[]) with ordinality as one (number, place)
        join ticket t on t.number = one.number)
      select t.number as ticket, f.tie, t.closed_at,
             array(
               select p.email from person p where p.id = any (array[t.person_id, part.person_id])
               union
               select e.facts ->> 'from' from ticket_entry e
               where e.ticket = any (array[t.number, part.number]) and e.kind || '' = 'mail' and not e.facts ? 'someoneNew'
                 and e.facts ->> 'automatic' = 'false'
                 and not exists (select from mail_split s where s.entry = e.id)
               union
               select o.recipient from mail_out o where o.ticket = any (array[t.number, part.number])) as addresses
      from found f join ticket part on part.number = f.ticket
      join ticket t on t.number = coalesce(part.merged_into, part.number)
      order by f.place limit 200
      """;

  private MailCandidates() {}

  static Future<List<Candidate>> of(SqlConnection connection, IncomingMail mail) {
    List<String> ids = new ArrayList<>(mail.thread());
    Bounce bounce = mail.bounce();
    if (bounce != null) {
      ids.add(bounce.original());
    }
    ids.add(mail.messageId());
    String[] named =
        MailMatching.named(mail.subject()).stream()
            .map(TicketNumber::toString)
            .toArray(String[]::new);
    Tuple values =
        Tuple.tuple()
            .addArrayOfString(ids.toArray(String[]::new))
            .addArrayOfString(named)
            .addString(mail.messageId())
            .addString(mail.from())
            .addArrayOfString(
                mail.automatic() ? new String[0] : mail.thread().toArray(String[]::new));
    return connection
        .preparedQuery(SQL)
        .execute(values)
        .map(rows -> {
          List<Candidate> candidates = new ArrayList<>();
          rows.forEach(row -> candidates.add(candidate(row)));
          return candidates;
        });
  }

  private static Candidate candidate(Row row) {
    return new Candidate(
        Columns.ticket(row.getString("ticket")),
        Tie.valueOf(row.getString("tie")),
        Set.of(row.getArrayOfStrings("addresses")),
        Columns.instantOrNull(row, "closed_at"));
  }
}
