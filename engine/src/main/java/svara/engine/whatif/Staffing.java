package svara.engine.whatif;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueueState;
import svara.engine.queue.Technician;
import svara.engine.queue.Technician.Duty;
import svara.engine.whatif.Recording.Pause;

/**
 * Who is there: the recorded technicians with their duty and phones, or fewer of them, or more, who
 * come and go as those do.
 */
final class Staffing {
  private static final long PAUSED_FOR = 300_000_000_000L;

  private final Recording recording;
  private final Replay replay;
  private final RandomGenerator random;
  private final int count;

  Staffing(
      Recording recording, @Nullable Integer technicians, Replay replay, RandomGenerator random) {
    this.recording = recording;
    this.replay = replay;
    this.random = random;
    this.count = technicians == null ? recording.technicians.size() : technicians;
  }

  /** Those who stand for a recorded technician: himself, those who do as he does, or nobody. */
  private List<TechnicianId> as(TechnicianId technician) {
    List<TechnicianId> all = recording.technicians;
    int index = all.indexOf(technician);
    List<TechnicianId> ids = new ArrayList<>();
    for (int i = index; index >= 0 && i < count; i += all.size()) {
      ids.add(
          i == index
              ? technician
              : new TechnicianId("more" + i / all.size() + "." + shortened(technician)));
    }
    return ids;
  }

  private static String shortened(TechnicianId id) {
    return id.value().substring(0, Math.min(50, id.value().length()));
  }

  QueueState atFirst(QueueId queue) {
    List<Technician> there = new ArrayList<>();
    for (Technician t : recording.atFirst) {
      for (TechnicianId id : as(t.id())) {
        there.add(new Technician(id, t.duty(), t.reason(), t.phone(), t.work(), t.freeSince()));
      }
    }
    return new QueueState(queue, 0, List.of(), List.of(), there);
  }

  void plan() {
    for (Fact fact : recording.facts) {
      for (QueueCommand command : commands(fact.command())) {
        replay.planAt(fact.moment(), fact.position(), () -> replay.decide(command));
      }
    }
  }

  private List<QueueCommand> commands(QueueCommand command) {
    return switch (command) {
      case QueueCommand.EnrolTechnicians e ->
          List.of(
              new QueueCommand.EnrolTechnicians(
                  e.id(), e.at(), e.technicians().stream().flatMap(t -> as(t).stream()).toList()));
      case QueueCommand.ChangeDuty e ->
          as(e.technician()).stream()
              .<QueueCommand>map(
                  t -> new QueueCommand.ChangeDuty(e.id(), e.at(), t, e.duty(), e.reason(), e.by()))
              .toList();
      case QueueCommand.NotePhone e ->
          as(e.technician()).stream()
              .<QueueCommand>map(t -> new QueueCommand.NotePhone(e.id(), e.at(), t, e.state()))
              .toList();
      case QueueCommand.ExtendWrapUp e ->
          as(e.technician()).stream()
              .<QueueCommand>map(t -> new QueueCommand.ExtendWrapUp(e.id(), e.at(), t, e.until()))
              .toList();
      default -> List.of(command);
    };
  }

  /**
   * Who is paused for not answering comes back: when the recording says so by itself, else as
   * others did.
   */
  void react(QueueEvent event) {
    if (!(event instanceof QueueEvent.DutyChanged e)
        || !e.by().equals("system")
        || e.duty() != Duty.PAUSED
        || recording.pausesBySystem.contains(new Pause(e.technician(), replay.now()))) {
      return;
    }
    List<Long> pauses = recording.pools.pauses;
    long after = pauses.isEmpty() ? PAUSED_FOR : pauses.get(random.nextInt(pauses.size()));
    Act back = Act.drawn(after);
    replay.plan(back, () -> comeBack(e.technician(), back));
  }

  private void comeBack(TechnicianId technician, Act act) {
    boolean still =
        replay
            .technician(technician)
            .filter(
                t -> t.duty() == Duty.PAUSED && Objects.equals(t.reason(), Technician.NO_ANSWER))
            .isPresent();
    if (still) {
      replay.decide(
          new QueueCommand.ChangeDuty(
              Recorder.REPLAYED, replay.at(act), technician, Duty.ON, "", technician.value()));
    }
  }
}
