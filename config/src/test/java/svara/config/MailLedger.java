package svara.config;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the senders of mails were told, held against the tickets that are there. */
final class MailLedger {
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

  void acknowledge(String messageId) {
    acknowledged.add(messageId);
  }

  int size() {
    return acknowledged.size();
  }

  /**
   * The last line of a run.
   *
   * @return acknowledged, how many of them are on no ticket, how many mails are on one twice or
   *     were answered twice
   */
  String compare(Connection database) throws SQLException {
    Map<String, Integer> there =
        counts(
            database,
            "select facts ->> 'messageId', count(*) from ticket_entry where kind = 'mail' group by 1");
    Map<String, Integer> answered =
        counts(database, "select answers, count(*) from mail_out where automatic group by 1");
    long missing = acknowledged.stream().filter(id -> !there.containsKey(id)).count();
    long doubled =
        there.values().stream().filter(n -> n > 1).count()
            + answered.values().stream().filter(n -> n > 1).count();
    return "acknowledged %d missing %d doubled %d".formatted(acknowledged.size(), missing, doubled);
  }

  /**
   * Of mails that were sent.
   *
   * @param accepted whom the server has taken a mail for, one each
   * @param told whom the outbox says it has sent one to
   */
  static String sent(List<String> accepted, List<String> told) {
    long missing = told.stream().filter(one -> !accepted.contains(one)).count();
    return "missing %d doubled %d"
        .formatted(missing, accepted.size() - accepted.stream().distinct().count());
  }

  private static Map<String, Integer> counts(Connection database, String sql) throws SQLException {
    Map<String, Integer> counts = new HashMap<>();
    try (Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        counts.put(rows.getString(1), rows.getInt(2));
      }
    }
    return counts;
  }
}
