package svara.engine.calendar;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;

/**
 * When a queue is open: spans of local time a weekday, in the queue's time zone, so that a clock
 * change moves nothing for the people who call.
 *
 * @param zone the time zone the spans are meant in
 * @param week spans a weekday; a weekday without an entry is closed
 */
public record OpeningHours(ZoneId zone, Map<DayOfWeek, List<Span>> week) {

  /**
   * From (inclusive) to (exclusive) in local time; {@code to} of midnight means the end of the day.
   */
  public record Span(LocalTime from, LocalTime to) {
    /**
     * @throws IllegalArgumentException when the span is empty or runs backwards
     */
    public Span {
      if (!to.equals(LocalTime.MIDNIGHT) && !from.isBefore(to)) {
        throw new IllegalArgumentException("opening hours must run forwards: " + from + "-" + to);
      }
    }

    boolean contains(LocalTime time) {
      return !time.isBefore(from) && (to.equals(LocalTime.MIDNIGHT) || time.isBefore(to));
    }
  }

  public OpeningHours {
    week = Map.copyOf(week);
  }

  /** Open day and night. */
  public static OpeningHours always() {
    List<Span> whole = List.of(new Span(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT));
    return new OpeningHours(
        ZoneId.of("Europe/Stockholm"),
        Map.of(
            DayOfWeek.MONDAY, whole,
            DayOfWeek.TUESDAY, whole,
            DayOfWeek.WEDNESDAY, whole,
            DayOfWeek.THURSDAY, whole,
            DayOfWeek.FRIDAY, whole,
            DayOfWeek.SATURDAY, whole,
            DayOfWeek.SUNDAY, whole));
  }

  public boolean openAt(Instant at) {
    ZonedDateTime local = at.atZone(zone);
    return week.getOrDefault(local.getDayOfWeek(), List.of()).stream()
        .anyMatch(span -> span.contains(local.toLocalTime()));
  }
}
