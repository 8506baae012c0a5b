package svara.config.settings;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import svara.engine.calendar.Eve;
import svara.engine.calendar.OpeningHours;
import svara.engine.calendar.OpeningHours.Span;

/** When a queue is open: its week, the free days, and what is otherwise on single dates. */
final class HoursSettings {
  private static final int EXCEPTIONS_MAX = 400;
  private static final Words DATE = Words.of("YYYY-MM-DD", "\\d{4}-\\d\\d-\\d\\d");
  private static final Words OPEN =
      Words.of("closed, or times as in 08:00-12:00", "[0-9:\\- a-z]+");
  private static final Words EVE =
      Words.of(
          Stream.of(Eve.values()).map(HoursSettings::word).collect(Collectors.joining(" or ")),
          Stream.of(Eve.values()).map(HoursSettings::word).collect(Collectors.joining("|")));
  private static final List<Eve> USUAL =
      List.of(Eve.MIDSUMMER_EVE, Eve.CHRISTMAS_EVE, Eve.NEW_YEARS_EVE);

  private HoursSettings() {}

  static OpeningHours read(Section section, ZoneId zone, FreeDays freeDays) {
    OpeningHours week =
        section.parsed(
            "hours",
            "week",
            WeeklyHours.FORM,
            WeeklyHours.ALWAYS,
            text -> WeeklyHours.parse(text, zone));
    boolean holidays = section.flag("holidays", true);
    Set<Eve> eves =
        section
            .texts(
                "eves",
                "eves",
                EVE,
                Eve.values().length,
                USUAL.stream().map(HoursSettings::word).toList())
            .stream()
            .map(word -> Eve.valueOf(word.toUpperCase(Locale.ROOT)))
            .collect(Collectors.toSet());
    Map<LocalDate, List<Span>> exceptions = exceptions(section);
    // who is there day and night is there on holidays as well
    boolean dayAndNight = week.week().equals(OpeningHours.always().week());
    return (holidays && !dayAndNight ? week.closedOn(freeDays.with(eves)) : week)
        .except(exceptions);
  }

  private static Map<LocalDate, List<Span>> exceptions(Section section) {
    Map<LocalDate, List<Span>> exceptions = new HashMap<>();
    section
        .pairs("exceptions", "dates", DATE, OPEN, EXCEPTIONS_MAX)
        .forEach((date, open) -> {
          try {
            exceptions.put(
                LocalDate.parse(date), open.equals("closed") ? List.of() : WeeklyHours.spans(open));
          } catch (IllegalArgumentException | DateTimeException e) {
            section.refuse(
                "exceptions",
                date + ": " + open,
                "allowed a day of the calendar: " + OPEN.limits());
          }
        });
    return exceptions;
  }

  private static String word(Eve eve) {
    return eve.name().toLowerCase(Locale.ROOT);
  }
}
