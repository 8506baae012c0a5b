package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import svara.config.settings.Settings;
import svara.engine.runtime.Peers;

/** Commands beside a running engine, with a real database and without an exchange. */
@Tag("commands")
@Timeout(120)
class CommandsIT {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();
  @TempDir static Path folder;

  private static Path config;
  private static Node.Running running;

  @BeforeAll
  static void startEngine() throws Exception {
    config = folder.resolve("svara.yaml");
    Files.writeString(
        config,
        """
        queues:
          - {name: helpdesk, title: Helpdesken, numbers: [100]}
        technicians:
          - {name: Anna Berg, email: anna.berg@example.se, dial: PJSIP/201, queue: helpdesk}
        """);
    Settings settings = Settings.read(config, environment());
    Awaited.value(
        Duration.ofSeconds(20),
        () -> DATABASE.stores().ping().map(true).otherwise(false).await(),
        () -> true);
    running = Node.start(DATABASE.vertx(), settings, InstantSource.system(), Peers.none()).await();
    RunningEngine.announce(settings, running.local(), running.url());
  }

  @AfterAll
  static void stopEngine() {
    if (running != null) {
      running.stop().await();
    }
  }

  private static Map<String, String> environment() throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("SVARA_DATA", folder.resolve("data").toString());
    environment.put("SVARA_HTTP_PORT", "0");
    environment.put("SVARA_TELEPHONY_AMI_SECRET", "s3cret");
    environment.put("SVARA_TELEPHONY_AMI_PORT", Integer.toString(closedPort()));
    environment.put(
        "SVARA_DATABASE_URL",
        "postgresql://127.0.0.1:%d/%s"
            .formatted(DATABASE.address().port(), DATABASE.address().database()));
    environment.put("SVARA_DATABASE_PASSWORD", DATABASE.address().engine().password());
    environment.put("SVARA_DATABASE_OWNERPASSWORD", DATABASE.address().owner().password());
    return environment;
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static CommandRun svara(String... arguments) throws IOException {
    return fed("", environment(), arguments);
  }

  private static CommandRun fed(String in, Map<String, String> environment, String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--config";
    all[arguments.length + 1] = config.toString();
    return CommandRun.fed(in.getBytes(StandardCharsets.UTF_8), environment, all);
  }

  private static String mail(int serial, String subject) {
    return """
    Message-ID: <%d@example.se>
    From: Eva Lund <eva.lund@example.se>
    Subject: %s
    Content-Type: text/plain; charset=utf-8

    Hej
    """
        .formatted(serial, subject);
  }

  @Test
  void aMailOnStandardInputBecomesATicket() {
    // a mail server's pipe is not told the engine's secrets
    Map<String, String> environment = Map.of("SVARA_DATA", folder.resolve("data").toString());
    CommandRun first = fed(mail(1, "Skrivaren"), environment, "mail");
    assertEquals(ExitCode.DONE, first.exit(), first.err());
    assertTrue(first.out().matches("\\d{4}-\\d{6} created\\R"), first.out());

    CommandRun again = fed(mail(1, "Skrivaren"), environment, "mail");
    assertEquals(first.out().replace("created", "duplicate"), again.out());

    String number = first.out().split(" ", 2)[0];
    CommandRun reply = fed(mail(2, "SV: [#" + number + "]"), environment, "mail");
    assertEquals(number + " joined\n", reply.out());

    CommandRun other = fed(mail(1, "Skrivaren"), environment, "mail", "--mailbox", "other");
    assertEquals(number + " duplicate\n", other.out(), "one mail to two mailboxes is one ticket");

    CommandRun none = fed("bara text", environment, "mail");
    assertEquals(ExitCode.DONE, none.exit());
    assertTrue(none.out().matches("\\d{4}-\\d{6} created no headers\n"), none.out());
  }

  @Test
  void aFolderOfMailsIsALineEach() throws IOException {
    Path maildir = Files.createDirectories(folder.resolve("maildir"));
    for (String part : List.of("new", "cur", "tmp")) {
      Files.createDirectories(maildir.resolve(part));
      Files.writeString(maildir.resolve(part).resolve("1"), mail(10 + part.charAt(0), part));
    }
    CommandRun run = svara("mail", "--maildir", maildir.toString());

    assertEquals(ExitCode.DONE, run.exit(), run.err());
    assertEquals(2, run.out().lines().filter(line -> line.endsWith(" created")).count());
    assertTrue(Files.exists(maildir.resolve("new/1")));
    assertEquals(ExitCode.MISSING, svara("mail", "--maildir", folder + "/none").exit());
  }

  @Test
  void withoutAnEngineTheMailServerKeepsTheMail(@TempDir Path nobody) {
    CommandRun run = fed(mail(3, "x"), Map.of("SVARA_DATA", nobody.toString()), "mail");

    assertEquals(ExitCode.TRY_AGAIN, run.exit());
    assertEquals("svara: no engine runs here: start it with ./svara start\n", run.err());
  }

  @Test
  void anAddressThatAKilledEngineLeftIsNoEngine(@TempDir Path killed) throws IOException {
    Files.writeString(killed.resolve("engine.url"), "http://127.0.0.1:" + closedPort());
    CommandRun run = fed(mail(3, "x"), Map.of("SVARA_DATA", killed.toString()), "mail");

    assertEquals(ExitCode.TRY_AGAIN, run.exit());
  }

  @Test
  void statusShowsPartsQueuesAndFigures() throws IOException {
    CommandRun run = svara("status");
    // there is no exchange, so calls are not taken
    assertEquals(ExitCode.FOUND_WRONG, run.exit(), run.err());
    assertTrue(run.out().contains("exchange down"), run.out());
    assertTrue(run.out().contains("today  offered 0"), run.out());

    JsonObject json = new JsonObject(svara("status", "--json").out());
    assertEquals(running.url().toString(), json.getString("url"));
    assertTrue(json.containsKey("queues") && json.containsKey("statistics"), json.encode());
  }

  @Test
  void aSecondEngineAtTheSamePortSaysSoAndTakesNothing() throws Exception {
    Map<String, String> same = environment();
    same.put("SVARA_HTTP_PORT", Integer.toString(running.url().getPort()));
    long before = epoch();

    CommandRun second = asDocumented(same, Documented.command("README.md", "./svara start"));

    assertEquals(ExitCode.MISSING, second.exit());
    assertTrue(
        second.err().contains("127.0.0.1:%d is taken".formatted(running.url().getPort())),
        second.err());
    assertEquals(before, epoch(), "the queue stays with the first");
  }

  @Test
  void doctorSaysWhatIsMissing() throws IOException {
    CommandRun doctor =
        asDocumented(environment(), Documented.command("README.md", "./svara doctor"));
    // there is no exchange
    assertEquals(ExitCode.FOUND_WRONG, doctor.exit(), doctor.err());
    assertTrue(doctor.out().contains("exchange"), doctor.out());
  }

  /** A command as README has it, with the settings of this test. */
  private static CommandRun asDocumented(Map<String, String> environment, String command) {
    String[] words = command.replace("FILE", config.toString()).split(" ");
    return CommandRun.of(environment, Arrays.copyOfRange(words, 1, words.length));
  }

  private static long epoch() throws SQLException {
    try (Connection owner = DATABASE.owner();
        Statement statement = owner.createStatement();
        ResultSet found = statement.executeQuery("select epoch from queue_lease")) {
      assertTrue(found.next());
      return found.getLong(1);
    }
  }

  @Test
  void statusPrintsALinkThatSignsOneBrowserIn() throws IOException {
    String last = svara("status", "--sign-in").out().lines().toList().getLast();

    assertTrue(last.startsWith("Sign in within ten minutes: " + running.url()), last);
    assertTrue(last.matches(".*#code=code\\.\\d+\\.\\S+"), last);
  }

  @Test
  void statusWithoutAnEngineSaysHowToStartOne(@TempDir Path nobody) {
    CommandRun run = fed("", Map.of("SVARA_DATA", nobody.toString()), "status");

    assertEquals(ExitCode.MISSING, run.exit());
    assertEquals("svara: no engine runs here: start it with ./svara start\n", run.err());
  }

  @Test
  void peopleAreShownFirstThenTakenInAndUnchangedTheNextTime() throws IOException {
    Path file = folder.resolve("people.csv");
    Files.writeString(
        file,
        """
        email,name,department,numbers,language,coordinator,left
        ulla.lund@example.se,Ulla Lund,Skola,08-465 004 12|412,sv,,
        bo.ek@example.se,Bo Ek,Vård,070-174 06 05,en,yes,
        """);
    CommandRun dry = svara("people", "import", file.toString(), "--dry-run");
    assertEquals(ExitCode.DONE, dry.exit(), dry.err());
    assertTrue(
        dry.out()
            .endsWith(
                "people: added 2 changed 0 left 0 unchanged 0 (dry run: nothing was changed)\n"),
        dry.out());

    CommandRun first = svara("people", "import", file.toString());
    assertEquals(
        "+ ulla.lund@example.se  Ulla Lund, Skola\n+ bo.ek@example.se  Bo Ek, Vård\n"
            + "people: added 2 changed 0 left 0 unchanged 0\n",
        first.out());
    assertEquals(
        "people: added 0 changed 0 left 0 unchanged 2\n",
        svara("people", "import", file.toString()).out());
  }

  @Test
  void aWrongLineRefusesTheWholeFile() throws IOException {
    Path file = folder.resolve("wrong.csv");
    Files.writeString(
        file,
        """
        email,name,department,numbers,language,coordinator,left
        cia@example.se,Cia,Skola,,sv,,
        not an address,Dan,Skola,,sv,,
        """);
    CommandRun run = svara("people", "import", file.toString());

    assertEquals(ExitCode.FOUND_WRONG, run.exit());
    assertTrue(run.err().startsWith(file + ":3 email is not an address"), run.err());
    assertFalse(run.out().contains("cia"), run.out());
    assertEquals(ExitCode.MISSING, svara("people", "import", "/none.csv").exit());
    assertEquals(ExitCode.WRONG_USE, svara("people").exit());
  }

  @Test
  void aUserIsAddedOnceAndItsLinkOpensTheConsole() throws Exception {
    CommandRun added =
        svara("user", "add", "anna.berg", "--role", "technician", "--technician", "anna");
    assertEquals(ExitCode.DONE, added.exit(), added.err());
    assertTrue(
        added.out().contains(running.url().resolve("/") + "#link="), "a link: " + added.out());
    assertEquals(
        ExitCode.FOUND_WRONG, svara("user", "add", "anna.berg", "--role", "manager").exit());
    assertEquals(ExitCode.WRONG_USE, svara("user", "add", "bo", "--role", "king").exit());
    assertEquals(ExitCode.WRONG_USE, svara("user", "add", "Bo Ek", "--role", "manager").exit());
    assertTrue(svara("user", "link", "anna.berg").out().contains("#link="));
    assertEquals(ExitCode.FOUND_WRONG, svara("user", "link", "nobody").exit());
  }

  @Test
  void aTokenOpensItsScopeUntilItIsRevoked() throws Exception {
    CommandRun added = svara("token", "add", "board", "--scope", "read");
    String token = added.out().strip().replaceAll(".*: ", "");
    assertEquals(ExitCode.WRONG_USE, svara("token", "add", "x", "--scope", "all").exit());
    assertEquals(ExitCode.FOUND_WRONG, svara("token", "add", "board", "--scope", "full").exit());
    RunningEngine board = new RunningEngine(running.url(), token);
    HttpRequest.BodyPublisher nothing = HttpRequest.BodyPublishers.noBody();
    assertEquals(200, board.send("GET", "/api/v1/queues", nothing).statusCode());
    assertEquals(403, board.send("GET", "/metrics", nothing).statusCode());
    assertEquals(ExitCode.DONE, svara("token", "revoke", "board").exit());
    assertEquals(401, board.send("GET", "/api/v1/queues", nothing).statusCode());
    assertEquals(ExitCode.FOUND_WRONG, svara("token", "revoke", "board").exit());
  }
}
