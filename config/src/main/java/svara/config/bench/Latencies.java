package svara.config.bench;

import java.util.Arrays;
import java.util.List;

/** Measured times in nanoseconds, sorted. */
final class Latencies {
  private static final double NANOS_PER_MILLI = 1e6;

  private final long[] sorted;

  private Latencies(long[] sorted) {
    this.sorted = sorted;
  }

  static Latencies of(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Latencies(sorted);
  }

  static Latencies all(List<Latencies> parts) {
    return of(parts.stream().flatMapToLong(part -> Arrays.stream(part.sorted)).toArray());
  }

  int count() {
    return sorted.length;
  }

  double medianMillis() {
    return quantileMillis(0.5);
  }

  double p99Millis() {
    return quantileMillis(0.99);
  }

  /** By the nearest rank: a value that was measured, none in between; NaN when there is none. */
  double quantileMillis(double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(0, rank - 1)] / NANOS_PER_MILLI;
  }
}
