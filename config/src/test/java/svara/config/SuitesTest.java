package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A test that needs more than the JVM belongs to a suite, or {@code ./svara test SUITE} passes it
 * over.
 */
class SuitesTest {
  @Test
  void everyTestWithRealThingsBelongsToASuite(@TempDir Path planted) throws IOException {
    assertEquals(List.of(), withoutSuite(Checkout.root()));

    Path stray = Files.createDirectories(planted.resolve("web/src/test/java"));
    Files.writeString(stray.resolve("StrayIT.java"), "class StrayIT {}");
    assertEquals(List.of("StrayIT.java"), withoutSuite(planted));
  }

  private static List<String> withoutSuite(Path root) throws IOException {
    List<String> found = new ArrayList<>();
    for (String module : List.of("engine", "telephony", "web", "config")) {
      Path tests = root.resolve(module).resolve("src/test/java");
      if (Files.isDirectory(tests)) {
        try (Stream<Path> files = Files.walk(tests)) {
          for (Path file : files.filter(f -> f.toString().endsWith("IT.java")).toList()) {
            if (!Files.readString(file).contains("@Tag(\"")) {
              found.add(file.getFileName().toString());
            }
          }
        }
      }
    }
    return found;
  }
}
