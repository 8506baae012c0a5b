package svara.engine.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every story in {@code scenarios} comes out as it is written there. With {@code
 * -Dsvara.scenarios.write=true} what came out is written into the files, to be read and committed.
 */
class ScenarioTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "scenarios");
  private static final boolean WRITE = Boolean.getBoolean("svara.scenarios.write");

  static List<Path> stories() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("stories")
  void comesOutAsWritten(Path story) throws IOException {
    String written = Files.readString(story);
    String played = play(written);
    if (WRITE) {
      Files.writeString(story, played);
    } else {
      assertEquals(written, played, () -> story + " comes out otherwise");
    }
  }

  @Test
  void thereAreStories() throws IOException {
    assertTrue(stories().size() >= 20, () -> "stories have gone");
  }

  @Test
  void otherEndingIsFound() {
    String story = "team anna\n: bertil enrolled\n";
    assertTrue(play(story).startsWith("team anna\n: anna enrolled\n"));
    assertThrows(IllegalArgumentException.class, () -> play("anna dances\n"));
  }

  /** What is written, with what came of each line in place of what stood after it. */
  private static String play(String story) {
    Scenario scenario = new Scenario();
    List<String> lines = new ArrayList<>();
    for (String line : story.lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        lines.add(line);
      } else if (!isResult(line)) {
        lines.add(line);
        lines.addAll(scenario.play(line));
      }
    }
    assertEquals(List.of(), scenario.wrong());
    return String.join("\n", lines) + "\n";
  }

  private static boolean isResult(String line) {
    return line.matches("[-:>=] .*|= *|at \\d\\d:.*");
  }
}
