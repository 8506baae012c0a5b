package svara.config.settings;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import svara.engine.calendar.OpeningHours;
import svara.engine.calendar.OpeningHours.Span;

/**
 * Opening hours as people write them: {@code always}, or days and spans with commas between: {@code
 * mon-thu 08:00-12:00 13:00-16:30, fri 08:00-15:00}. A day may be named more than once.
 */
final class WeeklyHours {
  static final String FORM =
      "always, or days and times as in: mon-fri 08:00-16:30, sat 10:00-24:00";
  static final String ALWAYS = "always";

  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final Pattern ENTRY =
      Pattern.compile("([a-z]{3})(?:-([a-z]{3}))?((?:\\s+\\d\\d:\\d\\d-\\d\\d:\\d\\d){1,10})");

  private static final Pattern SPAN = Pattern.compile("\\d\\d:\\d\\d-\\d\\d:\\d\\d");

  private WeeklyHours() {}

  /**
   * @throws IllegalArgumentException when the text is not of the form, or a span runs backwards
   */
  static OpeningHours parse(String text, ZoneId zone) {
    Map<DayOfWeek, List<Span>> week = new EnumMap<>(DayOfWeek.class);
    if (text.equals(ALWAYS)) {
      return new OpeningHours(zone, OpeningHours.always().week());
    }
    for (String entry : text.split(",", -1)) {
      Matcher m = ENTRY.matcher(entry.strip());
      if (!m.matches()) {
        throw new IllegalArgumentException("not opening hours");
      }
      List<Span> spans = spans(m.group(3));
      int first = day(m.group(1));
      int last = m.group(2) == null ? first : day(m.group(2));
      if (last < first) {
        throw new IllegalArgumentException("days must run forwards");
      }
      for (int day = first; day <= last; day++) {
        week.computeIfAbsent(DayOfWeek.of(day), d -> new ArrayList<>()).addAll(spans);
      }
    }
    week.replaceAll((day, spans) -> List.copyOf(spans));
    return new OpeningHours(zone, week);
  }

  private static int day(String name) {
    int index = DAYS.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("not a day: " + name);
    }
    return index + 1;
  }

  /**
   * Times of one day: {@code 08:00-12:00 13:00-16:30}.
   *
   * @throws IllegalArgumentException when the text is not of the form, or a span runs backwards
   */
  static List<Span> spans(String text) {
    List<Span> spans = new ArrayList<>();
    for (String span : text.strip().split("\\s+", -1)) {
      if (!SPAN.matcher(span).matches()) {
        throw new IllegalArgumentException("not from and to: " + span);
      }
      spans.add(new Span(time(span.substring(0, 5)), time(span.substring(6))));
    }
    return spans;
  }

  private static LocalTime time(String text) {
    try {
      return text.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not a time of day: " + text, e);
    }
  }
}
