package svara.engine.postgres;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import svara.engine.statistics.Statistics.By;

/** Months that are put together already, and the days that are left beside them. */
final class Months {
  private Months() {}

  /** From and up to. */
  record Time(Instant from, Instant to) {
    boolean empty() {
      return !from.isBefore(to);
    }
  }

  /** The whole months within a time. */
  static Time whole(Time time, ZoneId zone) {
    return new Time(By.MONTH.ceiling(time.from(), zone), By.MONTH.startOf(time.to(), zone));
  }

  /** What is left of a time without those months, each piece as long as it can be. */
  static List<Time> left(Time time, Set<Instant> months, ZoneId zone) {
    List<Time> left = new ArrayList<>();
    Instant from = time.from();
    Time whole = whole(time, zone);
    for (Instant month = whole.from();
        month.isBefore(whole.to());
        month = By.MONTH.endOf(month, zone)) {
      if (months.contains(month)) {
        add(left, new Time(from, month));
        from = By.MONTH.endOf(month, zone);
      }
    }
    add(left, new Time(from, time.to()));
    return left;
  }

  /** Days that follow each other, put together. */
  static List<Time> joined(List<Instant> days, ZoneId zone) {
    List<Time> times = new ArrayList<>();
    for (Instant day : days) {
      Instant end = By.DAY.endOf(day, zone);
      if (!times.isEmpty() && times.getLast().to().equals(day)) {
        times.set(times.size() - 1, new Time(times.getLast().from(), end));
      } else {
        times.add(new Time(day, end));
      }
    }
    return times;
  }

  private static void add(List<Time> times, Time time) {
    if (!time.empty()) {
      times.add(time);
    }
  }
}
