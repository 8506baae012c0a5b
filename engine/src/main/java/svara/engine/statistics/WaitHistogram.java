package svara.engine.statistics;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Waits, counted by length, so that those of many parts can be put together and every percentile is
 * that of the whole. Exact to a tenth of a second up to an hour, to a second up to a day, and to a
 * minute above, for a promise may be kept after a weekend; what is longer than 60 days counts as 60
 * days. So at most 36,000 + 82,800 + 84,960 counts are held, whatever the calls. Sum and longest
 * are exact to the millisecond. Lengths stand in order, so that ten years are put together by going
 * through each month once.
 */
public final class WaitHistogram {
  private static final long TENTH = 100;
  private static final long SECOND = 1_000;
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long MINUTE = 60_000;
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long LONGEST = Duration.ofDays(60).toMillis();

  private int[] tenths = {};
  private long[] counts = {};
  private int size;
  private long count;
  private long sumMillis;
  private long longestMillis;

  void add(Duration wait) {
    long millis = Math.max(0, wait.toMillis());
    put((int) (bucket(millis) / TENTH), 1);
    count++;
    sumMillis += millis;
    longestMillis = Math.max(longestMillis, millis);
  }

  private void put(int length, long n) {
    int at = Arrays.binarySearch(tenths, 0, size, length);
    if (at >= 0) {
      counts[at] += n;
      return;
    }
    int to = -at - 1;
    if (size == tenths.length) {
      tenths = Arrays.copyOf(tenths, Math.max(4, size * 2));
      counts = Arrays.copyOf(counts, tenths.length);
    }
    System.arraycopy(tenths, to, tenths, to + 1, size - to);
    System.arraycopy(counts, to, counts, to + 1, size - to);
    tenths[to] = length;
    counts[to] = n;
    size++;
  }

  void merge(WaitHistogram other) {
    if (other.size * 8 < size) {
      for (int i = 0; i < other.size; i++) {
        put(other.tenths[i], other.counts[i]);
      }
    } else if (other.size > 0) {
      interleave(other);
    }
    count += other.count;
    sumMillis += other.sumMillis;
    longestMillis = Math.max(longestMillis, other.longestMillis);
  }

  private void interleave(WaitHistogram other) {
    int[] both = new int[size + other.size];
    long[] sums = new long[both.length];
    int n = 0;
    int i = 0;
    int j = 0;
    while (i < size || j < other.size) {
      boolean ours = j == other.size || (i < size && tenths[i] <= other.tenths[j]);
      boolean theirs = i == size || (j < other.size && other.tenths[j] <= tenths[i]);
      both[n] = ours ? tenths[i] : other.tenths[j];
      sums[n++] = (ours ? counts[i++] : 0) + (theirs ? other.counts[j++] : 0);
    }
    tenths = both;
    counts = sums;
    size = n;
  }

  /**
   * All that is held, to be kept.
   *
   * @param lengths in tenths of a second, each as what it is more than the one before it, with how
   *     many there are where there are more than one: {@code 120 3x2 1}
   * @param sumMillis of all waits
   */
  public record Kept(String lengths, long sumMillis, long longestMillis) {}

  Kept kept() {
    StringBuilder lengths = new StringBuilder(size * 3);
    int before = 0;
    for (int i = 0; i < size; i++) {
      lengths.append(i == 0 ? "" : " ").append(tenths[i] - before);
      if (counts[i] != 1) {
        lengths.append('x').append(counts[i]);
      }
      before = tenths[i];
    }
    return new Kept(lengths.toString(), sumMillis, longestMillis);
  }

  static WaitHistogram of(Kept kept) {
    WaitHistogram waits = new WaitHistogram();
    waits.read(kept.lengths());
    waits.sumMillis = kept.sumMillis();
    waits.longestMillis = kept.longestMillis();
    return waits;
  }

  private void read(String lengths) {
    long number = 0;
    int length = 0;
    boolean counting = false;
    for (int i = 0; i <= lengths.length(); i++) {
      char c = i < lengths.length() ? lengths.charAt(i) : ' ';
      if (c >= '0' && c <= '9') {
        number = number * 10 + c - '0';
      } else if (c == 'x') {
        length += (int) number;
        number = 0;
        counting = true;
      } else if (c == ' ' && !lengths.isEmpty()) {
        length += counting ? 0 : (int) number;
        append(length, counting ? number : 1);
        number = 0;
        counting = false;
      } else if (!lengths.isEmpty()) {
        throw new IllegalArgumentException("not the lengths of waits");
      }
    }
  }

  private void append(int length, long n) {
    if (size == tenths.length) {
      tenths = Arrays.copyOf(tenths, Math.max(4, size * 2));
      counts = Arrays.copyOf(counts, tenths.length);
    }
    tenths[size] = length;
    counts[size++] = n;
    count += n;
  }

  /** How many were not longer than that; exact where the histogram is. */
  public long within(Duration limit) {
    long within = 0;
    for (int i = 0; i < size && tenths[i] * TENTH <= limit.toMillis(); i++) {
      within += counts[i];
    }
    return within;
  }

  public Duration sum() {
    return Duration.ofMillis(sumMillis);
  }

  public long count() {
    return count;
  }

  public Optional<Duration> longest() {
    return count == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(longestMillis));
  }

  public Optional<Duration> mean() {
    return count == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(sumMillis / count));
  }

  /** The middle one; of an even count the mean of the two in the middle. */
  public Optional<Duration> median() {
    if (count == 0) {
      return Optional.empty();
    }
    long lower = ranked((count + 1) / 2);
    long upper = ranked(count / 2 + 1);
    return Optional.of(Duration.ofMillis((lower + upper) / 2));
  }

  /**
   * The shortest wait that at least this share did not exceed (nearest rank).
   *
   * @param share above 0, at most 1
   */
  public Optional<Duration> percentile(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("a share is above 0 and at most 1: " + share);
    }
    return count == 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(ranked((long) Math.ceil(share * count))));
  }

  private long ranked(long rank) {
    long seen = 0;
    for (int i = 0; i < size; i++) {
      seen += counts[i];
      if (seen >= rank) {
        return tenths[i] * TENTH;
      }
    }
    throw new IllegalStateException("no wait of rank " + rank + " among " + count);
  }

  private static long bucket(long millis) {
    if (millis >= LONGEST) {
      return LONGEST;
    }
    long step = millis < HOUR ? TENTH : millis < DAY ? SECOND : MINUTE;
    return (millis + step / 2) / step * step;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WaitHistogram that
        && Arrays.equals(tenths, 0, size, that.tenths, 0, that.size)
        && Arrays.equals(counts, 0, size, that.counts, 0, that.size)
        && sumMillis == that.sumMillis
        && longestMillis == that.longestMillis;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(sumMillis);
  }

  @Override
  public String toString() {
    return "waits " + kept();
  }
}
