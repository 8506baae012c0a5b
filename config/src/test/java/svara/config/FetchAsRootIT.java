package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Needs root truly: another user runs what root has fetched, and an ordinary user fetches. */
@Tag("root")
@Timeout(300)
class FetchAsRootIT {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final String NOBODY = "65534";
  private Path open;

  @BeforeEach
  void makeAFolderThatOthersMayEnter() throws IOException {
    open = Path.of("/var/tmp", "svara-root-" + ProcessHandle.current().pid());
    Files.createDirectories(open);
    assertEquals(0, sh("chmod 755 " + open).exit());
  }

  @AfterEach
  void removeIt() {
    assertEquals(0, sh("rm -rf " + open).exit());
  }

  private Ran sh(String line) {
    return Ran.command(Path.of("/"), Map.of(), LIMIT, "sh", "-c", line);
  }

  private Ran asNobody(String line) {
    return Ran.command(
        Path.of("/"),
        Map.of("HOME", "/nonexistent"),
        LIMIT,
        "setpriv",
        "--reuid=" + NOBODY,
        "--regid=" + NOBODY,
        "--clear-groups",
        "sh",
        "-c",
        line);
  }

  @Test
  void whatRootHasFetchedRunsAsAnotherUser() {
    Path asterisk = open.resolve("asterisk");
    Ran fetched =
        sh("umask 077; '" + Checkout.root() + "/config/asterisk/get-asterisk.sh' " + asterisk);
    assertEquals(0, fetched.exit(), fetched.err());

    Ran version = asNobody(asterisk + "/usr/bin/asterisk-run -V");

    assertTrue(version.out().startsWith("Asterisk 22."), version.err());
  }

  @Test
  void anOrdinaryUserFetchesIntoACacheOfHisOwn() {
    Checkout.copy(Checkout.root().resolve("config/tools"), open.resolve("config/tools"));
    assertEquals(
        0, sh("install -d -o " + NOBODY + " " + open + "/cache; chmod -R a+rX " + open).exit());

    Ran fetched =
        asNobody(
            "SVARA_OWN_TOOLS=0 SVARA_CACHE="
                + open
                + "/cache "
                + open
                + "/config/tools/get-tools.sh "
                + open
                + "/cache/tools sox && "
                + open
                + "/cache/tools/bin/sox --version");

    assertEquals(0, fetched.exit(), fetched.err());
    assertTrue(fetched.out().contains("SoX v14"), fetched.out());
  }

  @Test
  void aUserWithoutAHomeIsToldToNameACache() {
    Checkout.copy(Checkout.root().resolve("config/tools"), open.resolve("config/tools"));
    assertEquals(
        0, sh("install -d -o " + NOBODY + " " + open + "/tools; chmod -R a+rX " + open).exit());

    Ran ran =
        asNobody(
            "SVARA_OWN_TOOLS=0 SVARA_CACHE= "
                + open
                + "/config/tools/get-tools.sh "
                + open
                + "/tools sox");

    assertEquals(3, ran.exit());
    assertTrue(ran.err().contains("set SVARA_CACHE"), ran.err());
  }
}
