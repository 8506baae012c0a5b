package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Collectors;
import svara.engine.id.TicketNumber;
import svara.engine.mail.IncomingMail;
import svara.engine.mail.MailBody;
import svara.engine.mail.Robot;

/** A mail on the timeline of its ticket, with its files. */
final class MailEntry {
  private MailEntry() {}

  /** Writes it there; its id. */
  static Future<Long> say(
      SqlConnection connection,
      TicketNumber ticket,
      IncomingMail mail,
      Instant at,
      JsonObject facts) {
    String sql =
        """
        insert into ticket_entry (ticket, at, kind, by, text, facts)
        values ($1, $2, 'mail', '', $3, $4) returning id
        """;
    Robot robot = mail.robot();
    MailBody body = mail.body();
    facts
        .put("from", mail.from())
        .put("subject", mail.subject())
        .put("messageId", mail.messageId())
        .put("content", content(mail))
        .put("automatic", Boolean.toString(robot != null))
        .put("thread", String.join(" ", mail.thread()));
    if (robot != null) {
      facts.put("robot", robot.reason());
    }
    if (body.formatted()) {
      facts.put("formatted", "true");
    }
    if (!body.folds().isEmpty()) {
      facts.put(
          "folds",
          body.folds().stream()
              .map(fold -> fold.from() + "-" + fold.to())
              .collect(Collectors.joining(",")));
    }
    if (!body.flaw().isEmpty()) {
      facts.put("flaw", body.flaw());
    }
    return connection
        .preparedQuery(sql)
        .execute(Tuple.of(ticket.toString(), Columns.parameter(at), mail.text(), facts))
        .map(rows -> Objects.requireNonNull(rows.iterator().next().getLong("id")))
        .compose(
            entry -> PostgresTicketFiles.keep(connection, ticket, entry, body.files()).map(entry));
  }

  /** What makes two mails with one Message-ID the same mail. */
  static String content(IncomingMail mail) {
    String words = mail.from() + "\n" + mail.subject() + "\n" + mail.text();
    return HexFormat.of().formatHex(sha256(words.getBytes(StandardCharsets.UTF_8)));
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
