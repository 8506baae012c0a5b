package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import svara.engine.port.DrivenQueue;
import svara.engine.port.Verification.Report;
import svara.engine.queue.Outcome;

/** Finds nothing wrong where nothing is, and each planted fault by its own count. */
@Tag("storage")
@Timeout(60)
class PostgresVerificationIT {
  @RegisterExtension final TestDatabase database = TestDatabase.embedded();

  @BeforeEach
  void aDayWithEverythingInIt() {
    DrivenQueue queue =
        DrivenQueue.open(
            database.stores().queues(), "helpdesk", Instant.parse("2026-03-04T08:00:00Z"));
    queue.served("s-1", "+46701740605");
    queue.recordOutage("s-2", "+46701740606", Optional.of(DrivenQueue.ANNA), Outcome.ANSWERED);
    queue.recordOutage("s-3", "+46701740606", Optional.empty(), Outcome.ABANDONED);
    queue.offered("s-4", "+46701740607");
    queue.answer("s-4");
    queue.offered("s-5", "+46701740608");
    queue.offered("s-6", "+46701740609");
    queue.press("s-6", '1');
    queue.pass(Duration.ofSeconds(10));
    queue.end("s-6");
  }

  @Test
  void aDayIsWhatItsJournalSays() {
    Report report = verify();
    assertEquals(
        "calls 6 tickets 6 calls_without_ticket 0 outcomes_off 0 rebuilt_off 0", report.line());
    assertTrue(report.well());
  }

  @Test
  void aCallThatWasLostIsFound() throws SQLException {
    plant("delete from call_leg where call_id = 's-1'", "delete from call where call_id = 's-1'");
    assertEquals(1, verify().callsWithoutTicket());
  }

  @Test
  void aTicketThatWasLostIsFound() throws SQLException {
    plant(
        "alter table call drop constraint call_ticket_fkey",
        "alter table ticket_entry drop constraint ticket_entry_ticket_fkey",
        "delete from ticket where number = (select ticket from call where call_id = 's-1')");
    assertEquals(1, verify().callsWithoutTicket());
  }

  @Test
  void aCallThatEndedTwiceIsFound() throws SQLException {
    plant(
        """
        insert into journal (queue, command, n, command_at, version, kind, at, payload, call_id,
          ticket, arrived_at, offered_at, queued_at, answered_at, ended_at, outcome, met_full,
          outside_hours, without_engine, technician)
        select queue, command, 99, command_at, version, kind, at, payload, call_id,
          ticket, arrived_at, offered_at, queued_at, answered_at, ended_at, outcome, met_full,
          outside_hours, without_engine, technician
        from journal where kind = 'CallEnded' and call_id = 's-1'
        """);
    assertEquals(1, verify().outcomesOff());
  }

  @Test
  void aCallThatNeverEndedIsFound() throws SQLException {
    plant("delete from journal where kind = 'CallEnded' and call_id = 's-1'");
    assertEquals(1, verify().outcomesOff());
  }

  @Test
  void anOutcomeThatWasChangedIsFound() throws SQLException {
    plant("update call set outcome = 'FAILED' where call_id = 's-1'");
    assertEquals(1, verify().rebuiltOff());
  }

  @Test
  void aMomentThatWasChangedIsFound() throws SQLException {
    plant("update call set answered_at = answered_at + interval '1 ms' where call_id = 's-1'");
    assertEquals(1, verify().rebuiltOff());
  }

  @Test
  void aLiveCallThatWasChangedIsFound() throws SQLException {
    plant("update call set queued_at = null where call_id = 's-5'");
    assertEquals(1, verify().rebuiltOff());
  }

  @Test
  void aStateThatWasChangedIsFound() throws SQLException {
    plant("update queue_state set state = jsonb_set(state, '{technicians}', '[]')");
    Report report = verify();
    assertEquals(1, report.rebuiltOff());
    assertEquals("queue helpdesk", report.findings().getFirst());
  }

  @Test
  void anEventThatWasLostIsFound() throws SQLException {
    plant("delete from journal where kind = 'CallQueued' and payload->>'call' = 's-5'");
    assertTrue(verify().rebuiltOff() > 0);
  }

  @Test
  void aPromiseThatWasLostIsFound() throws SQLException {
    plant("update callback set state = 'done'");
    assertEquals(1, verify().rebuiltOff());
  }

  private Report verify() {
    return database.stores().verification().verify().await();
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
