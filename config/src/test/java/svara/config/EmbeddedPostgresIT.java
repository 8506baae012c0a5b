package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
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
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import svara.engine.postgres.DatabaseAddress;
import svara.engine.postgres.DatabaseAddress.Login;

@Tag("storage")
@Timeout(60)
class EmbeddedPostgresIT {
  @TempDir static Path unpacked;
  private static EmbeddedPostgresPrograms programs;

  @TempDir Path temp;
  private Path folder;
  private int port;

  @BeforeAll
  static void unpackOnce() throws IOException {
    openToAll(unpacked);
    programs = EmbeddedPostgresPrograms.unpacked(unpacked);
  }

  @BeforeEach
  void chooseFolder() throws IOException {
    openToAll(temp);
    folder = temp.resolve("database");
    port = freePort();
  }

  @Test
  void keepsWhatWasCommittedOverAStopAndStart() throws Exception {
    try (EmbeddedPostgres database = start()) {
      execute(database.address(), "create table kept (n int)", "insert into kept values (7)");
    }
    try (EmbeddedPostgres database = start()) {
      assertEquals("7", query(database.address(), "select n from kept"));
    }
  }

  @Test
  void isAsDurableAndAsClosedAsAServerShouldBe() throws Exception {
    try (EmbeddedPostgres database = start()) {
      Map<String, String> settings = new TreeMap<>();
      for (String name :
          List.of(
              "fsync",
              "synchronous_commit",
              "full_page_writes",
              "data_checksums",
              "listen_addresses")) {
        settings.put(name, query(database.address(), "show " + name));
      }
      assertEquals(
          Map.of(
              "fsync", "on",
              "synchronous_commit", "on",
              "full_page_writes", "on",
              "data_checksums", "on",
              "listen_addresses", "127.0.0.1"),
          settings);
      assertEquals(
          PosixFilePermissions.fromString("rw-------"),
          Files.getPosixFilePermissions(folder.resolve("passwords")));
      DatabaseAddress address = database.address();
      Login wrong = new Login(address.owner().user(), "guessed");
      assertThrows(
          SQLException.class,
          () -> DriverManager.getConnection(url(address), wrong.user(), wrong.password()).close());
      assertEquals(
          "f",
          query(
              address,
              """
              select bool_or(rolsuper or rolcreaterole or rolcreatedb or rolreplication)
              from pg_roles where rolname in ('svara_owner', 'svara_engine')
              """));
    }
  }

  @Test
  void sortsAsSwedesDo() throws Exception {
    try (EmbeddedPostgres database = start()) {
      assertEquals(
          "Andersson,Zetterlund,Åberg,Ängström,Öberg",
          query(
              database.address(),
              "select string_agg(n, ',' order by n) from unnest(array['Öberg','Ängström','Zetterlund','Åberg','Andersson']) n"));
    }
  }

  @Test
  void aKilledServerIsStartedAgainAndHasLostNothing() throws Exception {
    try (EmbeddedPostgres database = start()) {
      execute(database.address(), "create table kept (n int)", "insert into kept values (7)");
      long killed = database.pid();
      ProcessHandle.of(killed).orElseThrow().destroyForcibly();
      assertEquals(
          "7", queryWithin(Duration.ofSeconds(20), database.address(), "select n from kept"));
      execute(database.address(), "insert into kept values (8)");
    }
  }

  @Test
  void aServerThatOutlivedItsEngineIsAdopted() throws Exception {
    Process engine = engine();
    try (BufferedReader out = engine.inputReader(StandardCharsets.UTF_8)) {
      long pid = Long.parseLong(out.readLine());
      engine.destroyForcibly();
      assertTrue(engine.waitFor(10, TimeUnit.SECONDS));
      assertTrue(ProcessHandle.of(pid).isPresent());
      try (EmbeddedPostgres database = start()) {
        assertEquals(pid, database.pid());
        assertEquals("1", query(database.address(), "select 1"));
      }
      assertFalse(answers(), "the one who adopted a server stops it");
    }
  }

  @Test
  void aServerThatAnotherEngineUsesGoesOnWhenOneCloses() throws Exception {
    EmbeddedPostgres first = start();
    Process other = engine();
    try (BufferedReader out = other.inputReader(StandardCharsets.UTF_8)) {
      assertEquals(first.pid(), Long.parseLong(out.readLine()));
      first.close();
      assertEquals("1", query(first.address(), "select 1"));
      other.getOutputStream().close();
      assertTrue(other.waitFor(20, TimeUnit.SECONDS));
      assertFalse(answers(), "the last one stops the server");
    }
  }

  @Test
  void bringsItsOwnPrograms() {
    try (EmbeddedPostgres database = EmbeddedPostgres.start(folder, port)) {
      assertEquals(port, database.address().port());
    }
  }

  /** Only root drops to another user, so an ordinary run has nothing to show here. */
  @Test
  @Tag("root")
  void saysThatTheServersUserCannotReachTheFolder() throws Exception {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    EmbeddedPostgresException e =
        assertThrows(EmbeddedPostgresException.class, () -> EmbeddedPostgres.start(folder, port));
    assertTrue(e.getMessage().matches("user \\w+, who runs the embedded database, cannot read .*"));
  }

  @Test
  void aClusterHalfMadeIsMadeAnew() throws Exception {
    Files.createDirectories(folder.resolve("cluster.new/base"));
    Files.writeString(folder.resolve("cluster.new/PG_VERSION"), "18");
    try (EmbeddedPostgres database = start()) {
      assertEquals("1", query(database.address(), "select 1"));
    }
  }

  @Test
  void aPidFileOfADeadServerWhoseNumberAnotherProgramHasIsNoHindrance() throws Exception {
    start().close();
    Path pidFile = folder.resolve("cluster/postmaster.pid");
    Files.write(
        pidFile,
        List.of(
            Long.toString(ProcessHandle.current().pid()),
            folder.resolve("cluster").toString(),
            "0",
            Integer.toString(port),
            "",
            "127.0.0.1",
            "  1 1",
            "ready   "));
    try (EmbeddedPostgres database = start()) {
      assertEquals("1", query(database.address(), "select 1"));
    }
  }

  @Test
  void saysWhichPortIsTaken() throws Exception {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      EmbeddedPostgresException e = assertThrows(EmbeddedPostgresException.class, () -> start());
      assertEquals(
          "port %d on 127.0.0.1 is taken by another program: set database.embedded.port to a free one"
              .formatted(port),
          e.getMessage());
    }
  }

  @Test
  void saysThatThePasswordsAreGone() throws Exception {
    start().close();
    Files.delete(folder.resolve("passwords"));
    EmbeddedPostgresException e = assertThrows(EmbeddedPostgresException.class, () -> start());
    assertTrue(e.getMessage().startsWith("the database's passwords are gone: bring "));
  }

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(folder, port, "", Optional.of(programs));
  }

  /** JUnit makes its folders for their owner only. */
  private static void openToAll(Path temp) throws IOException {
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Process engine() throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            EmbeddedPostgresEngine.class.getName(),
            folder.toString(),
            Integer.toString(port),
            programs.bin().toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private boolean answers() {
    try (java.net.Socket socket = new java.net.Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  private static String url(DatabaseAddress address) {
    return "jdbc:postgresql://127.0.0.1:" + address.port() + "/" + address.database();
  }

  private static Connection connect(DatabaseAddress address) throws SQLException {
    return DriverManager.getConnection(
        url(address), address.owner().user(), address.owner().password());
  }

  private static void execute(DatabaseAddress address, String... statements) throws SQLException {
    try (Connection connection = connect(address);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String query(DatabaseAddress address, String sql) throws SQLException {
    try (Connection connection = connect(address);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static String queryWithin(Duration atMost, DatabaseAddress address, String sql)
      throws SQLException {
    Instant until = Instant.now().plus(atMost);
    while (true) {
      try {
        return query(address, sql);
      } catch (SQLException e) {
        if (Instant.now().isAfter(until)) {
          throw e;
        }
      }
    }
  }
}
