package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import svara.engine.id.QueueId;
import svara.engine.queue.AttemptResult;
import svara.engine.statistics.Belonging;
import svara.engine.statistics.ContactBook;
import svara.engine.statistics.DeskHours;
import svara.engine.statistics.TicketMoments;

/** Folds what happened in a time from the rows themselves: calls, promises, tickets and mails. */
final class ContactWindow {
  /** Where a row belongs: its ticket says it. */
  private static final String BELONGS =
      """
      coalesce(t.system, '') as of_system, coalesce(t.category, '') as of_category
      """;

  private static final String CALLS =
      """
      select c.*, coalesce(c.department_id::text, '') as of_department,
             coalesce(c.technician, '') as of_technician, %s
      from call c join ticket t on t.number = c.ticket
      where c.offered_at >= $1 and c.offered_at < $2 and ($3::text is null or c.queue = $3)
        and c.outcome is not null
      """
          .formatted(BELONGS);

  private static final String PROMISES =
      """
      select b.queue, b.callback_id, b.arrived_at, b.promised_at, b.state, b.closed_by,
             coalesce(b.joined_at, b.closed_at) as closed_at,
             coalesce(b.in_time, b.promised_by is null or b.closed_at <= b.promised_by) as in_time,
             coalesce(t.department_id::text, '') as of_department, '' as of_technician, %s
      from callback b join ticket t on t.number = b.ticket
      where b.promised_at >= $1 and b.promised_at < $2 and ($3::text is null or b.queue = $3)
      """
          .formatted(BELONGS);

  private static final String ATTEMPTS =
      """
      select b.queue, a.dialled_at, a.result,
             coalesce(t.department_id::text, '') as of_department, a.technician as of_technician, %s
      from callback_attempt a
      join callback b on b.callback_id = a.callback_id
      join ticket t on t.number = b.ticket
      where a.dialled_at >= $1 and a.dialled_at < $2 and a.attempt is not null
        and a.result is not null and ($3::text is null or b.queue = $3)
      """
          .formatted(BELONGS);

  private static final String MAILS =
      """
      select coalesce(t.queue, '') as queue, m.received_at, m.fate,
             coalesce(t.department_id::text, '') as of_department,
             coalesce(t.assignee, '') as of_technician, %s
      from mail_in m left join ticket t on t.number = m.ticket
      where m.received_at >= $1 and m.received_at < $2
        and ($3::text is null or t.queue = $3)
      """
          .formatted(BELONGS);

  private final Rows rows;
  private final DeskHours hours;
  private final @Nullable QueueId queue;
  private final ContactBook book;

  ContactWindow(Rows rows, ZoneId zone, DeskHours hours, @Nullable QueueId queue) {
    this.rows = rows;
    this.hours = hours;
    this.queue = queue;
    this.book = new ContactBook(zone);
  }

  /** What was folded so far. */
  ContactBook book() {
    return book;
  }

  /** Takes in what was offered, promised, dialled, opened, closed and received in a time. */
  Future<Void> fold(Instant from, Instant to) {
    Tuple values =
        Tuple.tuple()
            .addOffsetDateTime(Columns.parameter(from))
            .addOffsetDateTime(Columns.parameter(to))
            .addString(Objects.toString(queue, null));
    return rows.query(CALLS, values)
        .map(found -> {
          found.forEach(row -> book.call(belonging(row, "phone"), PostgresCallStore.moments(row)));
          return null;
        })
        .compose(_ -> rows.query(PROMISES, values))
        .map(found -> {
          found.forEach(row -> book.promise(belonging(row, "phone"), FigurePromises.moments(row)));
          return null;
        })
        .compose(_ -> rows.query(ATTEMPTS, values))
        .map(found -> {
          found.forEach(row ->
              book.attempt(
                  belonging(row, "phone"),
                  Columns.instant(row, "dialled_at"),
                  AttemptResult.valueOf(row.getString("result"))));
          return null;
        })
        .compose(_ -> rows.query(TicketFigureReading.TICKETS, limitless(values)))
        .map(found -> {
          found.forEach(row -> ticket(row, from, to));
          return null;
        })
        .compose(_ -> rows.query(MAILS, values))
        .map(found -> {
          found.forEach(row ->
              book.mail(
                  belonging(row, "mail"),
                  Columns.instant(row, "received_at"),
                  row.getString("fate")));
          return null;
        });
  }

  private static Tuple limitless(Tuple values) {
    return Tuple.of(values.getValue(0), values.getValue(1), values.getValue(2), null);
  }

  private void ticket(Row row, Instant from, Instant to) {
    TicketMoments ticket = TicketFigureReading.ticket(row);
    book.ticket(
        belonging(row, row.getString("channel")), ticket, hours.of(ticket.queue()), from, to);
  }

  private static Belonging belonging(Row row, String channel) {
    return new Belonging(
        Objects.toString(row.getString("queue"), ""),
        row.getString("of_department"),
        row.getString("of_technician"),
        row.getString("of_system"),
        row.getString("of_category"),
        channel);
  }
}
