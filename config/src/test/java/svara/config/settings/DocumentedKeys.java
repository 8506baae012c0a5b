package svara.config.settings;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares what {@code svara.yaml} says of its keys with what the program asks for. */
final class DocumentedKeys {
  private static final Pattern KEY = Pattern.compile("( *)(- )?([A-Za-z]+):( .*)?");

  private DocumentedKeys() {}

  /** Path and documentation line of every key that has one, read from the file's lines alone. */
  static Map<String, String> of(String yaml) {
    Map<String, String> documented = new LinkedHashMap<>();
    Deque<Map.Entry<Integer, String>> parents = new ArrayDeque<>();
    String documentation = null;
    for (String line : yaml.lines().toList()) {
      if (line.strip().startsWith("#:")) {
        documentation = line.strip().substring(2).strip();
      }
      Matcher key = KEY.matcher(line);
      if (!key.matches()) {
        continue;
      }
      int indent = key.group(1).length() + (key.group(2) == null ? 0 : 2);
      while (!parents.isEmpty() && parents.peek().getKey() >= indent) {
        parents.pop();
      }
      String above = parents.isEmpty() ? "" : parents.peek().getValue();
      String name = above + key.group(3);
      boolean list = documentation != null && documentation.startsWith("list;");
      parents.push(Map.entry(indent, name + (list ? "[]." : ".")));
      if (documentation != null) {
        documented.put(name, documentation);
      }
      documentation = null;
    }
    return documented;
  }

  /** What differs, in words; nothing when file and program say the same. */
  static List<String> differences(Map<String, String> documented, List<Key> keys) {
    Map<String, String> asked = new LinkedHashMap<>();
    keys.forEach(key -> asked.put(key.path(), key.documented()));
    TreeSet<String> all = new TreeSet<>(documented.keySet());
    all.addAll(asked.keySet());
    List<String> differences = new ArrayList<>();
    for (String path : all) {
      String says = documented.getOrDefault(path, "nothing");
      String does = asked.getOrDefault(path, "nothing");
      if (!says.equals(does)) {
        differences.add(path + ": file says [" + says + "], program says [" + does + "]");
      }
    }
    return differences;
  }
}
