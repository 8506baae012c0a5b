package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code ./svara demo} with its real exchange, database and phones, as {@code ./svara test} runs
 * it.
 */
@Tag("demo")
@Timeout(240)
class DemoIT {
  private static final List<String> PLACES =
      List.of("SVARA_HOME", "SVARA_ASTERISK_ROOT", "SVARA_SOUNDS", "SVARA_SIPP");

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int CTRL_C = 3;

  @TempDir Path work;

  /** Whom root's database server drops to must get in. */
  @BeforeEach
  void letOthersIn() throws IOException {
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

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
    assertTrue(demo.out().matches("(?s).*demo: mails sent [1-9].*"), demo::out);
    String last = lines.getLast();
    assertTrue(
        last.matches(
            "demo: offered \\d+ answered \\d+ abandoned \\d+ turned_away \\d+ promised \\d+"
                + " tickets \\d+; peers \\d+; differ 0"),
        demo::out);
    assertTrue(last.matches(".* offered ([3-9]|\\d\\d+) answered [1-9].*"), demo::out);
    assertEquals(ExitCode.DONE, demo.exit(), demo::err);
  }

  /** At a terminal the keys reach every process in front of it; the demo must end the others. */
  @ParameterizedTest
  @ValueSource(strings = {"demo: starting an exchange", "demo: starting Svara", "hears music"})
  void ctrlCAtATerminalEndsEverythingItStarted(String moment) throws Exception {
    Path heard = work.resolve("heard");
    Process terminal = terminal(heard);
    try {
      Awaited.value(PATIENCE, () -> Files.readString(heard).contains(moment), () -> "");
      boolean calls = moment.equals("hears music");
      assertTrue(!calls || !ours().isEmpty(), "nothing of the demo was found while it ran");
      terminal.getOutputStream().write(CTRL_C);
      terminal.getOutputStream().flush();
      assertTrue(terminal.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "it goes on");
      assertEquals(List.of(), ours());
      assertTrue(!calls || Files.readString(heard).contains("; differ 0"), read(heard));
    } finally {
      terminal.descendants().forEach(ProcessHandle::destroyForcibly);
      ours().forEach(ProcessHandle::destroyForcibly);
      terminal.destroyForcibly();
    }
  }

  /** The script at a terminal of its own, as a person starts it. */
  private Process terminal(Path heard) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                "script",
                "-qefc",
                // a test run in the background has the signal ignored, and so had its children
                "env --default-signal=INT ./svara demo --http 0 --sip 0 --speed 120",
                "/dev/null")
            .directory(Checkout.root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(heard.toFile());
    builder.environment().putAll(environment());
    return builder.start();
  }

  /** What runs in the demo's folder or names it. */
  private List<ProcessHandle> ours() {
    return ProcessHandle.allProcesses()
        .filter(process -> mentions(process.pid(), work.resolve("demo").toString()))
        .toList();
  }

  private static boolean mentions(long pid, String folder) {
    Path process = Path.of("/proc", Long.toString(pid));
    try {
      return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
              .contains(folder)
          || Files.readSymbolicLink(process.resolve("cwd")).startsWith(folder);
    } catch (IOException e) {
      // it has ended meanwhile
      return false;
    }
  }

  private static Supplier<String> read(Path file) {
    return () -> {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("SVARA_DEMO_FOLDER", work.resolve("demo").toString());
    return environment;
  }
}
