package svara.config;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.Language;
import svara.engine.id.PersonId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.port.QueueStore;
import svara.engine.port.QueueStoreContract;
import svara.engine.ticket.TicketKind;
import svara.engine.ticket.TicketLife;
import svara.engine.ticket.TicketStatus;

/** The contract on PostgreSQL, whichever server. */
abstract class PostgresQueueStoreContract extends QueueStoreContract {
  abstract TestDatabase database();

  @Override
  protected QueueStore store() {
    return database().stores().queues();
  }

  @Override
  protected PersonId know(String number, Language language) {
    long id =
        Long.parseLong(
            one(
                """
                with p as (
                  insert into person (email, name, language)
                  values (? || '@example.se', 'Anna Andersson', ?) returning id)
                insert into person_number (number, person_id) select ?, id from p
                returning person_id
                """,
                number,
                language.code(),
                number));
    return new PersonId(id);
  }

  @Override
  protected void alsoHas(PersonId person, String number) {
    one(
        "insert into person_number (number, person_id) values (?, ?::bigint) returning number",
        number,
        person.toString());
  }

  @Override
  protected TicketLife ticket(TicketNumber number) {
    try (Connection connection = database().owner();
        PreparedStatement select =
            connection.prepareStatement("select * from ticket where number = ?")) {
      select.setString(1, number.toString());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new TicketLife(
            TicketStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
            TicketKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
            Optional.ofNullable(row.getString("assignee")).map(TechnicianId::new).orElse(null),
            row.getTimestamp("opened_at").toInstant(),
            instantOrNull(row, "closed_at"),
            instantOrNull(row, "answered_at"),
            row.getBoolean("to_call_back"),
            Optional.ofNullable(row.getString("callback_id")).map(CallbackId::new).orElse(null),
            Optional.ofNullable(row.getString("closed_by"))
                .flatMap(TicketNumber::parse)
                .orElse(null));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected List<String> timeline(TicketNumber number) {
    return column("select kind from ticket_entry where ticket = ? order by id", number.toString());
  }

  @Override
  protected void change(TicketNumber number, TicketStatus status) {
    one(
        "update ticket set status = ? where number = ? returning number",
        status.word(),
        number.toString());
  }

  @Override
  protected void passALittleTime() {
    one("select pg_sleep(0.002)");
  }

  @Override
  protected TicketNumber ticketOf(CallId call) {
    String number = one("select ticket from call where call_id = ?", call.value());
    return TicketNumber.parse(number).orElseThrow();
  }

  private String one(String sql, String... values) {
    return column(sql, values).getFirst();
  }

  private List<String> column(String sql, String... values) {
    try (Connection connection = database().owner();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      List<String> column = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          column.add(rows.getString(1));
        }
      }
      return column;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Instant instantOrNull(ResultSet row, String column) throws SQLException {
    Timestamp value = row.getTimestamp(column);
    return value == null ? null : value.toInstant();
  }
}
