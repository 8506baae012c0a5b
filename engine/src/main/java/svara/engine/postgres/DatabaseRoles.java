package svara.engine.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;
import svara.engine.postgres.DatabaseAddress.Login;

/**
 * Makes the two roles and the database of an address, where they are not there yet, and sets the
 * roles' passwords. Blocks: for virtual threads and command lines.
 */
public final class DatabaseRoles {
  private DatabaseRoles() {}

  /**
   * May be repeated.
   *
   * @param admin a superuser
   * @throws SQLException as the server says
   */
  public static void ensure(DatabaseAddress address, Login admin) throws SQLException {
    try (Connection connection = connect(address.withDatabase("postgres"), admin);
        Statement statement = connection.createStatement()) {
      ensureRole(connection, statement, address.owner());
      ensureRole(connection, statement, address.engine());
      if (!exists(connection, "select 1 from pg_database where datname = ?", address.database())) {
        statement.execute(
            "create database %s owner %s"
                .formatted(
                    statement.enquoteIdentifier(address.database(), true),
                    statement.enquoteIdentifier(address.owner().user(), true)));
      }
      // on servers of version 14 everybody could make tables in it
      statement.execute(
          "revoke all on database %s from public"
              .formatted(statement.enquoteIdentifier(address.database(), true)));
      statement.execute(
          "grant connect on database %s to %s"
              .formatted(
                  statement.enquoteIdentifier(address.database(), true),
                  statement.enquoteIdentifier(address.engine().user(), true)));
    }
  }

  /** One connection, not pooled. */
  public static Connection connect(DatabaseAddress address, Login login) throws SQLException {
    return dataSource(address, login).getConnection();
  }

  static PGSimpleDataSource dataSource(DatabaseAddress address, Login login) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {address.host()});
    source.setPortNumbers(new int[] {address.port()});
    source.setDatabaseName(address.database());
    source.setUser(login.user());
    source.setPassword(login.password());
    source.setConnectTimeout(5);
    source.setApplicationName("svara");
    return source;
  }

  private static void ensureRole(Connection connection, Statement statement, Login login)
      throws SQLException {
    String role = statement.enquoteIdentifier(login.user(), true);
    if (!exists(connection, "select 1 from pg_roles where rolname = ?", login.user())) {
      statement.execute(
          "create role %s login nosuperuser nocreatedb nocreaterole noreplication".formatted(role));
    }
    statement.execute(
        "alter role %s password %s".formatted(role, statement.enquoteLiteral(login.password())));
  }

  private static boolean exists(Connection connection, String query, String name)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query)) {
      select.setString(1, name);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }
}
