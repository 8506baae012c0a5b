package svara.engine.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import svara.engine.id.CommandId;

/** A timer is set for the next deadline; it must never run in a circle, nor forget one. */
class DeadlineTest {
  private static final Instant AT = Desk.MORNING;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void passingTimeAtTheDeadlineLeavesNothingDue(long seed) {
    QueuePolicy policy =
        Desk.policy(2, 3, 5, 20, Duration.ofSeconds(40), QueuePolicy.Ring.LONGEST_FREE);
    Replay replay = new Replay(policy);
    NoiseWalk walk =
        new NoiseWalk(seed, 400, seed % 2 == 0 ? NoiseWalk.Mix.PROMISES : NoiseWalk.Mix.CROWD);
    int due = 0;
    for (Optional<QueueCommand> next = walk.next(replay.state());
        next.isPresent();
        next = walk.next(replay.state())) {
      replay.run(next.get());
      Optional<Instant> deadline = QueueLogic.nextDeadline(policy, replay.state());
      if (deadline.isPresent()) {
        due++;
        Decision passed =
            QueueLogic.decide(
                policy,
                replay.state(),
                new QueueCommand.PassTime(new CommandId("time"), deadline.get()));
        assertTrue(!passed.events().isEmpty(), "nothing came of a deadline: " + replay.state());
        Optional<Instant> after = QueueLogic.nextDeadline(policy, passed.state());
        assertTrue(
            after.isEmpty() || after.get().isAfter(deadline.get()),
            () -> "seed " + seed + ": due at " + deadline + " and still at " + after);
      }
    }
    assertTrue(due > 50, "the walk hardly had a deadline: " + due);
  }

  @Test
  void pauseOfOneWhoIsBusyWhenItEndsIsNoDeadline() {
    Replay replay = new Replay(Desk.places(1, 1, 10));
    replay.run(new QueueCommand.EnrolTechnicians(name(), AT, List.of(Desk.ANNA)));
    replay.run(phone(AT, PhoneState.FREE));
    replay.run(new QueueCommand.OfferCall(name(), AT, Desk.caller(1, Desk.mobile(1), AT)));
    replay.run(new QueueCommand.EndRing(name(), AT, Desk.call(1), 1, RingResult.REJECTED));
    assertEquals(Optional.of(AT.plusSeconds(120)), deadline(replay));
    replay.run(phone(AT.plusSeconds(60), PhoneState.BUSY));
    assertEquals(Optional.of(AT.plusSeconds(600)), deadline(replay), "only the longest wait");
    replay.run(phone(AT.plusSeconds(130), PhoneState.FREE));
    assertTrue(replay.state().waiting().isEmpty(), "he is rung as soon as he is free again");
  }

  @Test
  void endOfAPauseRingsTheTechnicianAgain() {
    Replay replay = new Replay(Desk.places(1, 1, 10));
    replay.run(new QueueCommand.EnrolTechnicians(name(), AT, List.of(Desk.ANNA)));
    replay.run(phone(AT, PhoneState.FREE));
    replay.run(new QueueCommand.OfferCall(name(), AT, Desk.caller(1, Desk.mobile(1), AT)));
    replay.run(new QueueCommand.EndRing(name(), AT, Desk.call(1), 1, RingResult.REJECTED));
    List<QueueEvent> events = new ArrayList<>();
    replay
        .run(new QueueCommand.PassTime(name(), deadline(replay).orElseThrow()))
        .ifPresent(decision -> events.addAll(decision.events()));
    assertEquals(
        List.of(
            new QueueEvent.TechnicianRung(
                AT.plusSeconds(120), Desk.call(1), List.of(Desk.ANNA), 2)),
        events);
  }

  private static Optional<Instant> deadline(Replay replay) {
    return QueueLogic.nextDeadline(Desk.places(1, 1, 10), replay.state());
  }

  private QueueCommand phone(Instant at, PhoneState state) {
    return new QueueCommand.NotePhone(name(), at, Desk.ANNA, state);
  }

  private int names;

  private CommandId name() {
    return new CommandId("name/" + ++names);
  }
}
