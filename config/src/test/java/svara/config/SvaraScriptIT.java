package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script in a folder of its own, with a JDK and a Maven that only note how they were called.
 */
@Tag("setup")
@Timeout(180)
class SvaraScriptIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String REPORT =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
        name="a.B" time="0.4" tests="%d" errors="%d" skipped="%d" failures="%d">
        <testcase name="x" tests="900"/>
      </testsuite>
      """;

  @TempDir Path work;
  private Path house;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void build() throws IOException {
    house = work.resolve("the house");
    Checkout.copy(Checkout.root().resolve("config/tools"), house.resolve("config/tools"));
    Files.copy(
        Checkout.root().resolve("svara"),
        house.resolve("svara"),
        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    for (String module : new String[] {"engine", "telephony", "web", "config"}) {
      Files.createDirectories(house.resolve(module + "/src/main"));
      Files.createDirectories(house.resolve(module + "/src/test"));
      Files.writeString(house.resolve(module + "/pom.xml"), "");
    }
    Files.writeString(house.resolve("pom.xml"), "");
    Path jdk = work.resolve("jdk");
    script(jdk.resolve("bin/java"), "echo \"java $*\"");
    script(jdk.resolve("bin/javac"), "");
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    environment.put("JAVA_HOME", jdk.toString());
    environment.put("SVARA_BUILT", "");
    mavenDoes(
        "mkdir -p config/target && echo built >> config/target/builds && touch config/target/svara-config.jar");
  }

  private void mavenDoes(String what) throws IOException {
    script(house.resolve("mvnw"), "echo \"$@\" >> maven-calls\n" + what);
  }

  private static void script(Path file, String body) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Ran svara(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = house.resolve("svara").toString();
    System.arraycopy(words, 0, all, 1, words.length);
    return Ran.command(work, environment, LIMIT, all);
  }

  private long builds() throws IOException {
    return Files.readAllLines(house.resolve("config/target/builds")).size();
  }

  @Test
  void withoutJdkItSaysSoInOneLineWithTheRemedy() throws IOException {
    Path script = house.resolve("svara");
    Files.writeString(
        script, Files.readString(script).replace("JAVA_NEEDED=25", "JAVA_NEEDED=925"));

    Ran ran = svara("status");

    assertEquals(3, ran.exit());
    assertEquals(1, ran.err().lines().count(), ran.err());
    assertTrue(
        ran.err().contains("no JDK 925 found") && ran.err().contains("JAVA_HOME"), ran.err());
  }

  @Test
  void aJdkThatIsTooOldIsPassedOver() throws IOException {
    Files.writeString(work.resolve("jdk/release"), "JAVA_VERSION=\"17.0.9\"\n");

    Ran ran = svara("status");

    assertFalse(ran.err().contains("building with the JDK in " + work), ran.err());
  }

  @Test
  void buildsOnceThenOnlyWhenASourceIsNewer() throws IOException {
    Ran first = svara("status", "--json", "two words");
    assertEquals(0, first.exit(), first.err());
    assertTrue(first.out().startsWith("java --sun-misc-unsafe-memory-access=allow "), first.out());
    assertTrue(
        first.out().strip().endsWith("config/target/svara-config.jar status --json two words"),
        first.out());
    assertEquals(1, first.err().lines().count(), first.err());

    assertEquals("", svara("status").err());
    assertEquals(1, builds());

    Path source = house.resolve("engine/src/main/New.java");
    Files.writeString(source, "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));
    svara("status");
    assertEquals(2, builds());
  }

  @Test
  void aFailedBuildIsSaidAndNothingStarted() throws IOException {
    mavenDoes("exit 1");

    Ran ran = svara("status");

    assertEquals(1, ran.exit());
    assertEquals("", ran.out());
    assertTrue(ran.err().contains("the build failed"), ran.err());
  }

  @Test
  void wrongUseIsTold() {
    assertEquals(2, svara().exit());
    assertEquals(2, svara("test", "nonsense").exit());
    assertEquals(2, svara("test", "-x").exit());
    assertEquals(2, svara("test", "unit", "mail").exit());
    assertEquals(0, svara("--help").exit());
  }

  @Test
  void testsAreSummedOverAllReports() throws IOException {
    reports("engine/target/surefire-reports", 10, 0, 2, 0);
    reports("config/target/failsafe-reports", 5, 0, 0, 0);

    Ran ran = svara("test", "unit");

    assertEquals(0, ran.exit(), ran.err());
    assertEquals("test unit: run 13 failed 0 skipped 2", ran.out().lines().toList().getLast());
  }

  @Test
  void aFailedTestAnErrorOrNoTestAtAllIsNoSuccess() throws IOException {
    reports("web/target/surefire-reports", 4, 1, 0, 1);
    Ran failed = svara("test", "unit");
    assertEquals(1, failed.exit());
    assertEquals("test unit: run 4 failed 2 skipped 0", failed.out().lines().toList().getLast());

    mavenDoes("exit 0");
    Ran none = svara("test", "unit");
    assertEquals(1, none.exit());
    assertEquals("test unit: run 0 failed 0 skipped 0", none.out().lines().toList().getLast());
  }

  @Test
  void aTestThatPassedAtItsSecondTryIsNamed() throws IOException {
    Path report = work.resolve("flaky.xml");
    Files.writeString(
        report,
        """
        <testsuite tests="2" errors="0" skipped="0" failures="0">
          <testcase name="whole" classname="a.B" time="0.1"/>
          <testcase name="wavers" classname="a.B" time="0.1">
            <flakyFailure message="expected: &lt;1&gt;" type="x"></flakyFailure>
          </testcase>
        </testsuite>
        """);
    mavenDoes(
        "mkdir -p web/target/surefire-reports && cp '%s' web/target/surefire-reports/TEST-a.B.xml"
            .formatted(report));

    Ran ran = svara("test", "unit");

    assertEquals(0, ran.exit(), ran.err());
    assertEquals(
        java.util.List.of(
            "flaky: a.B.wavers (failed, then passed)", "test unit: run 2 failed 0 skipped 0"),
        ran.out().lines().toList().reversed().subList(0, 2).reversed());
    assertTrue(Files.readString(house.resolve("maven-calls")).contains("-Dsvara.reruns=1"));
  }

  @Test
  void aRunThatMavenCouldNotFinishIsNoSuccessThoughTheReportsAreGreen() throws IOException {
    reports("web/target/surefire-reports", 4, 0, 0, 0);
    String good = Files.readString(house.resolve("mvnw"));
    mavenDoes(good + "\nexit 1");
    assertEquals(1, svara("test", "unit").exit());

    mavenDoes(good + "\necho '[ERROR] The forked VM terminated without saying properly goodbye'");
    assertEquals(1, svara("test", "unit").exit());
  }

  @Test
  void whatFaultsHaveCostIsAddedUpInOneLine() throws IOException {
    Path results =
        Files.writeString(
            house.resolve("faults.jsonl"),
            """
            {"acknowledged":3,"missing":0,"doubled":1,"doubleOwned":2,"findings":["x"],"name":"F4 a"}
            {"acknowledged":12,"missing":1,"doubled":0,"doubleOwned":0,"findings":[],"name":"F4 b"}
            """);

    Ran ran =
        Ran.command(
            house,
            Map.of(),
            Duration.ofSeconds(20),
            Checkout.root().resolve("config/tools/faults-line.sh").toString(),
            results.toString());

    assertEquals(
        "faults 2, acknowledged 15, missing 1, doubled 1, double-owned 2", ran.out().strip());
    Ran page =
        Ran.command(
            house,
            Map.of(),
            Duration.ofSeconds(20),
            Checkout.root().resolve("config/tools/faults-page.sh").toString(),
            results.toString(),
            "abc1234");
    assertTrue(page.out().contains("of commit abc1234"), page.out());
    assertTrue(page.out().contains("| F4 b | 12 | 1 | 0 | 0 |"), page.out());
    assertTrue(page.out().contains(ran.out().strip()), page.out());
    assertEquals(2, svara("test", "faults", "--every").exit());
  }

  @Test
  void suitesThatStayOutAreNamedAndNotCounted() throws IOException {
    Files.writeString(
        house.resolve("config/src/test/RootIT.java"), "@Tag(\"root\") class RootIT {}");
    reports("web/target/surefire-reports", 4, 0, 0, 0);

    Ran ran = svara("test", "unit");

    assertEquals(
        java.util.List.of(
            "not run: suite root (./svara test root)", "test unit: run 4 failed 0 skipped 0"),
        ran.out().lines().toList().reversed().subList(0, 2).reversed());
    assertTrue(
        Files.readString(house.resolve("maven-calls")).contains("-DexcludedGroups=slow,root"));
  }

  @Test
  void stoppingTheScriptStopsMaven() throws Exception {
    mavenDoes("echo $$ > maven-pid\nexec sleep 600");
    ProcessBuilder builder = new ProcessBuilder(house.resolve("svara").toString(), "test", "unit");
    builder.environment().putAll(environment);
    Process script = // into a file: destroy() would close a pipe that the script still writes to
        builder
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("script-output").toFile())
            .start();
    Path pid = house.resolve("maven-pid");
    long maven =
        Awaited.value(
            LIMIT,
            () -> Files.exists(pid) && Files.size(pid) > 1,
            () -> Long.parseLong(Files.readString(pid).strip()));

    script.destroy();

    assertTrue(script.waitFor(10, TimeUnit.SECONDS));
    assertEquals(143, script.exitValue());
    assertFalse(ProcessHandle.of(maven).map(ProcessHandle::isAlive).orElse(false));
  }

  private void reports(String folder, int tests, int errors, int skipped, int failures)
      throws IOException {
    String before = Files.readString(house.resolve("mvnw")).replaceFirst("#!/bin/sh\n", "");
    Path report = work.resolve(folder.replace('/', '-') + ".xml");
    Files.writeString(report, REPORT.formatted(tests, errors, skipped, failures));
    mavenDoes(
        before + "\nmkdir -p " + folder + " && cp '" + report + "' " + folder + "/TEST-a.B.xml");
  }
}
