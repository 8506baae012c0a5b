package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import svara.engine.id.Language;
import svara.engine.id.TicketNumber;
import svara.engine.mail.Acknowledgement;
import svara.engine.mail.AutomaticLetter;
import svara.engine.mail.IncomingMail;
import svara.engine.mail.MailPolicy;
import svara.engine.mail.MailSubject;

/**
 * Mails that nobody writes: in the outbox with the ticket they are about, in its own transaction.
 */
final class AutomaticMail {
  private static final Duration DAY = Duration.ofHours(24);

  private final MailPolicy policy;

  AutomaticMail(MailPolicy policy) {
    this.policy = policy;
  }

  /**
   * Tells a person who has opened a ticket its number; never a program, nor anybody too often.
   *
   * @param before the ticket it goes on from, or null
   */
  Future<Void> acknowledge(
      SqlConnection connection,
      TicketNumber ticket,
      IncomingMail mail,
      @Nullable TicketNumber before,
      Instant at) {
    if (!policy.automatic().acknowledges() || mail.from().isEmpty() || mail.automatic()) {
      return Future.succeededFuture();
    }
    Future<Language> known = language(connection, mail.from());
    Future<Boolean> may = mayWrite(connection, mail.from(), at);
    return SideBySide.all(known, may)
        .compose(_ -> {
          if (!may.result()) {
            return Future.succeededFuture();
          }
          Language language = known.result();
          String about = MailSubject.of(mail, language, before);
          AutomaticLetter words = Acknowledgement.of(language, ticket, about, policy, at);
          Addressee sender =
              new Addressee(
                  mail.from(), mail.messageId().isEmpty() ? null : mail.messageId(), mail.thread());
          return queue(connection, ticket, "acknowledgement", sender, words, at);
        });
  }

  /** The person's own, where it is known. */
  private Future<Language> language(SqlConnection connection, String address) {
    return connection
        .preparedQuery("select language from person where id = person_of_address($1)")
        .execute(Tuple.of(address))
        .map(rows ->
            Database.first(rows)
                .map(row -> Columns.languageOrNull(row.getString("language")))
                .orElse(policy.language()));
  }

  /**
   * Tells the requester that the ticket is done; only whom a mail about it has come from or gone
   * to.
   */
  Future<Void> closing(SqlConnection connection, TicketNumber ticket, Instant at) {
    String sql =
        TicketReply.WANTED
            + """
            where exists (select from latest) or exists (select from ours)
            """;
    return policy.automatic().closes()
        ? tell(connection, sql, ticket, "closing", AutomaticLetter::closing, at)
        : Future.succeededFuture();
  }

  /** Tells a known caller the number, as long as no mail about the ticket has gone out. */
  Future<Void> number(SqlConnection connection, TicketNumber ticket, Instant at) {
    String sql =
        TicketReply.WANTED
            + """
            where channel = 'phone' and known and not exists (select from ours)
              and not exists (select from latest)
            """;
    return policy.automatic().numbers()
        ? tell(connection, sql, ticket, "number", AutomaticLetter::number, at)
        : Future.succeededFuture();
  }

  private interface Words {
    AutomaticLetter of(Language language, TicketNumber ticket, String about);
  }

  private Future<Void> tell(
      SqlConnection connection,
      String wanted,
      TicketNumber ticket,
      String kind,
      Words words,
      Instant at) {
    return connection
        .preparedQuery(wanted)
        .execute(Tuple.of(ticket.toString()))
        .compose(rows -> {
          Optional<Row> found = Database.first(rows);
          if (found.isEmpty()) {
            return Future.succeededFuture();
          }
          Row row = found.get();
          Language known = Columns.languageOrNull(row.getString("language"));
          Language language = known == null ? policy.language() : known;
          String[] refs = row.getArrayOfStrings("refs");
          Addressee requester =
              new Addressee(row.getString("recipient"), row.getString("answers"), List.of(refs));
          return write(
              connection,
              ticket,
              kind,
              requester,
              words.of(language, ticket, row.getString("subject")),
              at);
        });
  }

  /**
   * Whom a mail goes to.
   *
   * @param answers Message-ID of the mail it answers, or null
   * @param thread before that one
   */
  private record Addressee(String address, @Nullable String answers, List<String> thread) {}

  private Future<Void> write(
      SqlConnection connection,
      TicketNumber ticket,
      String kind,
      Addressee to,
      AutomaticLetter words,
      Instant at) {
    return mayWrite(connection, to.address(), at)
        .compose(
            may -> may ? queue(connection, ticket, kind, to, words, at) : Future.succeededFuture());
  }

  /**
   * Nothing to ourselves, nor to anybody more than so often: of several mails of one address at
   * once each sees those before it.
   */
  private Future<Boolean> mayWrite(SqlConnection connection, String address, Instant at) {
    if (policy.own().contains(address.toLowerCase(Locale.ROOT))) {
      return Future.succeededFuture(false);
    }
    String sql =
        """
        select count(*) as written from mail_out
        where automatic and recipient = $1 and written_at > $2
        """;
    Future<?> turn =
        connection
            .preparedQuery("select pg_advisory_xact_lock(hashtextextended($1, 1))")
            .execute(Tuple.of(address));
    Future<RowSet<Row>> written =
        connection.preparedQuery(sql).execute(Tuple.of(address, Columns.parameter(at.minus(DAY))));
    return SideBySide.all(turn, written)
        .map(_ ->
            written.result().iterator().next().getLong("written") < policy.automatic().perDayMax());
  }

  /** On the timeline and in the outbox. */
  private Future<Void> queue(
      SqlConnection connection,
      TicketNumber ticket,
      String kind,
      Addressee to,
      AutomaticLetter words,
      Instant at) {
    String sql =
        """
        with said as (
          insert into ticket_entry (ticket, at, kind, by, text, facts)
          values ($1, $10, 'reply', 'system', $5, $11) returning id)
        insert into mail_out (ticket, entry, kind, recipient, subject, body, html, message_id,
                              answers, refs, automatic, written_at, next_at)
        select $1::text, id, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text,
               $8::text, $9::text[], true, $10::timestamptz, $10::timestamptz
        from said
        """;
    JsonObject facts = new JsonObject().put("to", to.address()).put("automatic", "true");
    Tuple values =
        Tuple.tuple()
            .addString(ticket.toString())
            .addString(kind)
            .addString(to.address())
            .addString(words.subject())
            .addString(words.text())
            .addString(words.html())
            .addString(UUID.randomUUID() + "@" + policy.domain())
            .addString(to.answers())
            .addArrayOfString(to.thread().toArray(String[]::new))
            .addOffsetDateTime(Columns.parameter(at))
            .addValue(facts);
    return connection.preparedQuery(sql).execute(values).mapEmpty();
  }
}
