package svara.engine.statistics;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.function.Predicate;

/**
 * What a day of its kind is like: the median of the same weekday over the last eight working weeks.
 *
 * @param days that it is made of, the latest first
 * @param medians by figure; empty where fewer than {@link #LEAST} of the days have it
 */
public record NormalDay(List<LocalDate> days, SequencedMap<String, OptionalDouble> medians) {
  /** With fewer there is no comparison. */
  public static final int LEAST = 4;

  /** How far back it is looked: eight working weeks with room for holidays. */
  public static final int WEEKS = 12;

  private static final int DAYS = 8;

  public NormalDay {
    days = List.copyOf(days);
  }

  /**
   * The normal day for a day, or nothing when too few are known. Days before the first call ever
   * seen are not days without calls.
   *
   * @param before figures of the days before it
   * @param working whether it was open that day
   */
  public static Optional<NormalDay> of(
      LocalDate day, Map<LocalDate, Figures> before, Predicate<LocalDate> working) {
    Optional<LocalDate> first =
        before.entrySet().stream()
            .filter(one -> one.getValue().offered() > 0)
            .map(Map.Entry::getKey)
            .min(Comparator.naturalOrder());
    List<LocalDate> days = new ArrayList<>();
    List<Figures> figures = new ArrayList<>();
    for (int week = 1; week <= WEEKS && days.size() < DAYS; week++) {
      LocalDate same = day.minusWeeks(week);
      boolean known = first.isPresent() && !same.isBefore(first.get());
      Figures found = before.get(same);
      if (known && found != null && working.test(same)) {
        days.add(same);
        figures.add(found);
      }
    }
    if (days.size() < LEAST) {
      return Optional.empty();
    }
    Map<String, List<Double>> values = new LinkedHashMap<>();
    for (Figures one : figures) {
      FigureTable.of(one)
          .forEach((name, value) -> {
            List<Double> known = values.computeIfAbsent(name, _ -> new ArrayList<>());
            value.ifPresent(known::add);
          });
    }
    SequencedMap<String, OptionalDouble> medians = new LinkedHashMap<>();
    values.forEach((name, known) -> medians.put(name, median(known)));
    return Optional.of(new NormalDay(days, medians));
  }

  private static OptionalDouble median(List<Double> values) {
    if (values.size() < LEAST) {
      return OptionalDouble.empty();
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return OptionalDouble.of(
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
  }
}
