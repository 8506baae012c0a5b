package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import svara.engine.id.Language;
import svara.engine.id.TicketNumber;
import svara.engine.mail.Acknowledgement;
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

  /** Tells a person who has opened a ticket its number; never a program, nor anybody too often. */
  Future<Void> acknowledge(
      SqlConnection connection, TicketNumber ticket, IncomingMail mail, Instant at) {
    if (!policy.acknowledges()
        || mail.from().isEmpty()
        || mail.automatic()
        || policy.own().contains(mail.from())) {
      return Future.succeededFuture();
    }
    return mayWrite(connection, mail.from(), at)
        .compose(
            may -> may ? language(connection, mail.from()) : Future.<Language>succeededFuture(null))
        .compose(language ->
            language == null
                ? Future.succeededFuture()
                : write(connection, ticket, mail, at, language));
  }

  /** Of several mails of one address at once each sees those before it. */
  private Future<Boolean> mayWrite(SqlConnection connection, String address, Instant at) {
    String sql =
        """
        select count(*) as written from mail_out
        where automatic and recipient = $1 and written_at > $2
        """;
    return connection
        .preparedQuery("select pg_advisory_xact_lock(hashtextextended($1, 1))")
        .execute(Tuple.of(address))
        .compose(_ ->
            connection
                .preparedQuery(sql)
                .execute(Tuple.of(address, Columns.parameter(at.minus(DAY)))))
        .map(rows -> rows.iterator().next().getLong("written") < policy.automaticPerDayMax());
  }

  /** The person's own, where it is known. */
  private Future<Language> language(SqlConnection connection, String address) {
    return connection
        .preparedQuery("select language from person where email = $1")
        .execute(Tuple.of(address))
        .map(rows ->
            Database.first(rows)
                .map(row -> Columns.languageOrNull(row.getString("language")))
                .orElse(policy.language()));
  }

  private Future<Void> write(
      SqlConnection connection,
      TicketNumber ticket,
      IncomingMail mail,
      Instant at,
      Language language) {
    String about = MailSubject.of(mail, language);
    Acknowledgement words = Acknowledgement.of(language, ticket, about, policy, at);
    return entry(connection, ticket, mail.from(), words.text(), at)
        .compose(entry -> {
          String sql =
              """
              insert into mail_out (ticket, entry, kind, recipient, subject, body, html, message_id,
                                    answers, refs, automatic, written_at, next_at)
              values ($1, $2, 'acknowledgement', $3, $4, $5, $6, $7, $8, $9, true, $10, $10)
              """;
          Tuple values =
              Tuple.tuple()
                  .addString(ticket.toString())
                  .addLong(entry)
                  .addString(mail.from())
                  .addString(words.subject())
                  .addString(words.text())
                  .addString(words.html())
                  .addString(UUID.randomUUID() + "@" + policy.domain())
                  .addString(mail.messageId().isEmpty() ? null : mail.messageId())
                  .addArrayOfString(mail.thread().toArray(String[]::new))
                  .addOffsetDateTime(Columns.parameter(at));
          return connection.preparedQuery(sql).execute(values).mapEmpty();
        });
  }

  private static Future<Long> entry(
      SqlConnection connection, TicketNumber ticket, String to, String text, Instant at) {
    String sql =
        """
        insert into ticket_entry (ticket, at, kind, by, text, facts)
        values ($1, $2, 'reply', 'system', $3, $4) returning id
        """;
    JsonObject facts = new JsonObject().put("to", to).put("automatic", "true");
    return connection
        .preparedQuery(sql)
        .execute(Tuple.of(ticket.toString(), Columns.parameter(at), text, facts))
        .map(rows -> {
          Row row = rows.iterator().next();
          return Objects.requireNonNull(row.getLong("id"));
        });
  }
}
