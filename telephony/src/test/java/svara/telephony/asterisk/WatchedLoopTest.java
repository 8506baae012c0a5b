package svara.telephony.asterisk;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class WatchedLoopTest {
  @Test
  void aTestWhoseLoopWasBlockedFails() {
    WatchedLoop loop = new WatchedLoop();
    loop.get(() -> Future.succeededFuture());
    loop.get(() -> {
      long end = System.nanoTime() + Duration.ofMillis(700).toNanos();
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(end - System.nanoTime());
      }
      return Future.succeededFuture();
    });
    assertTrue(
        AsteriskInstance.await(() -> loop.stalls() > 0, Duration.ofSeconds(20)), "it is seen");
    assertThrows(AssertionError.class, loop::close);
  }

  @Test
  void aTestWhoseLoopWasFreeDoesNot() {
    try (WatchedLoop loop = new WatchedLoop()) {
      loop.get(() -> Future.succeededFuture());
    }
  }
}
