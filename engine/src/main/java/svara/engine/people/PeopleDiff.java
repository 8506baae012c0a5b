package svara.engine.people;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a list of people would change. People who are known and do not stand on the list stay as
 * they are, but lose numbers that now belong to somebody on it.
 *
 * @param changes what changes, in the order of the list
 * @param unchanged how many on the list are known just so
 */
public record PeopleDiff(List<Change> changes, int unchanged) {
  public PeopleDiff {
    changes = List.copyOf(changes);
  }

  /** One person's change. */
  public sealed interface Change {
    PersonEntry person();

    record Added(PersonEntry person) implements Change {}

    /**
     * Known, and different now.
     *
     * @param what the columns that differ, in their order
     */
    record Altered(PersonEntry before, PersonEntry person, List<String> what) implements Change {
      public Altered {
        what = List.copyOf(what);
      }
    }

    /** Worked here until now. */
    record Left(PersonEntry person) implements Change {}
  }

  public static PeopleDiff of(Collection<PersonEntry> known, List<PersonEntry> listed) {
    Map<String, PersonEntry> before = new LinkedHashMap<>();
    known.forEach(person -> before.put(person.email(), person));
    List<Change> changes = new ArrayList<>();
    int unchanged = 0;
    Set<String> taken = new HashSet<>();
    Set<String> named = new HashSet<>();
    for (PersonEntry person : listed) {
      named.add(person.email());
      if (!person.left()) {
        taken.addAll(person.numbers());
      }
      PersonEntry earlier = before.get(person.email());
      if (earlier == null) {
        changes.add(new Change.Added(person));
      } else if (!earlier.left() && person.left()) {
        changes.add(new Change.Left(person));
      } else if (!earlier.equals(person)) {
        changes.add(new Change.Altered(earlier, person, what(earlier, person)));
      } else {
        unchanged++;
      }
    }
    changes.addAll(losers(known, named, taken));
    return new PeopleDiff(changes, unchanged);
  }

  private static List<Change> losers(
      Collection<PersonEntry> known, Set<String> named, Set<String> taken) {
    List<Change> losers = new ArrayList<>();
    for (PersonEntry person : known) {
      List<String> lost = person.numbers().stream().filter(taken::contains).toList();
      if (!named.contains(person.email()) && !lost.isEmpty()) {
        losers.add(new Change.Altered(person, person.without(lost), List.of("numbers")));
      }
    }
    return losers;
  }

  private static List<String> what(PersonEntry before, PersonEntry after) {
    List<String> what = new ArrayList<>();
    differ(what, "name", before.name(), after.name());
    differ(what, "department", before.department(), after.department());
    differ(what, "numbers", before.numbers(), after.numbers());
    differ(what, "language", before.language(), after.language());
    differ(what, "coordinator", before.coordinator(), after.coordinator());
    differ(what, "left", before.left(), after.left());
    return what;
  }

  private static void differ(
      List<String> what, String column, @Nullable Object before, @Nullable Object after) {
    if (!Objects.equals(before, after)) {
      what.add(column);
    }
  }
}
