package svara.engine.port;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list that is read by keyset.
 *
 * @param items in the list's order
 * @param next what to ask for to get the following part; empty at the end. Opaque: 1 to 200 of
 *     letters, digits, hyphen and underscore
 */
public record Page<T>(List<T> items, Optional<String> next) {
  public Page {
    items = List.copyOf(items);
  }
}
