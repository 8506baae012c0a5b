package svara.engine.whatif;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TechnicianId;
import svara.engine.queue.Decision;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueueLogic;
import svara.engine.queue.QueuePolicy;
import svara.engine.queue.QueueState;
import svara.engine.queue.Technician;

/**
 * A recording led once more through {@code decide}: callers and technicians do again what they did,
 * and where they did nothing, because it came to that only now, what others did is drawn.
 */
public final class Replay {
  /** A replay in which time does not pass is a fault of ours and ends. */
  private static final int AT_ONE_MOMENT_MAX = 10_000;

  private final Recording recording;
  private final QueuePolicy policy;
  private final Timeline timeline = new Timeline();
  private final Callers callers;
  private final CalledBack calledBack;
  private final Staffing staffing;
  private final Outcomes outcomes = new Outcomes();
  private final List<QueueEvent.CallEnded> ended = new ArrayList<>();
  private QueueState state;
  private long now = Long.MIN_VALUE;
  private @Nullable Instant deadline;
  private int arrived;

  private Replay(
      Recording recording, QueuePolicy policy, @Nullable Integer technicians, long seed) {
    this.recording = recording;
    this.policy = policy;
    SplittableRandom random = new SplittableRandom(seed);
    this.staffing = new Staffing(recording, technicians, this, random);
    this.callers = new Callers(recording, this, random);
    this.calledBack = new CalledBack(recording, this, random);
    this.state = staffing.atFirst(recording.queue);
    for (Technician technician : state.technicians()) {
      outcomes
          .time()
          .begin(
              technician.id(),
              technician.freeSince(),
              technician.duty() == Technician.Duty.ON,
              false);
    }
  }

  /** What one replay came to. */
  public record Result(Outcomes outcomes, List<QueueEvent.CallEnded> ended) {
    public Result {
      ended = List.copyOf(ended);
    }
  }

  /**
   * Leads a recording through once more.
   *
   * @param policy the limits in force
   * @param limits what is otherwise
   * @param seed of what is drawn
   */
  public static Result run(Recording recording, QueuePolicy policy, Limits limits, long seed) {
    return new Replay(recording, limits.in(policy), limits.technicians(), seed).run();
  }

  private Result run() {
    staffing.plan();
    int atOnce = 0;
    while (true) {
      long before = now;
      if (!step()) {
        break;
      }
      atOnce = now == before ? atOnce + 1 : 0;
      if (atOnce > AT_ONE_MOMENT_MAX) {
        throw new IllegalStateException("time stands still at " + Recording.instant(now));
      }
    }
    outcomes.endAt(Recording.instant(now));
    return new Result(outcomes, ended);
  }

  /** The next arrival, planned act or deadline, whichever comes first. */
  private boolean step() {
    CallScript arrival =
        arrived < recording.arrivals.size() ? recording.arrivals.get(arrived) : null;
    Timeline.Planned planned = timeline.next();
    if (arrival == null && planned == null) {
      // promises alone may still be owed; nobody knows what would have become of them
      return false;
    }
    boolean comes = arrival != null && (planned == null || before(arrival, planned));
    if (arrival != null && comes) {
      if (!passedTimeBefore(arrival.offered)) {
        arrived++;
        callers.offer(arrival);
      }
    } else if (planned != null && !passedTimeBefore(planned.moment())) {
      timeline.remove();
      planned.happens().run();
    }
    return true;
  }

  private static boolean before(CallScript arrival, Timeline.Planned planned) {
    return arrival.offered < planned.moment()
        || (arrival.offered == planned.moment() && arrival.offer.position() < planned.position());
  }

  /** Whether a deadline came first; else it is that moment now. */
  private boolean passedTimeBefore(long next) {
    Instant due = deadline;
    if (due != null && Recording.nanos(due) < next) {
      passTime(due);
      return true;
    }
    now = Math.max(now, next);
    return false;
  }

  private void passTime(Instant when) {
    now = Math.max(now, Recording.nanos(when));
    decide(new QueueCommand.PassTime(Recorder.REPLAYED, Recording.instant(now)));
    if (when.equals(deadline)) {
      deadline = null; // asked again as soon as something happens
    }
  }

  // ---- for those who act

  long now() {
    return now;
  }

  QueueState state() {
    return state;
  }

  QueuePolicy policy() {
    return policy;
  }

  /** The moment that a fact is reported to have happened. */
  Instant at(Act act) {
    return Recording.instant(now - act.late());
  }

  void plan(Act act, Runnable happens) {
    plan(now, act, happens);
  }

  void plan(long anchor, Act act, Runnable happens) {
    timeline.plan(anchor + act.after(), act.position(), happens);
  }

  void planAt(long moment, long position, Runnable happens) {
    timeline.plan(moment, position, happens);
  }

  /** Nobody else holds a technician's id. */
  Optional<Technician> technician(TechnicianId id) {
    return state.technician(id);
  }

  void decide(QueueCommand command) {
    Decision decision = QueueLogic.decide(policy, state, command);
    if (decision.events().isEmpty()) {
      return;
    }
    state = decision.state();
    for (QueueEvent event : decision.events()) {
      outcomes.add(recording.queue, event);
      if (event instanceof QueueEvent.CallEnded end) {
        ended.add(end);
      }
      callers.react(event);
      calledBack.react(event);
      staffing.react(event);
    }
    deadline = QueueLogic.nextDeadline(policy, state).orElse(null);
  }
}
