package svara.config.bench;

import java.time.Duration;

/**
 * What the callers' phones counted.
 *
 * @param offered calls begun
 * @param ended calls that were answered and ended as they should
 * @param failed refused, never answered, or never ended
 * @param answers from INVITE to 200 OK
 * @param took from the first INVITE to the last answer
 */
record CallResults(int offered, int ended, int failed, Latencies answers, Duration took) {

  /** Calls answered in a second, over the time in which they were. */
  double callsPerSecond() {
    return answers.count() / (took.toNanos() / 1e9);
  }
}
