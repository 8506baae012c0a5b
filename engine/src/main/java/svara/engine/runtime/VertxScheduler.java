package svara.engine.runtime;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The machine's time and Vert.x's timers; used on the context that the engine runs on. */
public final class VertxScheduler implements Scheduler {
  private final Vertx vertx;
  private final InstantSource clock;

  public VertxScheduler(Vertx vertx, InstantSource clock) {
    this.vertx = vertx;
    this.clock = clock;
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Task after(Duration delay, Runnable task) {
    long id = vertx.setTimer(Math.max(1, delay.toMillis()), _ -> task.run());
    return () -> vertx.cancelTimer(id);
  }
}
