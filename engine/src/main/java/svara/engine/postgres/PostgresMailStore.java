package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import svara.engine.id.TicketNumber;
import svara.engine.mail.IncomingMail;
import svara.engine.mail.MailMatching;
import svara.engine.mail.MailMatching.Destination;
import svara.engine.mail.MailPolicy;
import svara.engine.mail.MailSubject;
import svara.engine.port.MailIntake.Fate;
import svara.engine.port.MailIntake.Taken;
import svara.engine.port.MailStore;

/**
 * Mails in one transaction each: kept as they came, and on their ticket. Two copies of one mail
 * that arrive at once take turns, so that the second sees the first.
 */
final class PostgresMailStore implements MailStore {
  private final Database database;
  private final ZoneId zone;
  private final MailPolicy policy;
  private final AutomaticMail automatic;

  PostgresMailStore(Database database, ZoneId zone, MailPolicy policy) {
    this.database = database;
    this.zone = zone;
    this.policy = policy;
    this.automatic = new AutomaticMail(policy);
  }

  @Override
  public Future<Taken> take(Arrived mail) {
    byte[] digest = sha256(mail.raw().getBytes());
    return database.transaction(connection ->
        turn(connection, mail, digest)
            .compose(_ -> sameBytes(connection, mail, digest))
            .compose(first ->
                first.isPresent()
                    ? Future.succeededFuture(first.get())
                    : settle(connection, mail)
                        .compose(taken -> keep(connection, mail, digest, taken))));
  }

  private static Future<?> turn(SqlConnection connection, Arrived mail, byte[] digest) {
    String id =
        mail.content() instanceof Content.Read(IncomingMail read) && !read.messageId().isEmpty()
            ? read.messageId()
            : HexFormat.of().formatHex(digest);
    return connection
        .preparedQuery("select pg_advisory_xact_lock(hashtextextended($1, 0))")
        .execute(Tuple.of(mail.mailbox() + " " + id));
  }

  private static Future<Optional<Taken>> sameBytes(
      SqlConnection connection, Arrived mail, byte[] digest) {
    return connection
        .preparedQuery("select ticket from mail_in where mailbox = $1 and digest = $2")
        .execute(Tuple.of(mail.mailbox(), Buffer.buffer(digest)))
        .map(rows -> Database.first(rows).map(PostgresMailStore::duplicate));
  }

  private static Taken duplicate(Row first) {
    String ticket = first.getString("ticket");
    return new Taken(ticket == null ? null : Columns.ticket(ticket), Fate.DUPLICATE, "");
  }

  private Future<Taken> settle(SqlConnection connection, Arrived arrived) {
    return switch (arrived.content()) {
      case Content.Unread(String reason) ->
          Future.succeededFuture(new Taken(null, Fate.KEPT, reason));
      case Content.Read(IncomingMail mail) ->
          sameContent(connection, arrived.mailbox(), mail)
              .compose(first ->
                  first.isPresent()
                      ? Future.succeededFuture(first.get())
                      : place(connection, mail, arrived.at()));
    };
  }

  /** The same message on another way here: other trace headers, the same words. */
  private static Future<Optional<Taken>> sameContent(
      SqlConnection connection, String mailbox, IncomingMail mail) {
    if (mail.messageId().isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    String sql =
        """
        select m.ticket from mail_in m
        join ticket_entry e on e.ticket = m.ticket and e.kind = 'mail'
        where m.mailbox = $1 and m.message_id = $2 and e.facts ->> 'content' = $3
        order by m.id limit 1
        """;
    return connection
        .preparedQuery(sql)
        .execute(Tuple.of(mailbox, mail.messageId(), content(mail)))
        .map(rows -> Database.first(rows).map(PostgresMailStore::duplicate));
  }

  private Future<Taken> place(SqlConnection connection, IncomingMail mail, Instant at) {
    return addresses(connection, MailMatching.named(mail.subject()))
        .compose(addresses ->
            switch (MailMatching.of(mail, addresses)) {
              case Destination.Creates() -> create(connection, mail, at);
              case Destination.Joins(TicketNumber ticket) ->
                  join(connection, ticket, at)
                      .compose(_ -> say(connection, ticket, mail, at, Fate.JOINED));
              case Destination.Recorded(TicketNumber ticket) ->
                  say(connection, ticket, mail, at, Fate.RECORDED);
              case Destination.Kept(String reason) ->
                  Future.succeededFuture(new Taken(null, Fate.KEPT, reason));
            });
  }

  /** Who has part in each ticket that exists: its requester, and who has mailed to it. */
  private static Future<Map<TicketNumber, Set<String>>> addresses(
      SqlConnection connection, List<TicketNumber> numbers) {
    if (numbers.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    String sql =
        """
        select t.number, p.email as address from ticket t
        join person p on p.id = t.person_id where t.number = any ($1)
        union
        select e.ticket, e.facts ->> 'from' from ticket_entry e
        where e.ticket = any ($1) and e.kind = 'mail'
        """;
    String[] wanted = numbers.stream().map(TicketNumber::toString).toArray(String[]::new);
    return connection
        .preparedQuery(sql)
        .execute(Tuple.of((Object) wanted))
        .map(rows -> {
          Map<TicketNumber, Set<String>> addresses = new HashMap<>();
          for (Row row : rows) {
            addresses
                .computeIfAbsent(Columns.ticket(row.getString("number")), _ -> new HashSet<>())
                .add(row.getString("address"));
          }
          return addresses;
        });
  }

  private Future<Taken> create(SqlConnection connection, IncomingMail mail, Instant at) {
    String sql =
        """
        insert into ticket (number, status, kind, channel, subject, person_id, shown_as,
                            opened_at, changed_at)
        select next_ticket_number($1), 'new', 'ordinary', 'mail', $2, p.id, $3, $4, $4
        from (select) one left join person p on p.email = $5 and p.left_at is null
        returning number
        """;
    Tuple values =
        Tuple.of(
            at.atZone(zone).getYear(),
            MailSubject.of(mail, policy.language()),
            MailSubject.shownAs(mail),
            Columns.parameter(at),
            mail.from());
    return connection
        .preparedQuery(sql)
        .execute(values)
        .map(rows -> Columns.ticket(rows.iterator().next().getString("number")))
        .compose(ticket ->
            say(connection, ticket, mail, at, Fate.CREATED)
                .compose(taken -> automatic.acknowledge(connection, ticket, mail, at).map(taken)));
  }

  /** A reply wakes what slept; work that waits for a supplier goes on waiting. */
  private static Future<?> join(SqlConnection connection, TicketNumber ticket, Instant at) {
    String sql =
        """
        update ticket set
          status = case
            when status not in ('waiting_requester', 'solved', 'closed') then status
            when assignee is null then 'new' else 'open' end,
          closed_at = case when status in ('solved', 'closed') then null else closed_at end,
          closed_by = null, kind = 'ordinary',
          changed_at = greatest(changed_at, $2), version = version + 1
        where number = $1
        """;
    return connection
        .preparedQuery(sql)
        .execute(Tuple.of(ticket.toString(), Columns.parameter(at)));
  }

  private static Future<Taken> say(
      SqlConnection connection, TicketNumber ticket, IncomingMail mail, Instant at, Fate fate) {
    String sql =
        """
        insert into ticket_entry (ticket, at, kind, by, text, facts)
        values ($1, $2, 'mail', '', $3, $4)
        """;
    JsonObject facts =
        new JsonObject()
            .put("from", mail.from())
            .put("subject", mail.subject())
            .put("messageId", mail.messageId())
            .put("content", content(mail))
            .put("automatic", Boolean.toString(mail.automatic()))
            .put("thread", String.join(" ", mail.thread()));
    return connection
        .preparedQuery(sql)
        .execute(Tuple.of(ticket.toString(), Columns.parameter(at), mail.text(), facts))
        .map(new Taken(ticket, fate, ""));
  }

  private static Future<Taken> keep(
      SqlConnection connection, Arrived mail, byte[] digest, Taken taken) {
    String sql =
        """
        insert into mail_in (mailbox, digest, message_id, received_at, raw, ticket, fate, reason)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        """;
    Tuple values =
        Tuple.tuple()
            .addString(mail.mailbox())
            .addBuffer(Buffer.buffer(digest))
            .addString(
                mail.content() instanceof Content.Read(IncomingMail read) ? read.messageId() : "")
            .addOffsetDateTime(Columns.parameter(mail.at()))
            .addBuffer(mail.raw())
            .addString(Objects.toString(taken.ticket(), null))
            .addString(taken.fate().name().toLowerCase(Locale.ROOT))
            .addString(taken.reason());
    return connection.preparedQuery(sql).execute(values).map(taken);
  }

  /** What makes two mails with one Message-ID the same mail. */
  private static String content(IncomingMail mail) {
    String words = mail.from() + "\n" + mail.subject() + "\n" + mail.text();
    return HexFormat.of().formatHex(sha256(words.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
