package svara.telephony.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.TechnicianPhone;
import svara.engine.queue.QueuePolicy;
import svara.engine.runtime.QueueSetup;

/** The settings name other technicians while the engine runs. */
class ChangedTechniciansTest {
  private static final QueueId QUEUE = new QueueId("helpdesk");

  private final SimulatedClock clock = new SimulatedClock(Instant.parse("2026-03-02T08:00:00Z"));
  private final SimulatedExchange exchange = new SimulatedExchange(clock, new Random(7));
  private final JournalInMemory store = new JournalInMemory(clock);
  private SimulatedTechnician anna;
  private SimulatedTechnician bo;
  private EngineProcess engine;

  @BeforeEach
  void annaAlone() {
    exchange.addQueue(QUEUE, "100");
    anna = exchange.addTechnician(phone("anna", "anna"));
    bo = exchange.addTechnician(phone("bo", "bo"));
    engine =
        new EngineProcess(
            "node", exchange, ReportFaults.NONE, store, List.of(setup(phone("anna", "anna"))));
    pass(2);
  }

  @Test
  void whoIsAddedIsRungForTheNextCallAndWhoIsRemovedIsOfferedNone() {
    name(phone("bo", "bo"));
    assertEquals(1, store.state(QUEUE).technicians().size());
    SimulatedCaller caller = call();
    assertTrue(caller.talked());
    assertEquals(1, bo.timesRung());
    assertEquals(0, anna.timesRung());
  }

  @Test
  void whoIsRemovedWhileTalkingTalksOnAndIsOfferedNothingAfterwards() {
    SimulatedCaller caller = call();
    assertEquals(1, anna.timesRung());
    name();
    pass(120);
    assertEquals(Sound.PERSON, caller.hears());
    caller.hangUp();
    pass(60);
    assertEquals(List.of(), store.state(QUEUE).technicians());
    assertFalse(call().talked());
    assertEquals(1, anna.timesRung());
    assertEquals(0, engine.engine().invariantViolations());
  }

  @Test
  void whoGetsAnotherPhoneIsRungThereWhenHisCallHasEnded() {
    SimulatedCaller caller = call();
    name(phone("anna", "bo"));
    assertEquals(Sound.PERSON, caller.hears());
    caller.hangUp();
    pass(60);
    assertTrue(call().talked());
    assertEquals(1, anna.timesRung());
    assertEquals(1, bo.timesRung());
  }

  private SimulatedCaller call() {
    SimulatedCaller caller = exchange.place("100", "0701740605", "");
    pass(5);
    return caller;
  }

  private void name(TechnicianPhone... phones) {
    engine.engine().technicians(List.of(setup(phones)));
    pass(5);
  }

  private static TechnicianPhone phone(String name, String dial) {
    return new TechnicianPhone(new TechnicianId(name), "PJSIP/" + dial);
  }

  private static QueueSetup setup(TechnicianPhone... phones) {
    return new QueueSetup(
        QUEUE,
        "Helpdesk",
        List.of("100"),
        QueuePolicy.defaults(),
        Language.SV,
        Stream.of(phones)
            .map(p -> new QueueSetup.TechnicianSetup(p.technician(), p.technician().value(), p))
            .toList());
  }

  private void pass(int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }
}
