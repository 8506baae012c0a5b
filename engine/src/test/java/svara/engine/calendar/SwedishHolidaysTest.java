package svara.engine.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import svara.engine.calendar.OpeningHours.Span;

/** Against a list written by hand from the almanac. */
class SwedishHolidaysTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");
  private static final Set<Eve> USUAL =
      EnumSet.of(Eve.MIDSUMMER_EVE, Eve.CHRISTMAS_EVE, Eve.NEW_YEARS_EVE);

  /**
   * Year: New Year, Epiphany, Good Friday, Easter, Easter Monday, May Day, Ascension, Whitsun,
   * National Day, Midsummer's Eve and Day, All Saints, Christmas Eve to Boxing Day, New Year's Eve.
   */
  private static final String ALMANAC =
      """
      2026 01-01 01-06 04-03 04-05 04-06 05-01 05-14 05-24 06-06 06-19 06-20 10-31 12-24 12-25 12-26 12-31
      2027 01-01 01-06 03-26 03-28 03-29 05-01 05-06 05-16 06-06 06-25 06-26 11-06 12-24 12-25 12-26 12-31
      2028 01-01 01-06 04-14 04-16 04-17 05-01 05-25 06-04 06-06 06-23 06-24 11-04 12-24 12-25 12-26 12-31
      2029 01-01 01-06 03-30 04-01 04-02 05-01 05-10 05-20 06-06 06-22 06-23 11-03 12-24 12-25 12-26 12-31
      2030 01-01 01-06 04-19 04-21 04-22 05-01 05-30 06-09 06-06 06-21 06-22 11-02 12-24 12-25 12-26 12-31
      """;

  private final SwedishHolidays holidays = new SwedishHolidays();

  @Test
  void theFreeDaysOfFiveYearsAreThoseOfTheAlmanac() {
    assertEquals(almanac(), new TreeSet<>(holidays.between(2026, 2030, USUAL)));
  }

  @Test
  void aMidsummersEveIsFreeAndTheThursdayBeforeIsNot() {
    Set<LocalDate> free = holidays.between(2026, 2026, USUAL);
    LocalDate eve = LocalDate.of(2026, 6, 19);
    assertEquals(DayOfWeek.FRIDAY, eve.getDayOfWeek());
    assertTrue(free.contains(eve));
    assertFalse(free.contains(eve.minusDays(1)));
  }

  @Test
  void anEpiphanyOnASaturdayIsNotMovedToAnotherDay() {
    LocalDate epiphany = LocalDate.of(2029, 1, 6);
    assertEquals(DayOfWeek.SATURDAY, epiphany.getDayOfWeek());
    Set<LocalDate> january = new TreeSet<>(holidays.between(2029, 2029, USUAL));
    january.removeIf(day -> day.getMonthValue() != 1);
    assertEquals(Set.of(LocalDate.of(2029, 1, 1), epiphany), january);
  }

  @Test
  void anEveThatTheSettingsDoNotNameIsAWorkingDay() {
    Set<LocalDate> byLaw = holidays.between(2026, 2030, Set.of());
    Set<LocalDate> eves = almanac();
    eves.removeAll(byLaw);
    assertEquals(15, eves.size(), "three eves a year: " + eves);
    assertTrue(eves.contains(LocalDate.of(2026, 12, 24)));
  }

  @Test
  void theOtherEvesAreThereForWhoeverHasThemFree() {
    Set<LocalDate> all = holidays.between(2026, 2026, EnumSet.allOf(Eve.class));
    for (String eve : List.of("2026-01-05", "2026-04-02", "2026-04-04", "2026-04-30")) {
      assertTrue(all.contains(LocalDate.parse(eve)), eve);
    }
  }

  /** A list with one wrong day must not pass. */
  @Test
  void aWrongDayInTheAlmanacIsFound() {
    Set<LocalDate> wrong = new HashSet<>(almanac());
    wrong.remove(LocalDate.of(2027, 3, 28));
    wrong.add(LocalDate.of(2027, 4, 4));
    assertFalse(wrong.equals(new HashSet<>(holidays.between(2026, 2030, USUAL))));
  }

  @Test
  void aQueueIsClosedFromMaundyThursdayToTheTuesdayAfterEaster() {
    OpeningHours hours = office();
    assertTrue(hours.openAt(at("2026-04-02T15:59")));
    assertFalse(hours.openAt(at("2026-04-03T10:00")), "Good Friday");
    assertFalse(hours.openAt(at("2026-04-06T10:00")), "Easter Monday");
    assertEquals(Optional.of(at("2026-04-07T08:00")), hours.nextOpening(at("2026-04-02T16:00")));
    assertEquals(
        new Closed(at("2026-04-02T16:00"), at("2026-04-07T08:00")),
        hours.closedFrom(at("2026-04-02T16:30"), 6).getFirst());
  }

  @Test
  void anExceptionGoesBeforeHolidayAndWeekday() {
    Span morning = new Span(LocalTime.of(9, 0), LocalTime.of(11, 0));
    OpeningHours hours =
        office()
            .except(
                Map.of(
                    LocalDate.of(2026, 12, 24), List.of(morning),
                    LocalDate.of(2026, 5, 15), List.of()));
    assertTrue(hours.openAt(at("2026-12-24T10:00")), "open on Christmas Eve for once");
    assertFalse(hours.openAt(at("2026-12-24T11:00")));
    assertFalse(hours.openAt(at("2026-05-15T10:00")), "the Friday after Ascension");
    assertEquals(Optional.of(at("2026-05-18T08:00")), hours.nextOpening(at("2026-05-14T10:00")));
  }

  private static OpeningHours office() {
    Map<DayOfWeek, List<Span>> week = new EnumMap<>(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.getValue() <= 5) {
        week.put(day, List.of(new Span(LocalTime.of(8, 0), LocalTime.of(16, 0))));
      }
    }
    return new OpeningHours(ZONE, week).closedOn(new SwedishHolidays().between(2026, 2030, USUAL));
  }

  private static Set<LocalDate> almanac() {
    Set<LocalDate> days = new TreeSet<>();
    ALMANAC
        .lines()
        .forEach(line -> {
          String[] words = line.split(" ", -1);
          for (int i = 1; i < words.length; i++) {
            days.add(LocalDate.parse(words[0] + "-" + words[i]));
          }
        });
    return days;
  }

  private static Instant at(String local) {
    return LocalDateTime.parse(local).atZone(ZONE).toInstant();
  }
}
