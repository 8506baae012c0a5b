package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir Path folder;

  @Test
  void anUnknownCommandOrOptionIsWrongUse() {
    assertEquals(ExitCode.WRONG_USE, CommandRun.of(Map.of()).exit());
    assertEquals(ExitCode.WRONG_USE, CommandRun.of(Map.of(), "dance").exit());
    assertEquals(ExitCode.WRONG_USE, CommandRun.of(Map.of(), "doctor", "--loud").exit());
  }

  @Test
  void missingSettingsAreOneLineWithTheRemedy() {
    Path none = folder.resolve("none.yaml");
    CommandRun run = CommandRun.of(Map.of(), "doctor", "--config", none.toString());

    assertEquals(ExitCode.MISSING, run.exit());
    assertEquals(
        "svara: no settings in %s: copy config/svara.yaml there, or name a file with --config%n"
            .formatted(none),
        run.err());
  }

  @Test
  void theDoctorTellsEveryProblemOfTheSettings() throws IOException {
    Path file = folder.resolve("svara.yaml");
    Files.writeString(file, "http: {port: none}\nqueues: [{name: helpdesk}]\n");
    CommandRun run = CommandRun.of(Map.of(), "doctor", "--config", file.toString());

    assertEquals(ExitCode.FOUND_WRONG, run.exit());
    assertTrue(run.out().contains("svara.yaml:1: http.port: given \"none\""), run.out());
    assertTrue(run.out().contains("telephony.ami.secret: given nothing"), run.out());
    assertTrue(run.out().contains("-> set http.port as told"), run.out());
  }
}
