package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import svara.engine.id.CallbackId;
import svara.engine.port.DrivenQueue;
import svara.engine.port.Verification.Report;
import svara.engine.queue.AttemptResult;
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
    aPromiseKeptAtTheThirdOrder(queue);
    queue.offered("s-4", "+46701740607");
    queue.answer("s-4");
    queue.offered("s-5", "+46701740608");
    queue.offered("s-6", "+46701740609");
    queue.press("s-6", '1');
    queue.pass(Duration.ofSeconds(10));
    queue.end("s-6");
  }

  private static void aPromiseKeptAtTheThirdOrder(DrivenQueue queue) {
    queue.offered("p-1", "+46701740610");
    queue.answer("p-1");
    queue.offered("p-2", "+46701740611");
    queue.offered("p-3", "+46701740612");
    queue.press("p-3", '1');
    queue.end("p-3");
    queue.end("p-2");
    queue.end("p-1");
    CallbackId promise = queue.promise();
    queue.decline(promise, 1);
    queue.passTime(Duration.ofMinutes(3));
    queue.dial(promise, 2, AttemptResult.BUSY);
    queue.passTime(Duration.ofMinutes(4));
    queue.dial(promise, 3, AttemptResult.JOINED);
    queue.offered("p-4", "+46701740613");
    queue.pass(Duration.ofSeconds(3));
    queue.end("p-4");
  }

  @Test
  void aDayIsWhatItsJournalSays() {
    Report report = verify();
    assertEquals(
        "calls 10 tickets 10 calls_without_ticket 0 outcomes_off 0 rebuilt_off 0", report.line());
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
        "alter table ticket_stood drop constraint ticket_stood_ticket_fkey",
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
    plant("update callback set state = 'done' where state = 'open'");
    assertEquals(1, verify().rebuiltOff());
  }

  // --- rings

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete from call_leg where call_id = 's-1'",
        "update call_leg set rung_at = rung_at - interval '1 ms' where call_id = 's-1'",
        "update call_leg set answered_at = null where call_id = 's-1'",
        "update call_leg set ended_at = ended_at + interval '1 s' where call_id = 's-1'",
        "update call_leg set ended_at = null where call_id = 's-2'",
        "update call_leg set result = 'busy' where call_id = 'p-4'",
        "update call_leg set technician = 'bertil' where call_id = 's-2'",
        "update call_leg set answered_at = null where call_id = 's-4'",
        "insert into call_leg (call_id, attempt, technician, rung_at) values ('s-1', 7, 'anna', now())",
      })
  void aRingThatWasChangedIsFound(String fault) throws SQLException {
    plant(fault);
    assertFound("ring ", fault.contains("'bertil'") ? 2 : 1);
  }

  // --- promises and what was done to keep them

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete from callback_attempt where order_no = 1",
        "update callback_attempt set result = 'not_taken_busy' where order_no = 1",
        "update callback_attempt set technician = 'bertil' where order_no = 1",
        "update callback_attempt set by = 'anna' where order_no = 2",
        "update callback_attempt set rung_at = rung_at - interval '1 ms' where order_no = 2",
        "update callback_attempt set dialled_at = null where order_no = 2",
        "update callback_attempt set attempt = 2 where order_no = 2",
        "update callback_attempt set joined_at = null where order_no = 3",
        "update callback_attempt set ended_at = null where order_no = 3",
        "update callback_attempt set wish = 'LATER' where order_no = 3",
      })
  void anOrderOfAPromiseThatWasChangedIsFound(String fault) throws SQLException {
    plant(fault);
    assertFound("order of promise ", 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state = 'done'",
        "closed_at = closed_at + interval '1 ms'",
        "closed_by = 'bertil'",
        "note = 'planted'",
        "attempts = 1",
        "last_result = 'BUSY'",
        "in_time = false",
        "joined_at = null",
        "joined_at = joined_at - interval '1 ms'",
        "arrived_at = arrived_at - interval '1 ms'",
        "promised_at = promised_at - interval '1 ms'",
        "number = '+46701740699'",
        "call_id = 'p-1'",
        "ticket = (select ticket from call where call_id = 'p-1')",
        "queue = 'other'",
      })
  void aClosedPromiseThatWasChangedIsFound(String fault) throws SQLException {
    plant("update callback set " + fault + " where state = 'kept'");
    assertFound("closed promise ", 1);
  }

  @Test
  void aClosedPromiseThatWasLostOrNeverMadeIsFound() throws SQLException {
    plant(
        "alter table callback_attempt drop constraint callback_attempt_callback_id_fkey",
        "update callback set callback_id = 'nobodys' where state = 'kept'");
    List<String> findings = verify().findings();
    assertTrue(findings.contains("closed promise nobodys"), findings::toString);
    assertEquals(
        2,
        findings.stream().filter(f -> f.startsWith("closed promise ")).count(),
        () -> "" + findings);
  }

  private void assertFound(String what, int times) {
    Report report = verify();
    assertEquals(times, report.rebuiltOff(), () -> "" + report.findings());
    assertTrue(
        report.findings().stream().allMatch(f -> f.startsWith(what)), () -> "" + report.findings());
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
