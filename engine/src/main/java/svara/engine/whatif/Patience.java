package svara.engine.whatif;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How long callers wait before they give up. Those who were answered would have waited longer, and
 * count for as long as they did: the estimate of Kaplan and Meier (1958) takes them in without
 * taking their wait for their patience.
 */
final class Patience {
  static final long FOR_EVER = Long.MAX_VALUE;

  private final long[] gaveUpAfter;
  private final double[] stay;

  private record Seen(long waited, boolean gaveUp) {}

  /** Collects what was seen. */
  static final class Sample {
    private final List<Seen> seen = new ArrayList<>();

    void gaveUp(long after) {
      seen.add(new Seen(after, true));
    }

    void stayed(long atLeast) {
      seen.add(new Seen(atLeast, false));
    }

    Patience estimate() {
      seen.sort(Comparator.comparingLong(Seen::waited).thenComparing(s -> !s.gaveUp()));
      int leaving = (int) seen.stream().filter(Seen::gaveUp).count();
      long[] after = new long[leaving];
      double[] stay = new double[leaving];
      double share = 1;
      int n = 0;
      for (int i = 0; i < seen.size(); i++) {
        if (seen.get(i).gaveUp()) {
          share *= 1 - 1.0 / (seen.size() - i);
          after[n] = seen.get(i).waited();
          stay[n++] = share;
        }
      }
      return new Patience(after, stay);
    }
  }

  private Patience(long[] gaveUpAfter, double[] stay) {
    this.gaveUpAfter = gaveUpAfter;
    this.stay = stay;
  }

  /** The share who have more patience than that. */
  double share(long longerThan) {
    double share = 1;
    for (int i = 0; i < gaveUpAfter.length && gaveUpAfter[i] <= longerThan; i++) {
      share = stay[i];
    }
    return share;
  }

  /** The patience of one who has waited so long already; for ever beyond the longest seen. */
  long draw(long longerThan, RandomGenerator random) {
    double until = random.nextDouble() * share(longerThan);
    int low = 0;
    int high = stay.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (stay[middle] <= until) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low == stay.length ? FOR_EVER : gaveUpAfter[low];
  }
}
