package svara.config;

import org.jspecify.annotations.Nullable;
import svara.config.settings.EmbeddedDatabaseSettings;
import svara.config.settings.Settings;
import svara.engine.postgres.DatabaseAddress;

/**
 * The database that the settings name, for a command: an external one as it is, the embedded one
 * started or, when an engine runs it already, shared with that.
 */
final class OpenDatabase implements AutoCloseable {
  private final DatabaseAddress address;
  private final @Nullable EmbeddedPostgres server;

  private OpenDatabase(DatabaseAddress address, @Nullable EmbeddedPostgres server) {
    this.address = address;
    this.server = server;
  }

  /**
   * Opens it; blocks.
   *
   * @throws EmbeddedPostgresException when the embedded one can not be had
   */
  static OpenDatabase of(Settings settings) {
    return settings
        .database()
        .address()
        .map(external -> new OpenDatabase(external, null))
        .orElseGet(() -> embedded(settings.database().embedded()));
  }

  private static OpenDatabase embedded(EmbeddedDatabaseSettings settings) {
    EmbeddedPostgres server =
        EmbeddedPostgres.start(settings.folder(), settings.port(), settings.user());
    return new OpenDatabase(server.address(), server);
  }

  DatabaseAddress address() {
    return address;
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
