package svara.config.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is carried before anything is timed: in steps, since an engine that has never taken a call
 * is not met by a full load, and then at the full rate for as long as is wanted.
 */
final class WarmUpLoads {
  private static final int[] SHARES = {8, 4, 2};
  private static final Duration STEP = Duration.ofSeconds(3);

  /**
   * A part of it.
   *
   * @param callsPerSecond at most the full rate
   * @param cold whether it is among the first, below the full rate
   */
  record Step(int callsPerSecond, Duration length, boolean cold) {
    Load load(String number) {
      return Load.lasting(number, callsPerSecond, length);
    }
  }

  private WarmUpLoads() {}

  static List<Step> of(int callsPerSecond, Duration atFullRate) {
    List<Step> steps = new ArrayList<>();
    for (int share : SHARES) {
      steps.add(new Step(Math.max(1, callsPerSecond / share), STEP, true));
    }
    if (!atFullRate.isZero()) {
      steps.add(new Step(callsPerSecond, atFullRate, false));
    }
    return steps;
  }
}
