package svara.engine.people;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a directory, in its own words: nothing is checked yet.
 *
 * @param id what the directory calls it for ever (entryUUID of RFC 4530, Active Directory's
 *     objectGUID), empty when it does not say
 * @param place its distinguished name, in the form that {@code manager} of others has
 * @param email the address, or empty
 * @param aliases further addresses; {@code smtp:a@example.se} as in proxyAddresses too
 * @param manager the place of the manager's entry
 * @param disabled the account is closed
 */
public record DirectoryEntry(
    String id,
    String place,
    String email,
    String name,
    String department,
    List<String> numbers,
    List<String> aliases,
    @Nullable String manager,
    boolean disabled) {
  public DirectoryEntry {
    numbers = List.copyOf(numbers);
    aliases = List.copyOf(aliases);
  }
}
