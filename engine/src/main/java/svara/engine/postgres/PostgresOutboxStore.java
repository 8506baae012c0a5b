package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TicketNumber;
import svara.engine.mail.OutgoingMail;
import svara.engine.mail.SendingPlan.Fate;
import svara.engine.port.OutboxStore;

/**
 * The outbox. Claims are kept by the database's clock; a claim that has run out may be taken by
 * anybody, unless the mail's end was perhaps handed over.
 */
final class PostgresOutboxStore implements OutboxStore {
  private static final int WORDS_MAX = 500;
  private static final int ABANDONED_MAX = 100;

  private final Database database;

  PostgresOutboxStore(Database database) {
    this.database = database;
  }

  @Override
  public Future<Boolean> put(OutgoingMail report, Instant at) {
    String sql =
        """
        insert into mail_out (kind, recipient, subject, body, message_id, written_at, automatic)
        values ('report', $1, $2, $3, $4, $5, true)
        on conflict (message_id) do nothing
        returning id
        """;
    Tuple values =
        Tuple.of(
            report.recipient(),
            report.subject(),
            report.text(),
            report.messageId(),
            Columns.parameter(at));
    return database.transaction(connection ->
        connection
            .preparedQuery(sql)
            .execute(values)
            .compose(rows ->
                Database.first(rows)
                    .map(row -> files(connection, row.getLong("id"), report).map(true))
                    .orElse(Future.succeededFuture(false))));
  }

  private static Future<?> files(SqlConnection connection, long mail, OutgoingMail report) {
    String sql =
        """
        insert into mail_out_file (mail, n, name, media_type, bytes) values ($1, $2, $3, $4, $5)
        """;
    List<Tuple> files = new ArrayList<>();
    for (OutgoingMail.Attached file : report.files()) {
      files.add(
          Tuple.of(mail, files.size(), file.name(), file.mediaType(), Buffer.buffer(file.bytes())));
    }
    return files.isEmpty()
        ? Future.succeededFuture()
        : connection.preparedQuery(sql).executeBatch(files);
  }

  @Override
  public Future<Optional<Claimed>> claim(String sender, Instant at, Duration hold) {
    String sql =
        """
        update mail_out set claim = $1, attempts = attempts + 1,
          claimed_until = clock_timestamp() + make_interval(secs => $3)
        where id = (
          select id from mail_out
          where state = 'waiting' and handed_at is null and next_at <= $2
            and (claimed_until is null or claimed_until < clock_timestamp())
          order by next_at, id limit 1
          for update skip locked)
        returning id, attempts, ticket, written_at, recipient, subject, body, html, message_id, refs,
          answers, automatic
        """;
    return database
        .query(sql, Tuple.of(sender, Columns.parameter(at), hold.toMillis() / 1000.0))
        .map(rows -> Database.first(rows).map(row -> claimed(sender, row)))
        .compose(mail ->
            mail.isPresent() && mail.get().ticket() == null
                ? withFiles(mail.get()).map(Optional::of)
                : Future.succeededFuture(mail));
  }

  private Future<Claimed> withFiles(Claimed mail) {
    String sql = "select name, media_type, bytes from mail_out_file where mail = $1 order by n";
    return database
        .query(sql, Tuple.of(mail.id()))
        .map(rows -> {
          List<OutgoingMail.Attached> files = new ArrayList<>();
          rows.forEach(row ->
              files.add(
                  new OutgoingMail.Attached(
                      row.getString("name"),
                      row.getString("media_type"),
                      row.getBuffer("bytes").getBytes())));
          OutgoingMail one = mail.mail();
          return new Claimed(
              mail.id(),
              mail.sender(),
              mail.attempts(),
              null,
              mail.writtenAt(),
              new OutgoingMail(
                  one.recipient(),
                  one.subject(),
                  one.text(),
                  one.html(),
                  one.messageId(),
                  one.references(),
                  one.automatic(),
                  files));
        });
  }

  private static Claimed claimed(String sender, Row row) {
    return new Claimed(
        row.getLong("id"),
        sender,
        row.getInteger("attempts"),
        Columns.ticketOrNull(row, "ticket"),
        Columns.instant(row, "written_at"),
        new OutgoingMail(
            row.getString("recipient"),
            row.getString("subject"),
            row.getString("body"),
            row.getString("html"),
            row.getString("message_id"),
            references(row),
            row.getBoolean("automatic")));
  }

  private static List<String> references(Row row) {
    List<String> references = new ArrayList<>(List.of(row.getArrayOfStrings("refs")));
    String answers = row.getString("answers");
    if (answers != null) {
      references.remove(answers);
      references.add(answers);
    }
    return references;
  }

  @Override
  public Future<Boolean> handing(Claimed mail) {
    String sql =
        """
        update mail_out set handed_at = clock_timestamp()
        where id = $1 and claim = $2 and attempts = $3 and state = 'waiting' and handed_at is null
          and claimed_until > clock_timestamp()
        """;
    return database
        .query(sql, Tuple.of(mail.id(), mail.sender(), mail.attempts()))
        .map(rows -> rows.rowCount() == 1);
  }

  /** A late answer also corrects what was given up meanwhile for want of it. */
  @Override
  public Future<Boolean> settle(Claimed mail, Fate fate, Instant at) {
    String sql =
        """
        update mail_out set state = $4, words = $5, next_at = coalesce($6, next_at), handed_at = null,
          claimed_until = null, settled_at = case when $4 = 'waiting' then null else $7::timestamptz end
        where id = $1 and claim = $2 and attempts = $3
          and (state = 'waiting' or (state = 'given_up' and $4 <> 'waiting'))
        """;
    Tuple values =
        Tuple.tuple()
            .addLong(mail.id())
            .addString(mail.sender())
            .addInteger(mail.attempts())
            .addString(state(fate))
            .addString(cut(fate.words()))
            .addOffsetDateTime(Columns.parameterOrNull(next(fate)))
            .addOffsetDateTime(Columns.parameter(at));
    return database.query(sql, values).map(rows -> rows.rowCount() == 1);
  }

  private static String state(Fate fate) {
    return switch (fate) {
      case Fate.Sent _ -> "sent";
      case Fate.Refused _ -> "refused";
      case Fate.GivenUp _ -> "given_up";
      case Fate.Again _ -> "waiting";
    };
  }

  private static @Nullable Instant next(Fate fate) {
    return fate instanceof Fate.Again again ? again.at() : null;
  }

  private static String cut(String words) {
    String line = words.replaceAll("[\\p{Cntrl}]+", " ").strip();
    return line.length() <= WORDS_MAX ? line : line.substring(0, WORDS_MAX);
  }

  @Override
  public Future<List<TicketNumber>> settleAbandoned(String sender, String words, Instant at) {
    String sql =
        """
        with abandoned as (
          select id, handed_at from mail_out
          where state = 'waiting' and claimed_until is not null and claim <> $1
            and (claimed_until < clock_timestamp() or starts_with(claim, $2))
          order by id limit $5
          for update skip locked),
        released as (
          update mail_out set claimed_until = null
          where id in (select id from abandoned where handed_at is null)
          returning id)
        update mail_out set state = 'given_up', words = $3, settled_at = $4, claimed_until = null
        where id in (select id from abandoned where handed_at is not null)
        returning ticket
        """;
    Tuple values =
        Tuple.of(
            sender,
            sender.substring(0, sender.indexOf('/') + 1),
            words,
            Columns.parameter(at),
            ABANDONED_MAX);
    return database
        .query(sql, values)
        .map(rows -> {
          List<TicketNumber> tickets = new ArrayList<>();
          rows.forEach(row -> {
            TicketNumber ticket = Columns.ticketOrNull(row, "ticket");
            if (ticket != null) {
              tickets.add(ticket);
            }
          });
          return tickets;
        });
  }
}
