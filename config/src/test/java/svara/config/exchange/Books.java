package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import svara.config.TestDatabase;
import svara.engine.port.Verification;

/** What Svara has noted of calls, as an organisation's own reports read it. */
record Books(TestDatabase database) {

  /** What is kept is what the journal gives, after whatever fault. */
  void verified() {
    Verification.Report report = database.stores().verification().verify().await();
    assertTrue(report.well(), () -> report.line() + " " + report.findings());
  }

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

  /**
   * A call in which two people talked.
   *
   * @param endedAt null while it goes on
   */
  record Talk(String call, String technician, Instant answeredAt, Instant endedAt) {}

  /** The talks of a queue in the order they began. */
  List<Talk> talks(String queue) {
    return list(
        """
        select call_id, technician, answered_at, ended_at from report_calls
        where queue = ? and answered_at is not null order by answered_at\
        """,
        queue,
        found ->
            new Talk(
                found.getString(1),
                found.getString(2),
                found.getTimestamp(3).toInstant(),
                found.getTimestamp(4) == null ? null : found.getTimestamp(4).toInstant()));
  }

  /** What stands of a call on its ticket, kinds in the order it happened. */
  List<String> timeline(String call) {
    return list(
        "select kind from ticket_entry where call_id = ? order by id",
        call,
        found -> found.getString(1));
  }

  /** What the journal says of a queue, for whoever looks for what went wrong. */
  List<String> journal(String queue) {
    return list(
        """
        select command_at, coalesce(kind, 'refused: ' || refusal), command || ' ' || coalesce(payload::text, '')
        from journal where queue = ? order by id\
        """,
        queue,
        found -> found.getString(1) + " " + found.getString(2) + " " + found.getString(3));
  }

  private interface Reading<T> {
    T of(ResultSet row) throws SQLException;
  }

  private <T> List<T> list(String sql, String which, Reading<T> reading) {
    try (Connection connection = database.engine();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, which);
      List<T> all = new ArrayList<>();
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          all.add(reading.of(found));
        }
      }
      return all;
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

  /** A row of {@code report_callbacks}; text is "null" where there is nothing. */
  record Promise(String number, String state, int attempts, String lastResult, String ticket) {}

  /** The promises of a queue in the order of the callers' arrival. */
  List<Promise> promises(String queue) {
    try (Connection connection = database.engine();
        PreparedStatement select =
            connection.prepareStatement(
                """
                select number, state, attempts, last_result, ticket
                from report_callbacks where queue = ? order by arrived_at\
                """)) {
      select.setString(1, queue);
      List<Promise> promises = new ArrayList<>();
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          promises.add(
              new Promise(
                  found.getString(1),
                  found.getString(2),
                  found.getInt(3),
                  String.valueOf(found.getString(4)),
                  found.getString(5)));
        }
      }
      return promises;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The promise to a number. */
  Promise promise(String queue, String number) {
    return promises(queue).stream()
        .filter(promise -> promise.number().equals(number))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Why the journal says that callers of a queue were not promised a callback, by the number they
   * showed; a withheld one is {@code anonymous}.
   */
  Map<String, String> refusedPromises(String queue) {
    try (Connection connection = database.engine();
        PreparedStatement select =
            connection.prepareStatement(
                """
                select case c.number_kind when 'WITHHELD' then 'anonymous' else c.presented end,
                       coalesce(j.payload->>'refusal', j.payload->>'reason')
                from journal j join call c on c.call_id = j.payload->>'call'
                where j.queue = ? and j.kind in ('MetFull', 'CallbackRefused')
                  and coalesce(j.payload->>'refusal', j.payload->>'reason') is not null\
                """)) {
      select.setString(1, queue);
      Map<String, String> refused = new TreeMap<>();
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          refused.put(found.getString(1), found.getString(2));
        }
      }
      return refused;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** In how many calls of a queue the ticket's timeline tells why no callback was promised. */
  long toldOfRefusal(String queue) {
    return count(
        """
        select count(distinct c.call_id) from ticket_entry e join call c on c.call_id = e.call_id
        where c.queue = ? and e.kind in ('call.met_full', 'callback.refused') and e.facts->>'reason' is not null\
        """,
        queue);
  }

  /** How often a technician was asked to keep a promise of the queue. */
  long orders(String queue) {
    return count(
        """
        select count(*) from callback_attempt a
        join callback c on c.callback_id = a.callback_id where c.queue = ?\
        """,
        queue);
  }

  /** Whether a ticket stands in the list of those to be called back. */
  boolean toCallBack(String ticket) {
    return count("select count(*) from ticket where to_call_back and number = ?", ticket) == 1;
  }

  private long count(String sql, String which) {
    try (Connection connection = database.engine();
        PreparedStatement count = connection.prepareStatement(sql)) {
      count.setString(1, which);
      try (ResultSet found = count.executeQuery()) {
        found.next();
        return found.getLong(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
