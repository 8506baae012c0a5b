package svara.engine.people;

import java.util.List;
import org.jspecify.annotations.Nullable;
import svara.engine.id.Language;

/**
 * A person as a list of people gives him.
 *
 * @param email in small letters; names the person
 * @param name 1 to 120 characters
 * @param department its name, or empty
 * @param numbers the lines that recognise the person, each {@code +46...} or an extension, in order
 * @param language what he wants to hear and read, or null when nobody said
 * @param coordinator is the IT coordinator of the department
 * @param left no longer works here: his numbers recognise nobody
 */
public record PersonEntry(
    String email,
    String name,
    String department,
    List<String> numbers,
    @Nullable Language language,
    boolean coordinator,
    boolean left) {
  public PersonEntry {
    numbers = numbers.stream().distinct().sorted().toList();
  }

  PersonEntry without(List<String> lost) {
    return new PersonEntry(
        email,
        name,
        department,
        numbers.stream().filter(number -> !lost.contains(number)).toList(),
        language,
        coordinator,
        left);
  }
}
