package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import svara.engine.id.TicketNumber;
import svara.engine.mail.MailFile;
import svara.engine.port.MailPages;
import svara.engine.port.TicketFiles;

/** Files on tickets, and their mails as they came. */
final class PostgresTicketFiles implements TicketFiles {
  private static final int FILES_MAX = 1_000;

  private final Database database;
  private final MailPages pages;

  PostgresTicketFiles(Database database, MailPages pages) {
    this.database = database;
    this.pages = pages;
  }

  /** Of one ticket, in the order they came. */
  static Future<List<FileRow>> rows(Database database, TicketNumber ticket) {
    String sql =
        """
        select * from (
          select id, entry, kind, name, media_type, size_bytes, reason from ticket_file
          where ticket = $1 order by id desc limit $2) last
        order by id
        """;
    return database
        .query(sql, Tuple.of(ticket.toString(), FILES_MAX))
        .map(found -> {
          List<FileRow> rows = new ArrayList<>();
          found.forEach(row ->
              rows.add(
                  new FileRow(
                      row.getLong("id"),
                      row.getLong("entry"),
                      row.getString("kind"),
                      row.getString("name"),
                      row.getString("media_type"),
                      row.getLong("size_bytes"),
                      row.getString("reason"))));
          return rows;
        });
  }

  /** Puts what a mail brought on its ticket. */
  static Future<Void> keep(
      SqlConnection connection, TicketNumber ticket, long entry, List<MailFile> files) {
    if (files.isEmpty()) {
      return Future.succeededFuture();
    }
    String sql =
        """
        insert into ticket_file (ticket, entry, kind, name, media_type, size_bytes, content_id, bytes, reason)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;
    List<Tuple> values =
        files.stream()
            .map(file ->
                Tuple.tuple()
                    .addString(ticket.toString())
                    .addLong(entry)
                    .addString(file.kind().word())
                    .addString(file.name())
                    .addString(file.mediaType())
                    .addLong(file.sizeBytes())
                    .addString(file.contentId())
                    .addBuffer(file.kept() ? Buffer.buffer(file.bytes()) : null)
                    .addString(file.reason()))
            .toList();
    return connection.preparedQuery(sql).executeBatch(values).mapEmpty();
  }

  @Override
  public Future<Optional<TicketFile>> file(TicketNumber ticket, long id) {
    String sql =
        """
        select name, media_type, bytes from ticket_file
        where ticket = $1 and id = $2 and bytes is not null
        """;
    return database
        .query(sql, Tuple.of(ticket.toString(), id))
        .map(rows ->
            Database.first(rows)
                .map(row ->
                    new TicketFile(
                        row.getString("name"),
                        row.getString("media_type"),
                        row.getBuffer("bytes"))));
  }

  @Override
  public Future<Optional<Buffer>> mail(TicketNumber ticket, long entry) {
    String sql =
        """
        select mail_whole(raw, large) as raw from mail_in
        where (ticket = $1 and entry = $2)
          or entry = (select entry from mail_split where to_ticket = $1 and to_entry = $2)
        order by id limit 1
        """;
    return database
        .query(sql, Tuple.of(ticket.toString(), entry))
        .map(rows -> Database.first(rows).map(row -> row.getBuffer("raw")));
  }

  @Override
  public Future<Optional<String>> page(TicketNumber ticket, long entry) {
    // of a large one nothing but the headers has been read
    String sql =
        """
        select raw from mail_in
        where large is null and ((ticket = $1 and entry = $2)
          or entry = (select entry from mail_split where to_ticket = $1 and to_entry = $2))
        order by id limit 1
        """;
    return database
        .query(sql, Tuple.of(ticket.toString(), entry))
        .map(rows -> Database.first(rows).map(row -> row.getBuffer("raw")))
        .compose(
            raw -> raw.isEmpty() ? Future.succeededFuture(Optional.empty()) : pages.of(raw.get()));
  }
}
