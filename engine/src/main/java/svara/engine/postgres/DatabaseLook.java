package svara.engine.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import svara.engine.postgres.DatabaseAddress.Login;

/**
 * What a database shows of itself to a role, for a look at whether it will do.
 *
 * @param version as PostgreSQL counts it: 150004 is 15.4
 * @param now by the server's clock
 */
public record DatabaseLook(int version, Instant now) {

  /**
   * Signs in, asks and leaves. Blocks, at most some seconds: for virtual threads and command lines.
   *
   * @throws SQLException as the server or the driver says
   */
  public static DatabaseLook at(DatabaseAddress address, Login login) throws SQLException {
    try (Connection connection = DatabaseRoles.connect(address, login);
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(5);
      try (ResultSet row =
          statement.executeQuery(
              """
              select current_setting('server_version_num')::int,
                     extract(epoch from clock_timestamp())::double precision
              """)) {
        row.next();
        return new DatabaseLook(
            row.getInt(1), Instant.ofEpochMilli(Math.round(row.getDouble(2) * 1000)));
      }
    }
  }
}
