package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import svara.engine.id.QueueId;
import svara.engine.id.TicketNumber;
import svara.engine.port.FigureStore;
import svara.engine.statistics.DeskHours;
import svara.engine.statistics.Dimension;
import svara.engine.statistics.FigureFold;
import svara.engine.statistics.Statistics;
import svara.engine.statistics.TicketMoments;
import svara.engine.whatif.Recording;

/**
 * Figures in rows of an hour and a day, each with the folded calls of one queue. A mark a queue
 * says how far the journal is folded; a queue's rows come in the order of their ids, because its
 * writers take turns, so nothing can slip in behind the mark.
 */
final class PostgresFigureStore implements FigureStore {
  private static final int BATCH = 2_000;
  private static final int QUEUES_AT_ONCE = 20;

  private final Database database;
  private final ZoneId zone;
  private final DeskHours hours;
  private final FigureMonths months;
  private final ContactKeeping contacts;

  PostgresFigureStore(Database database, ZoneId zone, DeskHours hours) {
    this.database = database;
    this.zone = zone;
    this.hours = hours;
    this.months = new FigureMonths(zone);
    this.contacts = new ContactKeeping(zone, hours);
  }

  @Override
  public Future<Reading> read(@Nullable QueueId queue, Statistics.Span span) {
    return database.snapshot(rows -> new FigureReading(rows, zone, hours, queue, span).read());
  }

  @Override
  public Future<Groups> groups(
      Dimension dimension, @Nullable String value, @Nullable QueueId queue, Statistics.Span span) {
    return database.snapshot(
        rows -> new ContactGroups(rows, zone, hours, queue, span, dimension, value).read());
  }

  // ---- keeping up

  @Override
  public Future<Integer> keepUp() {
    return database
        .query(
            """
            insert into figure_mark (queue)
            select queue from queue_state on conflict do nothing
            """,
            Tuple.tuple())
        .compose(_ -> database.transaction(this::batch));
  }

  @Override
  public Future<Integer> keepDays() {
    return database
        .transaction(contacts::keepUp)
        .compose(done ->
            done > 0 ? Future.succeededFuture(done) : database.transaction(contacts::rollUp))
        .compose(
            done -> done > 0 ? Future.succeededFuture(done) : database.transaction(months::rollUp));
  }

  private Future<Integer> batch(SqlConnection connection) {
    String behind =
        """
        select m.queue, m.journal, m.clocks::text as clocks from figure_mark m
        cross join lateral (
          select j.id from journal j
          where j.queue = m.queue and j.id > m.journal and j.kind in %s
          order by j.id limit 1) j
        order by m.queue limit $1 for update of m skip locked
        """
            .formatted(FigureRows.KINDS);
    return connection
        .preparedQuery(behind)
        .execute(Tuple.of(QUEUES_AT_ONCE))
        .compose(marks -> {
          Future<Integer> folded = Future.succeededFuture(0);
          for (Row mark : marks) {
            folded = folded.compose(before -> fold(connection, mark).map(now -> before + now));
          }
          return folded;
        });
  }

  private Future<Integer> fold(SqlConnection connection, Row mark) {
    String queue = mark.getString("queue");
    return connection
        .preparedQuery(
            """
            select %s from journal
            where queue = $1 and id > $2 and kind in %s
            order by id limit $3
            """
                .formatted(FigureRows.COLUMNS, FigureRows.KINDS))
        .execute(Tuple.of(queue, mark.getLong("journal"), BATCH))
        .compose(rows -> {
          FigureRows folds = new FigureRows(zone);
          folds.begin(new QueueId(queue), FigureCodec.clocks(mark.getString("clocks")));
          long last = 0;
          for (Row row : rows) {
            folds.add(row);
            last = row.getLong("id");
          }
          Tuple now = Tuple.of(queue, last, FigureCodec.write(folds.clocks(new QueueId(queue))));
          return merge(connection, folds.folds())
              .compose(_ ->
                  connection
                      .preparedQuery(
                          """
                          update figure_mark set journal = $2, clocks = $3::text::jsonb
                          where queue = $1
                          """)
                      .execute(now))
              .map(_ -> rows.size());
        });
  }

  /** Puts new folds to those that are kept; the mark's lock keeps others from the same rows. */
  private Future<Void> merge(SqlConnection connection, Map<FigureRows.Key, FigureFold> folds) {
    Rows rows = Rows.of(connection);
    Future<Void> done =
        months.apart(connection, folds.keySet().stream().map(FigureRows.Key::start).toList());
    for (Map.Entry<FigureRows.Key, FigureFold> one : folds.entrySet()) {
      done = done.compose(_ -> merge(rows, one.getKey(), one.getValue()));
    }
    return done;
  }

  private static Future<Void> merge(Rows rows, FigureRows.Key key, FigureFold fold) {
    return rows.query(
            """
            select fold::text as fold from figure
            where queue = $1 and technician = $2 and grain = $3 and start = $4
            """,
            key.values())
        .compose(found -> {
          for (Row row : found) {
            fold.merge(FigureFold.of(FigureCodec.read(row.getString("fold"))));
          }
          return FigureRows.write(rows, key, fold);
        });
  }

  // ---- what is not kept

  @Override
  public Future<Recording> recording(QueueId queue, Instant from, Instant to, int limit) {
    return new RecordingReading(database, queue, from, to, limit).read();
  }

  @Override
  public Future<List<TicketMoments>> tickets(
      @Nullable QueueId queue, Instant from, Instant to, Group group, int limit) {
    return TicketFigureReading.read(database, queue, from, to, group, limit);
  }

  @Override
  public Future<Mails> mails(
      @Nullable QueueId queue,
      Instant from,
      Instant to,
      Group group,
      MailFate fate,
      int offset,
      int limit) {
    return FigureMails.read(database, queue, from, to, group, fate, offset, limit);
  }

  @Override
  public Future<Behind> promises(
      @Nullable QueueId queue,
      Instant from,
      Instant to,
      PromiseFigure figure,
      int offset,
      int limit) {
    return FigurePromises.read(database, queue, from, to, figure, offset, limit);
  }

  @Override
  public Future<List<TicketNumber>> openTickets(Instant from, Instant to, int limit) {
    String sql =
        """
        select number from ticket
        where status in ('new', 'open', 'waiting_requester', 'waiting_supplier')
          and kind = 'ordinary' and opened_at >= $1 and opened_at < $2
        order by opened_at, number limit $3
        """;
    return database
        .query(sql, Tuple.of(Columns.parameter(from), Columns.parameter(to), limit))
        .map(rows -> {
          List<TicketNumber> numbers = new ArrayList<>();
          rows.forEach(row -> numbers.add(Columns.ticket(row.getString("number"))));
          return numbers;
        });
  }

  @Override
  public Future<Backlog> backlog(Instant at) {
    String sql =
        """
        select count(*) filter (where age < interval '1 day') as day,
               count(*) filter (where age >= interval '1 day' and age < interval '3 days') as three_days,
               count(*) filter (where age >= interval '3 days' and age < interval '7 days') as week,
               count(*) filter (where age >= interval '7 days' and age < interval '30 days') as month,
               count(*) filter (where age >= interval '30 days') as older
        from (
          select $1 - opened_at as age from ticket
          where status in ('new', 'open', 'waiting_requester', 'waiting_supplier')
            and kind = 'ordinary') t
        """;
    return database
        .query(sql, Tuple.of(Columns.parameter(at)))
        .map(rows -> {
          Row row = rows.iterator().next();
          return new Backlog(
              row.getLong("day"),
              row.getLong("three_days"),
              row.getLong("week"),
              row.getLong("month"),
              row.getLong("older"));
        });
  }

  // ---- rebuilding and checking

  @Override
  public Future<Rebuilt> rebuild() {
    return new FigureRebuild(database, zone)
        .run()
        .compose(journal ->
            new ContactRebuild(database, zone, contacts)
                .run()
                .map(days ->
                    new Rebuilt(
                        journal.events(),
                        journal.rows() + days.rows(),
                        journal.differ() + days.differ())));
  }

  @Override
  public Future<List<Mismatch>> mismatches(Instant from, Instant to) {
    String sql =
        """
        with kept as (
          select grain, queue, start, f.key as what, f.value::bigint as n
          from figure, jsonb_each_text(fold -> 'counts') as f
          where technician = '' and start >= $1
            and (grain = 'hour' and start < $2 or grain = 'day' and start <= $2::timestamptz - interval '1 day')
            and f.key in ('offered', 'ANSWERED', 'CALLBACK_PROMISED', 'CLOSED', 'INFORMED',
                          'TURNED_AWAY', 'ABANDONED_SHORT', 'ABANDONED', 'FAILED')),
        calls as (
          select c.queue, date_trunc('hour', c.offered_at, $3) as start, c.outcome
          from call c join figure_mark m on m.queue = c.queue
          where c.offered_at >= $1 and c.offered_at < $2),
        hours as (
          select queue, start, 'offered' as what, count(*) as n from calls group by queue, start
          union all
          select queue, start, outcome, count(*) from calls where outcome is not null
          group by queue, start, outcome),
        counted as (
          select 'hour' as grain, queue, start, what, n from hours
          union all
          select 'day', queue, day, what, sum(n)::bigint
          from hours, date_trunc('day', start, $3) as day
          where day >= $1 and day <= $2::timestamptz - interval '1 day'
          group by queue, day, what)
        select coalesce(k.queue, c.queue) as queue, coalesce(k.start, c.start) as start,
               coalesce(k.what, c.what) as what, coalesce(k.n, 0) as kept, coalesce(c.n, 0) as counted
        from kept k full join counted c using (grain, queue, start, what)
        where k.n is distinct from c.n
        order by 2, 1, 3 limit 1000
        """;
    return database
        .query(sql, Tuple.of(Columns.parameter(from), Columns.parameter(to), zone.getId()))
        .map(PostgresFigureStore::mismatches);
  }

  @Override
  public Future<Void> note(List<Mismatch> wrong) {
    return database
        .transaction(connection -> {
          Rows rows = Rows.of(connection);
          Future<?> noted = rows.query("delete from figure_wrong", Tuple.tuple());
          for (Mismatch one : wrong) {
            noted =
                noted.compose(_ ->
                    rows.query(
                        """
                        insert into figure_wrong (queue, start, what, kept, counted)
                        values ($1, $2, $3, $4, $5)
                        """,
                        Tuple.tuple()
                            .addString(one.queue().value())
                            .addOffsetDateTime(Columns.parameter(one.hour()))
                            .addString(one.what())
                            .addLong(one.kept())
                            .addLong(one.counted())));
          }
          return noted.map(wrong.size());
        })
        .mapEmpty();
  }

  @Override
  public Future<List<Mismatch>> noted(Instant from, Instant to) {
    String sql =
        """
        select queue, start, what, kept, counted from figure_wrong
        where start >= $1 and start < $2 order by start, queue, what
        """;
    return database
        .query(sql, Tuple.of(Columns.parameter(from), Columns.parameter(to)))
        .map(PostgresFigureStore::mismatches);
  }

  private static List<Mismatch> mismatches(RowSet<Row> rows) {
    List<Mismatch> found = new ArrayList<>();
    rows.forEach(row ->
        found.add(
            new Mismatch(
                new QueueId(row.getString("queue")),
                Columns.instant(row, "start"),
                row.getString("what"),
                row.getLong("kept"),
                row.getLong("counted"))));
    return found;
  }
}
