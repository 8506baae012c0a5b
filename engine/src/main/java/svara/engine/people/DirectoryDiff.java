package svara.engine.people;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import svara.engine.people.DirectoryList.Conflict;

/**
 * What a directory would change. Whoever it has named before and names no more has left; people it
 * never named stay as they are.
 *
 * @param changes of people the directory names, in its order
 * @param unchanged how many are known just so
 * @param vanished whom the directory names no more
 * @param working how many it has named before who work here
 * @param conflicts what is left out, and why
 */
public record DirectoryDiff(
    List<Change> changes,
    int unchanged,
    List<KnownPerson> vanished,
    int working,
    List<Conflict> conflicts) {
  /** So few may leave at once whatever the share says: small organisations have people too. */
  private static final int ALWAYS_ALLOWED = 5;

  public DirectoryDiff {
    changes = List.copyOf(changes);
    vanished = List.copyOf(vanished);
    conflicts = List.copyOf(conflicts);
  }

  /**
   * One person's change.
   *
   * @param before null for somebody new
   * @param what the fields that differ, in their order
   */
  public record Change(@Nullable KnownPerson before, DirectoryPerson person, List<String> what) {
    public Change {
      what = List.copyOf(what);
    }

    /** Worked here until now. */
    public boolean leaves() {
      return before != null && !before.person().left() && person.left();
    }
  }

  /** Who stops working here: named as such, or not named any more. */
  public int leavers() {
    return vanished.size() + (int) changes.stream().filter(Change::leaves).count();
  }

  /**
   * Whether so many leave at once that the answer is more likely broken than true.
   *
   * @param percentMax of those who work here
   */
  public boolean tooManyLeave(int percentMax) {
    return leavers() > Math.max(ALWAYS_ALLOWED, (long) working * percentMax / 100);
  }

  public static DirectoryDiff of(Collection<KnownPerson> known, DirectoryList listed) {
    return new Comparison(known).compare(listed);
  }

  private static final class Comparison {
    private final Map<String, KnownPerson> byId = new HashMap<>();
    private final Map<String, KnownPerson> byEmail = new HashMap<>();
    private final List<Conflict> conflicts = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private int unchanged;

    Comparison(Collection<KnownPerson> known) {
      for (KnownPerson person : known) {
        byEmail.put(person.person().email(), person);
        if (person.directoryId() != null) {
          byId.put(person.directoryId(), person);
        }
      }
    }

    DirectoryDiff compare(DirectoryList listed) {
      conflicts.addAll(listed.conflicts());
      Set<KnownPerson> named = new HashSet<>();
      // an entry that is there with a fault has not vanished
      listed.ids().stream().map(byId::get).filter(Objects::nonNull).forEach(named::add);
      for (DirectoryPerson person : listed.people()) {
        KnownPerson holder = byEmail.get(person.email());
        KnownPerson before = byId.getOrDefault(person.id(), holder);
        if (holder != null && (!holder.equals(before) || isAnother(holder, person, listed))) {
          conflicts.add(
              new Conflict(
                  person.email(), "is the address of another person still; left as it is"));
        } else {
          compare(before, person);
        }
        if (before != null) {
          named.add(before);
        }
      }
      List<KnownPerson> working =
          byId.values().stream().filter(person -> !person.person().left()).toList();
      List<KnownPerson> vanished =
          working.stream().filter(person -> !named.contains(person)).toList();
      return new DirectoryDiff(changes, unchanged, vanished, working.size(), conflicts);
    }

    /** The directory has another entry for whoever has this address: he is being renamed. */
    private static boolean isAnother(
        KnownPerson holder, DirectoryPerson person, DirectoryList listed) {
      String id = holder.directoryId();
      return id != null && !id.equals(person.id()) && listed.ids().contains(id);
    }

    private void compare(@Nullable KnownPerson before, DirectoryPerson person) {
      DirectoryPerson wanted = person.reached(person.numbers(), free(person, before));
      if (before == null) {
        // who has left before he was known is nobody's caller
        if (!person.left()) {
          changes.add(new Change(null, wanted, List.of()));
        }
        return;
      }
      List<String> what = what(before, wanted);
      if (what.isEmpty()) {
        unchanged++;
      } else {
        changes.add(new Change(before, wanted, what));
      }
    }

    /** An address that names somebody else is no alias. */
    private List<String> free(DirectoryPerson person, @Nullable KnownPerson before) {
      List<String> free = new ArrayList<>();
      for (String alias : person.aliases()) {
        KnownPerson owner = byEmail.get(alias);
        if (owner == null || owner.equals(before)) {
          free.add(alias);
        } else {
          conflicts.add(new Conflict(person.email(), alias + " names another person; left out"));
        }
      }
      return free;
    }

    private static List<String> what(KnownPerson known, DirectoryPerson after) {
      List<String> what = new ArrayList<>();
      PersonEntry before = known.person();
      differ(what, "email", before.email(), after.email());
      differ(what, "name", before.name(), after.name());
      differ(what, "department", before.department(), after.department());
      differ(what, "numbers", before.numbers(), after.numbers());
      // once known, an address stays the person's: old mail still comes from it
      differ(what, "addresses", true, covers(known, after));
      differ(what, "manager", known.manager(), after.manager());
      differ(what, "left", before.left(), after.left());
      differ(what, "directory", known.directoryId(), after.id());
      return what;
    }

    private static boolean covers(KnownPerson known, DirectoryPerson after) {
      Set<String> all = new HashSet<>(known.aliases());
      all.add(known.person().email());
      return all.containsAll(after.aliases());
    }

    private static void differ(
        List<String> what, String field, @Nullable Object before, @Nullable Object after) {
      if (!Objects.equals(before, after)) {
        what.add(field);
      }
    }
  }
}
