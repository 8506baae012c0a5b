package svara.telephony.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import svara.engine.id.CallId;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.TechnicianPhone;
import svara.engine.queue.HistoryInvariants;
import svara.engine.queue.Outcome;
import svara.engine.queue.QueueEvent.CallEnded;
import svara.engine.queue.QueuePolicy;
import svara.engine.runtime.QueueSetup;

/** The engine is killed with one caller talking and one waiting, and comes back in the middle. */
@Timeout(60)
class EngineOutageTest {
  private static final QueueId QUEUE = new QueueId("helpdesk");

  private final SimulatedClock clock = new SimulatedClock(Instant.parse("2026-03-02T08:00:00Z"));
  private final SimulatedExchange exchange = new SimulatedExchange(clock, new Random(7));
  private final JournalInMemory store = new JournalInMemory(clock);
  private final List<TechnicianPhone> phones =
      Stream.of("anna", "bo", "cecilia")
          .map(name -> new TechnicianPhone(new TechnicianId(name), "PJSIP/" + name))
          .toList();
  private List<SimulatedTechnician> technicians;
  private EngineProcess engine;
  private SimulatedCaller talking;
  private SimulatedCaller waiting;

  @BeforeEach
  void oneTalksAndOneWaits() {
    exchange.addQueue(QUEUE, "100");
    technicians = phones.stream().map(exchange::addTechnician).toList();
    engine = start("before");
    pass(2);
    talking = exchange.place("100", "0701740605", "Eva Berg");
    pass(2);
    waiting = exchange.place("100", "0701740606", "Nils Ek");
    pass(20);
    assertTrue(talking.talked());
    assertEquals(Sound.MUSIC, waiting.hears());
  }

  @Test
  void theTalkersTalkOnAndTheWaitingCallerIsTakenBackAndServedByTheNewEngine() {
    engine.kill();
    pass(15);
    assertTrue(waiting.hears() == Sound.MUSIC && !waiting.over());
    engine = start("after");
    pass(10);
    assertEquals(Sound.PERSON, talking.hears());
    assertEquals(Sound.MUSIC, waiting.hears());
    assertEquals(2, store.state(QUEUE).calls().size());
    talking.hangUp();
    pass(2);
    assertTrue(waiting.talked());
    waiting.hangUp();
    pass(5);
    assertOutcomes(Map.of(talking, Outcome.ANSWERED, waiting, Outcome.ANSWERED));
  }

  @Test
  void whoCallsInTheOutageMeetsTheSamePlacesAndIsOnATicketAfterwards() {
    engine.kill();
    pass(15);
    SimulatedCaller third = exchange.place("100", "0701740607", "");
    pass(10);
    assertTrue(third.over() && third.answered() && !third.talked());
    talking.hangUp();
    pass(2);
    assertTrue(waiting.talked(), "the exchange serves whoever waits");
    SimulatedCaller fourth = exchange.place("100", "0701740608", "");
    pass(2);
    fourth.hangUp();
    pass(2);
    engine = start("after");
    pass(10);
    assertEquals(Sound.PERSON, waiting.hears());
    waiting.hangUp();
    pass(40);
    // of those whom the exchange alone served, waited with or turned away; not of the first talker
    assertEquals(
        Set.of(waiting.call(), third.call(), fourth.call()),
        ended().stream()
            .filter(call -> call.flags().withoutEngine())
            .map(CallEnded::call)
            .collect(Collectors.toSet()));
    assertOutcomes(
        Map.of(
            talking, Outcome.ANSWERED,
            waiting, Outcome.ANSWERED,
            third, Outcome.TURNED_AWAY,
            fourth, Outcome.ABANDONED));
  }

  @Test
  void aRestartWithinTheDeadMansTimeIsNotHeard() {
    engine.kill();
    pass(3);
    engine = start("before");
    pass(10);
    assertEquals(Sound.PERSON, talking.hears());
    assertEquals(Sound.MUSIC, waiting.hears());
    assertFalse(waiting.over());
    talking.hangUp();
    pass(2);
    assertTrue(waiting.talked());
  }

  @Test
  void whoEndsInTheOutageIsEndedInTheJournalAndHisTechnicianFree() {
    engine.kill();
    pass(15);
    talking.hangUp();
    pass(2);
    waiting.hangUp();
    pass(2);
    engine = start("after");
    pass(40);
    assertOutcomes(Map.of(talking, Outcome.ANSWERED, waiting, Outcome.ANSWERED));
    SimulatedCaller next = exchange.place("100", "0701740609", "");
    pass(3);
    assertTrue(next.talked());
  }

  /**
   * The engine may come back in any moment of a call's end: its note, the list of calls and the
   * report of its end are read one after the other, and only all of them tell how it ended.
   */
  @ParameterizedTest
  @MethodSource("momentsOfReturn")
  void whoWasServedByTheExchangeIsAnsweredInWhateverMomentOfTheReturnHeHangsUp(
      Duration afterStart) {
    engine.kill();
    pass(15);
    talking.hangUp();
    pass(20);
    assertTrue(waiting.talked(), "the exchange serves whoever waits");
    engine = start("after");
    clock.advance(afterStart);
    waiting.hangUp();
    pass(40);
    assertOutcomes(Map.of(talking, Outcome.ANSWERED, waiting, Outcome.ANSWERED));
  }

  static Stream<Duration> momentsOfReturn() {
    return Stream.iterate(Duration.ZERO, at -> at.plus(Duration.ofMillis(1))).limit(60);
  }

  @Test
  void whoWasServedByTheExchangeWhileTheConnectionWasLostIsAnswered() {
    exchange.network().cut();
    pass(15);
    talking.hangUp();
    pass(20);
    assertTrue(waiting.talked(), "the exchange serves whoever waits");
    waiting.hangUp();
    pass(2);
    exchange.network().restore();
    pass(40);
    assertOutcomes(Map.of(talking, Outcome.ANSWERED, waiting, Outcome.ANSWERED));
  }

  @Test
  void whoseTechnicianTheExchangeRingsFillsAPlaceWhenTheEngineReturns() {
    engine.kill();
    pass(15);
    technicians.forEach(technician -> technician.answersAfter(Duration.ofSeconds(15)));
    talking.hangUp();
    pass(3);
    assertFalse(waiting.talked(), "his technician's phone rings");
    engine = start("after");
    pass(2);
    SimulatedCaller next = exchange.place("100", "0701740609", "");
    pass(23);
    assertEquals(Sound.MUSIC, next.hears(), "the only talking place is taken");
    assertTrue(waiting.talked());
    assertFalse(next.talked());
    waiting.hangUp();
    pass(60);
    assertTrue(next.talked());
    next.hangUp();
    pass(5);
    assertOutcomes(
        Map.of(talking, Outcome.ANSWERED, waiting, Outcome.ANSWERED, next, Outcome.ANSWERED));
  }

  @Test
  void whoCameWhileTheDatabaseWasAwayIsTakenBackWhenTheHeartbeatGoesOn() {
    store.away(true);
    clock.after(Duration.ofMillis(10), () -> waiting.hangUp());
    pass(12);
    SimulatedCaller alone = exchange.place("100", "0701740609", "");
    pass(3);
    assertEquals(Sound.MUSIC, alone.hears(), "in the exchange's own queue");
    store.away(false);
    pass(5);
    SimulatedCaller next = exchange.place("100", "0701740610", "");
    pass(5);
    assertNotEquals(Sound.MUSIC, next.hears(), "the waiting place is taken");
    talking.hangUp();
    pass(3);
    assertTrue(alone.talked());
  }

  private EngineProcess start(String node) {
    List<QueueSetup.TechnicianSetup> named =
        phones.stream().map(p -> new QueueSetup.TechnicianSetup(p.technician(), "", p)).toList();
    return new EngineProcess(
        node,
        exchange,
        ReportFaults.NONE,
        store,
        List.of(
            new QueueSetup(
                QUEUE, "Helpdesk", List.of("100"), QueuePolicy.defaults(), Language.SV, named)));
  }

  private void pass(long seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }

  @Test
  void anEngineThatComesBackAfterABusyOutageTakesCallersWithinSeconds() {
    engine.kill();
    pass(15);
    for (int i = 0; i < 600; i++) {
      exchange.place("100", "", "");
      clock.advance(Duration.ofMillis(50));
    }
    talking.hangUp();
    waiting.hangUp();
    pass(20);
    store.slow(Duration.ofMillis(15));
    engine = start("after");
    pass(5);
    assertTrue(engine.engine().ready());
    SimulatedCaller next = exchange.place("100", "0701740609", "");
    pass(15);
    assertTrue(next.talked());
    next.hangUp();
    pass(60);
    assertEquals(603, ended().size());
    assertEquals(0, engine.engine().invariantViolations());
  }

  private List<CallEnded> ended() {
    return store.journal().stream()
        .filter(CallEnded.class::isInstance)
        .map(CallEnded.class::cast)
        .toList();
  }

  private void assertOutcomes(Map<SimulatedCaller, Outcome> expected) {
    List<CallEnded> ended = ended();
    assertEquals(expected.size(), ended.size());
    Map<CallId, Outcome> byCall =
        expected.entrySet().stream()
            .collect(Collectors.toMap(e -> e.getKey().call(), Map.Entry::getValue));
    assertEquals(
        byCall, ended.stream().collect(Collectors.toMap(CallEnded::call, CallEnded::outcome)));
    assertEquals(List.of(), HistoryInvariants.violations(store.journal(), store.state(QUEUE)));
    assertEquals(0, engine.engine().invariantViolations());
    assertTrue(technicians.stream().noneMatch(SimulatedTechnician::talks));
  }
}
