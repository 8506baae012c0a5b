package svara.engine.statistics;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Waits, counted by length, so that those of many parts can be put together and every percentile is
 * that of the whole. Exact to a tenth of a second up to an hour, to a second up to a day, and to a
 * minute above, for a promise may be kept after a weekend; what is longer than 60 days counts as 60
 * days. So at most 36,000 + 82,800 + 84,961 counts are held in order, whatever the calls. Sum and
 * longest are exact to the millisecond. Lengths stand in order, so that ten years are put together
 * by going through each month once.
 */
public final class WaitHistogram {
  private static final long TENTH = 100;
  private static final long SECOND = 1_000;
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long MINUTE = 60_000;
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long LONGEST = Duration.ofDays(60).toMillis();

  /** Above so many, counting into a place for every length is quicker than sorting. */
  private static final int MANY = 8_192;

  private static final int TENTHS = (int) (HOUR / TENTH);
  private static final int SECONDS = (int) ((DAY - HOUR) / SECOND);
  private static final int PLACES = TENTHS + SECONDS + (int) ((LONGEST - DAY) / MINUTE) + 1;
  private static final int COUNT_BITS = 37;

  private int[] tenths = {};
  private long[] counts = {};
  private int size;

  /** So many from the first are in order, each length once; what follows waits to be put there. */
  private int ordered;

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
    int at = Arrays.binarySearch(tenths, 0, ordered, length);
    if (at >= 0) {
      counts[at] += n;
      return;
    }
    room(1);
    tenths[size] = length;
    counts[size++] = n;
    tidyWhenFull();
  }

  private void room(int more) {
    if (size + more > tenths.length) {
      int to = Math.max(size + more, Math.max(4, size * 2));
      tenths = Arrays.copyOf(tenths, to);
      counts = Arrays.copyOf(counts, to);
    }
  }

  /** Ten years are put together by appending: order is made when there is as much again. */
  void merge(WaitHistogram other) {
    int more = other.size;
    room(more);
    System.arraycopy(other.tenths, 0, tenths, size, more);
    System.arraycopy(other.counts, 0, counts, size, more);
    size += more;
    count += other.count;
    sumMillis += other.sumMillis;
    longestMillis = Math.max(longestMillis, other.longestMillis);
    tidyWhenFull();
  }

  private void tidyWhenFull() {
    if (size - ordered > Math.max(64, ordered)) {
      tidy();
    }
  }

  private void tidy() {
    if (ordered == size) {
      return;
    }
    if (size > MANY) {
      tidyMany();
    } else {
      tidyFew();
    }
    ordered = size;
  }

  private void tidyFew() {
    long[] both = new long[size];
    for (int i = 0; i < size; i++) {
      both[i] = (long) tenths[i] << COUNT_BITS | counts[i];
    }
    Arrays.sort(both);
    int n = 0;
    for (long one : both) {
      int length = (int) (one >>> COUNT_BITS);
      long times = one & (1L << COUNT_BITS) - 1;
      if (n > 0 && tenths[n - 1] == length) {
        counts[n - 1] += times;
      } else {
        tenths[n] = length;
        counts[n++] = times;
      }
    }
    size = n;
  }

  private void tidyMany() {
    long[] places = new long[PLACES];
    for (int i = 0; i < size; i++) {
      places[place(tenths[i])] += counts[i];
    }
    int n = 0;
    for (int place = 0; place < PLACES; place++) {
      if (places[place] != 0) {
        tenths[n] = length(place);
        counts[n++] = places[place];
      }
    }
    size = n;
  }

  /** Which of all lengths there are, in order; {@link #length} is the way back. */
  private static int place(int length) {
    long millis = length * TENTH;
    if (millis < HOUR) {
      return length;
    }
    return millis < DAY
        ? TENTHS + (int) ((millis - HOUR) / SECOND)
        : TENTHS + SECONDS + (int) ((millis - DAY) / MINUTE);
  }

  private static int length(int place) {
    if (place < TENTHS) {
      return place;
    }
    long millis =
        place < TENTHS + SECONDS
            ? HOUR + (place - TENTHS) * SECOND
            : DAY + (place - TENTHS - SECONDS) * MINUTE;
    return (int) (millis / TENTH);
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
    tidy();
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
    waits.ordered = waits.size;
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
    room(1);
    tenths[size] = length;
    counts[size++] = n;
    count += n;
  }

  /** How many were not longer than that; exact where the histogram is. */
  public long within(Duration limit) {
    tidy();
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
    tidy();
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
    if (!(other instanceof WaitHistogram that)) {
      return false;
    }
    tidy();
    that.tidy();
    return Arrays.equals(tenths, 0, size, that.tenths, 0, that.size)
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
