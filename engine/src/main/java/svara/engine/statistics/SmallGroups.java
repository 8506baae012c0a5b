package svara.engine.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Comparisons in which nobody can be recognised: groups of fewer than five are put together, and
 * where what is put together would still be fewer than five, the next smallest goes with them, so
 * that no small group can be found by subtraction.
 */
public final class SmallGroups {
  private static final long LEAST = 5;

  private SmallGroups() {}

  /**
   * The groups that may be shown, the largest first, and what is left of the others.
   *
   * @param shown by name
   * @param others how many are in none of them; 0 or at least five, unless all together are fewer
   */
  public record Shown(SequencedMap<String, Long> shown, long others) {}

  public static Shown of(Map<String, Long> counts) {
    List<Map.Entry<String, Long>> largest = new ArrayList<>(counts.entrySet());
    largest.sort(
        Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
            .thenComparing(Map.Entry.comparingByKey()));
    long others = 0;
    while (!largest.isEmpty()
        && (largest.getLast().getValue() < LEAST || (others > 0 && others < LEAST))) {
      others += largest.removeLast().getValue();
    }
    SequencedMap<String, Long> shown = new LinkedHashMap<>();
    largest.forEach(group -> shown.put(group.getKey(), group.getValue()));
    return new Shown(shown, others);
  }
}
