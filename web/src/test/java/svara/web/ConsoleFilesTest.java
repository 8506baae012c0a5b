package svara.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConsoleFilesTest {
  private static final Path FOLDER = Path.of("src/main/resources/svara/web/console");

  @Test
  void everyFileIsServedAndEveryServedFileIsThere() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      assertEquals(
          new TreeSet<>(ConsoleFiles.OWN),
          new TreeSet<>(
              files
                  .filter(Files::isRegularFile)
                  .map(file -> FOLDER.relativize(file).toString())
                  .toList()));
    }
  }

  @Test
  void noFilePutsTextIntoThePageAsMarkupOrStyle() throws IOException {
    Pattern banned =
        Pattern.compile(
            "innerHTML|outerHTML|insertAdjacentHTML|unsafeHTML|document\\.write|eval\\(|\\sstyle=|\\son[a-z]+=|javascript:");
    for (String file : ConsoleFiles.OWN) {
      if (!file.endsWith(".css")) {
        assertFalse(banned.matcher(text(file)).find(), file);
      }
    }
    assertTrue(banned.matcher("<p style=\"x\">").find());
    assertTrue(banned.matcher("e.innerHTML = x").find());
  }

  @Test
  void everyTextThatIsUsedStandsInBothLanguages() throws IOException {
    for (String file : ConsoleFiles.OWN) {
      Matcher used = Pattern.compile("\\bt\\('(\\w+)'").matcher(text(file));
      while (used.find()) {
        for (String language : List.of("sv", "en")) {
          assertTrue(
              Pattern.compile("(?m)^  " + used.group(1) + ":")
                  .matcher(text("js/texts/" + language + ".js"))
                  .find(),
              file + " uses " + used.group(1) + ", which is not in " + language);
        }
      }
    }
  }

  /** The later one would hide the earlier one without a word. */
  @Test
  void noTextStandsTwiceUnderOneKey() throws IOException {
    for (String language : List.of("sv", "en")) {
      assertEquals(List.of(), twice(text("js/texts/" + language + ".js")), language);
    }
    assertEquals(
        List.of("all"), twice("export default {\n  all: 'x',\n  one: 'y',\n  all: 'z',\n"));
  }

  private static List<String> twice(String texts) {
    List<String> keys =
        Pattern.compile("^  (\\w+):", Pattern.MULTILINE)
            .matcher(texts.substring(texts.indexOf("export default")))
            .results()
            .map(found -> found.group(1))
            .toList();
    return keys.stream().distinct().filter(key -> Collections.frequency(keys, key) > 1).toList();
  }

  /** EventSource has no listener for every name, so the page must know them all. */
  @Test
  void thePageListensToEveryNewsThereIs() throws IOException {
    String engine =
        Files.readString(Path.of("../engine/src/main/java/svara/engine/port/LiveUpdate.java"));
    String page = text("js/live.js");
    Matcher name =
        Pattern.compile("\"((?:call|callback|technician|queue|dialling)\\.[a-z_]+)\"")
            .matcher(engine);
    int names = 0;
    while (name.find()) {
      names++;
      assertTrue(page.contains("'" + name.group(1) + "'"), name.group(1));
    }
    assertTrue(names > 10, "names found: " + names);
  }

  private static String text(String file) throws IOException {
    return Files.readString(FOLDER.resolve(file));
  }
}
