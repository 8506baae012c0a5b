package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import svara.engine.id.QueueId;
import svara.engine.port.FigureStore.Group;
import svara.engine.statistics.Dimension;
import svara.engine.statistics.TicketMoments;
import svara.engine.ticket.TicketStatus;

/** Reads what figures of tickets fold from: those that were opened or closed in a time. */
final class TicketFigureReading {
  static final String TICKETS =
      """
      with asked as (
        select * from ticket
        where (opened_at >= $1 and opened_at < $2 or closed_at >= $1 and closed_at < $2)
          and kind = 'ordinary' and ($3::text is null or queue = $3)
        order by opened_at, number limit $4),
      talks as (
        select c.ticket, c.answered_at as at from call c join asked a on a.number = c.ticket
        where c.answered_at is not null
        union all
        select b.ticket, t.joined_at from callback b join asked a on a.number = b.ticket
          join callback_attempt t on t.callback_id = b.callback_id
        where t.joined_at is not null),
      joined as (select ticket, min(at) as at, count(*) as n from talks group by ticket),
      written as (
        select e.ticket,
               min(e.at) filter (where e.kind in ('reply', 'callback.done')) as at,
               count(*) filter (where e.kind = 'mail') as mails
        from ticket_entry e join asked a on a.number = e.ticket
        where e.kind in ('reply', 'callback.done', 'mail')
          and coalesce(e.facts ->> 'automatic', 'false') = 'false'
        group by e.ticket),
      called as (
        select c.ticket, min(c.offered_at) as at from call c join asked a on a.number = c.ticket
        group by c.ticket),
      stood as (
        select s.ticket, array_agg(s.at order by s.id) as at, array_agg(s.status order by s.id) as status
        from ticket_stood s join asked a on a.number = s.ticket group by s.ticket)
      select a.number, a.queue, a.opened_at, a.closed_at, a.closed_by is not null as needless,
             least(j.at, w.at) as responded_at, j.at as joined_at, c.at as called_at,
             coalesce(j.n, 0) + coalesce(w.mails, 0) as contacts,
             s.at as stood_at, s.status as stood, a.channel,
             coalesce(a.department_id::text, '') as of_department,
             coalesce(a.assignee, '') as of_technician,
             coalesce(a.system, '') as of_system, coalesce(a.category, '') as of_category,
             coalesce(a.followed, exists (
               select from ticket n
               where n.person_id = a.person_id and n.number <> a.number and n.kind = 'ordinary'
                 and n.opened_at > a.opened_at and n.opened_at <= a.closed_at + interval '7 days'
                 -- another matter is one that both are known to be about another
                 and (n.system = a.system or n.category = a.category
                      or coalesce(n.system, n.category) is null
                      or coalesce(a.system, a.category) is null)))
               as followed
      from asked a
      left join joined j on j.ticket = a.number
      left join written w on w.ticket = a.number
      left join called c on c.ticket = a.number
      left join stood s on s.ticket = a.number
      order by a.opened_at, a.number
      """;

  private TicketFigureReading() {}

  static Future<List<TicketMoments>> read(
      Database database,
      @Nullable QueueId queue,
      Instant from,
      Instant to,
      Group group,
      int limit) {
    Tuple values =
        Tuple.tuple()
            .addOffsetDateTime(Columns.parameter(from))
            .addOffsetDateTime(Columns.parameter(to))
            .addString(queue == null ? null : queue.value())
            .addInteger(limit + 1);
    return departments(database, group)
        .compose(names ->
            database.query(TICKETS, values).map(rows -> belonging(rows, group, names, limit)));
  }

  private static List<TicketMoments> belonging(
      RowSet<Row> rows, Group group, Map<String, String> names, int limit) {
    if (rows.size() > limit) {
      throw new IllegalArgumentException("more than " + limit + " tickets");
    }
    List<TicketMoments> tickets = new ArrayList<>();
    for (Row row : rows) {
      if (group.value() == null || group.value().equals(value(row, group.dimension(), names))) {
        tickets.add(ticket(row));
      }
    }
    return tickets;
  }

  private static Future<Map<String, String>> departments(Database database, Group group) {
    if (group.dimension() != Dimension.DEPARTMENT) {
      return Future.succeededFuture(Map.of());
    }
    return database
        .query("select id::text as id, name from department", Tuple.tuple())
        .map(rows -> {
          Map<String, String> names = new HashMap<>();
          rows.forEach(row -> names.put(row.getString("id"), row.getString("name")));
          return names;
        });
  }

  private static String value(Row row, Dimension dimension, Map<String, String> names) {
    return switch (dimension) {
      case ALL -> "";
      case DEPARTMENT -> names.getOrDefault(row.getString("of_department"), "");
      case TECHNICIAN -> row.getString("of_technician");
      case SYSTEM -> row.getString("of_system");
      case CATEGORY -> row.getString("of_category");
      case CHANNEL -> row.getString("channel");
    };
  }

  static TicketMoments ticket(Row row) {
    return new TicketMoments(
        Columns.ticket(row.getString("number")),
        Columns.queueOrNull(row, "queue"),
        Columns.instant(row, "opened_at"),
        Columns.instantOrNull(row, "responded_at"),
        Columns.instantOrNull(row, "closed_at"),
        row.getBoolean("needless"),
        stood(row),
        row.getLong("contacts").intValue(),
        row.getBoolean("followed"),
        Columns.instantOrNull(row, "called_at"),
        Columns.instantOrNull(row, "joined_at"));
  }

  private static List<TicketMoments.Stood> stood(Row row) {
    List<TicketMoments.Stood> stood = new ArrayList<>();
    OffsetDateTime[] since = row.getArrayOfOffsetDateTimes("stood_at");
    String[] status = row.getArrayOfStrings("stood");
    for (int i = 0; since != null && status != null && i < since.length; i++) {
      stood.add(
          new TicketMoments.Stood(
              since[i].toInstant(), TicketStatus.valueOf(status[i].toUpperCase(Locale.ROOT))));
    }
    return stood;
  }
}
