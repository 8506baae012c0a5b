package svara.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopWatchTest {
  private static final Duration LIMIT = Duration.ofMillis(200);

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void aLoopThatWaitsIsBlocked() throws InterruptedException {
    try (LoopWatch watch = LoopWatch.over(loop, LIMIT)) {
      carriedOut(() -> {});
      carriedOut(() -> {
        long end = System.nanoTime() + Duration.ofMillis(700).toNanos();
        while (System.nanoTime() < end) {
          LockSupport.parkNanos(end - System.nanoTime());
        }
      });
      awaitStall(watch);
    }
  }

  @Test
  void aLoopThatComputesIsBlocked() throws InterruptedException {
    try (LoopWatch watch = LoopWatch.over(loop, LIMIT)) {
      carriedOut(() -> {});
      carriedOut(() -> {
        long begun = cpu();
        while (cpu() - begun < Duration.ofMillis(700).toNanos()) {
          Thread.onSpinWait();
        }
      });
      awaitStall(watch);
    }
  }

  @Test
  void aLoopThatIsOnlyKeptFromRunningIsNot() throws InterruptedException {
    List<Thread> others = new ArrayList<>();
    try (LoopWatch watch = LoopWatch.over(loop, LIMIT)) {
      carriedOut(() -> {});
      for (int i = 0; i < 8 * Runtime.getRuntime().availableProcessors(); i++) {
        others.add(
            Thread.ofPlatform()
                .daemon()
                .start(() -> {
                  while (!Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait();
                  }
                }));
      }
      // less than the limit of its own, and a multiple of it by the clock
      carriedOut(() -> {
        long begun = cpu();
        while (cpu() - begun < Duration.ofMillis(100).toNanos()) {
          Thread.onSpinWait();
        }
      });
      carriedOut(() -> {});
      assertEquals(0, watch.stalls());
    } finally {
      others.forEach(Thread::interrupt);
    }
  }

  private static long cpu() {
    return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private void carriedOut(Runnable task) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    loop.runOnContext(_ -> {
      task.run();
      done.countDown();
    });
    assertTrue(done.await(50, TimeUnit.SECONDS));
  }

  private static void awaitStall(LoopWatch watch) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (watch.stalls() == 0) {
      assertTrue(System.nanoTime() < end, "the stall is told");
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }
}
