package svara.engine.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TechnicianId;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.Technician.Duty;

/**
 * What the technicians of one queue do, followed event by event; time that passes is told as it
 * passes, so that any batching of the events tells the same. Time of events that go back is no
 * time.
 */
public final class TechnicianClocks {
  private final Map<TechnicianId, Clock> clocks = new TreeMap<>();

  /** Who wants to know of time that passes. */
  public interface Passing {
    /**
     * A technician was on duty and not paused.
     *
     * @param busy on a call or in wrap-up
     */
    void onDuty(TechnicianId technician, Instant from, Instant to, boolean busy);

    /**
     * A wrap-up is over, on duty or not.
     *
     * @param offeredAt when the call it belongs to was offered
     */
    void wrappedUp(TechnicianId technician, Instant offeredAt, Duration time);
  }

  /**
   * How it stands with a technician, to be kept.
   *
   * @param since what is before it has been told
   * @param wrapUpSince when the wrap-up of a call began, or null
   * @param wrapUpOf when that call was offered, or null
   */
  public record Clock(
      TechnicianId technician,
      boolean onDuty,
      boolean busy,
      Instant since,
      @Nullable Instant wrapUpSince,
      @Nullable Instant wrapUpOf) {}

  public TechnicianClocks() {}

  /** Goes on from what was kept. */
  public TechnicianClocks(List<Clock> kept) {
    kept.forEach(clock -> clocks.put(clock.technician(), clock));
  }

  public List<Clock> kept() {
    return new ArrayList<>(clocks.values());
  }

  /** A technician of whom it is known how he was then. */
  void begin(TechnicianId technician, Instant at, boolean onDuty, boolean busy, Passing passing) {
    put(passed(technician, at, passing), onDuty, busy);
  }

  /**
   * Takes in the next event.
   *
   * @param offeredAt when the call was offered that the technician is released from; null of other
   *     events
   */
  public void add(QueueEvent event, @Nullable Instant offeredAt, Passing passing) {
    switch (event) {
      case QueueEvent.TechnicianEnrolled e -> begin(e.technician(), e.at(), true, false, passing);
      case QueueEvent.TechnicianLeft e -> {
        busy(e.technician(), e.at(), false, passing);
        clocks.remove(e.technician());
      }
      case QueueEvent.DutyChanged e -> {
        Clock clock = passed(e.technician(), e.at(), passing);
        put(clock, e.duty() == Duty.ON, clock.busy());
      }
      case QueueEvent.CallAnswered e -> busy(e.technician(), e.at(), true, passing);
      case QueueEvent.CallbackDialled e -> busy(e.technician(), e.at(), true, passing);
      case QueueEvent.TechnicianReleased e -> {
        Clock clock = busy(e.technician(), e.at(), e.wrapUpUntil() != null, passing);
        if (e.wrapUpUntil() != null && offeredAt != null) {
          clocks.put(
              e.technician(),
              new Clock(e.technician(), clock.onDuty(), true, clock.since(), e.at(), offeredAt));
        }
      }
      case QueueEvent.AttemptEnded e ->
          busy(e.technician(), e.at(), e.wrapUpUntil() != null, passing);
      case QueueEvent.WrapUpEnded e -> busy(e.technician(), e.at(), false, passing);
      // what callers do, and what is only decided, is nobody's working time
      default -> {}
    }
  }

  /** Lets the time pass up to a moment for all who are there. */
  public void passTo(Instant at, Passing passing) {
    kept().forEach(clock -> passed(clock.technician(), at, passing));
  }

  /** What he does next ends a wrap-up. */
  private Clock busy(TechnicianId technician, Instant at, boolean busy, Passing passing) {
    Clock clock = passed(technician, at, passing);
    Instant since = clock.wrapUpSince();
    Instant of = clock.wrapUpOf();
    if (since != null && of != null && at.isAfter(since)) {
      passing.wrappedUp(technician, of, Duration.between(since, at));
    }
    return put(
        new Clock(technician, clock.onDuty(), busy, clock.since(), null, null),
        clock.onDuty(),
        busy);
  }

  private Clock put(Clock clock, boolean onDuty, boolean busy) {
    Clock changed =
        new Clock(
            clock.technician(), onDuty, busy, clock.since(), clock.wrapUpSince(), clock.wrapUpOf());
    clocks.put(clock.technician(), changed);
    return changed;
  }

  private Clock passed(TechnicianId technician, Instant at, Passing passing) {
    Clock before = clocks.get(technician);
    if (before == null) {
      return new Clock(technician, false, false, at, null, null);
    }
    if (!at.isAfter(before.since())) {
      return before;
    }
    if (before.onDuty()) {
      passing.onDuty(technician, before.since(), at, before.busy());
    }
    Clock now =
        new Clock(
            technician,
            before.onDuty(),
            before.busy(),
            at,
            before.wrapUpSince(),
            before.wrapUpOf());
    clocks.put(technician, now);
    return now;
  }
}
