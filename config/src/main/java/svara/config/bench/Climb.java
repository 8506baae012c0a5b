package svara.config.bench;

import java.io.IOException;

/** One side under a growing load: it ends at the first step at which calls fail or wait long. */
final class Climb {
  private static final double P99_MAX_MS = 500;

  private final Side side;
  private double carried;
  private int failed;
  private boolean over;

  Climb(Side side) {
    this.side = side;
  }

  /** Carries calls at a pace, in calls per second. */
  interface Side {
    Round under(int pace) throws IOException;
  }

  /** One step more, unless an earlier one was too much. */
  void step(int pace) throws IOException {
    if (over) {
      return;
    }
    CallResults calls = side.under(pace).calls();
    failed += calls.failed();
    over = calls.failed() > 0 || calls.answers().p99Millis() > P99_MAX_MS;
    if (!over) {
      carried = Math.max(carried, calls.callsPerSecond());
    }
  }

  /** Calls per second of the best step that went well; 0 when none did. */
  double carried() {
    return carried;
  }

  /** Calls that failed, all of the last step. */
  int failed() {
    return failed;
  }
}
