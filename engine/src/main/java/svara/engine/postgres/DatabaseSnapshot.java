package svara.engine.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import svara.engine.port.StoreException;
import svara.engine.postgres.DatabaseContents.Table;

/**
 * One moment of a database, held as long as this is open, which a pg_dump may share. Blocks: for
 * command lines.
 */
public final class DatabaseSnapshot implements AutoCloseable {
  private final Connection connection;
  private final String id;

  private DatabaseSnapshot(Connection connection, String id) {
    this.connection = connection;
    this.id = id;
  }

  /**
   * Signs in as the owner of the tables.
   *
   * @throws StoreException when the database is not there or refuses
   */
  public static DatabaseSnapshot of(DatabaseAddress address) {
    try {
      Connection connection = DatabaseRoles.connect(address, address.owner());
      try {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        // rows are digested as text, which must not hang on what a server or a role is set to
        try (Statement statement = connection.createStatement()) {
          statement.execute(
              """
              set local timezone = 'UTC'; set local datestyle = 'ISO, YMD';
              set local intervalstyle = 'postgres'; set local bytea_output = 'hex';
              set local extra_float_digits = 1; set local statement_timeout = 0;
              """);
        }
        return new DatabaseSnapshot(connection, word(connection, "select pg_export_snapshot()"));
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw unreadable(address, e);
    }
  }

  static StoreException unreadable(DatabaseAddress address, SQLException e) {
    return new StoreException(
        StoreException.Kind.UNAVAILABLE,
        "the database %s cannot be read: %s".formatted(address, e.getMessage()));
  }

  /** What pg_dump's {@code --snapshot} takes. */
  public String id() {
    return id;
  }

  /**
   * Everything in it.
   *
   * @param progress is told each table before it is read
   */
  public DatabaseContents contents(Consumer<String> progress) {
    try {
      Map<String, Table> tables = new HashMap<>();
      for (String name : names()) {
        progress.accept(name);
        tables.put(name, table(name));
      }
      return new DatabaseContents(tables, sequences(), schema());
    } catch (SQLException e) {
      throw new StoreException(
          StoreException.Kind.REFUSED, "the tables cannot be read: " + e.getMessage());
    }
  }

  /** The sequences' values now: they know no snapshot. */
  public Map<String, Long> sequences() {
    Map<String, Long> values = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select sequencename, coalesce(last_value, 0) from pg_sequences
                where schemaname = 'public'
                """)) {
      while (rows.next()) {
        values.put(rows.getString(1), rows.getLong(2));
      }
      return values;
    } catch (SQLException e) {
      throw new StoreException(
          StoreException.Kind.REFUSED, "the sequences cannot be read: " + e.getMessage());
    }
  }

  /** The server's major version: 18. */
  public int major() {
    try {
      return Integer.parseInt(word(connection, "show server_version_num")) / 10_000;
    } catch (SQLException e) {
      throw new StoreException(
          StoreException.Kind.REFUSED, "the version cannot be read: " + e.getMessage());
    }
  }

  private List<String> names() throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname = 'public' and c.relkind = 'r' order by 1
                """)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private Table table(String name) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // a sum of hashes does not hang on the order in which rows are stored
      String sql =
          """
          select count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint::numeric), 0)
          from public.%s t
          """
              .formatted(statement.enquoteIdentifier(name, true));
      try (ResultSet rows = statement.executeQuery(sql)) {
        rows.next();
        return new Table(rows.getLong(1), rows.getString(2));
      }
    }
  }

  private int schema() throws SQLException {
    if (!names().contains("flyway_schema_history")) {
      return 0;
    }
    return Integer.parseInt(
        word(
            connection,
            """
            select coalesce(max(split_part(version, '.', 1)::int), 0) from flyway_schema_history
            where success and version is not null
            """));
  }

  private static String word(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new StoreException(
          StoreException.Kind.UNAVAILABLE, "the database did not let go: " + e.getMessage());
    }
  }
}
