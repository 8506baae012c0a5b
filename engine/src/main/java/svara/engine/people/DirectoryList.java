package svara.engine.people;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallerNumber;
import svara.engine.id.CallerNumber.Kind;

/**
 * The people of a directory. A directory is never wholly right: what is wrong with an entry is
 * listed, and the rest of it, and of all others, is taken.
 *
 * @param people those who can be told apart, in the directory's order
 * @param ids of all entries, also those that were left out
 * @param conflicts what was left out, and why
 */
public record DirectoryList(
    List<DirectoryPerson> people, Set<String> ids, List<Conflict> conflicts) {
  private static final Pattern EMAIL =
      Pattern.compile("[^@\\s,;<>\"]{1,64}@[a-z0-9.-]{1,190}\\.[a-z]{2,}");
  private static final Pattern SMTP = Pattern.compile("(?i)smtp:(.*)");
  private static final Pattern OTHER_KIND = Pattern.compile("(?i)[a-z0-9]{2,12}:.*");
  private static final int NAME_MAX = 120;
  private static final int NUMBERS_MAX = 20;
  private static final int ALIASES_MAX = 50;

  public DirectoryList {
    people = List.copyOf(people);
    ids = Set.copyOf(ids);
    conflicts = List.copyOf(conflicts);
  }

  /**
   * Something that was left out.
   *
   * @param who the entry's address, or its place in the directory when it has none
   */
  public record Conflict(String who, String reason) {}

  /** Reads entries; a person, an address and a number belong to one of them only. */
  public static DirectoryList read(NumberPlan plan, List<DirectoryEntry> entries) {
    return new Reader(plan).read(entries);
  }

  private static final class Reader {
    private final NumberPlan plan;
    private final List<Conflict> conflicts = new ArrayList<>();

    Reader(NumberPlan plan) {
      this.plan = plan;
    }

    DirectoryList read(List<DirectoryEntry> entries) {
      Map<String, String> ids = new HashMap<>();
      entries.forEach(entry -> ids.put(place(entry.place()), entry.id()));
      List<DirectoryPerson> people = new ArrayList<>();
      Set<String> seenIds = new HashSet<>();
      for (DirectoryEntry entry : entries) {
        String wrong = wrong(entry);
        if (wrong == null && !seenIds.add(entry.id())) {
          wrong = "the directory gives this entry twice";
        }
        if (wrong != null) {
          conflicts.add(new Conflict(who(entry), wrong));
        } else {
          people.add(person(entry, ids));
        }
      }
      return new DirectoryList(alone(withoutDoubles(people)), Set.copyOf(ids.values()), conflicts);
    }

    private static String place(String place) {
      return place.toLowerCase(Locale.ROOT);
    }

    private static String who(DirectoryEntry entry) {
      String who = entry.email().isEmpty() ? entry.place() : entry.email();
      return plain(who);
    }

    private static String plain(String text) {
      String part = text.length() > 120 ? text.substring(0, 120) + "…" : text;
      return part.replaceAll("\\p{Cntrl}", "?");
    }

    private static @Nullable String wrong(DirectoryEntry entry) {
      if (entry.id().isEmpty() || entry.id().length() > 200) {
        return "the entry has no id that stays the same; check the setting directory.id";
      }
      if (!EMAIL.matcher(entry.email().toLowerCase(Locale.ROOT)).matches()) {
        return "the address is none";
      }
      if (entry.name().isBlank() || entry.name().strip().length() > NAME_MAX) {
        return "the name must be 1 to " + NAME_MAX + " characters";
      }
      if (entry.department().strip().length() > NAME_MAX) {
        return "the department must be at most " + NAME_MAX + " characters";
      }
      return null;
    }

    private DirectoryPerson person(DirectoryEntry entry, Map<String, String> ids) {
      String email = entry.email().toLowerCase(Locale.ROOT);
      String manager = entry.manager() == null ? null : ids.get(place(entry.manager()));
      return new DirectoryPerson(
          entry.id(),
          email,
          entry.name().strip(),
          entry.department().strip(),
          numbers(email, entry.numbers()),
          aliases(email, entry.aliases()),
          manager == null || manager.isEmpty() ? null : manager,
          entry.disabled());
    }

    private List<String> numbers(String email, List<String> written) {
      List<String> numbers = new ArrayList<>();
      for (String one : written) {
        CallerNumber number = plan.caller(one);
        boolean known = number.kind() == Kind.PUBLIC || number.kind() == Kind.EXTENSION;
        if (!known) {
          conflicts.add(
              new Conflict(email, "\"" + plain(one) + "\" is no telephone number; left out"));
        } else if (!number.shared() && numbers.size() < NUMBERS_MAX) {
          numbers.add(number.key());
        }
      }
      return numbers;
    }

    /** Exchange keeps addresses of other kinds (X400, SIP) in the same attribute. */
    private List<String> aliases(String email, List<String> written) {
      List<String> aliases = new ArrayList<>();
      for (String one : written) {
        var smtp = SMTP.matcher(one);
        if (!smtp.matches() && OTHER_KIND.matcher(one).matches()) {
          continue;
        }
        String alias = (smtp.matches() ? smtp.group(1) : one).strip().toLowerCase(Locale.ROOT);
        if (!EMAIL.matcher(alias).matches()) {
          conflicts.add(new Conflict(email, "\"" + plain(one) + "\" is no address; left out"));
        } else if (!alias.equals(email) && aliases.size() < ALIASES_MAX) {
          aliases.add(alias);
        }
      }
      return aliases;
    }

    /** Of two entries with one address neither is taken, unless one of them works here alone. */
    private List<DirectoryPerson> withoutDoubles(List<DirectoryPerson> people) {
      Map<String, List<DirectoryPerson>> byEmail = new HashMap<>();
      people.forEach(
          person -> byEmail.computeIfAbsent(person.email(), _ -> new ArrayList<>()).add(person));
      List<DirectoryPerson> kept = new ArrayList<>();
      for (DirectoryPerson person : people) {
        List<DirectoryPerson> same = byEmail.getOrDefault(person.email(), List.of());
        List<DirectoryPerson> here = same.stream().filter(one -> !one.left()).toList();
        if (same.size() == 1 || here.equals(List.of(person))) {
          kept.add(person);
        } else if (here.size() != 1) {
          conflicts.add(
              new Conflict(person.email(), "%d entries have this address".formatted(same.size())));
        }
      }
      return kept;
    }

    /** What two people have in common recognises neither of them. */
    private List<DirectoryPerson> alone(List<DirectoryPerson> people) {
      Map<String, Integer> numbers = new HashMap<>();
      Map<String, Integer> addresses = new HashMap<>();
      for (DirectoryPerson person : people) {
        addresses.merge(person.email(), 1, Integer::sum);
        person.aliases().forEach(alias -> addresses.merge(alias, 1, Integer::sum));
        if (!person.left()) {
          person.numbers().forEach(number -> numbers.merge(number, 1, Integer::sum));
        }
      }
      return people.stream()
          .map(person ->
              person.reached(
                  person.left()
                      ? person.numbers()
                      : single(person, person.numbers(), numbers, "a number"),
                  single(person, person.aliases(), addresses, "an address")))
          .toList();
    }

    private List<String> single(
        DirectoryPerson person, List<String> keys, Map<String, Integer> times, String what) {
      List<String> single = new ArrayList<>();
      for (String key : keys) {
        if (times.getOrDefault(key, 1) == 1) {
          single.add(key);
        } else {
          conflicts.add(
              new Conflict(
                  person.email(), "%s is %s of several people; left out".formatted(key, what)));
        }
      }
      return single;
    }
  }
}
