package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import svara.telephony.asterisk.SipPhone;

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

  /** Issue 2: the first real call to a technician, when downloads are cached. */
  private static final Duration FIRST_CALL_MAX = Duration.ofSeconds(90);

  private static final int CTRL_C = 3;
  private static final Pattern SOFTPHONES =
      Pattern.compile(
          "softphones (\\d+) to \\d+ may register at 127.0.0.1:(\\d+) with password (\\S+)");

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
  void phonesAndHelpdeskCountTheSameDayAndItEndsByItself() throws Exception {
    Path heard = work.resolve("heard");
    long begin = System.nanoTime();
    Process demo = demo(heard, "--for", "75");
    try {
      says(demo, heard, "READY http");
      Duration ready = since(begin);
      says(demo, heard, "talks with");
      Duration first = since(begin);
      System.out.printf("demo: ready after %s, first real call after %s%n", ready, first);
      assertTrue(first.compareTo(FIRST_CALL_MAX) <= 0, "the first call came after " + first);
      itIsAskedAndWrittenToAsTheReadmeSays();
      assertTrue(demo.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), read(heard));
    } finally {
      endAll(demo);
    }
    String out = Files.readString(heard);
    assertTrue(
        out.matches("(?s).*demo: mails sent [1-9]\\d*, on tickets [1-9]\\d*, answered [1-9].*"),
        out);
    assertTrue(out.matches("(?s).*demo: called back [1-9].*"), out);
    String last = out.lines().toList().getLast();
    assertTrue(
        last.matches(
            "demo: offered \\d+ answered \\d+ abandoned \\d+ turned_away \\d+ promised \\d+"
                + " tickets \\d+; peers \\d+; differ 0"),
        out);
    assertTrue(last.matches(".* offered ([3-9]|\\d\\d+) answered [1-9].*"), out);
    assertEquals(ExitCode.DONE, demo.exitValue(), read(work.resolve("complained")));
    noLoopWasBlocked(heard);
  }

  private void itIsAskedAndWrittenToAsTheReadmeSays() throws IOException {
    Ran status = typed(Documented.command("README.md", "SVARA_DATA=data/demo/data ./svara status"));
    assertTrue(status.out().contains("today"), status.out() + status.err());
    Path mail = work.resolve("mail.eml");
    Files.writeString(
        mail,
        """
        Message-ID: <readme@example.se>
        From: Eva Lund <eva.lund@example.se>
        Auto-Submitted: auto-generated
        Subject: Hej

        Hej
        """);
    Ran handed = typed(Documented.command("README.md", "SVARA_DATA=data/demo/data ./svara mail"));
    assertEquals(0, handed.exit(), handed.err());
  }

  private Ran typed(String command) {
    String here =
        command
            .replace("data/demo", work.resolve("demo").toString())
            .replace("FILE.eml", work.resolve("mail.eml").toString());
    return Ran.command(Checkout.root(), environment(), PATIENCE, "sh", "-c", here);
  }

  @Test
  void withoutPlayedCallersASoftphoneRegistersWithWhatIsPrinted() throws Exception {
    Path heard = work.resolve("heard");
    Process demo = demo(heard, "--calls", "none", "--for", "20");
    try {
      says(demo, heard, "READY http");
      Matcher told = SOFTPHONES.matcher(Files.readString(heard));
      assertTrue(told.find(), read(heard));
      InetSocketAddress exchange =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(told.group(2)));
      try (SipPhone softphone = new SipPhone("204", exchange)) {
        assertThrows(IllegalStateException.class, () -> softphone.register("guessed", true));
        softphone.register(told.group(3), true);
      }
      assertEquals("201", told.group(1), "nobody plays a technician");
      assertTrue(demo.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), read(heard));
    } finally {
      endAll(demo);
    }
    String out = Files.readString(heard);
    assertEquals(
        "demo: offered 0 answered 0 abandoned 0 turned_away 0 promised 0 tickets 0; peers 0;"
            + " differ 0",
        out.lines().toList().getLast());
    assertEquals(ExitCode.DONE, demo.exitValue(), read(work.resolve("complained")));
    noLoopWasBlocked(heard);
  }

  /** The script as a person starts it, on free ports. */
  private Process demo(Path heard, String... more) throws IOException {
    List<String> words =
        new ArrayList<>(List.of(Documented.command("README.md", "./svara demo").split(" ")));
    words.addAll(List.of("--http", "0", "--sip", "0"));
    words.addAll(List.of(more));
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(Checkout.root().toFile())
            .redirectError(work.resolve("complained").toFile())
            .redirectOutput(heard.toFile());
    builder.environment().putAll(environment());
    return builder.start();
  }

  private static void says(Process demo, Path heard, String words) throws Exception {
    Awaited.value(
        PATIENCE,
        () -> Files.readString(heard).contains(words) || !demo.isAlive(),
        () -> words + " is not said");
    assertTrue(Files.readString(heard).contains(words), read(heard));
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private void endAll(Process started) {
    started.descendants().forEach(ProcessHandle::destroyForcibly);
    ours().forEach(ProcessHandle::destroyForcibly);
    started.destroyForcibly();
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
      noLoopWasBlocked(heard);
    } finally {
      endAll(terminal);
    }
  }

  private void noLoopWasBlocked(Path heard) throws IOException {
    LoopLog.quiet(Files.readString(heard));
    Path complained = work.resolve("complained");
    LoopLog.quiet(Files.exists(complained) ? Files.readString(complained) : "");
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
