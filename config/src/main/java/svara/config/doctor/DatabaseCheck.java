package svara.config.doctor;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.postgres.DatabaseAddress;
import svara.engine.postgres.DatabaseAddress.Login;
import svara.engine.postgres.DatabaseLook;

/** The database: both roles get in, and it is new enough. */
final class DatabaseCheck {
  static final String NAME = "database";
  private static final int NEEDED = 15;

  /** SQLSTATE by what mends it (PostgreSQL, appendix A). */
  private static final Map<String, String> REMEDIES =
      Map.of(
          "28P01", "set the password of role %s: database.%s",
          "28000", "let role %s in: in pg_hba.conf of the server, or make it (database.%s)",
          "3D000", "make the database that database.url names, owned by role svara_owner",
          "08001", "start the database, or set database.url to where it is",
          "08004", "start the database, or set database.url to where it is",
          "53300", "raise max_connections of the server, or set database.connectionsMax lower");

  private DatabaseCheck() {}

  /**
   * What was found, and the look itself for the clock's check.
   *
   * @param look nothing when nobody got in
   */
  record Looked(Finding finding, Optional<DatabaseLook> look) {}

  static Looked look(DatabaseAddress address) {
    try {
      DatabaseLook look = DatabaseLook.at(address, address.engine());
      Optional<Finding> owner = owner(address);
      if (owner.isPresent()) {
        return new Looked(owner.get(), Optional.of(look));
      }
      return new Looked(version(address, look), Optional.of(look));
    } catch (SQLException e) {
      return new Looked(refused(address, address.engine(), "password", e), Optional.empty());
    }
  }

  private static Optional<Finding> owner(DatabaseAddress address) {
    try {
      DatabaseLook.at(address, address.owner());
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(refused(address, address.owner(), "ownerPassword", e));
    }
  }

  private static Finding version(DatabaseAddress address, DatabaseLook look) {
    int major = look.version() / 10_000;
    return major < NEEDED
        ? Finding.wrong(
            NAME,
            "PostgreSQL " + major + " at " + address + " is too old",
            "upgrade the server to PostgreSQL " + NEEDED + " or later")
        : Finding.well(NAME, "PostgreSQL " + major + " at " + address);
  }

  private static Finding refused(
      DatabaseAddress address, Login login, String key, SQLException cause) {
    @Nullable String state = cause.getSQLState();
    String remedy =
        REMEDIES
            .getOrDefault(state == null ? "" : state, "see the server's log")
            .formatted(login.user(), key);
    return Finding.wrong(
        NAME, "%s does not let %s in: %s".formatted(address, login.user(), oneLine(cause)), remedy);
  }

  private static String oneLine(SQLException cause) {
    return String.valueOf(cause.getMessage()).replaceAll("\\s+", " ");
  }
}
