package svara.engine.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Callers that a queue has dialled lately: what keeps a forged number, or a fault of ours, from
 * becoming a bill.
 *
 * @param day the local day that {@code today} counts
 * @param today dial-outs of the day by number; no longer than the hourly limit allows in a day
 * @param lastHour moments of dial-outs, the oldest first; cut where they are an hour old
 */
public record DialCounts(
    @Nullable LocalDate day, Map<String, Integer> today, List<Instant> lastHour) {
  private static final Duration WINDOW = Duration.ofHours(1);

  /** Beyond the end of any local day that a dial-out counts in. */
  private static final Duration KEPT = Duration.ofDays(2);

  public static final DialCounts NONE = new DialCounts(null, Map.of(), List.of());

  public DialCounts {
    today = Map.copyOf(today);
    lastHour = List.copyOf(lastHour);
  }

  /** A limit that is reached, and until when. */
  record Reached(Refusal why, Instant until) {}

  /** Without what no limit asks for any more: no number is kept for longer than it counts. */
  DialCounts at(Instant now) {
    return !lastHour.isEmpty() && lastHour.getLast().isBefore(now.minus(KEPT)) ? NONE : this;
  }

  DialCounts dialled(String number, Instant at, ZoneId zone) {
    LocalDate date = LocalDate.ofInstant(at, zone);
    Map<String, Integer> counts = date.equals(day) ? new HashMap<>(today) : new HashMap<>();
    counts.merge(number, 1, Integer::sum);
    List<Instant> moments = new ArrayList<>(lastHour);
    moments.add(at);
    moments.removeIf(moment -> !moment.isAfter(at.minus(WINDOW)));
    return new DialCounts(date, counts, moments);
  }

  /**
   * Which limit forbids to dial the number now.
   *
   * @param underWay orders that may still become dial-outs
   */
  Optional<Reached> reached(CallbackPolicy policy, String number, long underWay, Instant at) {
    ZoneId zone = policy.hours().zone();
    LocalDate date = LocalDate.ofInstant(at, zone);
    if (date.equals(day) && today.getOrDefault(number, 0) >= policy.perNumberDayMax()) {
      return Optional.of(
          new Reached(Refusal.NUMBER_LIMIT, date.plusDays(1).atStartOfDay(zone).toInstant()));
    }
    List<Instant> recent =
        lastHour.stream().filter(moment -> moment.isAfter(at.minus(WINDOW))).toList();
    if (recent.size() + underWay < policy.perHourMax()) {
      return Optional.empty();
    }
    // those under way count from now
    Instant oldest = recent.isEmpty() ? at : recent.getFirst();
    Instant until = oldest.plus(WINDOW);
    return Optional.of(
        new Reached(Refusal.HOUR_LIMIT, until.isAfter(at) ? until : at.plus(WINDOW)));
  }
}
