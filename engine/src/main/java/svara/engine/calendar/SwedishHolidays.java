package svara.engine.calendar;

import de.focus_shift.jollyday.core.Holiday;
import de.focus_shift.jollyday.core.HolidayCalendar;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.LocalDate;
import java.time.Year;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The days that are free in Sweden: the public holidays of the law (1989:253) and those eves that
 * the settings name. The library counts three eves among the holidays, which the law does not.
 */
public final class SwedishHolidays {
  private static final Set<String> NOT_BY_LAW =
      Set.of("CHRISTMAS_EVE", "NEW_YEARS_EVE", "MIDSUMMER_EVE");

  private final HolidayManager manager =
      HolidayManager.getInstance(ManagerParameters.create(HolidayCalendar.SWEDEN));

  /**
   * Free days of some years, weekends that are nothing else left out.
   *
   * @param from the first year, from 1939 on
   * @param to the last
   */
  public Set<LocalDate> between(int from, int to, Collection<Eve> eves) {
    Set<LocalDate> free = new TreeSet<>();
    for (int year = from; year <= to; year++) {
      Map<String, LocalDate> days = new HashMap<>();
      for (Holiday holiday : manager.getHolidays(Year.of(year))) {
        days.put(holiday.getPropertiesKey(), holiday.getDate());
      }
      LocalDate easter = day(days, "christian.EASTER");
      LocalDate midsummer = day(days, "MIDSUMMER");
      for (Eve eve : eves) {
        free.add(eve.in(year, easter, midsummer));
      }
      days.keySet().removeAll(NOT_BY_LAW);
      free.addAll(days.values());
    }
    return free;
  }

  private static LocalDate day(Map<String, LocalDate> days, String key) {
    LocalDate day = days.get(key);
    if (day == null) {
      throw new IllegalStateException("the list of holidays lacks %s: %s".formatted(key, days));
    }
    return day;
  }
}
