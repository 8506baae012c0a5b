package svara.engine.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One timer for the nearest deadline of a queue's state. */
final class DeadlineTimer {
  /** A deadline that is due already does not become a busy loop. */
  private static final Duration LEAST = Duration.ofMillis(20);

  private final Scheduler scheduler;
  private final Supplier<Optional<Instant>> deadline;
  private final Runnable due;
  private Scheduler.@Nullable Task task;

  DeadlineTimer(Scheduler scheduler, Supplier<Optional<Instant>> deadline, Runnable due) {
    this.scheduler = scheduler;
    this.deadline = deadline;
    this.due = due;
  }

  /** Sets the timer anew after the state has changed. */
  void set() {
    cancel();
    deadline.get().ifPresent(when -> task = scheduler.after(delay(when), this::fire));
  }

  /** Sets the timer unless one is set. */
  void keep() {
    if (task == null) {
      set();
    }
  }

  void cancel() {
    if (task != null) {
      task.cancel();
      task = null;
    }
  }

  private Duration delay(Instant when) {
    Duration delay = Duration.between(scheduler.now(), when);
    return delay.compareTo(LEAST) < 0 ? LEAST : delay;
  }

  private void fire() {
    task = null;
    due.run();
  }
}
