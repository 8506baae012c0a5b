package svara.config;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Waits for what another process does: looks every 20 ms, at most for a set time. */
final class Awaited {
  private Awaited() {}

  static <T> T value(Duration limit, Callable<Boolean> there, Callable<T> value) throws Exception {
    long until = System.nanoTime() + limit.toNanos();
    try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
      while (!there.call()) {
        if (System.nanoTime() > until) {
          throw new AssertionError("did not come within " + limit);
        }
        clock.schedule(() -> {}, 20, TimeUnit.MILLISECONDS).get();
      }
    }
    return value.call();
  }
}
