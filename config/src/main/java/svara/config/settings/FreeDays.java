package svara.config.settings;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import svara.engine.calendar.Eve;
import svara.engine.calendar.SwedishHolidays;

/** The Swedish free days of all years that matter, worked out once for all queues. */
final class FreeDays {
  private static final int FIRST = 2020;
  private static final int LAST = 2099;

  private final Map<Set<Eve>, Set<LocalDate>> known = new HashMap<>();
  private @Nullable SwedishHolidays holidays;

  Set<LocalDate> with(Set<Eve> eves) {
    SwedishHolidays all = holidays == null ? new SwedishHolidays() : holidays;
    holidays = all;
    return known.computeIfAbsent(
        eves.isEmpty() ? EnumSet.noneOf(Eve.class) : EnumSet.copyOf(eves),
        named -> all.between(FIRST, LAST, named));
  }
}
