package svara.engine.mailbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A mail with what must come of it.
 *
 * @param name the file's, without its ending
 * @param expected by name; texts, numbers, truths, lists of them, and maps
 */
record MailCase(String name, byte[] raw, Map<String, Object> expected) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** All cases of a folder, by name; a mail without expectations is one that expects nothing. */
  static List<MailCase> of(Path folder) throws IOException {
    List<MailCase> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path mail : files.filter(f -> f.toString().endsWith(".eml")).sorted().toList()) {
        String name = mail.getFileName().toString().replace(".eml", "");
        Path beside = mail.resolveSibling(name + ".expect.yaml");
        String yaml = Files.exists(beside) ? Files.readString(beside) : "";
        cases.add(new MailCase(name, Files.readAllBytes(mail), expectations(yaml)));
      }
    }
    return cases;
  }

  /** The part of YAML that these files are written in: a key a line, lists of one level below. */
  static Map<String, Object> expectations(String yaml) {
    Map<String, Object> expected = new LinkedHashMap<>();
    List<Object> items = new ArrayList<>();
    for (String line : yaml.split("\n", -1)) {
      if (line.startsWith("  - ")) {
        items.add(value(line.substring(4)));
      } else if (!line.isBlank()) {
        int colon = line.indexOf(": ");
        boolean list = colon < 0;
        String key = list ? line.substring(0, line.indexOf(':')) : line.substring(0, colon);
        items = new ArrayList<>();
        if (expected.put(key, list ? items : value(line.substring(colon + 2))) != null) {
          throw new IllegalArgumentException("twice: " + key);
        }
      }
    }
    return expected;
  }

  private static Object value(String written) {
    try {
      return JSON.readValue(written, Object.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a value: " + written, e);
    }
  }

  String text(String key) {
    return String.valueOf(expected.get(key));
  }

  List<?> list(String key) {
    return expected.get(key) instanceof List<?> list ? list : List.of();
  }

  /** This case with one expectation another. */
  MailCase with(String key, Object value) {
    Map<String, Object> other = new HashMap<>(expected);
    other.put(key, value);
    return new MailCase(name, raw, other);
  }
}
