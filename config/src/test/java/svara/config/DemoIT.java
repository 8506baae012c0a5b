package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@code ./svara demo} with its real exchange, database and phones, as {@code ./svara test} runs
 * it.
 */
@Tag("demo")
@Timeout(180)
class DemoIT {
  private static final List<String> PLACES =
      List.of("SVARA_HOME", "SVARA_ASTERISK_ROOT", "SVARA_SOUNDS", "SVARA_SIPP");

  @BeforeAll
  static void isSetUp() {
    for (String variable : PLACES) {
      assertTrue(System.getenv(variable) != null, variable + ": run it as ./svara test demo");
    }
  }

  @Test
  void phonesAndHelpdeskCountTheSameDayAndItEndsByItself() {
    CommandRun demo =
        CommandRun.of(environment(), "demo", "--for", "35", "--http", "0", "--sip", "0");
    List<String> lines = demo.out().lines().toList();
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("READY http")), demo::out);
    String last = lines.getLast();
    assertTrue(
        last.matches(
            "demo: offered \\d+ answered \\d+ abandoned \\d+ turned_away \\d+ promised \\d+"
                + " tickets \\d+; peers \\d+; differ 0"),
        demo::out);
    assertTrue(last.matches(".* offered ([3-9]|\\d\\d+) answered [1-9].*"), demo::out);
    assertEquals(ExitCode.DONE, demo.exit(), demo::err);
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    // not a temporary folder: whom root's database server drops to cannot look into those
    Path work = Checkout.root().resolve("config/target/demo");
    environment.put("SVARA_DEMO_FOLDER", work.toString());
    return environment;
  }
}
