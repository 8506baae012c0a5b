package svara.config.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a demo keeps its things. */
class DemoPlacesTest {
  private static final Path OPEN_TO_ALL = Path.of("/usr");

  @TempDir Path home;

  @BeforeEach
  void shut() throws IOException {
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void anOrdinaryUserKeepsThemBesideTheProgram() {
    assertEquals(home.resolve("data/demo"), DemoPlaces.work(null, home, false));
  }

  @Test
  void rootKeepsThemThereTooWhenOthersCanEnter() {
    assertEquals(OPEN_TO_ALL.resolve("data/demo"), DemoPlaces.work(null, OPEN_TO_ALL, true));
  }

  @Test
  void elseRootTakesAFolderThatTheDatabasesUserCanEnter() {
    assertEquals(Path.of("/var/lib/svara-demo"), DemoPlaces.work(null, home, true));
  }

  @Test
  void aNamedFolderThatHeCanNotEnterIsRefusedInOneLine() {
    Path named = home.resolve("mine");
    assertEquals(named, DemoPlaces.work(named.toString(), OPEN_TO_ALL, false));
    String words =
        assertThrows(DemoMissing.class, () -> DemoPlaces.work(named.toString(), OPEN_TO_ALL, true))
            .getMessage();
    assertTrue(words.contains(named.toString()), words);
    assertTrue(words.contains("SVARA_DEMO_FOLDER"), words);
    assertEquals(1, words.lines().count());
  }
}
