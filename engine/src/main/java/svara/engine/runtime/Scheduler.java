package svara.engine.runtime;

import java.time.Duration;
import java.time.Instant;

/** The time, handed in: the machine's, or a simulated one. Tasks run on the engine's context. */
public interface Scheduler {
  Instant now();

  /** A clock that only goes forward, for leases; nanoseconds from an arbitrary start. */
  long nanos();

  /** Runs the task once after the delay (none when not positive). */
  Task after(Duration delay, Runnable task);

  /** A task to come. */
  interface Task {
    /** The task does not run any more; nothing when it has run. */
    void cancel();
  }
}
