package svara.engine.postgres;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Mails laid into a database of their own, for a peer that is measured beside us. */
public final class MailSamples {
  private MailSamples() {}

  /**
   * Makes the table {@code bench_mail} of number, raw form and text.
   *
   * @param samples whole mails
   */
  public static void lay(DatabaseAddress database, List<String> samples) throws SQLException {
    DatabaseAddress.Login owner = database.owner();
    String url =
        "jdbc:postgresql://%s:%d/%s"
            .formatted(database.host(), database.port(), database.database());
    try (Connection connection = DriverManager.getConnection(url, owner.user(), owner.password());
        Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists bench_mail");
      statement.execute("create table bench_mail (n integer primary key, raw bytea, text text)");
      try (PreparedStatement insert =
          connection.prepareStatement("insert into bench_mail values (?, ?, ?)")) {
        for (int i = 0; i < samples.size(); i++) {
          insert.setInt(1, i);
          insert.setBytes(2, samples.get(i).getBytes(StandardCharsets.UTF_8));
          insert.setString(3, samples.get(i).substring(samples.get(i).indexOf("\r\n\r\n")));
          insert.execute();
        }
      }
    }
  }
}
