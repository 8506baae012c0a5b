package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.port.MailIntake.Large;
import svara.engine.port.MailIntake.Place;
import svara.engine.port.MailIntake.Taken;
import svara.engine.port.MailStore.Arrived;

/** Where mails lay, and large ones in pieces. */
final class MailPlaces {
  private final Database database;

  MailPlaces(Database database) {
    this.database = database;
  }

  /**
   * What became of the mail when it was taken before: the same bytes in this mailbox, or another
   * rendering of the mail at the same place, which some servers make anew for each reader.
   */
  Future<Optional<Taken>> known(SqlConnection connection, Arrived mail, byte[] digest) {
    String sql =
        """
        select id, ticket from mail_in where mailbox = $1 and digest = $2
        union all
        select m.id, m.ticket from mail_place p join mail_in m on m.id = p.mail
        where p.mailbox = $1 and p.uid_validity = $3 and p.uid = $4
          and (m.message_id, m.sender, m.subject) = ($5, $6, $7) and m.raw <> '' and $5 <> ''
        limit 1
        """;
    Place place = mail.place();
    Tuple values =
        Tuple.tuple()
            .addString(mail.mailbox())
            .addBuffer(Buffer.buffer(digest))
            .addLong(place == null ? null : place.uidValidity())
            .addLong(place == null ? null : place.uid())
            .addString(mail.mail().messageId())
            .addString(mail.mail().from())
            .addString(mail.mail().subject());
    return connection
        .preparedQuery(sql)
        .execute(values)
        .compose(rows -> {
          Optional<Row> first = Database.first(rows);
          if (first.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
          }
          return note(connection, place, first.get().getLong("id"))
              .compose(_ -> forget(connection, mail.large()))
              .map(Optional.of(PostgresMailStore.duplicate(first.get())));
        });
  }

  /** That the mail lay there. */
  static Future<Void> note(SqlConnection connection, @Nullable Place place, long mail) {
    if (place == null) {
      return Future.succeededFuture();
    }
    String sql =
        """
        insert into mail_place (mailbox, uid_validity, uid, mail) values ($1, $2, $3, $4)
        on conflict do nothing
        """;
    return connection
        .preparedQuery(sql)
        .execute(Tuple.of(place.mailbox(), place.uidValidity(), place.uid(), mail))
        .mapEmpty();
  }

  /** The pieces of a mail that was here already. */
  private static Future<Void> forget(SqlConnection connection, @Nullable Large large) {
    Long id = large == null ? null : large.id();
    return id == null
        ? Future.succeededFuture()
        : connection
            .preparedQuery("delete from mail_large where id = $1")
            .execute(Tuple.of(id))
            .mapEmpty();
  }

  /** A large mail; what was begun a day ago and never taken is forgotten. */
  Future<Long> begin() {
    String sql =
        """
        with gone as (
          delete from mail_large l where begun_at < now() - interval '1 day'
            and not exists (select from mail_in where large = l.id))
        insert into mail_large default values returning id
        """;
    return database
        .query(sql, Tuple.tuple())
        .map(rows -> Objects.requireNonNull(rows.iterator().next().getLong("id")));
  }

  Future<Void> piece(long large, int number, Buffer bytes) {
    return database
        .query(
            "insert into mail_piece (large, number, bytes) values ($1, $2, $3)",
            Tuple.of(large, number, bytes))
        .mapEmpty();
  }
}
