package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The archive in a clean Debian without network: installed, called, upgraded, uninstalled. Needs
 * root for the Debian and its namespaces.
 */
@Tag("root")
@Timeout(1800)
class InstalledIT {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final String SCRIPTS = "config/src/test/resources/install/";

  private final Path folder =
      Path.of("/var/tmp", "svara-installed-" + ProcessHandle.current().pid());

  @AfterEach
  void removeIt() {
    assertEquals(0, run("rm", "-rf", "--one-file-system", folder.toString()).exit());
  }

  @Test
  void installsAnswersUpgradesAndLeavesWithoutANetwork() {
    Path root = folder.resolve("root");
    Path archive = folder.resolve("svara.tar.gz");
    assertEquals(0, run("mkdir", "-p", folder.toString()).exit());
    done(run(path("svara"), "package", archive.toString()));
    done(run(path(SCRIPTS + "clean-root.sh"), root.toString(), path("config")));
    String tools = System.getenv("SVARA_TOOLS");
    String sipp = tools == null ? "sipp" : tools + "/sipp";

    Ran seen =
        run(
            "unshare",
            "-n",
            "-m",
            "-p",
            "-f",
            "--kill-child",
            path(SCRIPTS + "installed.sh"),
            root.toString(),
            archive.toString(),
            sipp);

    List<String> lines = seen.out().lines().toList();
    assertEquals(
        List.of(
            "installed 0",
            "enabled enabled",
            "ready",
            "called 0",
            "doctor 0",
            "calls 1 tickets 1 calls_without_ticket 0 outcomes_off 0 rebuilt_off 0",
            "verified 0",
            "stopped",
            "upgraded 0",
            "settings # of the operator",
            "ready",
            "called 0",
            "backed up 0",
            "calls 2 tickets 2 calls_without_ticket 0 outcomes_off 0 rebuilt_off 0",
            "verified 0",
            "stopped",
            "uninstalled 0",
            "gone /opt/svara",
            "gone /etc/systemd/system/svara.service",
            "gone /usr/local/bin/svara",
            "there /etc/svara/svara.yaml",
            "there /var/lib/svara/postgres/cluster",
            "there /var/backups/svara/a.backup"),
        lines.stream()
            .filter(line -> !line.matches("(jdk|settings|database|exchange|ports|clock) +well .*"))
            .filter(line -> !line.startsWith("backup: "))
            .toList(),
        seen.err());
  }

  @Test
  void withoutAPackageInstallSaysWhatToDo() {
    Ran refused = run(path("svara"), "install");
    assertEquals(3, refused.exit());
    assertTrue(refused.err().contains("./svara package"), refused.err());
  }

  private static void done(Ran ran) {
    assertEquals(0, ran.exit(), ran.err());
  }

  private static String path(String name) {
    return Checkout.root().resolve(name).toString();
  }

  private static Ran run(String... words) {
    return Ran.command(Path.of("/"), Map.of(), LIMIT, words);
  }
}
