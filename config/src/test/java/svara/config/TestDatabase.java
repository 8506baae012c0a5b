package svara.config;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import svara.engine.postgres.DatabaseAddress;
import svara.engine.postgres.Migrations;
import svara.engine.postgres.PostgresStores;

/**
 * An empty, migrated database for each test class (for each test, where the field is not static),
 * on one server for all of them in this process.
 *
 * <pre>
 * &#64;RegisterExtension
 * static final TestDatabase DATABASE = TestDatabase.embedded();
 * </pre>
 */
public final class TestDatabase
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  public static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(TestDatabase.class);

  private final boolean debian;
  private final boolean apart;
  private Server server;
  private DatabaseAddress address;
  private Vertx vertx;
  private PostgresStores stores;
  private boolean forAll;

  private TestDatabase(boolean debian, boolean apart) {
    this.debian = debian;
    this.apart = apart;
  }

  /** On the server that comes along. */
  public static TestDatabase embedded() {
    return new TestDatabase(false, false);
  }

  /** On Debian's own package of PostgreSQL, of whatever release this is. */
  public static TestDatabase debian() {
    return new TestDatabase(true, false);
  }

  /** On a server of its own, which may be killed. */
  public static TestDatabase apart() {
    return new TestDatabase(false, true);
  }

  /** Another empty database on the same server, for what shares nothing with what was before. */
  public void fresh() {
    close();
    connect();
  }

  /** {@code kill -9} of the server, which comes back by itself. */
  public void killServer() {
    ProcessHandle.of(server.server.pid()).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    forAll = true;
    open(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (!forAll) {
      open(context);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (!forAll) {
      close();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  private void open(ExtensionContext context) {
    String which = apart ? context.getUniqueId() : debian ? "debian" : "embedded";
    server =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(which, _ -> Server.start(debian), Server.class);
    connect();
  }

  private void connect() {
    address = server.freshDatabase();
    vertx = Vertx.vertx();
    stores = PostgresStores.open(vertx, address, 8, ZONE);
  }

  private void close() {
    stores.close().await();
    vertx.close().await();
  }

  public DatabaseAddress address() {
    return address;
  }

  public Vertx vertx() {
    return vertx;
  }

  /** The stores on this class's database. */
  public PostgresStores stores() {
    return stores;
  }

  /** A connection as the owner of the tables, to look at what the stores wrote or to break it. */
  public Connection owner() throws SQLException {
    return connect(address, address.owner());
  }

  /** A connection with the engine's rights. */
  public Connection engine() throws SQLException {
    return connect(address, address.engine());
  }

  private static Connection connect(DatabaseAddress address, DatabaseAddress.Login login)
      throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d/%s".formatted(address.host(), address.port(), address.database()),
        login.user(),
        login.password());
  }

  /** Fetched without root where the machine has none; a second time this takes no time. */
  static EmbeddedPostgresPrograms debianPrograms() {
    try {
      Path root = Checkout.root();
      String given = System.getenv("SVARA_TOOLS");
      Path bin = given == null ? root.resolve("config/target/tools/bin") : Path.of(given);
      Process fetch =
          new ProcessBuilder(
                  root.resolve("config/tools/get-tools.sh").toString(),
                  bin.getParent().toString(),
                  "postgresql")
              .redirectErrorStream(true)
              .start();
      String printed = new String(fetch.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      try {
        if (fetch.waitFor() != 0) {
          throw new IllegalStateException(printed);
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return new EmbeddedPostgresPrograms(bin);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Server implements AutoCloseable {
    private final EmbeddedPostgres server;
    private final Path folder;
    private final AtomicInteger databases = new AtomicInteger();

    private Server(EmbeddedPostgres server, Path folder) {
      this.server = server;
      this.folder = folder;
    }

    static Server start(boolean debian) {
      try {
        Optional<EmbeddedPostgresPrograms> programs =
            debian ? Optional.of(debianPrograms()) : Optional.empty();
        Path folder = Files.createTempDirectory("svara-test-database");
        // the server's own user must get in
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        EmbeddedPostgres server = EmbeddedPostgres.start(folder, freePort(), "", programs);
        Server started = new Server(server, folder);
        Migrations.run(started.server.address());
        return started;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    /** A copy of the migrated one, which takes a moment where migrating takes a second. */
    DatabaseAddress freshDatabase() {
      DatabaseAddress fresh = server.address().withDatabase("test_" + databases.incrementAndGet());
      try (Connection admin = connect(server.address().withDatabase("postgres"), server.admin());
          Statement statement = admin.createStatement()) {
        statement.execute(
            "create database %s template %s owner %s"
                .formatted(fresh.database(), server.address().database(), fresh.owner().user()));
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      return fresh;
    }

    private static int freePort() throws IOException {
      try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return probe.getLocalPort();
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
      // on a busy machine the last writing takes longer than an engine waits
      EmbeddedPostgresProcess.awaitLeftovers(folder.resolve("cluster"), Duration.ofMinutes(2));
      EmbeddedPostgresPrograms.delete(folder);
    }
  }
}
