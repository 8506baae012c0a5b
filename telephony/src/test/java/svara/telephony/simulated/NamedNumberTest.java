package svara.telephony.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.Prompt;
import svara.engine.port.TechnicianPhone;
import svara.engine.queue.Callback;
import svara.engine.queue.QueuePolicy;
import svara.engine.runtime.QueueSetup;

/** A caller names another number than his own, and is called back there. */
class NamedNumberTest {
  private static final QueueId QUEUE = new QueueId("helpdesk");
  private static final String OTHER = "0701740609";

  private final SimulatedClock clock = new SimulatedClock(Instant.parse("2026-03-02T08:00:00Z"));
  private final SimulatedExchange exchange = new SimulatedExchange(clock, new Random(7));
  private final JournalInMemory store = new JournalInMemory(clock);
  private EngineProcess engine;

  @BeforeEach
  void theQueueIsFull() {
    exchange.addQueue(QUEUE, "100");
    List<TechnicianPhone> phones =
        Stream.of("anna", "bo", "cecilia")
            .map(name -> new TechnicianPhone(new TechnicianId(name), "PJSIP/" + name))
            .toList();
    phones.forEach(exchange::addTechnician);
    List<QueueSetup.TechnicianSetup> technicians =
        phones.stream()
            .map(p -> new QueueSetup.TechnicianSetup(p.technician(), p.technician().value(), p))
            .toList();
    QueueSetup setup =
        new QueueSetup(
            QUEUE, "Helpdesk", List.of("100"), QueuePolicy.defaults(), Language.SV, technicians);
    engine = new EngineProcess("node", exchange, ReportFaults.NONE, store, List.of(setup));
    pass(2);
    exchange.place("100", "0701740605", "");
    pass(2);
  }

  @Test
  void whoWaitsPressesTwoTypesANumberHearsItReadBackAndIsPromised() {
    SimulatedCaller caller = exchange.place("100", "0701740606", "");
    pass(10);
    caller.press('2');
    pass(1);
    types(caller, OTHER + "#");
    assertEquals(Prompt.NAME_NUMBER, caller.heard().get(caller.heard().size() - 2));
    pass(26);
    assertTrue(caller.heard().containsAll(Prompt.digits(OTHER)), caller.heard()::toString);
    caller.press('1');
    pass(20);
    assertEquals(List.of("+46" + OTHER.substring(1)), promised());
    assertTrue(caller.over());
  }

  @Test
  void aTurnedAwayCallerWhoShowsNoNumberMustNameOne() {
    exchange.place("100", "0701740606", "");
    pass(2);
    SimulatedCaller caller = exchange.place("100", "", "");
    pass(1);
    caller.press('1');
    pass(1);
    assertEquals(List.of(), promised());
    types(caller, OTHER + "#");
    pass(1);
    caller.press('2');
    pass(1);
    types(caller, "0701740610#");
    pass(1);
    caller.press('1');
    pass(20);
    assertEquals(List.of("+46701740610"), promised(), "the first was wrong, and he said so");
    assertTrue(caller.heard().contains(Prompt.PROMISE_CONFIRMED));
  }

  @Test
  void whoCallsFromANumberThatIsNeverCalledHearsSoAndMayNameAnother() {
    exchange.place("100", "0701740606", "");
    pass(2);
    SimulatedCaller caller = exchange.place("100", "0900123456", "");
    pass(1);
    caller.press('1');
    pass(6);
    types(caller, OTHER + "#");
    assertEquals(List.of(), promised());
    assertEquals(
        List.of(Prompt.NUMBER_NOT_POSSIBLE, Prompt.NAME_NUMBER),
        caller.heard().stream()
            .filter(said -> said == Prompt.NUMBER_NOT_POSSIBLE || said == Prompt.NAME_NUMBER)
            .toList());
    pass(1);
    caller.press('1');
    pass(20);
    assertEquals(List.of("+46" + OTHER.substring(1)), promised());
    assertTrue(caller.over());
  }

  @Test
  void whoWaitsAndShowsNoNumberMayAskAgainAfterTypingNothing() {
    SimulatedCaller caller = exchange.place("100", "", "");
    pass(10);
    for (int times = 1; times <= 2; times++) {
      caller.press('1');
      pass(30);
      assertEquals(
          times, caller.heard().stream().filter(said -> said == Prompt.NAME_NUMBER).count());
      assertEquals(Sound.MUSIC, caller.hears());
    }
    assertEquals(List.of(), promised());
    assertFalse(caller.over());
  }

  @Test
  void threeTimesWrongIsEnough() {
    exchange.place("100", "0701740606", "");
    pass(2);
    SimulatedCaller caller = exchange.place("100", "0701740607", "");
    pass(1);
    caller.press('2');
    for (int i = 0; i < 3; i++) {
      pass(1);
      assertFalse(caller.over());
      types(caller, "400#");
    }
    pass(20);
    assertEquals(
        2, caller.heard().stream().filter(said -> said == Prompt.NUMBER_NOT_POSSIBLE).count());
    assertEquals(Prompt.CALL_LATER, caller.heard().getLast());
    assertEquals(List.of(), promised());
    assertTrue(caller.over());
  }

  @Test
  void whoWaitsAndTypesNothingGoesOnWaiting() {
    SimulatedCaller caller = exchange.place("100", "0701740606", "");
    pass(10);
    caller.press('2');
    pass(30);
    assertEquals(Prompt.STILL_WAITING, caller.heard().getLast());
    assertEquals(Sound.MUSIC, caller.hears());
    assertEquals(List.of(), promised());
    assertFalse(caller.over());
  }

  private void types(SimulatedCaller caller, String keys) {
    for (char key : keys.toCharArray()) {
      caller.press(key);
      clock.advance(Duration.ofMillis(300));
    }
  }

  private List<String> promised() {
    return store.state(QUEUE).callbacks().stream().map(Callback::number).toList();
  }

  @AfterEach
  void close() {
    engine.kill();
  }

  private void pass(int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }
}
