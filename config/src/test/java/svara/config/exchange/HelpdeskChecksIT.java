package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static svara.config.exchange.Helpdesk.queue;
import static svara.config.exchange.Helpdesk.until;

import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import svara.config.TestDatabase;
import svara.engine.id.Language;
import svara.telephony.asterisk.AsteriskInstance;
import svara.telephony.asterisk.SipDialog;

/** What every test with a helpdesk or an engine process checks at its end does find a fault. */
@Tag("exchange")
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HelpdeskChecksIT {
  /**
   * Of its own for each, since one that was planted stays. The exchange is one, and remembers the
   * epoch of the database before.
   */
  @RegisterExtension final TestDatabase database = TestDatabase.embedded();

  private static AsteriskInstance asterisk;

  @BeforeAll
  static void startAsterisk() {
    asterisk = AsteriskInstance.start(List.of(AsteriskInstance.Queue.oneAndOne("checked", "601")));
  }

  @AfterAll
  static void stopAsterisk() {
    asterisk.close();
  }

  private Helpdesk open() {
    Helpdesk.warm(asterisk, database);
    return reopen();
  }

  private Helpdesk reopen() {
    return new Helpdesk(
        asterisk,
        database,
        queue("checked", "601", Language.SV, UnaryOperator.identity(), 201, 202, 203));
  }

  private Helpdesk afterACall() {
    Helpdesk helpdesk = open();
    helpdesk.desk(201, Duration.ofMillis(50));
    helpdesk.ready("checked", 1);
    SipDialog caller = helpdesk.call("601", "0701740605");
    until(() -> caller.state() == SipDialog.State.ANSWERED, "answered");
    until(() -> !helpdesk.rows("checked").getFirst().technician().equals("null"), "and noted");
    caller.hangUp();
    helpdesk.outcomes("checked", 1);
    until(() -> helpdesk.state("checked").calls().isEmpty(), "over");
    return helpdesk;
  }

  @Test
  void aBlockedEventLoopIsFound() {
    Helpdesk helpdesk = open();
    helpdesk.ready("checked", 0);
    helpdesk.done(() -> {
      long end = System.nanoTime() + Duration.ofMillis(700).toNanos();
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(end - System.nanoTime());
      }
      return Future.succeededFuture();
    });
    assertFound("the event loop was blocked", helpdesk);
  }

  @Test
  void aBrokenInvariantIsFound() throws SQLException {
    Helpdesk.warm(asterisk, database);
    Helpdesk sound = reopen();
    sound.ready("checked", 0);
    sound.close();
    plant(
        """
        update queue_state set state = jsonb_set(
          state, '{technicians}', state -> 'technicians' || (state -> 'technicians' -> 0))
        where queue = 'checked'
        """);
    Helpdesk helpdesk = reopen();
    helpdesk.ready("checked", 0);
    SipDialog caller = helpdesk.call("601", "0701740605");
    until(() -> helpdesk.state("checked").calls().size() == 1, "waits");
    caller.hangUp();
    until(() -> helpdesk.state("checked").calls().isEmpty(), "over");
    assertFound("an invariant was broken", helpdesk);
  }

  @Test
  void anAnsweredCallerWhoIsNotInTheBooksIsFound() throws SQLException {
    Helpdesk helpdesk = afterACall();
    plant("update call set queue = 'elsewhere'");
    assertFound("1 answered, noted 0", helpdesk);
  }

  @Test
  void aCallWithoutItsTicketIsFound() throws SQLException {
    Helpdesk helpdesk = afterACall();
    plant(
        "alter table call drop constraint call_ticket_fkey",
        "update call set ticket = '2026-999999'");
    assertFound("checked: each on a ticket", helpdesk);
  }

  @Test
  void booksThatAreNotWhatHappenedAreFound() throws SQLException {
    Helpdesk helpdesk = afterACall();
    plant("update call_leg set answered_at = answered_at - interval '1 s'");
    assertFound("rebuilt_off 1", helpdesk);
  }

  @Test
  void aBlockedEventLoopOfAnEngineProcessIsFound() {
    EngineProcess engine =
        EngineProcess.start(
            Duration.ofSeconds(1),
            database.address(),
            asterisk.amiPort(),
            "blocked",
            "checked",
            "601",
            201,
            202,
            203);
    until(engine::saidBlocked, "it says so");
    AssertionError found = assertThrows(AssertionError.class, engine::kill);
    assertTrue(found.getMessage().contains("an event loop was blocked"), found.getMessage());
  }

  private static void assertFound(String what, Helpdesk helpdesk) {
    AssertionError found = assertThrows(AssertionError.class, helpdesk::close);
    assertTrue(found.getMessage().contains(what), found.getMessage());
  }

  private void plant(String... statements) throws SQLException {
    try (Connection owner = database.owner();
        Statement statement = owner.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
