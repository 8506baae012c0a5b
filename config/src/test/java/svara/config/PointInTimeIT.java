package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import svara.engine.port.DrivenQueue;
import svara.engine.postgres.DatabaseAddress;
import svara.engine.postgres.Migrations;
import svara.engine.postgres.PostgresStores;

/**
 * Debian's PostgreSQL brought back to a minute before somebody emptied its tables, by the commands
 * of the operator's page.
 */
@Tag("storage")
@Timeout(300)
class PointInTimeIT {
  private static final String PAGE_DATA = "/var/lib/postgresql/17/";
  private static final String PAGE_BACKUPS = "/var/backups/postgresql";
  private static final String PAGE_TIME = "2026-11-23 10:41:00+01";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Vertx vertx = Vertx.vertx();
  private final EmbeddedPostgresPrograms programs = TestDatabase.debianPrograms();
  private Path folder;
  private Path data;
  private EmbeddedPostgresAccount account;
  private EmbeddedPostgres server;

  @BeforeEach
  void makeTheServer() throws IOException {
    folder = Files.createTempDirectory("svara-point-in-time");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    data = Files.createDirectory(folder.resolve("data"));
    account = EmbeddedPostgresAccount.forCluster(data.resolve("main"), "");
    account.own(data);
    account.own(Files.createDirectory(folder.resolve("backups")));
    start();
    Migrations.run(server.address());
  }

  @AfterEach
  void removeIt() throws IOException {
    server.close();
    vertx.close().await();
    EmbeddedPostgresProcess.awaitLeftovers(data.resolve("cluster"), LIMIT);
    EmbeddedPostgresPrograms.delete(folder);
  }

  @Test
  void whatWasGoodIsBackAndWhatCameAfterIsNot() throws Exception {
    typed(Documented.command("docs/operator.md", "mkdir -p"));
    typed(Documented.command("docs/operator.md", "psql -c"));
    server.close();
    start();
    serve("before-the-base");
    typed(Documented.command("docs/operator.md", "pg_basebackup"));
    serve("after-the-base");
    String good = word("select count(*) || ' ' || max(id) from journal");
    String time = word("select clock_timestamp()");
    LockSupport.parkNanos(Duration.ofMillis(1_500).toNanos());
    serve("too-late");
    owner("truncate ticket cascade");
    assertEquals("0", word("select count(*) from ticket"));
    server.close();

    typed(Documented.command("docs/operator.md", "mv "));
    typed(Documented.command("docs/operator.md", "cp -a "));
    typed(Documented.command("docs/operator.md", "touch "));
    typed(Documented.command("docs/operator.md", "cp -an "));
    typed(Documented.command("docs/operator.md", "printf ").replace(PAGE_TIME, time));
    startWhenRecovered();

    assertEquals(good, word("select count(*) || ' ' || max(id) from journal"));
    assertEquals("2", word("select count(*) from ticket"));
    CommandRun verified = verify();
    assertEquals(ExitCode.DONE, verified.exit(), verified.out() + verified.err());
    serve("after-all");
    assertEquals("3", word("select count(*) from ticket"));
  }

  private void serve(String call) {
    PostgresStores stores = PostgresStores.open(vertx, server.address(), 2, TestDatabase.ZONE);
    try {
      DrivenQueue.open(stores.queues(), call.replace('-', '_'), Instant.now())
          .served(call, "+46701740605");
    } finally {
      stores.close().await();
    }
  }

  /** As it stands on the page, with this test's places. */
  private void typed(String command) {
    String here =
        command
            .replace(PAGE_DATA + "main", data.resolve("cluster").toString())
            .replace(PAGE_DATA, data + "/")
            .replace(PAGE_BACKUPS, folder.resolve("backups").toString());
    EmbeddedPostgresCommand.output(
        account.command(
            List.of(
                "env",
                "PATH=" + programs.bin() + ":/usr/bin:/bin",
                "PGHOST=127.0.0.1",
                "PGPORT=" + server.address().port(),
                "PGDATABASE=postgres",
                "PGUSER=" + server.admin().user(),
                "PGPASSWORD=" + server.admin().password(),
                "sh",
                "-c",
                here)));
  }

  private void start() throws IOException {
    server = EmbeddedPostgres.start(data, freePort(), "", Optional.of(programs));
  }

  /** A server that still reads its log takes nothing that is written. */
  private void startWhenRecovered() throws IOException {
    int port = freePort();
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        server = EmbeddedPostgres.start(data, port, "", Optional.of(programs));
        if (word("select pg_is_in_recovery()").equals("f")) {
          return;
        }
        server.close();
      } catch (EmbeddedPostgresException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
      } catch (SQLException e) {
        throw new IOException(e);
      }
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }

  private CommandRun verify() throws IOException {
    DatabaseAddress there = server.address();
    Path config = folder.resolve("svara.yaml");
    Files.writeString(config, "queues: [{name: helpdesk}]\ntelephony: {ami: {secret: unused}}\n");
    return CommandRun.of(
        Map.of(
            "SVARA_HOME", Checkout.root().toString(),
            "SVARA_DATA", folder.resolve("svara").toString(),
            "SVARA_DATABASE_URL", "postgresql://127.0.0.1:" + there.port() + "/" + there.database(),
            "SVARA_DATABASE_PASSWORD", there.engine().password(),
            "SVARA_DATABASE_OWNERPASSWORD", there.owner().password()),
        "verify",
        "--config",
        config.toString());
  }

  private void owner(String sql) throws SQLException {
    try (Connection owner = connection();
        Statement statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }

  private String word(String sql) throws SQLException {
    try (Connection owner = connection();
        Statement statement = owner.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private Connection connection() throws SQLException {
    DatabaseAddress there = server.address();
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d/%s".formatted(there.host(), there.port(), there.database()),
        there.owner().user(),
        there.owner().password());
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0)) {
      return probe.getLocalPort();
    }
  }
}
