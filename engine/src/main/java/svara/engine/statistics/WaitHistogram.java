package svara.engine.statistics;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Waits, counted by length, so that those of many parts can be put together and every percentile is
 * that of the whole. Exact to a tenth of a second up to an hour, to a second up to a day, and to a
 * minute above, for a promise may be kept after a weekend; what is longer than 60 days counts as 60
 * days. So at most 36,000 + 82,800 + 84,960 counts are held, whatever the calls. Sum and longest
 * are exact to the millisecond.
 */
public final class WaitHistogram {
  private static final long TENTH = 100;
  private static final long SECOND = 1_000;
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long MINUTE = 60_000;
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long LONGEST = Duration.ofDays(60).toMillis();

  private final TreeMap<Long, Long> counts = new TreeMap<>();
  private long count;
  private long sumMillis;
  private long longestMillis;

  void add(Duration wait) {
    long millis = Math.max(0, wait.toMillis());
    counts.merge(bucket(millis), 1L, Long::sum);
    count++;
    sumMillis += millis;
    longestMillis = Math.max(longestMillis, millis);
  }

  void merge(WaitHistogram other) {
    other.counts.forEach((millis, n) -> counts.merge(millis, n, Long::sum));
    count += other.count;
    sumMillis += other.sumMillis;
    longestMillis = Math.max(longestMillis, other.longestMillis);
  }

  /**
   * All that is held, to be kept: the milliseconds that stand for each length, and how many.
   *
   * @param sumMillis of all waits
   */
  public record Kept(Map<Long, Long> counts, long sumMillis, long longestMillis) {
    public Kept {
      counts = Map.copyOf(counts);
    }
  }

  Kept kept() {
    return new Kept(counts, sumMillis, longestMillis);
  }

  static WaitHistogram of(Kept kept) {
    WaitHistogram waits = new WaitHistogram();
    waits.counts.putAll(kept.counts());
    waits.count = kept.counts().values().stream().mapToLong(Long::longValue).sum();
    waits.sumMillis = kept.sumMillis();
    waits.longestMillis = kept.longestMillis();
    return waits;
  }

  /** How many were not longer than that; exact where the histogram is. */
  public long within(Duration limit) {
    return counts.headMap(limit.toMillis(), true).values().stream()
        .mapToLong(Long::longValue)
        .sum();
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
    for (Map.Entry<Long, Long> entry : counts.entrySet()) {
      seen += entry.getValue();
      if (seen >= rank) {
        return entry.getKey();
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
        && counts.equals(that.counts)
        && sumMillis == that.sumMillis
        && longestMillis == that.longestMillis;
  }

  @Override
  public int hashCode() {
    return counts.hashCode();
  }

  @Override
  public String toString() {
    return "waits " + counts;
  }
}
