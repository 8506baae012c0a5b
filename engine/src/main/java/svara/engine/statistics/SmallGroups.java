package svara.engine.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import svara.engine.statistics.ContactFold.Contacts;

/**
 * Comparisons in which nobody can be recognised: groups of fewer than five people, and those of
 * whom fewer than five things are told, are put together; where what is put together would still be
 * fewer than five, the next smallest goes with them, so that no small group can be found by
 * subtraction.
 */
public final class SmallGroups {
  private static final long LEAST = 5;

  private SmallGroups() {}

  /**
   * The groups that may be shown, the largest first, and what is left of the others.
   *
   * @param shown by name
   * @param others how many are in none of them
   */
  public record Shown(SequencedMap<String, Long> shown, long others) {}

  private record Group(String name, long count, long size) {
    private static final Comparator<Group> LARGEST =
        Comparator.comparingLong(Group::size)
            .thenComparingLong(Group::count)
            .reversed()
            .thenComparing(Group::name);
    private static final Comparator<Group> MOST =
        Comparator.comparingLong(Group::count).reversed().thenComparing(Group::name);
  }

  /** Of calls by department, without those of callers whom nobody knows. */
  public static Shown ofCalls(Map<String, Contacts> departments, Map<String, Long> people) {
    Map<String, Long> known = new HashMap<>();
    departments.forEach((name, of) -> {
      if (!name.isEmpty() && of.calls().offered() > 0) {
        known.put(name, of.calls().offered());
      }
    });
    return of(known, people);
  }

  /**
   * Of any counts.
   *
   * @param people how many each group has; one that is not there has none
   */
  public static Shown of(Map<String, Long> counts, Map<String, Long> people) {
    List<Group> groups = new ArrayList<>();
    counts.forEach((name, count) ->
        groups.add(new Group(name, count, Math.min(count, people.getOrDefault(name, 0L)))));
    groups.sort(Group.LARGEST);
    boolean hidden = false;
    long hiddenSize = 0;
    long others = 0;
    while (!groups.isEmpty()
        && (groups.getLast().size() < LEAST || (hidden && hiddenSize < LEAST))) {
      Group last = groups.removeLast();
      hidden = true;
      hiddenSize += last.size();
      others += last.count();
    }
    groups.sort(Group.MOST);
    SequencedMap<String, Long> shown = new LinkedHashMap<>();
    groups.forEach(group -> shown.put(group.name(), group.count()));
    return new Shown(shown, others);
  }
}
