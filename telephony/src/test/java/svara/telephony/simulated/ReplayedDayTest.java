package svara.telephony.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import svara.engine.id.CallId;
import svara.engine.queue.QueueEvent.CallEnded;
import svara.engine.queue.QueuePolicy;
import svara.engine.whatif.Limits;
import svara.engine.whatif.Recorder;
import svara.engine.whatif.Recording;
import svara.engine.whatif.Replay;

/** Days of the engine over the exchange in memory, recorded and led through once more. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplayedDayTest {
  private static final int CALLERS = 200;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aReplayWithTheLimitsInForceReproducesTheSmallHelpdesk(long seed) {
    reproduced(seed, QueuePolicy.defaults(), 3);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
  void aReplayWithTheLimitsInForceReproducesABiggerHelpdesk(long seed) {
    reproduced(seed, places(3, 5, 10), 5);
  }

  @Test
  void anotherSeedChangesNothingWhereNothingIsDrawn() {
    Recording recording = recorded(21, QueuePolicy.defaults(), 3);
    assertEquals(
        facts(Replay.run(recording, QueuePolicy.defaults(), Limits.IN_FORCE, 1).ended()),
        facts(Replay.run(recording, QueuePolicy.defaults(), Limits.IN_FORCE, 2).ended()));
  }

  @Test
  void aRecordingThatLacksOneCallIsNotReproduced() {
    SimulatedDay day = day(1, QueuePolicy.defaults(), 3);
    CallId first =
        day.journal().stream()
            .filter(CallEnded.class::isInstance)
            .map(CallEnded.class::cast)
            .filter(e -> e.answeredAt() != null)
            .findFirst()
            .orElseThrow()
            .call();
    Recorder recorder = new Recorder(SimulatedDay.QUEUE);
    day.journal().stream()
        .filter(e ->
            !(e instanceof svara.engine.queue.QueueEvent.OfCall of) || !of.call().equals(first))
        .forEach(recorder::add);
    assertNotEquals(
        facts(ended(day)),
        facts(
            Replay.run(recorder.recording(), QueuePolicy.defaults(), Limits.IN_FORCE, 1).ended()));
  }

  @Test
  void moreWaitingPlacesTurnFewerAwayAndNoPromisesMakeNone() {
    Recording recording = recorded(31, QueuePolicy.defaults(), 3);
    long full = recording.recorded().figures().metFull();
    assertTrue(full > 20, () -> "met full " + full);
    Limits roomy = new Limits(null, 5, null, null, null);
    Replay.Result more = Replay.run(recording, QueuePolicy.defaults(), roomy, 1);
    assertTrue(more.outcomes().figures().metFull() < full);
    assertEquals(recording.calls(), more.ended().size());
    assertTrue(more.outcomes().figures().addsUp());
    Limits none = new Limits(null, null, 0, null, null);
    Replay.Result without = Replay.run(recording, QueuePolicy.defaults(), none, 1);
    assertEquals(0, without.outcomes().promised());
    assertTrue(recording.recorded().promised() > 0);
  }

  @Test
  void moreTechniciansAndPlacesToTalkShortenTheWaits() {
    QueuePolicy policy = places(3, 5, 10);
    Recording recording = recorded(32, policy, 3);
    Limits more = new Limits(6, null, null, 6, null);
    Replay.Result result = Replay.run(recording, policy, more, 1);
    Duration before = recording.recorded().figures().averageSpeedOfAnswer().orElseThrow();
    Duration after = result.outcomes().figures().averageSpeedOfAnswer().orElseThrow();
    assertTrue(after.compareTo(before) < 0, () -> before + " became " + after);
    assertTrue(
        result.outcomes().occupancy().orElseThrow()
            < recording.recorded().occupancy().orElseThrow());
  }

  @Test
  void withNobodyThereNobodyIsAnswered() {
    Recording recording = recorded(33, QueuePolicy.defaults(), 3);
    Replay.Result result =
        Replay.run(recording, QueuePolicy.defaults(), new Limits(null, null, null, 0, null), 1);
    assertTrue(result.ended().stream().noneMatch(e -> e.answeredAt() != null));
    assertFalse(recording.ended().stream().noneMatch(e -> e.answeredAt() != null));
  }

  private static void reproduced(long seed, QueuePolicy policy, int technicians) {
    SimulatedDay day = day(seed, policy, technicians);
    Replay.Result replayed = Replay.run(recording(day), policy, Limits.IN_FORCE, seed);
    List<String> differ = new ArrayList<>();
    Map<CallId, String> was = facts(ended(day));
    Map<CallId, String> is = facts(replayed.ended());
    was.forEach((call, fact) -> {
      if (!fact.equals(is.get(call))) {
        differ.add(call + " was " + fact + " and is " + is.get(call));
      }
    });
    assertEquals(List.of(), differ, () -> "seed " + seed + ", " + was.size() + " calls");
    assertEquals(was, is);
  }

  private static SimulatedDay day(long seed, QueuePolicy policy, int technicians) {
    SimulatedDay day = new SimulatedDay(seed, policy, technicians, ReportFaults.NONE);
    day.run(CALLERS);
    return day;
  }

  private static Recording recorded(long seed, QueuePolicy policy, int technicians) {
    return recording(day(seed, policy, technicians));
  }

  private static Recording recording(SimulatedDay day) {
    Recorder recorder = new Recorder(SimulatedDay.QUEUE);
    day.journal().forEach(recorder::add);
    return recorder.recording();
  }

  private static List<CallEnded> ended(SimulatedDay day) {
    return day.journal().stream()
        .filter(CallEnded.class::isInstance)
        .map(CallEnded.class::cast)
        .toList();
  }

  /** All that figures fold from. */
  private static Map<CallId, String> facts(List<CallEnded> ended) {
    Map<CallId, String> facts = new TreeMap<>();
    ended.forEach(e ->
        facts.put(
            e.call(),
            "%s %s queued %s answered %s by %s ended %s"
                .formatted(
                    e.outcome(), e.flags(), e.queuedAt(), e.answeredAt(), e.technician(), e.at())));
    return facts;
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
