package svara.telephony.simulated;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import svara.engine.runtime.Scheduler;

/** Time that passes when it is told to, and what is to happen in it. */
public final class SimulatedClock implements InstantSource, Scheduler {
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparing((Timer t) -> t.at).thenComparingLong(t -> t.serial));
  private Instant now;
  private long serials;

  public SimulatedClock(Instant start) {
    now = start;
  }

  /** Something that will happen unless it is cancelled. */
  public static final class Timer implements Scheduler.Task {
    private final Instant at;
    private final long serial;
    private final Runnable action;
    private boolean cancelled;

    private Timer(Instant at, long serial, Runnable action) {
      this.at = at;
      this.serial = serial;
      this.action = action;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public long nanos() {
    return Duration.between(Instant.EPOCH, now).toNanos();
  }

  /** Lets something happen after so much time; what is due at one moment happens in this order. */
  @Override
  public Timer after(Duration delay, Runnable action) {
    Timer timer =
        new Timer(now.plus(delay.isNegative() ? Duration.ZERO : delay), serials++, action);
    timers.add(timer);
    return timer;
  }

  /** Lets something happen again and again, first after one period, until it is cancelled. */
  public Runnable every(Duration period, Runnable action) {
    return new Runnable() {
      private Timer next = after(period, this::tick);

      private void tick() {
        next = after(period, this::tick);
        action.run();
      }

      @Override
      public void run() {
        next.cancel();
      }
    };
  }

  /** Lets so much time pass with all that happens in it. */
  public void advance(Duration time) {
    runUntil(() -> false, time);
  }

  /**
   * Lets time pass until something is so, at most to the limit.
   *
   * @return whether it became so
   */
  public boolean runUntil(BooleanSupplier condition, Duration limit) {
    Instant end = now.plus(limit);
    while (!condition.getAsBoolean()) {
      Timer next = timers.peek();
      if (next == null || next.at.isAfter(end)) {
        now = end;
        return false;
      }
      timers.remove();
      if (!next.cancelled) {
        now = next.at;
        next.action.run();
      }
    }
    return true;
  }
}
