package svara.config.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One map of the settings document, asked key by key. A wrong value becomes a problem and the
 * default goes on in its place, so that all that is wrong is found in one reading.
 */
final class Section {
  private static final long SECRET_BYTES_MAX = 4096;

  private final Reading reading;
  private final String path;
  private final String pattern;
  private final Value value;
  private final Set<String> asked = new LinkedHashSet<>();
  private final Map<String, Section> below = new HashMap<>();

  /**
   * @param path with indexes and a point at the end: {@code queues[0].}
   * @param pattern the same without indexes: {@code queues[].}
   */
  Section(Reading reading, String path, String pattern, Value value) {
    this.reading = reading;
    this.path = path;
    this.pattern = pattern;
    this.value = value;
    reading.opened(this);
    boolean word = value instanceof Value.Text(String place, String text) && text != null;
    if (word || value instanceof Value.Items) {
      reading.problem(value.place(), path, value.words(), "must be keys and values");
    }
  }

  int count(String name, String unit, int min, int max, int fallback) {
    Key key = key(name, unit, min + " to " + max, Integer.toString(fallback));
    return value(
        key,
        name,
        text -> {
          int count = Integer.parseInt(text.replace("_", ""));
          require(count >= min && count <= max);
          return count;
        });
  }

  Duration duration(String name, Duration min, Duration max, Duration fallback) {
    String limits = Durations.write(min) + " to " + Durations.write(max);
    Key key = key(name, "duration", limits, Durations.write(fallback));
    return value(
        key,
        name,
        text -> {
          Duration duration = Durations.parse(text);
          require(duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0);
          return duration;
        });
  }

  boolean flag(String name, boolean fallback) {
    Key key = key(name, "switch", "true or false", Boolean.toString(fallback));
    return value(
        key,
        name,
        text -> {
          require(text.equals("true") || text.equals("false"));
          return text.equals("true");
        });
  }

  /** One of an enumeration's names, in small letters. */
  <E extends Enum<E>> E choice(String name, E fallback) {
    List<E> all = List.of(fallback.getDeclaringClass().getEnumConstants());
    String words = all.stream().map(Section::small).collect(Collectors.joining(" or "));
    return parsed(
        name,
        "word",
        words,
        small(fallback),
        text ->
            all.stream()
                .filter(one -> small(one).equals(text))
                .findAny()
                .orElseThrow(IllegalArgumentException::new));
  }

  private static String small(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * A value of any form.
   *
   * @param parse throws IllegalArgumentException when the text is not of the form
   */
  <T> T parsed(
      String name, String unit, String limits, String fallback, Function<String, T> parse) {
    return value(key(name, unit, limits, fallback), name, parse);
  }

  /** A file or folder; a relative one is taken from {@link Reading#home}. */
  Path path(String name, String fallback) {
    return parsed(
        name,
        "path",
        "1 to 500 letters",
        fallback,
        text -> reading.home().resolve(parsePath(text)));
  }

  /** A file or folder, or none; a relative one is taken from {@link Reading#home}. */
  @Nullable Path path(String name) {
    return optional(
        name, "path", "1 to 500 letters", text -> reading.home().resolve(parsePath(text)));
  }

  private static Path parsePath(String text) {
    require(!text.isEmpty() && text.length() <= 500);
    // its InvalidPathException is an IllegalArgumentException
    return Path.of(text);
  }

  /**
   * A value that must be set.
   *
   * @param example stands in for a missing one until the reading is refused
   */
  <T> T required(
      String name, String unit, String limits, String example, Function<String, T> parse) {
    Key key = key(name, unit, limits, "required");
    Optional<T> given = given(key, name, parse);
    return given.orElseGet(() -> {
      if (find(name) instanceof Value.Text(String place, String text) && text == null) {
        problem(place, name, "nothing", "required: " + limits);
      }
      return parse.apply(example);
    });
  }

  /** A value that may be left out. */
  <T> @Nullable T optional(String name, String unit, String limits, Function<String, T> parse) {
    return given(key(name, unit, limits, Key.NONE), name, parse).orElse(null);
  }

  /** A secret: from the file that ..._FILE names, else from the environment or the document. */
  @Nullable Secret secret(String name) {
    return secret(name, Words.of("1 to 200 letters", "(?s).{1,200}"));
  }

  /** As {@link #secret(String)}, of the length that tokens have. */
  @Nullable Secret longSecret(String name) {
    return secret(name, Words.of("1 to 4000 letters", "(?s).{1,4000}"));
  }

  private @Nullable Secret secret(String name, Words letters) {
    key(name, "secret", letters.limits(), Key.NONE);
    Value found = find(name);
    String variable = Reading.variableName(path + name) + "_FILE";
    Optional<String> file = reading.variable(variable);
    if (file.isPresent()) {
      found = new Value.Text(variable, contentOf(file.get()).orElse(""));
    }
    if (found instanceof Value.Text(String place, String text) && text == null) {
      return null;
    }
    String secret = letters.accepts(found);
    if (secret == null) {
      String given = file.map(where -> "the file " + where).orElse("a hidden value");
      problem(found.place(), name, given, "allowed " + letters.limits());
    }
    return new Secret(secret == null ? "" : secret);
  }

  private static Optional<String> contentOf(String file) {
    try {
      Path path = Path.of(file);
      return Files.size(path) > SECRET_BYTES_MAX
          ? Optional.empty()
          : Optional.of(Files.readString(path).strip());
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** A list of texts; in the environment also with commas between. */
  List<String> texts(String name, String unit, Words each, int max, List<String> fallback) {
    String limits = "0 to " + max + ", each " + each.limits();
    Key key = key(name, unit, limits, "[" + String.join(", ", fallback) + "]");
    List<Value> items =
        switch (tree(name)) {
          case Value.Items list -> new ArrayList<>(list.items());
          case Value.Text(String place, String text) when text == null -> null;
          case Value.Text(String place, String text) when place.startsWith(Reading.PREFIX) ->
              Arrays.stream(text.split(",", -1))
                  .<Value>map(part -> new Value.Text(place, part.strip()))
                  .collect(Collectors.toCollection(ArrayList::new));
          case Value other -> {
            problem(other.place(), name, other.words(), "must be a list of " + limits);
            yield null;
          }
        };
    List<Value> all = withVariables(name, items == null ? new ArrayList<>() : items);
    if (items == null && all.isEmpty()) {
      return fallback;
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      String word = each.accepts(all.get(i));
      if (word == null || i >= max) {
        problem(
            all.get(i).place(),
            name + "[" + i + "]",
            all.get(i).words(),
            "allowed " + key.limits());
      } else {
        texts.add(word);
      }
    }
    return List.copyOf(texts);
  }

  private List<Value> withVariables(String name, List<Value> items) {
    for (int i = 0; ; i++) {
      String variable = Reading.variableName(path + name + "[" + i + "]");
      Optional<String> text = reading.variable(variable);
      if (text.isPresent() && i <= items.size()) {
        Value value = new Value.Text(variable, text.get());
        if (i == items.size()) {
          items.add(value);
        } else {
          items.set(i, value);
        }
      } else if (i >= items.size()) {
        return items;
      }
    }
  }

  /** Free keys with a text each. */
  Map<String, String> pairs(String name, String unit, Words key, Words each, int max) {
    String limits = "0 to " + max + ", " + key.limits() + ": " + each.limits();
    key(name, unit, limits, "{}");
    Map<String, String> pairs = new LinkedHashMap<>();
    Value found = tree(name);
    if (found instanceof Value.Entries entries) {
      entries
          .entries()
          .forEach((from, entry) -> {
            String to = each.accepts(entry.value());
            if (!key.form().matcher(from).matches() || to == null || pairs.size() >= max) {
              problem(entry.place(), name + "." + from, entry.value().words(), "allowed " + limits);
            } else {
              pairs.put(from, to);
            }
          });
    } else if (!(found instanceof Value.Text(String place, String text) && text == null)) {
      problem(found.place(), name, found.words(), "must be " + limits);
    }
    return pairs;
  }

  /** A map below this one; the same section however often it is asked for. */
  Section section(String name) {
    return below.computeIfAbsent(
        name, n -> new Section(reading, path + n + ".", pattern + n + ".", tree(n)));
  }

  /** A list of maps. */
  List<Section> sections(String name, int min, int max) {
    key(name, "list", min + " to " + max, min == 0 ? "[]" : "required");
    Value found = tree(name);
    List<Value> items = new ArrayList<>();
    if (found instanceof Value.Items list) {
      items.addAll(list.items());
    } else if (!(found instanceof Value.Text(String place, String text) && text == null)) {
      problem(found.place(), name, found.words(), "must be a list");
    }
    String variables = Reading.variableName(path + name);
    while (items.size() <= max && reading.variablesBelow(variables + "_" + items.size())) {
      items.add(new Value.Text(variables + "_" + items.size(), null));
    }
    if (items.size() < min || items.size() > max) {
      problem(found.place(), name, items.size() + " of them", "allowed " + min + " to " + max);
    }
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i < Math.min(items.size(), max); i++) {
      String at = path + name + "[" + i + "].";
      sections.add(new Section(reading, at, pattern + name + "[].", items.get(i)));
    }
    return sections;
  }

  /** Something that only shows when several values are seen together. */
  void refuse(String name, String given, String allowed) {
    problem(find(name).place(), name, given, allowed);
  }

  /** Keys that nobody asked for. */
  void refuseUnknown() {
    if (value instanceof Value.Entries entries) {
      entries
          .entries()
          .forEach((name, entry) -> {
            if (!asked.contains(name)) {
              String help = Reading.suggestion(Nearest.to(name, asked));
              problem(entry.place(), name, "an unknown key", help);
            }
          });
    }
  }

  private Key key(String name, String unit, String limits, String fallback) {
    Key key = new Key(pattern + name, unit, limits, fallback);
    reading.contract(key);
    return key;
  }

  private <T> T value(Key key, String name, Function<String, T> parse) {
    return given(key, name, parse).orElseGet(() -> parse.apply(key.fallback()));
  }

  private <T> Optional<T> given(Key key, String name, Function<String, T> parse) {
    Value found = find(name);
    if (found instanceof Value.Text(String place, String text)) {
      if (text == null) {
        return Optional.empty();
      }
      try {
        return Optional.of(parse.apply(text));
      } catch (IllegalArgumentException e) {
        problem(place, name, found.words(), "allowed " + key.limits());
        return Optional.empty();
      }
    }
    problem(found.place(), name, found.words(), "allowed " + key.limits());
    return Optional.empty();
  }

  private Value find(String name) {
    asked.add(name);
    String variable = Reading.variableName(path + name);
    Optional<String> text = reading.variable(variable);
    if (text.isPresent()) {
      return new Value.Text(variable, text.get());
    }
    if (value instanceof Value.Entries entries) {
      Value.Entry entry = entries.entries().get(name);
      if (entry != null) {
        return entry.value();
      }
    }
    return new Value.Text(value.place(), null);
  }

  /** As {@link #find}; a variable that begins as a list or map does in YAML is read as one. */
  private Value tree(String name) {
    Value found = find(name);
    return found instanceof Value.Text(String place, String text)
            && text != null
            && (text.startsWith("[") || text.startsWith("{"))
            && place.startsWith(Reading.PREFIX)
        ? YamlDocument.variable(place, text, reading.problems())
        : found;
  }

  private void problem(String place, String name, String given, String allowed) {
    reading.problem(place, path + name, given, allowed);
  }

  private static void require(boolean right) {
    if (!right) {
      throw new IllegalArgumentException();
    }
  }
}
