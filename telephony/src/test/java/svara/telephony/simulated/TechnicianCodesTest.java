package svara.telephony.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import svara.engine.id.CommandId;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.Prompt;
import svara.engine.port.TechnicianPhone;
import svara.engine.queue.Outcome;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueuePolicy;
import svara.engine.queue.Technician;
import svara.engine.queue.Technician.Duty;
import svara.engine.runtime.QueueSetup;

/** A technician signs on and off, and pauses, by the keys of his own phone. */
class TechnicianCodesTest {
  private static final QueueId QUEUE = new QueueId("helpdesk");
  private static final TechnicianId ANNA = new TechnicianId("anna");

  private final SimulatedClock clock = new SimulatedClock(Instant.parse("2026-03-02T08:00:00Z"));
  private final SimulatedExchange exchange = new SimulatedExchange(clock, new Random(7));
  private final JournalInMemory store = new JournalInMemory(clock);
  private EngineProcess engine;
  private SimulatedTechnician anna;

  @BeforeEach
  void start() {
    exchange.addQueue(QUEUE, "100");
    List<TechnicianPhone> phones =
        Stream.of("anna", "bo", "cecilia")
            .map(name -> new TechnicianPhone(new TechnicianId(name), "PJSIP/" + name))
            .toList();
    List<SimulatedTechnician> technicians = phones.stream().map(exchange::addTechnician).toList();
    anna = technicians.getFirst();
    engine =
        new EngineProcess(
            "node",
            exchange,
            ReportFaults.NONE,
            store,
            List.of(
                new QueueSetup(
                    QUEUE,
                    "Helpdesk",
                    List.of("100"),
                    timeToWrite(QueuePolicy.defaults()),
                    Language.SV,
                    phones.stream()
                        .map(p ->
                            new QueueSetup.TechnicianSetup(
                                p.technician(), p.technician().value(), p))
                        .toList())));
    pass(2);
  }

  @ParameterizedTest
  @CsvSource({
    "*12,OFF,SIGNED_OFF",
    "*13,PAUSED,PAUSED",
    "*11,ON,SIGNED_ON",
    "*14,ON,BACK_FROM_PAUSE"
  })
  void aCodeIsCarriedOutAndConfirmed(String code, Duty duty, Prompt confirmed) {
    assertEquals(List.of(confirmed), dials(code));
    assertEquals(duty, duty());
    assertEquals(List.of(confirmed), dials(code), "again, it is so already");
  }

  @Test
  void whoHasPausedByHisPhoneIsNotRungAndWhoIsBackIs() {
    dials("*13");
    SimulatedCaller caller = exchange.place("100", "0701740605", "Eva Berg");
    pass(2);
    assertEquals(0, anna.timesRung());
    caller.hangUp();
    dials("*14");
    assertEquals(Duty.ON, duty());
  }

  @Test
  void whoDialsThatHeHasWrittenIsFreeBeforeHisTimeForItIsOver() {
    anna.answersAfter(Duration.ofSeconds(1));
    SimulatedCaller caller = exchange.place("100", "0701740605", "Eva Berg");
    pass(5);
    caller.hangUp();
    pass(5);
    assertInstanceOf(Technician.Work.WrapUp.class, known().work());
    assertEquals(List.of(Prompt.WRAP_UP_ENDED), dials("*15"));
    assertEquals(new Technician.Work.None(), known().work());
    assertEquals(List.of(Prompt.WRAP_UP_ENDED), dials("*15"), "again, it is so already");
  }

  @Test
  void aPauseByThePhoneLeavesTheReasonThatWasGivenAtTheConsole() {
    engine
        .queues()
        .submit(
            QUEUE,
            new QueueCommand.ChangeDuty(
                new CommandId("lunch"), clock.now(), ANNA, Duty.PAUSED, "lunch", "anna"));
    pass(1);
    assertEquals(List.of(Prompt.PAUSED), dials("*13"));
    assertEquals("lunch", known().reason());
  }

  @Test
  void aCodeThatIsNotKnownHereIsRefusedAloud() {
    assertEquals(List.of(Prompt.CODE_REFUSED), dials("*19"));
    assertEquals(Duty.ON, duty());
  }

  @Test
  void theOutageMessageIsSwitchedOnByPhoneHeardFirstAndSwitchedOffAgain() {
    assertEquals(List.of(Prompt.OUTAGE_ON), dials("*20"));
    anna.answersAfter(Duration.ofSeconds(1));
    SimulatedCaller informed = exchange.place("100", "0701740605", "Eva Berg");
    pass(1);
    assertEquals(0, anna.timesRung(), "he hears the message first");
    informed.hangUp();
    SimulatedCaller caller = exchange.place("100", "0701740606", "Ola Ek");
    pass(30);
    assertTrue(caller.talked(), "and is rung for afterwards");
    assertTrue(caller.heard().contains(Prompt.OUTAGE));
    caller.hangUp();
    pass(5);
    assertEquals(Outcome.INFORMED, outcome(informed));
    assertEquals(Outcome.ANSWERED, outcome(caller));
    assertEquals(List.of(Prompt.OUTAGE_OFF), dials("*20"));
    SimulatedCaller last = exchange.place("100", "0701740607", "Per Lund");
    pass(15);
    assertFalse(last.heard().contains(Prompt.OUTAGE));
  }

  @Test
  void whatHasBeenRecordedIsHeardFirstUntilTheMessageIsSwitchedOff() {
    anna.recordsOutage("/sounds/first");
    pass(30);
    anna.recordsOutage("/sounds/second"); // while it is on: it is not switched off by that
    pass(30);
    anna.answersAfter(Duration.ofSeconds(1));
    SimulatedCaller caller = exchange.place("100", "0701740606", "Ola Ek");
    pass(30);
    assertEquals(List.of("/sounds/second"), caller.recordings());
    assertTrue(caller.talked(), "and is rung for afterwards");
    caller.hangUp();
    pass(5);
    assertEquals(List.of(Prompt.OUTAGE_OFF), dials("*20"));
    assertEquals(List.of(Prompt.OUTAGE_ON), dials("*20"));
    SimulatedCaller next = exchange.place("100", "0701740607", "Per Lund");
    pass(15);
    assertTrue(next.heard().contains(Prompt.OUTAGE));
    assertEquals(List.of(), next.recordings(), "the usual words again");
  }

  private Outcome outcome(SimulatedCaller caller) {
    return store.journal().stream()
        .filter(QueueEvent.CallEnded.class::isInstance)
        .map(QueueEvent.CallEnded.class::cast)
        .filter(ended -> ended.call().equals(caller.call()))
        .map(QueueEvent.CallEnded::outcome)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void withoutAnEngineHeHearsThatItDidNotWork() {
    engine.kill();
    anna.dials("*12");
    pass(5);
    assertTrue(anna.waitsForCode());
    pass(10);
    assertFalse(anna.waitsForCode());
    assertEquals(List.of(Prompt.CODE_NOT_NOW), anna.heardOfCode());
  }

  private static QueuePolicy timeToWrite(QueuePolicy usual) {
    return new QueuePolicy(
        usual.talkingMax(),
        usual.waitingMax(),
        usual.callbacksMax(),
        usual.turnedAwayMax(),
        usual.ringTime(),
        usual.waitMax(),
        usual.refusePause(),
        Duration.ofMinutes(10),
        usual.shortAbandon(),
        usual.ring(),
        usual.hours());
  }

  private List<Prompt> dials(String code) {
    anna.dials(code);
    pass(5);
    assertFalse(anna.waitsForCode(), "hung up");
    return anna.heardOfCode();
  }

  private Duty duty() {
    return known().duty();
  }

  private Technician known() {
    return store.state(QUEUE).technician(ANNA).orElseThrow();
  }

  private void pass(int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }
}
