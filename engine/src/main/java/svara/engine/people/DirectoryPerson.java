package svara.engine.people;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person as a directory gives him. What he wants to hear and whether he coordinates is not the
 * directory's to say.
 *
 * @param id names the entry for ever, also when name and address change
 * @param email in small letters; names the person
 * @param department its name, or empty
 * @param numbers the lines that recognise the person, in order
 * @param aliases further addresses he writes from, in small letters and in order
 * @param manager the id of the manager's entry, or null
 * @param left no longer works here
 */
public record DirectoryPerson(
    String id,
    String email,
    String name,
    String department,
    List<String> numbers,
    List<String> aliases,
    @Nullable String manager,
    boolean left) {
  public DirectoryPerson {
    numbers = numbers.stream().distinct().sorted().toList();
    aliases = aliases.stream().distinct().sorted().toList();
  }

  DirectoryPerson reached(List<String> ownNumbers, List<String> ownAliases) {
    return new DirectoryPerson(id, email, name, department, ownNumbers, ownAliases, manager, left);
  }
}
