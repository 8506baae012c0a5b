package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts that fetch an exchange and tools: on the machine's own mirror (or what the cache
 * keeps of it), and on a mirror that has moved on or does not answer, which a command of our own
 * before apt's plays.
 */
@Tag("setup")
@Timeout(300)
class FetchIT {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final Path CONFIG = Checkout.root().resolve("config");

  @TempDir Path work;
  private Path before;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void putOwnCommandsFirst() throws IOException {
    before = Files.createDirectories(work.resolve("before"));
    environment.put("PATH", before + ":" + System.getenv("PATH"));
  }

  private Ran asterisk(Path into) {
    return Ran.command(
        work,
        environment,
        LIMIT,
        CONFIG.resolve("asterisk/get-asterisk.sh").toString(),
        into.toString());
  }

  private Ran tools(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = CONFIG.resolve("tools/get-tools.sh").toString();
    System.arraycopy(words, 0, all, 1, words.length);
    return Ran.command(work, environment, LIMIT, all);
  }

  private void own(String command, String body) throws IOException {
    Path file = before.resolve(command);
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** What makes a second run quick; how quick a clock says depends on who else is at work here. */
  private void nothingMayBeFetched() throws IOException {
    for (String command : new String[] {"apt-get", "apt-cache", "dpkg", "dpkg-deb", "flock"}) {
      own(command, "exit 99");
    }
  }

  private void emptyCache() {
    environment.put("SVARA_CACHE", work.resolve("cache").toString());
  }

  private String version(Path asterisk) {
    Ran ran =
        Ran.command(
            work, Map.of(), LIMIT, asterisk.resolve("usr/bin/asterisk-run").toString(), "-V");
    assertEquals(0, ran.exit(), ran.err());
    return ran.out();
  }

  @Test
  void anAsterisk22RunsFromAFolderAlsoAfterItWasMoved() throws IOException {
    Path folder = work.resolve("asterisk");

    Ran first = asterisk(folder);
    assertEquals(0, first.exit(), first.err());
    assertTrue(version(folder).startsWith("Asterisk 22."), version(folder));

    nothingMayBeFetched();
    Ran again = asterisk(folder);
    assertEquals("", again.err());
    assertEquals(0, again.exit());

    Path moved = work.resolve("moved");
    Files.move(folder, moved);
    assertTrue(version(moved).startsWith("Asterisk 22."));
  }

  @Test
  void twoAtOnceDoNotDisturbEachOther() throws Exception {
    Path folder = work.resolve("asterisk");
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      Callable<Ran> get = () -> asterisk(folder);
      Future<Ran> one = two.submit(get);
      Future<Ran> other = two.submit(get);
      assertEquals(0, one.get().exit(), one.get().err());
      assertEquals(0, other.get().exit(), other.get().err());
      assertTrue(one.get().err().isEmpty() || other.get().err().isEmpty(), "made twice");
    }
    assertTrue(version(folder).startsWith("Asterisk 22."));
  }

  @Test
  void whatIsKeptIsEnoughWithoutNetwork() throws IOException {
    assertEquals(0, asterisk(work.resolve("first")).exit());
    own(
        "apt-get",
        "case \" $* \" in *' update '*|*' update') exit 100 ;; esac; exec /usr/bin/apt-get \"$@\"");

    Ran told = asterisk(work.resolve("second"));

    assertEquals(0, told.exit(), told.err());
    assertTrue(told.err().contains("going on with the packages kept"), told.err());
  }

  @Test
  void noNetworkAndNothingKeptIsSaidWithTheRemedy() throws IOException {
    emptyCache();
    own("apt-get", "exit 100");

    refused(
        asterisk(work.resolve("asterisk")),
        "no answer from the Debian mirror",
        "connect to the network");
    refused(tools(work.resolve("tools").toString(), "sox"), "no answer from the Debian mirror");
  }

  @Test
  void aMirrorThatHasMovedOnIsSaidWithTheRemedy() throws IOException {
    emptyCache();
    own("apt-get", "exit 0");
    for (String version : new String[] {"1:23.1.0~dfsg-1", "1:22.9.0~dfsg-1", "1:2.22.10-1"}) {
      own("apt-cache", "echo 'Package: asterisk'; echo 'Version: " + version + "'");

      refused(
          asterisk(work.resolve("asterisk")),
          "no Asterisk 22 from 22.10.1",
          "forky has " + version,
          "the mirror has moved on",
          "SVARA_DEBIAN_MIRROR");
    }
    assertTrue(Files.notExists(work.resolve("asterisk")));
  }

  @Test
  void aPackageThatIsGoneIsNamed() throws IOException {
    own(
        "apt-get",
        """
        case " $* " in *--download-only*) echo 'E: Failed to fetch x 404 Not Found' >&2; exit 100 ;; esac
        exec /usr/bin/apt-get "$@"
        """);

    refused(asterisk(work.resolve("asterisk")), "404 Not Found", "run again");
  }

  @Test
  void aCacheThatCannotBeWrittenIsSaid() {
    environment.put("SVARA_CACHE", "/proc/svara");
    refused(asterisk(work.resolve("asterisk")), "/proc/svara", "set SVARA_CACHE");
  }

  @Test
  void aToolIsUnpackedWithAllItNeedsAndRuns() throws IOException {
    environment.put("SVARA_OWN_TOOLS", "0");
    Path folder = work.resolve("tools");

    Ran first = tools(folder.toString(), "sox", "espeak-ng", "sipp");
    assertEquals(0, first.exit(), first.err());
    assertEquals(3, first.err().lines().count(), first.err());

    Ran sox = Ran.command(work, Map.of(), LIMIT, folder.resolve("bin/sox").toString(), "--version");
    assertTrue(sox.out().contains("SoX v14"), sox.out() + sox.err());
    Ran sipp = Ran.command(work, Map.of(), LIMIT, folder.resolve("bin/sipp").toString(), "-v");
    assertTrue((sipp.out() + sipp.err()).contains("SIPp v3"), sipp.err());

    nothingMayBeFetched();
    Ran again = tools(folder.toString(), "sox", "espeak-ng", "sipp");
    assertEquals("", again.err());
    assertEquals(0, again.exit());
  }

  @Test
  void theMachinesOwnToolIsTakenWhenItIsNewEnough() throws IOException {
    Path folder = work.resolve("tools");
    own("sox", "echo 'sox: SoX v14.4.2'");
    Ran taken = tools(folder.toString(), "sox");
    assertEquals("", taken.err());
    assertEquals(before.resolve("sox"), Files.readSymbolicLink(folder.resolve("bin/sox")));

    Files.delete(before.resolve("sox"));
    own("sox", "echo 'sox: SoX v12.1.0'");
    Files.delete(folder.resolve("bin/sox"));
    Ran old = tools(folder.toString(), "sox");
    assertEquals(0, old.exit(), old.err());
    assertTrue(old.err().startsWith("get-tools: installing sox"), old.err());
  }

  @Test
  void wrongUseIsTold() {
    assertEquals(2, tools(work.resolve("tools").toString()).exit());
    assertEquals(2, tools(work.resolve("tools").toString(), "hammer").exit());
  }

  private static void refused(Ran ran, String... words) {
    assertEquals(3, ran.exit(), ran.err());
    String last = ran.err().lines().toList().getLast();
    for (String word : words) {
      assertTrue(last.contains(word), "lacks \"" + word + "\": " + ran.err());
    }
  }
}
