package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * All that is kept about one person, in parts that fit into memory one by one. Futures fail with
 * {@link svara.engine.port.StoreException}.
 */
public final class PersonExport {
  private static final int ROWS = 200;

  private final Database database;

  PersonExport(Database database) {
    this.database = database;
  }

  /**
   * Part of what is kept.
   *
   * @param name of the file it makes, with folders
   */
  public record Part(String name, Buffer content) {}

  /** One after another. */
  public interface Parts {
    void take(Part part);
  }

  /** Texts that are about somebody: a page of rows goes on after the key of the one before. */
  private record Table(String name, String sql) {}

  private static final List<Table> TABLES =
      List.of(
          new Table(
              "person",
              """
              select p.id::text as key, to_jsonb(p) - 'id' || jsonb_build_object(
                'department', (select name from department d where d.id = p.department_id),
                'numbers', (select jsonb_agg(number) from person_number n where n.person_id = p.id),
                'addresses', (select jsonb_agg(address) from person_address a where a.person_id = p.id)) as row
              from person p where p.id = $1 and $2 = ''
              """),
          new Table(
              "tickets",
              """
              select number as key, to_jsonb(t) as row from ticket t
              where person_id = $1 and number > $2 order by number limit 200
              """),
          new Table(
              "entries",
              """
              select lpad(e.id::text, 20, '0') as key, to_jsonb(e) as row from ticket_entry e
              where (e.ticket in (select number from ticket where person_id = $1)
                     or e.kind = 'mail' and e.facts ->> 'from' in (
                       select email from person where id = $1
                       union select address from person_address where person_id = $1))
                and lpad(e.id::text, 20, '0') > $2 order by 1 limit 200
              """),
          new Table(
              "calls",
              """
              select call_id as key, to_jsonb(c) as row from call c
              where person_id = $1 and call_id > $2 order by call_id limit 200
              """),
          new Table(
              "promises",
              """
              select callback_id as key, to_jsonb(b) as row from callback b
              where person_id = $1 and callback_id > $2 order by callback_id limit 200
              """),
          new Table(
              "mails-sent-to",
              """
              select lpad(m.id::text, 20, '0') as key, to_jsonb(m) as row from mail_out m
              where (m.ticket in (select number from ticket where person_id = $1)
                     or lower(m.recipient) in (select email from person where id = $1))
                and lpad(m.id::text, 20, '0') > $2 order by 1 limit 200
              """));

  private static final List<Table> CONTENTS =
      List.of(
          new Table(
              "mails",
              """
              select lpad(m.id::text, 20, '0') as key, m.id::text || '.eml' as name, mail_whole(m.raw, m.large) as content from mail_in m
              where (m.ticket in (select number from ticket where person_id = $1)
                     or m.entry in (select id from ticket_entry where kind = 'mail' and facts ->> 'from' in (
                          select email from person where id = $1
                          union select address from person_address where person_id = $1)))
                and m.raw <> '' and lpad(m.id::text, 20, '0') > $2 order by 1 limit 1
              """),
          new Table(
              "files",
              """
              select lpad(f.id::text, 20, '0') as key, f.id::text || '-' || f.name as name, f.bytes as content
              from ticket_file f
              where f.ticket in (select number from ticket where person_id = $1) and f.kind <> 'voice' and f.bytes is not null
                and lpad(f.id::text, 20, '0') > $2 order by 1 limit 1
              """),
          new Table(
              "voice-messages",
              """
              select lpad(a.id::text, 20, '0') as key, a.id::text || '.wav' as name, a.content
              from attachment a
              where a.ticket in (select number from ticket where person_id = $1) and a.content is not null
                and lpad(a.id::text, 20, '0') > $2 order by 1 limit 1
              """));

  /** The person whose address it is; empty when nobody is known under it. */
  public Future<OptionalLong> person(String address) {
    return database
        .query("select person_of_address($1) as id", Tuple.of(address))
        .map(rows -> {
          Long id = rows.iterator().next().getLong("id");
          return id == null ? OptionalLong.empty() : OptionalLong.of(id);
        });
  }

  /** Hands over all there is, a part at a time. */
  public Future<Void> export(long person, Parts parts) {
    Future<Void> done = Future.succeededFuture();
    for (Table table : TABLES) {
      done = done.compose(_ -> rows(table, person, "", 1, parts));
    }
    for (Table table : CONTENTS) {
      done = done.compose(_ -> contents(table, person, "", parts));
    }
    return done;
  }

  private Future<Void> rows(Table table, long person, String after, int page, Parts parts) {
    return database
        .query(table.sql(), Tuple.of(person, after))
        .compose(rows -> {
          if (rows.size() == 0) {
            return Future.succeededFuture();
          }
          List<String> lines = new ArrayList<>();
          rows.forEach(row -> lines.add(row.getJsonObject("row").encode()));
          parts.take(
              new Part(
                  "%s-%03d.jsonl".formatted(table.name(), page),
                  Buffer.buffer(String.join("\n", lines) + "\n")));
          return rows.size() < ROWS
              ? Future.succeededFuture()
              : rows(table, person, last(rows), page + 1, parts);
        });
  }

  private Future<Void> contents(Table table, long person, String after, Parts parts) {
    return database
        .query(table.sql(), Tuple.of(person, after))
        .compose(rows -> {
          if (rows.size() == 0) {
            return Future.succeededFuture();
          }
          Row row = rows.iterator().next();
          parts.take(
              new Part(
                  table.name() + "/" + row.getString("name"),
                  Objects.requireNonNull(row.getBuffer("content"))));
          return contents(table, person, row.getString("key"), parts);
        });
  }

  private static String last(RowSet<Row> rows) {
    String last = "";
    for (Row row : rows) {
      last = row.getString("key");
    }
    return last;
  }
}
