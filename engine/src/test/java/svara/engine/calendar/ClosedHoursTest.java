package svara.engine.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import svara.engine.calendar.OpeningHours.Span;

class ClosedHoursTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");

  @Test
  void aQueueThatIsAlwaysOpenIsNeverClosed() {
    assertEquals(List.of(), OpeningHours.always().closedFrom(at("2026-03-02T12:00"), 8));
  }

  @Test
  void lunchNightAndWeekendAreClosed() {
    assertEquals(
        List.of(
            closed("2026-03-06T12:00", "2026-03-06T13:00"),
            closed("2026-03-06T16:30", "2026-03-09T08:00"),
            closed("2026-03-09T12:00", "2026-03-09T13:00"),
            closed("2026-03-09T16:30", "2026-03-10T00:00")),
        office().closedFrom(at("2026-03-06T10:00"), 4));
  }

  @Test
  void theTimeThatHasBegunIsAmongThem() {
    Closed first = office().closedFrom(at("2026-03-07T10:00"), 3).getFirst();
    assertEquals(at("2026-03-09T08:00"), first.until());
    assertEquals(false, first.from().isAfter(at("2026-03-07T10:00")));
  }

  @Test
  void theNightTheClockChangesIsAnHourShorter() {
    Closed weekend = office().closedFrom(at("2026-03-27T15:00"), 4).getFirst();
    assertEquals(closed("2026-03-27T16:30", "2026-03-30T08:00"), weekend);
    assertEquals(
        62 * 3600 + 1800, weekend.until().getEpochSecond() - weekend.from().getEpochSecond());
  }

  @Test
  void aTimeThatTheClockSkipsIsNotLongerThanItPasses() {
    OpeningHours night =
        new OpeningHours(
            ZONE,
            Map.of(DayOfWeek.SUNDAY, List.of(new Span(LocalTime.of(1, 30), LocalTime.of(3, 30)))));
    Instant march = at("2026-03-29T01:30");
    assertEquals(Optional.of(march), night.nextOpening(march.minusSeconds(1)));
    assertEquals(at("2026-03-29T03:30"), night.plusOpen(march, Duration.ofHours(1)));
    Instant october = at("2026-10-25T01:30");
    assertEquals(at("2026-10-25T03:30"), night.plusOpen(october, Duration.ofHours(3)));
    assertEquals(true, night.openAt(october.plus(Duration.ofMinutes(90))), "the second 02:00");
    assertEquals(false, night.openAt(october.plus(Duration.ofHours(3))));
  }

  @Test
  void whatOpensInTheHourThatIsSkippedOpensRightAfterIt() {
    OpeningHours night =
        new OpeningHours(
            ZONE,
            Map.of(DayOfWeek.SUNDAY, List.of(new Span(LocalTime.of(2, 30), LocalTime.of(6, 0)))));
    Instant opens = night.nextOpening(at("2026-03-28T12:00")).orElseThrow();
    assertEquals(true, night.openAt(opens), "it is open when it is said to open");
  }

  @Test
  void aQueueThatNeverOpensIsClosedToTheEndOfTheDaysAskedFor() {
    OpeningHours never = new OpeningHours(ZONE, Map.of());
    assertEquals(
        List.of(closed("2026-03-01T00:00", "2026-03-10T00:00")),
        never.closedFrom(at("2026-03-02T12:00"), 8));
  }

  @Test
  void aClosedTimeRunsForwards() {
    assertThrows(
        IllegalArgumentException.class, () -> closed("2026-03-02T12:00", "2026-03-02T12:00"));
  }

  private static OpeningHours office() {
    Map<DayOfWeek, List<Span>> week = new EnumMap<>(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.getValue() <= 5) {
        week.put(
            day,
            List.of(
                new Span(LocalTime.of(8, 0), LocalTime.NOON),
                new Span(LocalTime.of(13, 0), LocalTime.of(16, 30))));
      }
    }
    return new OpeningHours(ZONE, week);
  }

  private static Closed closed(String from, String until) {
    return new Closed(at(from), at(until));
  }

  private static Instant at(String local) {
    return LocalDateTime.parse(local).atZone(ZONE).toInstant();
  }
}
