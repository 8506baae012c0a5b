package svara.engine.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import svara.engine.id.CallId;
import svara.engine.queue.QueuePolicy.Ring;

/** Walks at random through queues of many shapes; a failure prints its seed and its commands. */
class RandomWalkTest {
  private static final long FIRST_SEED = Long.getLong("svara.walk.seed", 1);
  private static final int WALKS = Integer.getInteger("svara.walk.count", 25);
  private static final int LENGTH = 500;
  private static final int EXCHANGES = Math.max(1, WALKS * 2 / 5);

  private final Map<String, Long> seen = new TreeMap<>();

  private static Map<String, QueuePolicy> policies() {
    Map<String, QueuePolicy> policies = new LinkedHashMap<>();
    policies.put("one and one", QueuePolicy.defaults());
    policies.put("nobody may wait", Desk.places(1, 0, 10));
    policies.put("three and five", Desk.places(3, 5, 10));
    policies.put("thirty and fifty", Desk.places(30, 50, 100));
    policies.put(
        "all phones at once", Desk.policy(2, 3, 5, 20, Duration.ofSeconds(20), Ring.ALL_AT_ONCE));
    policies.put("no promises", Desk.places(2, 2, 0));
    policies.put("wrap-up", Desk.policy(1, 1, 3, 20, Duration.ofSeconds(45), Ring.LONGEST_FREE));
    policies.put("one in the menu", Desk.policy(1, 1, 2, 1, Duration.ZERO, Ring.LONGEST_FREE));
    policies.put(
        "messages",
        Desk.policy(1, 1, 2, 5, Duration.ZERO, Ring.LONGEST_FREE)
            .with(new MessagePolicy(true, Duration.ofMinutes(2), Duration.ofSeconds(5))));
    policies.put("few attempts", Desk.promising(Desk.places(2, 2, 10), Desk.FEW_ATTEMPTS));
    policies.put("waiting first", Desk.promising(Desk.places(2, 4, 10), Desk.WAITING_FIRST));
    policies.put("closes at nine", Desk.open(QueuePolicy.defaults(), Desk.wednesday(8, 9)));
    policies.put("takes callers by hand", Desk.obliging(Desk.places(1, 3, 10)));
    policies.put(
        "closes at nine and promises",
        Desk.obliging(
            Desk.open(
                Desk.policy(2, 3, 10, 20, Duration.ofSeconds(30), Ring.LONGEST_FREE),
                Desk.wednesday(8, 9))));
    return policies;
  }

  @Test
  void noiseBreaksNoInvariantAndComesToEveryEventOutcomeAndRefusal() {
    int commands = 0;
    for (Map.Entry<String, QueuePolicy> kind : policies().entrySet()) {
      for (long seed = FIRST_SEED; seed < FIRST_SEED + WALKS; seed++) {
        Map.Entry<String, QueuePolicy> policy = inTurn(kind, seed);
        commands +=
            mustHold(policy, seed, new NoiseWalk(seed, LENGTH, mix(seed))).commands().size();
      }
    }
    assertTrue(commands >= WALKS * 13 * LENGTH, "too few commands: " + commands);
    assertEquals(List.of(), neverSeen(), () -> "never seen; seen were " + seen);
  }

  @Test
  void badWireAndAbsentEngineLeaveNobodyStuckAndMoveNobodyWhoTalks() {
    int dialled = 0;
    for (Map.Entry<String, QueuePolicy> kind : policies().entrySet()) {
      for (long seed = FIRST_SEED; seed < FIRST_SEED + EXCHANGES; seed++) {
        Map.Entry<String, QueuePolicy> policy = inTurn(kind, seed);
        ExchangeWalk walk =
            new ExchangeWalk(policy.getValue(), seed, LENGTH, ExchangeWalk.Wire.BAD);
        Walk.Gone gone = mustHold(policy, seed, walk);
        String where = policy.getKey() + ", seed " + seed;
        QueueState end = gone.replay().state();
        assertEquals(walk.exchange().promises().claimed(), dialled(gone.replay().journal()), where);
        dialled += walk.exchange().promises().claimed().size();
        assertEquals(List.of(), walk.exchange().harm(), where);
        assertEquals(List.of(), end.calls(), where);
        assertTrue(end.technicians().stream().allMatch(Technician::idle), where);
      }
    }
    assertTrue(dialled > 100, "too few callers were called back: " + dialled);
  }

  @Test
  void goodWireGivesTheExchangesOwnCounts() {
    for (Map.Entry<String, QueuePolicy> kind : policies().entrySet()) {
      for (long seed = FIRST_SEED; seed < FIRST_SEED + EXCHANGES; seed++) {
        Map.Entry<String, QueuePolicy> policy = inTurn(kind, seed);
        ExchangeWalk walk =
            new ExchangeWalk(policy.getValue(), seed, LENGTH, ExchangeWalk.Wire.GOOD);
        List<QueueEvent> journal = mustHold(policy, seed, walk).replay().journal();
        String where = policy.getKey() + ", seed " + seed;
        assertEquals(walk.exchange().callers().keySet(), ended(journal, _ -> true), where);
        assertEquals(
            walk.exchange().answered(),
            ended(journal, outcome -> outcome == Outcome.ANSWERED),
            where);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-03-29T00:52:00Z", "2026-10-25T00:52:00Z"})
  void aNightInWhichTheClockIsChangedBreaksNothing(Instant start) {
    QueuePolicy open = Desk.open(Desk.places(2, 3, 10), Desk.nightToSunday());
    int closed = 0;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + WALKS; seed++) {
      Map.Entry<String, QueuePolicy> policy = inTurn(Map.entry("from " + start, open), seed);
      mustHold(policy, seed, new NoiseWalk(seed, LENGTH, mix(seed), start));
      ExchangeWalk walk =
          new ExchangeWalk(policy.getValue(), seed, LENGTH, ExchangeWalk.Wire.BAD, start);
      List<QueueEvent> journal = mustHold(policy, seed, walk).replay().journal();
      closed += ended(journal, outcome -> outcome == Outcome.CLOSED).size();
    }
    assertTrue(closed > WALKS, "too few called while it was closed: " + closed);
  }

  /** Each kind of queue, in every other pair of walks one that promises when it is closed. */
  private static Map.Entry<String, QueuePolicy> inTurn(
      Map.Entry<String, QueuePolicy> kind, long seed) {
    return seed % 4 < 2
        ? kind
        : Map.entry(
            kind.getKey() + ", promising when closed", Desk.promisingWhenClosed(kind.getValue()));
  }

  private static NoiseWalk.Mix mix(long seed) {
    return seed % 2 == 0 ? NoiseWalk.Mix.PROMISES : NoiseWalk.Mix.CROWD;
  }

  private static Set<PromiseModel.Name> dialled(List<QueueEvent> journal) {
    return journal.stream()
        .filter(QueueEvent.CallbackDialled.class::isInstance)
        .map(QueueEvent.CallbackDialled.class::cast)
        .map(e -> new PromiseModel.Name(e.callback(), e.order()))
        .collect(Collectors.toSet());
  }

  private static Set<CallId> ended(List<QueueEvent> journal, Predicate<Outcome> how) {
    return journal.stream()
        .filter(QueueEvent.CallEnded.class::isInstance)
        .map(QueueEvent.CallEnded.class::cast)
        .filter(e -> how.test(e.outcome()))
        .map(QueueEvent.CallEnded::call)
        .collect(Collectors.toSet());
  }

  /** A walk that never comes to some corner proves nothing about it. */
  private List<String> neverSeen() {
    List<String> expected = new ArrayList<>(kinds(QueueEvent.class));
    Stream.of(Refusal.values())
        .filter(refusal -> refusal != Refusal.NUMBER_LIMIT) // too rare; DialCountsTest comes to it
        .map(Refusal::toString)
        .forEach(expected::add);
    Stream.of(Outcome.values()).map(Outcome::toString).forEach(expected::add);
    Stream.of(QueueEvent.MetFull.Offer.values())
        .map(QueueEvent.MetFull.Offer::toString)
        .forEach(expected::add);
    Stream.of(QueueEvent.CallbackExpired.Expiry.values())
        .map(reason -> "EXPIRED_" + reason)
        .forEach(expected::add);
    expected.removeAll(seen.keySet());
    return expected;
  }

  private static List<String> kinds(Class<?> family) {
    return Stream.of(family.getPermittedSubclasses())
        .flatMap(c -> c.isSealed() ? kinds(c).stream() : Stream.of(c.getSimpleName()))
        .toList();
  }

  private Walk.Gone mustHold(Map.Entry<String, QueuePolicy> policy, long seed, Walk walk) {
    Walk.Gone gone = Walk.go(policy.getValue(), counting(walk));
    if (!gone.wrong().isEmpty()) {
      throw new AssertionError(report(policy, seed, gone));
    }
    Set<?> open = HistoryInvariants.withoutOutcome(gone.replay().journal());
    assertEquals(Set.of(), open, () -> "without an outcome, " + policy.getKey() + ", seed " + seed);
    return gone;
  }

  private Walk counting(Walk walk) {
    return new Walk() {
      @Override
      public Optional<QueueCommand> next(QueueState state) {
        return walk.next(state);
      }

      @Override
      public void decided(Decision decision) {
        decision.refusal().ifPresent(refusal -> count(refusal.toString()));
        for (QueueEvent event : decision.events()) {
          count(event.getClass().getSimpleName());
          if (event instanceof QueueEvent.CallEnded ended) {
            count(ended.outcome().toString());
          } else if (event instanceof QueueEvent.MetFull full) {
            count(full.offer().toString());
            Optional.ofNullable(full.refusal()).ifPresent(why -> count(why.toString()));
          } else if (event instanceof QueueEvent.CallbackHeld held) {
            count(held.reason().toString());
          } else if (event instanceof QueueEvent.CallbackExpired expired) {
            count("EXPIRED_" + expired.reason());
          } else if (event instanceof QueueEvent.CallbackRefused refused) {
            count(refused.reason().toString());
          }
        }
        walk.decided(decision);
      }
    };
  }

  private void count(String what) {
    seen.merge(what, 1L, Long::sum);
  }

  private static String report(Map.Entry<String, QueuePolicy> policy, long seed, Walk.Gone gone) {
    Replay.Failure failure =
        Replay.shrunk(policy.getValue(), QueueLogic::evolve, gone.commands()).orElseThrow();
    return "queue '%s', seed %d (-Dsvara.walk.seed=%d)\n%s\nafter\n  %s"
        .formatted(
            policy.getKey(),
            seed,
            seed,
            String.join("\n", failure.wrong()),
            failure.commands().stream()
                .map(QueueCommand::toString)
                .collect(Collectors.joining("\n  ")));
  }
}
