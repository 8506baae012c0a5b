package svara.engine.port;

import io.vertx.core.Future;
import java.time.Duration;

/** The words that tickets are found by. Futures fail with {@link StoreException}. */
public interface WordStore {

  /**
   * Makes the words of what has waited longest for them.
   *
   * @param max so many at most
   */
  Future<Made> make(int max);

  /**
   * What was made.
   *
   * @param count of entries and subjects
   * @param behind how long the oldest of them had waited, by the store's clock
   */
  record Made(int count, Duration behind) {}
}
