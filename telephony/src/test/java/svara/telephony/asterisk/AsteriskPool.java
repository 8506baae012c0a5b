package svara.telephony.asterisk;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A few exchanges for tests that mostly wait for time to pass, so that they can wait side by side.
 * One belongs to one test at a time.
 */
final class AsteriskPool implements AutoCloseable {
  private final List<AsteriskInstance> all = new ArrayList<>();
  private final BlockingQueue<AsteriskInstance> free;

  AsteriskPool(int size) {
    free = new ArrayBlockingQueue<>(size);
    for (int i = 0; i < size; i++) {
      AsteriskInstance asterisk =
          AsteriskInstance.start(List.of(AsteriskUnderTest.queueAtExchange()));
      WatchedLoop.warm(asterisk);
      all.add(asterisk);
      free.add(asterisk);
    }
  }

  /** One that nobody else has, until it is closed. */
  AsteriskUnderTest borrow() throws InterruptedException {
    AsteriskInstance asterisk = free.take();
    return new AsteriskUnderTest(asterisk, () -> free.add(asterisk));
  }

  @Override
  public void close() {
    all.forEach(AsteriskInstance::close);
  }
}
