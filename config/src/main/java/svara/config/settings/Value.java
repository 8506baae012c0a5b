package svara.config.settings;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands in a settings document, with the place it stands at; texts as they were written. */
sealed interface Value {
  String place();

  /** One word or line; null where a key stands without a value. */
  record Text(String place, @Nullable String text) implements Value {}

  /** A list. */
  record Items(String place, List<Value> items) implements Value {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** Keys and values, in the order written. */
  record Entries(String place, Map<String, Entry> entries) implements Value {}

  /** A key's own place and its value. */
  record Entry(String place, Value value) {}

  /** What was given, in words that fit an error message. */
  default String words() {
    return switch (this) {
      case Text(String place, String text) ->
          text == null ? "nothing" : "\"" + shortened(text) + "\"";
      case Items items -> "a list of " + items.items().size();
      case Entries entries -> "keys (" + String.join(", ", entries.entries().keySet()) + ")";
    };
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= 80 ? line : line.substring(0, 80) + "...";
  }
}
