package svara.config;

import io.vertx.core.Vertx;
import svara.config.settings.Settings;
import svara.engine.postgres.Migrations;
import svara.engine.postgres.PostgresStores;

/** The stores on the database that the settings name, brought up to date, for a command. */
final class OpenStores implements AutoCloseable {
  private static final int CONNECTIONS = 2;

  private final OpenDatabase database;
  private final Vertx vertx;
  private final PostgresStores stores;

  private OpenStores(OpenDatabase database, Vertx vertx, PostgresStores stores) {
    this.database = database;
    this.vertx = vertx;
    this.stores = stores;
  }

  /**
   * Opens them; blocks.
   *
   * @throws EmbeddedPostgresException when the embedded database can not be had
   */
  static OpenStores of(Settings settings) {
    OpenDatabase database = OpenDatabase.of(settings);
    try {
      Migrations.run(database.address());
      Vertx vertx = Vertx.vertx();
      return new OpenStores(
          database,
          vertx,
          PostgresStores.open(vertx, database.address(), CONNECTIONS, settings.zone()));
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  PostgresStores stores() {
    return stores;
  }

  @Override
  public void close() {
    stores.close().await();
    vertx.close().await();
    database.close();
  }
}
