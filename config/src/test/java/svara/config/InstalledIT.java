package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The archive in a clean Debian 12 and 13 with its own systemd and no network, by the words of the
 * operator's pages: the commit before is installed, called, upgraded to this one with its data,
 * called, backed up, restored, booted again, uninstalled. Needs root for the Debian and its
 * namespaces.
 */
@Tag("root")
@Timeout(3600)
class InstalledIT {
  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final String SCRIPTS = "config/src/test/resources/install/";

  private static final Path FOLDER =
      Path.of("/var/tmp", "svara-installed-" + ProcessHandle.current().pid());
  private static final Path BEFORE = FOLDER.resolve("before.tar.gz");
  private static final Path ARCHIVE = FOLDER.resolve("svara.tar.gz");

  /** This checkout's archive, and that of the commit before it. */
  @BeforeAll
  static void makeArchives() {
    assertEquals(0, run("mkdir", "-p", FOLDER.resolve("checkout").toString()).exit());
    done(
        run(
            "sh",
            "-c",
            "git -C %s archive HEAD~1 | tar -x -C %s"
                .formatted(Checkout.root(), FOLDER.resolve("checkout"))));
    // not the build of this checkout, which the whole run has made
    Map<String, String> built = Map.of("SVARA_BUILT", "");
    String[] older = {FOLDER.resolve("checkout/svara").toString(), "package", BEFORE.toString()};
    done(Ran.command(Path.of("/"), built, LIMIT, older));
    done(run(path("svara"), "package", ARCHIVE.toString()));
  }

  @AfterAll
  static void removeThem() {
    assertEquals(0, run("rm", "-rf", "--one-file-system", FOLDER.toString()).exit());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bookworm", "trixie"})
  void theOperatorsPagesDoWhatTheySayOnAServerWithoutANetwork(String debian) {
    Path root = FOLDER.resolve(debian);
    done(run(path(SCRIPTS + "clean-root.sh"), root.toString(), path("config"), debian));
    String tools = System.getenv("SVARA_TOOLS");
    String sipp = tools == null ? "sipp" : tools + "/sipp";

    Ran seen =
        run(
            "unshare",
            "-n",
            "-m",
            path(SCRIPTS + "installed.sh"),
            root.toString(),
            BEFORE.toString(),
            ARCHIVE.toString(),
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
            "tar -xzf 0",
            "sudo svara-[^ ]*/svara install 0",
            "upgraded",
            "settings # of the operator",
            "ready",
            "called 0",
            "svara user link administrator 0",
            "svara user add 0",
            "svara user link anna 0",
            "svara token add 0",
            "svara token add prometheus 0",
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
            // two before the backup, one after it that went with the restore, two since
            "calls 4 tickets 4 calls_without_ticket 0 outcomes_off 0 rebuilt_off 0",
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
