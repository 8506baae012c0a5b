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
 * The archive in a clean Debian with its own systemd and no network, by the words of the operator's
 * pages: installed, called, backed up, upgraded, restored, booted again, uninstalled. Needs root
 * for the Debian and its namespaces.
 */
@Tag("root")
@Timeout(1800)
class InstalledIT {
  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final String SCRIPTS = "config/src/test/resources/install/";

  private final Path folder =
      Path.of("/var/tmp", "svara-installed-" + ProcessHandle.current().pid());

  @AfterEach
  void removeIt() {
    assertEquals(0, run("rm", "-rf", "--one-file-system", folder.toString()).exit());
  }

  @Test
  void theOperatorsPagesDoWhatTheySayOnAServerWithoutANetwork() {
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
            path(SCRIPTS + "installed.sh"),
            root.toString(),
            archive.toString(),
            sipp,
            path("docs"));

    List<String> lines = seen.out().lines().toList();
    assertEquals(
        List.of(
            "booted",
            "tar -xzf 0",
            "sudo svara-[^ ]*/svara install 0",
            "systemctl start svara-exchange 0",
            "svara doctor 0",
            "systemctl start svara$ 0",
            "ready",
            "called 0",
            "token",
            "svara user link administrator 0",
            "svara user add 0",
            "svara user link anna 0",
            "svara token add 0",
            "svara token revoke 0",
            "svara status --sign-in 0",
            "svara status 0",
            "systemctl status svara 0",
            "systemctl status svara-exchange 0",
            "journalctl -u svara -n 50 0",
            "journalctl -u svara 0",
            "df -h 0",
            "svara figures$ 0",
            "svara figures queue-log 0",
            "svara exposed 1",
            "svara-exchange exposed 1",
            "svara people import FILE.csv --dry-run 0",
            "./svara person export 0",
            "./svara person erase 0",
            "./svara retention --dry-run 0",
            "./svara retention$ 0",
            "./svara retention --log 0",
            "svara backup 0",
            "svara verify 0",
            "tar -xzf 0",
            "sudo svara-[^ ]*/svara install 0",
            "settings # of the operator",
            "ready",
            "called 0",
            "svara install 0",
            "systemctl restart svara-exchange 0",
            "ready",
            "called 0",
            "systemctl stop svara 0",
            // a database that is not empty is refused
            "svara restore 1",
            "restored 0",
            "systemctl start svara 0",
            "ready",
            "called 0",
            "booted",
            "ready",
            "called 0",
            "svara verify 0",
            // one before the backup, two after it that went with the restore, two since
            "calls 3 tickets 3 calls_without_ticket 0 outcomes_off 0 rebuilt_off 0",
            "svara uninstall 0",
            "gone /opt/svara",
            "gone /etc/systemd/system/svara.service",
            "gone /usr/local/bin/svara",
            "there /etc/svara/svara.yaml",
            "there /var/lib/svara/postgres/cluster",
            "there /var/backups/svara/monday.backup"),
        lines,
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
