package svara.engine.mailbox;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import svara.engine.port.StoreException;

/** Waits, on a thread that may, until something is stored. */
final class Stored {
  private static final Duration TAKE_MAX = Duration.ofSeconds(60);

  private Stored() {}

  /**
   * Its result.
   *
   * @throws StoreException when there is none in time
   */
  static <T> T await(Future<T> future) throws InterruptedException {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(TAKE_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new StoreException(StoreException.Kind.UNAVAILABLE, "the intake does not answer");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
