package svara.engine.people;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person as he is kept.
 *
 * @param directoryId what the directory calls him, or null for whom no directory has named
 * @param aliases further addresses, in order
 * @param manager the directory's id of his manager, or null
 */
public record KnownPerson(
    @Nullable String directoryId,
    PersonEntry person,
    List<String> aliases,
    @Nullable String manager) {
  public KnownPerson {
    aliases = aliases.stream().sorted().toList();
  }
}
