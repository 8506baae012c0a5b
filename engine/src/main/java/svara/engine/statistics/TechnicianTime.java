package svara.engine.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TechnicianId;
import svara.engine.queue.QueueEvent;

/**
 * Where technicians' time goes, summed up from a queue's events in their order: on duty and not
 * paused, and of that on calls and in wrap-up.
 */
public final class TechnicianTime {
  private final @Nullable Instant from;
  private final @Nullable Instant to;
  private final TechnicianClocks clocks = new TechnicianClocks();
  private final Sums sums = new Sums();

  /** Takes the time that is within the span. */
  private final class Sums implements TechnicianClocks.Passing {
    private Duration duty = Duration.ZERO;
    private Duration busy = Duration.ZERO;

    @Override
    public void onDuty(TechnicianId technician, Instant since, Instant until, boolean working) {
      Instant start = from != null && since.isBefore(from) ? from : since;
      Instant end = to != null && until.isAfter(to) ? to : until;
      if (end.isAfter(start)) {
        Duration passed = Duration.between(start, end);
        duty = duty.plus(passed);
        busy = working ? busy.plus(passed) : busy;
      }
    }

    @Override
    public void wrappedUp(TechnicianId technician, Instant offeredAt, Duration time) {
      // is time on duty too
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
    clocks.begin(technician, at, onDuty, busy, sums);
  }

  public void add(QueueEvent event) {
    clocks.add(event, null, sums);
  }

  /** Lets the time pass up to a moment for all who are there. */
  public void passTo(Instant at) {
    clocks.passTo(at, sums);
  }

  public Duration onDuty() {
    return sums.duty;
  }

  /** On calls and in wrap-up, while on duty and not paused. */
  public Duration busy() {
    return sums.busy;
  }

  /** Time on calls and wrap-up / time on duty and not paused. */
  public OptionalDouble occupancy() {
    return onDuty().isZero()
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) busy().toMillis() / onDuty().toMillis());
  }
}
