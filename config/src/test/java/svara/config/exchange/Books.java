package svara.config.exchange;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import svara.config.TestDatabase;

/** What Svara has noted of calls, as an organisation's own reports read it. */
record Books(TestDatabase database) {

  /** A row of {@code report_calls}; text is "null" where there is nothing. */
  record Row(
      String id,
      String number,
      String kind,
      String shownName,
      String outcome,
      String technician,
      boolean metFull,
      String ticket) {}

  /** The calls of a queue in the order they were offered. */
  List<Row> rows(String queue) {
    try (Connection connection = database.engine();
        PreparedStatement select =
            connection.prepareStatement(
                """
                select call_id, number, number_kind, shown_name, outcome, technician, met_full, ticket
                from report_calls where queue = ? order by offered_at\
                """)) {
      select.setString(1, queue);
      List<Row> rows = new ArrayList<>();
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          rows.add(
              new Row(
                  found.getString(1),
                  found.getString(2),
                  found.getString(3),
                  found.getString(4),
                  String.valueOf(found.getString(5)),
                  String.valueOf(found.getString(6)),
                  found.getBoolean(7),
                  String.valueOf(found.getString(8))));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether there are so many calls of a queue, each with an outcome. */
  boolean ended(String queue, int calls) {
    List<Row> rows = rows(queue);
    return rows.size() == calls && rows.stream().noneMatch(row -> row.outcome().equals("null"));
  }

  /** The outcome of each caller's last call. */
  Map<String, String> outcomes(String queue) {
    Map<String, String> outcomes = new TreeMap<>();
    rows(queue).forEach(row -> outcomes.put(row.number(), row.outcome()));
    return outcomes;
  }

  /** The tickets that a queue's calls are on must exist; how many there are. */
  long tickets(String queue) {
    return count(
        """
        select count(distinct t.number) from report_calls c
        join report_tickets t on t.number = c.ticket where c.queue = ?\
        """,
        queue);
  }

  /** How many of a queue's calls stand in a ticket that exists. */
  long callsOnTickets(String queue) {
    return count(
        """
        select count(*) from report_calls c
        join report_tickets t on t.number = c.ticket where c.queue = ?\
        """,
        queue);
  }

  private long count(String sql, String queue) {
    try (Connection connection = database.engine();
        PreparedStatement count = connection.prepareStatement(sql)) {
      count.setString(1, queue);
      try (ResultSet found = count.executeQuery()) {
        found.next();
        return found.getLong(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
