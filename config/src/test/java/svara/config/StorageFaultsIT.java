package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import svara.engine.id.CallId;
import svara.engine.port.DrivenQueue;
import svara.engine.port.QueueStore;
import svara.engine.port.QueueStore.Commit;
import svara.engine.port.QueueStore.Committed;
import svara.engine.port.StoreException;
import svara.engine.postgres.DatabaseAddress;
import svara.engine.postgres.Migrations;
import svara.engine.postgres.PostgresStores;
import svara.engine.queue.QueueCommand;

/** The database refuses, dies, and answers twice. */
@Tag("storage")
@Timeout(120)
class StorageFaultsIT {
  private static final Instant START = Instant.parse("2026-03-04T08:00:00Z");

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  @TempDir Path temp;
  private Vertx vertx;

  @BeforeEach
  void open() throws IOException {
    vertx = Vertx.vertx();
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update journal set outcome = 'ANSWERED'",
        "delete from journal",
        "truncate journal",
        "delete from ticket_entry",
        "update ticket_entry set text = ''",
        "delete from ticket",
        "delete from call",
        "update mail_in set raw = ''",
        "drop table journal",
        "drop view report_calls",
        "alter table ticket add column x int",
        "create table mine (n int)",
        "create function mine() returns int language sql as 'select 1'",
        "create role mine",
        "create database mine",
        "copy journal to program 'true'",
        "select pg_read_file('/etc/hostname')",
        "alter system set fsync = off",
        "delete from flyway_schema_history"
      })
  void theEnginesRoleMayNot(String sql) throws SQLException {
    try (Connection engine = DATABASE.engine();
        Statement statement = engine.createStatement()) {
      SQLException refused = assertThrows(SQLException.class, () -> statement.execute(sql));
      assertEquals("42501", refused.getSQLState(), refused.getMessage());
    }
  }

  @Test
  void migratingAgainDoesNothing() {
    assertEquals(0, Migrations.run(DATABASE.address()));
  }

  @Test
  void aDatabaseThatIsNotThereIsUnavailable() throws IOException {
    PostgresStores stores =
        PostgresStores.open(vertx, nobodyAt(EmbeddedPostgresIT.freePort()), 2, TestDatabase.ZONE);
    StoreException refused =
        assertThrows(StoreException.class, () -> stores.queues().owners().await());
    assertEquals(StoreException.Kind.UNAVAILABLE, refused.kind());
  }

  private static DatabaseAddress nobodyAt(int port) {
    var there = DATABASE.address();
    return new DatabaseAddress(there.host(), port, there.database(), there.owner(), there.engine());
  }

  @Test
  void whatDoesNotFitIsRefusedForGoodAndLeavesNothing() {
    QueueStore store = DATABASE.stores().queues();
    DrivenQueue queue = DrivenQueue.open(store, "refused", START);
    Commit good = queue.commitOf(queue.offer("r-1", "+46701740605"));
    Commit bad =
        new Commit(
            good.queue(),
            good.epoch(),
            good.expectedVersion(),
            good.state(),
            List.of(
                new QueueStore.Entry(
                    good.entries().getFirst().command(),
                    Instant.MAX,
                    good.entries().getFirst().events(),
                    good.entries().getFirst().refusal())));
    StoreException refused = assertThrows(StoreException.class, () -> store.commit(bad).await());
    assertEquals(StoreException.Kind.REFUSED, refused.kind());
    assertInstanceOf(Committed.Stored.class, store.commit(good).await());
  }

  @Test
  @Proves("F5")
  void aCommitThatWaitsForALockIsTakenWhenItIsFreed() throws Exception {
    QueueStore store = DATABASE.stores().queues();
    DrivenQueue queue = DrivenQueue.open(store, "locked", START);
    Commit commit = queue.commitOf(queue.offer("l-1", "+46701740605"));
    try (Connection owner = DATABASE.owner();
        Statement statement = owner.createStatement()) {
      owner.setAutoCommit(false);
      statement.execute("lock table ticket in access exclusive mode");
      var pending = store.commit(commit);
      awaitSomebodyWaiting();
      owner.rollback();
      assertInstanceOf(
          Committed.Stored.class,
          pending.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS));
    }
  }

  private static void awaitSomebodyWaiting() throws SQLException {
    try (Connection owner = DATABASE.owner();
        PreparedStatement waiting =
            owner.prepareStatement(
                "select count(*) from pg_locks where not granted and relation = 'ticket'::regclass")) {
      long found = 0;
      while (found == 0) {
        try (ResultSet rows = waiting.executeQuery()) {
          rows.next();
          found = rows.getLong(1);
        }
      }
    }
  }

  /**
   * The server is killed while commits stream in. Everything acknowledged is there afterwards; the
   * commit whose answer was lost is settled by giving it again.
   */
  @Test
  @Proves("F4")
  void aServerKilledInTheMidstOfWritingLosesNothingAcknowledged() throws Exception {
    try (EmbeddedPostgres server =
        EmbeddedPostgres.start(temp.resolve("db"), EmbeddedPostgresIT.freePort())) {
      Migrations.run(server.address());
      PostgresStores stores = PostgresStores.open(vertx, server.address(), 4, TestDatabase.ZONE);
      DrivenQueue queue = DrivenQueue.open(stores.queues(), "killed", START);
      CompletableFuture<Void> killed = new CompletableFuture<>();
      int acknowledged = 0;
      for (int n = 1; n <= 40; n++) {
        if (n == 20) {
          Thread.ofVirtual()
              .start(() -> {
                ProcessHandle.of(server.pid()).ifPresent(ProcessHandle::destroyForcibly);
                killed.complete(null);
              });
        }
        acknowledged += commitUntilSettled(queue, n);
      }
      killed.get(30, TimeUnit.SECONDS);
      assertEquals(40, acknowledged);
      // the kill may have come late: what reads meets it just as what writes
      var report = patiently(() -> stores.verification().verify().await());
      assertTrue(report.well(), report.toString());
      assertEquals(40, report.calls());
      assertEquals(
          queue.state(), patiently(() -> stores.queues().load(queue.lease().queue()).await()));
      stores.close().await();
    }
  }

  /** One call offered and ended, each step given again until the store says what became of it. */
  private static int commitUntilSettled(DrivenQueue queue, int n) {
    queue.pass(Duration.ofSeconds(1));
    QueueCommand.OfferCall offer = patiently(() -> queue.offer("k-" + n, "+46701740605"));
    patiently(() -> settle(queue, offer));
    CallId call = offer.caller().call();
    QueueCommand end = new QueueCommand.EndCall(queue.id(), queue.now(), call, false);
    patiently(() -> settle(queue, end));
    return 1;
  }

  private static Committed settle(DrivenQueue queue, QueueCommand command) {
    Committed committed = queue.submit(command);
    if (committed instanceof Committed.Known) {
      queue.reload();
    }
    return committed;
  }

  private static <T> T patiently(Supplier<T> work) {
    Instant until = Instant.now().plusSeconds(60);
    while (true) {
      try {
        return work.get();
      } catch (StoreException e) {
        assertEquals(StoreException.Kind.UNAVAILABLE, e.kind(), e.getMessage());
        assertTrue(Instant.now().isBefore(until), "the server did not come back");
      }
    }
  }
}
