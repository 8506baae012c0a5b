package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import svara.engine.runtime.LoopWatch;

@Timeout(60)
class LoopLogTest {
  @Test
  void aLogWithoutABlockedLoopIsQuiet() {
    LoopLog.quiet("READY http://127.0.0.1:8080\nWARN something else\n");
  }

  @Test
  void whatTheWatchSaysOfABlockedLoopIsFound() {
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(LoopWatch.class);
    said.start();
    logger.addAppender(said);
    Vertx vertx = Vertx.vertx();
    Context loop = vertx.getOrCreateContext();
    try (LoopWatch watch = LoopWatch.over(loop, LoopWatch.LIMIT)) {
      loop.runOnContext(_ -> {
        long end = System.nanoTime() + Duration.ofMillis(700).toNanos();
        while (System.nanoTime() < end) {
          LockSupport.parkNanos(end - System.nanoTime());
        }
      });
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (watch.stalls() == 0 || said.list.isEmpty()) {
        assertTrue(System.nanoTime() < end, "the stall is told");
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
    } finally {
      logger.detachAppender(said);
      vertx.close().await();
    }
    String log =
        said.list.stream()
            .map(ILoggingEvent::getFormattedMessage)
            .collect(Collectors.joining("\n"));
    assertEquals(1, LoopLog.blocked(log).size());
    assertThrows(AssertionError.class, () -> LoopLog.quiet(log));
  }
}
