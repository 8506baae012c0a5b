package svara.telephony.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import svara.engine.id.CallId;
import svara.engine.queue.HistoryInvariants;
import svara.engine.queue.Outcome;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueueEvent.CallEnded;
import svara.engine.queue.QueueEvent.CallOffered;
import svara.engine.queue.QueuePolicy;
import svara.engine.queue.Technician;

/** Whole days of the engine over the exchange in memory; each failure names its seed. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SimulatedDayTest {
  private static final int CALLERS = 200;
  private static final ReportFaults NOISE =
      new ReportFaults(0.10, 0.10, 0.02, Duration.ofSeconds(3));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aDayOfTheSmallHelpdeskAddsUp(long seed) {
    SimulatedDay day = new SimulatedDay(seed, QueuePolicy.defaults(), 3, ReportFaults.NONE);
    day.run(CALLERS);
    addsUp(day, seed);
    assertEquals(met(day, Outcome.ANSWERED), talked(day), () -> "seed " + seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15})
  void aDayOfABiggerHelpdeskAddsUp(long seed) {
    SimulatedDay day = new SimulatedDay(seed, places(3, 5, 10), 5, ReportFaults.NONE);
    day.run(3 * CALLERS);
    addsUp(day, seed);
    assertEquals(met(day, Outcome.ANSWERED), talked(day), () -> "seed " + seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25})
  void reportsThatComeTwiceLateOrNeverChangeNoSum(long seed) {
    SimulatedDay day = new SimulatedDay(seed, places(2, 3, 10), 4, NOISE);
    day.run(CALLERS);
    addsUp(day, seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34, 35})
  void anEngineKilledAndStartedAgainLosesNoCall(long seed) {
    SimulatedDay day = new SimulatedDay(seed, places(2, 2, 10), 4, ReportFaults.NONE);
    day.kill(Duration.ofHours(1), Duration.ofSeconds(3));
    day.kill(Duration.ofHours(3), Duration.ofSeconds(60));
    day.kill(Duration.ofHours(5), Duration.ofMinutes(20));
    day.run(CALLERS);
    addsUp(day, seed);
    assertEquals(met(day, Outcome.ANSWERED), talked(day), () -> "seed " + seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {41, 42, 43, 41020, 41026, 41030})
  void aLostConnectionOrDatabaseLosesNoCall(long seed) {
    SimulatedDay day = new SimulatedDay(seed, places(2, 2, 10), 4, ReportFaults.NONE);
    during(day, Duration.ofHours(1), Duration.ofSeconds(4), n -> n.cut(), n -> n.restore());
    during(day, Duration.ofHours(2), Duration.ofMinutes(3), n -> n.cut(), n -> n.restore());
    during(day, Duration.ofHours(3), Duration.ofSeconds(5), n -> n.stall(), n -> n.resume());
    during(day, Duration.ofHours(4), Duration.ofMinutes(1), n -> n.stall(), n -> n.resume());
    day.clock.after(Duration.ofHours(5), () -> day.store.away(true));
    day.clock.after(Duration.ofHours(5).plusMinutes(10), () -> day.store.away(false));
    day.run(CALLERS);
    addsUp(day, seed);
  }

  @Test
  void anExchangeThatIsRestartedEndsItsCallsAsFailed() {
    SimulatedDay day = new SimulatedDay(51, places(3, 3, 10), 5, ReportFaults.NONE);
    day.clock.after(Duration.ofHours(3), day.exchange::restart);
    day.run(3 * CALLERS);
    addsUp(day, 51);
  }

  @Test
  void theSameSeedGivesTheSameDayAndAnotherOneAnother() {
    List<QueueEvent> first = journal(61);
    assertEquals(first, journal(61));
    assertNotEquals(first, journal(62));
  }

  @Test
  void aDayOfTwoHundredCallersTakesSeconds() {
    long seed = RandomGenerator.getDefault().nextLong();
    SimulatedDay day = new SimulatedDay(seed, QueuePolicy.defaults(), 3, ReportFaults.NONE);
    assertTimeout(Duration.ofSeconds(20), () -> day.run(CALLERS), () -> "seed " + seed);
    addsUp(day, seed);
  }

  private static List<QueueEvent> journal(long seed) {
    SimulatedDay day = new SimulatedDay(seed, places(2, 2, 5), 3, NOISE);
    day.run(50);
    return day.journal();
  }

  /** Every call was offered once, is on a ticket, and ended in one outcome; nothing is left. */
  private static void addsUp(SimulatedDay day, long seed) {
    String seeded = "seed " + seed;
    Set<CallId> placed =
        day.callers.stream().map(SimulatedCaller::call).collect(Collectors.toSet());
    List<CallEnded> ended = of(day, CallEnded.class);
    Set<CallId> offered = ids(of(day, CallOffered.class).stream().map(CallOffered::call));
    assertEquals(Set.of(), less(placed, offered), seeded + ": calls that were never offered");
    assertEquals(Set.of(), less(offered, placed), seeded + ": offers of nobody");
    assertEquals(List.of(), day.state().calls(), seeded + ": calls that never ended");
    assertEquals(
        Set.of(), less(placed, ids(ended.stream().map(CallEnded::call))), seeded + ": no outcome");
    assertEquals(placed.size(), ended.size(), seeded + ": each call ends once");
    assertEquals(placed.size(), outcomes(day).values().stream().mapToLong(n -> n).sum(), seeded);
    assertEquals(List.of(), HistoryInvariants.violations(day.journal(), day.state()), seeded);
    assertEquals(0, day.violations(), seeded);
    assertEquals(0, day.exchange.callsAlive(), seeded);
    assertTrue(
        day.state().technicians().stream()
            .noneMatch(t -> t.work() instanceof Technician.Work.Talking),
        () -> seeded + ": technicians are free of calls: " + day.state().technicians());
    assertTrue(outcomes(day).getOrDefault(Outcome.ANSWERED, 0L) > 0, seeded);
    assertTrue(outcomes(day).size() > 2, () -> seeded + ": a day of one kind: " + outcomes(day));
  }

  private static Map<Outcome, Long> outcomes(SimulatedDay day) {
    return of(day, CallEnded.class).stream()
        .collect(
            Collectors.groupingBy(
                CallEnded::outcome, () -> new EnumMap<>(Outcome.class), Collectors.counting()));
  }

  private static long met(SimulatedDay day, Outcome outcome) {
    return outcomes(day).getOrDefault(outcome, 0L);
  }

  private static long talked(SimulatedDay day) {
    return day.callers.stream().filter(SimulatedCaller::talked).count();
  }

  private static <E extends QueueEvent> List<E> of(SimulatedDay day, Class<E> kind) {
    return day.journal().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static Set<CallId> less(Set<CallId> all, Set<CallId> some) {
    Set<CallId> rest = new TreeSet<>(all);
    rest.removeAll(some);
    return rest;
  }

  private static Set<CallId> ids(Stream<CallId> calls) {
    return calls.collect(Collectors.toSet());
  }

  private static void during(
      SimulatedDay day,
      Duration at,
      Duration length,
      Consumer<Network> begin,
      Consumer<Network> end) {
    day.clock.after(at, () -> begin.accept(day.exchange.network()));
    day.clock.after(at.plus(length), () -> end.accept(day.exchange.network()));
  }

  private static QueuePolicy places(int talking, int waiting, int callbacks) {
    QueuePolicy d = QueuePolicy.defaults();
    return new QueuePolicy(
        talking,
        waiting,
        callbacks,
        d.turnedAwayMax(),
        d.ringTime(),
        d.waitMax(),
        d.refusePause(),
        Duration.ofSeconds(20),
        d.shortAbandon(),
        d.ring(),
        d.hours());
  }
}
