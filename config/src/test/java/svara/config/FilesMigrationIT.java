package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import svara.engine.postgres.DatabaseAddress;

/** Voice messages of older tables are where files are now, and their timelines still find them. */
@Tag("storage")
@Timeout(120)
class FilesMigrationIT {
  private static final String BEFORE =
      """
      insert into ticket (number, status, kind, channel, subject, shown_as, opened_at, changed_at)
      values ('2026-000001', 'new', 'ordinary', 'phone', 'Samtal', '', now(), now());
      insert into ticket_file (ticket, kind, name, media_type, size_bytes, bytes)
      select '2026-000001', 'attached', 'bild.png', 'image/png', 3, 'abc' from generate_series(1, 5);
      insert into attachment (ticket, kind, content_type, recorded_at, length_ms, content, removed_at)
      values ('2026-000001', 'voice_message', 'audio/wav', now(), 7300, 'RIFF', null),
             ('2026-000001', 'voice_message', 'audio/wav', now(), 9000, null, now());
      insert into ticket_entry (ticket, at, kind, by, text, facts)
      values ('2026-000001', now(), 'voice_message', '', '', '{"attachment": "1", "seconds": "8"}'),
             ('2026-000001', now(), 'voice_message', '', '', '{"attachment": "2"}'),
             ('2026-000001', now(), 'voice_message.removed', '', '', '{"attachment": "2"}');
      """;

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  @Test
  void whatWasLeftIsMovedWithItsIds() throws SQLException {
    migrate("20.1");
    try (Connection connection = DATABASE.owner();
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path to older");
      statement.execute(BEFORE);
      migrate("20.2");
      try (ResultSet row =
          statement.executeQuery(
              """
              select string_agg(concat_ws(' ', e.kind, f.kind, f.size_bytes, f.reason, f.length_ms), ', ' order by e.id),
                     (select count(*) from attachment), (select count(*) from ticket_file)
              from ticket_entry e join ticket_file f on f.id::text = e.facts ->> 'attachment'
              """)) {
        row.next();
        assertEquals(
            "voice_message voice 4  7300, voice_message voice 0 removed 9000,"
                + " voice_message.removed voice 0 removed 9000",
            row.getString(1));
        assertEquals(2, row.getInt(2));
        assertEquals(7, row.getInt(3));
      }
    }
  }

  /** In a schema of its own, so that the tables begin anew. */
  private static void migrate(String version) {
    DatabaseAddress address = DATABASE.address();
    Flyway.configure()
        .dataSource(
            "jdbc:postgresql://%s:%d/%s"
                .formatted(address.host(), address.port(), address.database()),
            address.owner().user(),
            address.owner().password())
        .locations("classpath:db/migration")
        .placeholders(Map.of("engine", address.engine().user()))
        .defaultSchema("older")
        .createSchemas(true)
        .target(version)
        // the rights are those of the newest tables
        .repeatableSqlMigrationPrefix("none")
        .load()
        .migrate();
  }
}
