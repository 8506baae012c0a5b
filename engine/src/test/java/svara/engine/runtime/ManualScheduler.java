package svara.engine.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when a test says so; tasks run in the order of their times. */
public final class ManualScheduler implements Scheduler {
  private final PriorityQueue<Due> tasks =
      new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::serial));
  private Instant now;
  private long serial;

  private record Due(Instant at, long serial, Runnable task) {}

  public ManualScheduler(Instant start) {
    this.now = start;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public long nanos() {
    return Duration.between(Instant.EPOCH, now).toNanos();
  }

  @Override
  public Task after(Duration delay, Runnable task) {
    Due due = new Due(now.plus(delay), serial++, task);
    tasks.add(due);
    return () -> tasks.remove(due);
  }

  /** Lets time pass and runs what falls due meanwhile, at its own time. */
  public void pass(Duration time) {
    Instant end = now.plus(time);
    while (!tasks.isEmpty() && !tasks.peek().at().isAfter(end)) {
      Due due = tasks.remove();
      now = due.at();
      due.task().run();
    }
    now = end;
  }
}
