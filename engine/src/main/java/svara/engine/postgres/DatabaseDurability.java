package svara.engine.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a database promises of a commit, as the engine's own sessions get it. A figure measured with
 * any of it off says nothing.
 *
 * @param settings the server's settings by name
 */
public record DatabaseDurability(Map<String, String> settings) {
  private static final List<String> NAMES =
      List.of("fsync", "synchronous_commit", "full_page_writes");

  public DatabaseDurability {
    settings = Map.copyOf(settings);
  }

  /**
   * Asks as the engine's role, because a role can have settings of its own. Blocks.
   *
   * @throws SQLException as the server says
   */
  public static DatabaseDurability of(DatabaseAddress address) throws SQLException {
    Map<String, String> settings = new LinkedHashMap<>();
    try (Connection connection = DatabaseRoles.connect(address, address.engine());
        Statement statement = connection.createStatement()) {
      for (String name : NAMES) {
        try (ResultSet row = statement.executeQuery("show " + name)) {
          row.next();
          settings.put(name, row.getString(1));
        }
      }
    }
    return new DatabaseDurability(settings);
  }

  /** The settings that are off, so that a commit may be lost though it was confirmed. */
  public List<String> off() {
    return NAMES.stream().filter(name -> "off".equals(settings.get(name))).toList();
  }

  @Override
  public String toString() {
    return String.join(", ", NAMES.stream().map(name -> name + " " + settings.get(name)).toList());
  }
}
