package svara.engine.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TechnicianId;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.Technician.Duty;

/**
 * Where technicians' time goes, folded from a queue's events in their order: on duty and not
 * paused, and of that on calls and in wrap-up. Time of events that go back is no time.
 */
public final class TechnicianTime {
  private final @Nullable Instant from;
  private final @Nullable Instant to;
  private final Map<TechnicianId, Clock> clocks = new HashMap<>();
  private Duration gone = Duration.ZERO;
  private Duration goneBusy = Duration.ZERO;

  /** One technician's time so far. */
  private final class Clock {
    private boolean onDuty;
    private boolean busy;
    private @Nullable Instant since;
    private Duration duty = Duration.ZERO;
    private Duration work = Duration.ZERO;

    private void passTo(Instant at) {
      Instant until = to != null && at.isAfter(to) ? to : at;
      Instant start = since;
      if (start != null && from != null && start.isBefore(from)) {
        start = from;
      }
      if (start != null && onDuty && until.isAfter(start)) {
        Duration passed = Duration.between(start, until);
        duty = duty.plus(passed);
        work = busy ? work.plus(passed) : work;
      }
      if (since == null || at.isAfter(since)) {
        since = at;
      }
    }
  }

  /** All time that the events tell of. */
  public TechnicianTime() {
    this(null, null);
  }

  /** Time within a span alone. */
  public TechnicianTime(@Nullable Instant from, @Nullable Instant to) {
    this.from = from;
    this.to = to;
  }

  /** A technician of whom it is known how he was then. */
  public void begin(TechnicianId technician, Instant at, boolean onDuty, boolean busy) {
    Clock clock = passed(technician, at);
    clock.onDuty = onDuty;
    clock.busy = busy;
  }

  public void add(QueueEvent event) {
    switch (event) {
      case QueueEvent.TechnicianEnrolled e -> begin(e.technician(), e.at(), true, false);
      case QueueEvent.TechnicianLeft e -> leave(e);
      case QueueEvent.DutyChanged e -> passed(e.technician(), e.at()).onDuty = e.duty() == Duty.ON;
      case QueueEvent.CallAnswered e -> passed(e.technician(), e.at()).busy = true;
      case QueueEvent.CallbackDialled e -> passed(e.technician(), e.at()).busy = true;
      case QueueEvent.TechnicianReleased e ->
          passed(e.technician(), e.at()).busy = e.wrapUpUntil() != null;
      case QueueEvent.AttemptEnded e ->
          passed(e.technician(), e.at()).busy = e.wrapUpUntil() != null;
      case QueueEvent.WrapUpEnded e -> passed(e.technician(), e.at()).busy = false;
      // what callers do, and what is only decided, is nobody's working time
      default -> {}
    }
  }

  private void leave(QueueEvent.TechnicianLeft e) {
    Clock clock = passed(e.technician(), e.at());
    gone = gone.plus(clock.duty);
    goneBusy = goneBusy.plus(clock.work);
    clocks.remove(e.technician());
  }

  private Clock passed(TechnicianId technician, Instant at) {
    Clock clock = clocks.computeIfAbsent(technician, _ -> new Clock());
    clock.passTo(at);
    return clock;
  }

  /** Lets the time pass up to a moment for all who are there. */
  public void passTo(Instant at) {
    clocks.values().forEach(clock -> clock.passTo(at));
  }

  public Duration onDuty() {
    return clocks.values().stream().map(c -> c.duty).reduce(gone, Duration::plus);
  }

  /** On calls and in wrap-up, while on duty and not paused. */
  public Duration busy() {
    return clocks.values().stream().map(c -> c.work).reduce(goneBusy, Duration::plus);
  }

  /** Time on calls and wrap-up / time on duty and not paused. */
  public OptionalDouble occupancy() {
    return onDuty().isZero()
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) busy().toMillis() / onDuty().toMillis());
  }
}
