package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import svara.engine.id.QueueId;
import svara.engine.port.FigureStore.Group;
import svara.engine.port.FigureStore.MailFate;
import svara.engine.port.FigureStore.MailRow;
import svara.engine.port.FigureStore.Mails;
import svara.engine.statistics.Dimension;

/** The mails that figures count; {@link ContactWindow} counts the same rows. */
final class FigureMails {
  private FigureMails() {}

  static Future<Mails> read(
      Database database,
      @Nullable QueueId queue,
      Instant from,
      Instant to,
      Group group,
      MailFate fate,
      int offset,
      int limit) {
    Conditions conditions =
        new Conditions()
            .and("m.received_at >= ?", Columns.parameter(from))
            .and("m.received_at < ?", Columns.parameter(to))
            .and("t.queue = ?", Objects.toString(queue, null))
            .and(column(group.dimension()), group.value());
    switch (fate) {
      case ANY -> {}
      case CREATED, JOINED -> conditions.and("m.fate = ?", fate.name().toLowerCase(Locale.ROOT));
      case OTHER -> conditions.and("m.fate <> all (?)", new String[] {"created", "joined"});
    }
    String sql =
        """
        select m.received_at, m.mailbox, m.fate, m.ticket, coalesce(t.subject, '') as subject,
               count(*) over () as n
        from mail_in m
        left join ticket t on t.number = m.ticket
        left join department w on w.id = t.department_id
        %s
        order by m.received_at, m.id offset %d limit %d
        """
            .formatted(conditions.where(), offset, limit);
    return database
        .query(sql, conditions.values())
        .map(found -> {
          List<MailRow> rows = new ArrayList<>();
          long all = 0;
          for (Row row : found) {
            rows.add(row(row));
            all = row.getLong("n");
          }
          return new Mails(rows, all);
        });
  }

  private static MailRow row(Row row) {
    String ticket = row.getString("ticket");
    return new MailRow(
        Columns.instant(row, "received_at"),
        row.getString("mailbox"),
        row.getString("fate"),
        ticket == null ? null : Columns.ticket(ticket),
        row.getString("subject"));
  }

  /** A mail belongs where its ticket does. */
  private static String column(Dimension dimension) {
    return switch (dimension) {
      case ALL -> "'' = ?";
      case DEPARTMENT -> "coalesce(w.name, '') = ?";
      case TECHNICIAN -> "coalesce(t.assignee, '') = ?";
      case SYSTEM -> "coalesce(t.system, '') = ?";
      case CATEGORY -> "coalesce(t.category, '') = ?";
      case CHANNEL -> "'mail' = ?";
    };
  }
}
