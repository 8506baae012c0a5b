package svara.config.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import svara.engine.calendar.OpeningHours;
import svara.engine.calendar.OpeningHours.Span;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;

class SettingsTest {
  private static final String SECRET = "SVARA_TELEPHONY_AMI_SECRET";

  private static Settings read(String yaml, String... variables) {
    Map<String, String> environment = new HashMap<>(Map.of(SECRET, "s3cret"));
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return Settings.read("svara.yaml", yaml, environment);
  }

  private static List<String> problems(String yaml, String... variables) {
    SettingsException refused = assertThrows(SettingsException.class, () -> read(yaml, variables));
    return refused.problems().stream().map(Problem::toString).toList();
  }

  private static String problem(String yaml, String... variables) {
    List<String> problems = problems(yaml, variables);
    assertEquals(1, problems.size(), problems.toString());
    return problems.getFirst();
  }

  @Test
  void aQueueAndATechnicianAreRead() {
    Settings settings =
        read(
            """
            queues:
              - name: helpdesk
                numbers: [100, "08-46500400"]
                talkingMax: 3
                ringTime: 15s
                hours: mon-thu 08:00-12:00 13:00-16:30, fri 08:00-24:00
                language: en
                languages: {"0846500400": sv}
                technicians: [anna.berg]
            technicians:
              - {name: Anna Berg, email: Anna.Berg@example.se, dial: PJSIP/201, queue: helpdesk}
            """
                .replace("\"08-46500400\"", "\"0846500400\""));

    QueueSettings queue = settings.queues().getFirst();
    assertEquals(new QueueId("helpdesk"), queue.name());
    assertEquals(List.of("100", "0846500400"), queue.numbers());
    assertEquals(3, queue.policy().talkingMax());
    assertEquals(Duration.ofSeconds(15), queue.policy().ringTime());
    assertEquals(Language.EN, queue.language());
    assertEquals(Map.of("0846500400", Language.SV), queue.languages());
    assertEquals(
        List.of(
            new Span(LocalTime.of(8, 0), LocalTime.of(12, 0)),
            new Span(LocalTime.of(13, 0), LocalTime.of(16, 30))),
        queue.policy().hours().week().get(DayOfWeek.TUESDAY));
    assertEquals(
        List.of(new Span(LocalTime.of(8, 0), LocalTime.MIDNIGHT)),
        queue.policy().hours().week().get(DayOfWeek.FRIDAY));
    assertEquals(new TechnicianId("anna.berg"), settings.technicians().getFirst().id());
    assertEquals("PJSIP/201", settings.technicians().getFirst().phone().dial());
  }

  @Test
  void allThatIsWrongIsToldAtOnceWithKeyLineLimitsAndWhatWasGiven() {
    List<String> problems =
        problems(
            """
            http:
              port: 99999
              prot: 1
            queues:
              - name: Help Desk
                talkingMax: many
                callbakcsMax: 5
            technicians:
              - name: Anna Berg
                dial: SIP/201
            timez:
              stale: 3s
            """);

    assertEquals(
        List.of(
                "svara.yaml:2: http.port: given \"99999\", allowed 0 to 65535",
                "svara.yaml:5: queues[0].name: given \"Help Desk\", allowed 1 to 40 of a-z, 0-9 and _,"
                    + " a letter first",
                "svara.yaml:6: queues[0].talkingMax: given \"many\", allowed 1 to 1000",
                "svara.yaml:9: technicians[0].email: given nothing, required: a mail address",
                "svara.yaml:10: technicians[0].dial: given \"SIP/201\", allowed PJSIP/phone, or"
                    + " PJSIP/number@trunk",
                "svara.yaml:3: http.prot: given an unknown key, did you mean port?",
                "svara.yaml:7: queues[0].callbakcsMax: given an unknown key, did you mean"
                    + " callbacksMax?",
                "svara.yaml:11: timez: given an unknown key, did you mean times?")
            .stream()
            .sorted()
            .toList(),
        problems.stream().sorted().toList());
  }

  @Test
  void aLanguageIsOneWeSpeakAndOfOneOfTheQueuesNumbers() {
    assertEquals(
        "svara.yaml:1: queues[0].languages.100: given \"fi\", allowed 0 to 100, 1 to 20 of 0-9 and"
            + " +: sv or en",
        problem("queues: [{name: helpdesk, numbers: [100], languages: {100: fi}}]"));
    assertEquals(
        "svara.yaml:1: queues[0].languages: given 101, must be one of the queue's numbers",
        problem("queues: [{name: helpdesk, numbers: [100], languages: {101: en}}]"));
  }

  @Test
  void variablesOverrideTheFile() {
    Settings settings =
        read(
            "{http: {port: 8081}, queues: [{name: helpdesk, talkingMax: 2}]}",
            "SVARA_HTTP_PORT",
            "8082",
            "SVARA_QUEUES_0_TALKINGMAX",
            "4",
            "SVARA_QUEUES_0_NUMBERS",
            "100, 101",
            "SVARA_QUEUES_1_NAME",
            "economy",
            "SVARA_QUEUES_1_NUMBERS_0",
            "102",
            "SVARA_NUMBERS_EXTENSIONS",
            "{4xx: +46846500}");

    assertEquals(8082, settings.http().port());
    assertEquals(4, settings.queues().getFirst().policy().talkingMax());
    assertEquals(List.of("100", "101"), settings.queues().getFirst().numbers());
    assertEquals(new QueueId("economy"), settings.queues().get(1).name());
    assertEquals(List.of("102"), settings.queues().get(1).numbers());
    assertEquals(Map.of("4xx", "+46846500"), settings.numbers().extensions());
  }

  @Test
  void aWholeListMayStandInAVariable() {
    Settings settings =
        read("", "SVARA_QUEUES", "[{name: helpdesk, numbers: [100]}, {name: economy}]");

    assertEquals(2, settings.queues().size());
  }

  @Test
  void aWrongOrUnknownVariableIsRefusedByItsName() {
    assertEquals(
        "SVARA_HTTP_PORT: http.port: given \"http\", allowed 0 to 65535",
        problem("queues: [{name: helpdesk}]", "SVARA_HTTP_PORT", "http"));
    assertEquals(
        "environment: SVARA_HTTP_PROT: given an unknown variable, did you mean SVARA_HTTP_PORT?",
        problem("queues: [{name: helpdesk}]", "SVARA_HTTP_PROT", "8080"));
  }

  @Test
  void whatTheScriptsSetForThemselvesIsNoUnknownSetting() throws IOException {
    Map<String, String> environment = new HashMap<>(Map.of(SECRET, "s3cret"));
    for (String script :
        List.of(
            "../svara",
            "tools/debs.sh",
            "tools/get-tools.sh",
            "asterisk/get-asterisk.sh",
            "asterisk/prompts/make-sounds.sh")) {
      Pattern.compile("\\bSVARA_[A-Z_]+\\b")
          .matcher(Files.readString(Path.of(script)))
          .results()
          .forEach(name -> environment.put(name.group(), "x"));
    }

    assertTrue(environment.size() > 5, environment.toString());
    Settings.read("svara.yaml", "queues: [{name: helpdesk}]", environment);
  }

  @Test
  void aSecretComesFromAFileAndNeverPrints(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("ami"), "from file: #\n");
    Settings settings =
        Settings.read(
            "svara.yaml", "queues: [{name: helpdesk}]", Map.of(SECRET + "_FILE", file.toString()));

    assertEquals("from file: #", settings.telephony().ami().secret().reveal());
    assertFalse(settings.toString().contains("from file"));
    assertTrue(settings.toString().contains("***"));
  }

  @Test
  void aSecretInAVariableIsTakenAsItIs() {
    Settings settings = read("queues: [{name: helpdesk}]", SECRET, "{a: *b #c");

    assertEquals("{a: *b #c", settings.telephony().ami().secret().reveal());
  }

  @Test
  void aWrongSecretIsRefusedWithoutShowingIt(@TempDir Path folder) {
    String wrong = problem("queues: [{name: helpdesk}]", SECRET, "x".repeat(201));
    assertFalse(wrong.contains("xxx"), wrong);

    String none =
        problem("queues: [{name: helpdesk}]", SECRET + "_FILE", folder.resolve("no").toString());
    assertTrue(none.startsWith(SECRET + "_FILE:"), none);
    assertTrue(none.endsWith("no, allowed 1 to 200 letters"), none);
  }

  @Test
  void aBrokenOrderOfTimesIsRefused() {
    assertEquals(
        "svara.yaml:1: times.lease: given 5s, must be more than times.stale (5s)",
        problem("{times: {lease: 5s}, queues: [{name: helpdesk}]}"));
    assertEquals(
        "svara.yaml:1: times.deadMan: given 10s, must be more than times.lease (20s)",
        problem("{times: {lease: 20s}, queues: [{name: helpdesk}]}"));
    assertEquals(
        "svara.yaml:1: database.awayMax: given 6s, must be less than times.lease (6s)",
        problem("{database: {awayMax: 6s}, queues: [{name: helpdesk}]}"));
    assertEquals(
        "svara.yaml:1: telephony.ami.dropAfter: given 2s, must be more than"
            + " telephony.ami.degradedAfter (3s)",
        problem("{telephony: {ami: {dropAfter: 2s}}, queues: [{name: helpdesk}]}"));
    assertEquals(
        "svara.yaml:1: times.stale: given \"4500ms\", allowed 2s to 5m, whole seconds",
        problem("{times: {stale: 4500ms}, queues: [{name: helpdesk}]}"));
  }

  @Test
  void whatBelongsTogetherMustFit() {
    List<String> problems =
        problems(
            """
            queues:
              - {name: helpdesk, numbers: [100], technicians: [nobody]}
              - {name: helpdesk, numbers: [100], technicians: [anna.berg]}
              - {name: economy, technicians: [bo.ek]}
            technicians:
              - {name: A, email: anna.berg@example.se, dial: PJSIP/201, queue: economy}
              - {name: B, email: anna.berg@example.org, dial: PJSIP/201}
              - {name: C, email: bo.ek@example.org, dial: PJSIP/202}
            """);

    assertEquals(6, problems.size(), problems.toString());
  }

  @Test
  void anExternalDatabaseNeedsPasswords() {
    List<String> problems =
        problems("{database: {url: 'postgresql://db.example.se:5432/svara'}, queues: [{name: h}]}");
    assertEquals(2, problems.size(), problems.toString());

    Settings settings =
        read(
            "{database: {url: 'postgresql://db.example.se:5432/svara'}, queues: [{name: h}]}",
            "SVARA_DATABASE_PASSWORD",
            "a",
            "SVARA_DATABASE_OWNERPASSWORD",
            "b");
    assertTrue(read("queues: [{name: h}]").database().address().isEmpty());
    assertEquals("db.example.se", settings.database().address().orElseThrow().host());
    assertFalse(settings.toString().contains("password=a"));
  }

  private static final String MAILBOX =
      "{queues: [{name: h}], mailboxes: [{name: a, host: m.example.se, user: a@example.se, %s}]}";

  @Test
  void aMailboxSignsInWithAPasswordOrTokensAndMovesMailToAnotherFolder() {
    assertEquals(1, problems(MAILBOX.formatted("poll: 1m")).size());
    assertEquals(1, problems(MAILBOX.formatted("password: x, moveTo: INBOX")).size());
    String oauth = "oauth: {tokenUrl: 'https://login.example.se/token', clientId: svara%s}";
    assertEquals(1, problems(MAILBOX.formatted(oauth.formatted(""))).size());
    assertEquals(
        1,
        problems(MAILBOX.formatted("password: x, " + oauth.formatted(", clientSecret: y"))).size());
    assertEquals(
        1,
        problems(
                MAILBOX.formatted(
                    "password: x, oauth: {tokenUrl: 'http://login.example.se/token'}"))
            .size());

    Settings tokens =
        read(
            MAILBOX.formatted(oauth.formatted("")),
            "SVARA_MAILBOXES_0_OAUTH_CLIENTSECRET",
            "hemligt");
    assertFalse(tokens.toString().contains("hemligt"));
    var access = tokens.mailboxes().getFirst().access(Path.of("data")).orElseThrow();
    assertTrue(access.signIn().token());
    assertEquals("svara at https://login.example.se/token", access.signIn().toString());
    var moved = read(MAILBOX.formatted("password: hemligt, moveTo: Klart")).mailboxes().getFirst();
    assertEquals("Klart", moved.access(Path.of("data")).orElseThrow().moveTo());
    assertFalse(moved.access(Path.of("data")).toString().contains("hemligt"));
    assertEquals(1, problems(MAILBOX.formatted("password: x, queue: other")).size());
    var tied = read(MAILBOX.formatted("password: x, queue: h")).mailboxes().getFirst();
    assertEquals(new QueueId("h"), tied.queue());
  }

  @Test
  void nothingGoesOverANetworkThatIsNotEncrypted() {
    assertEquals(
        "svara.yaml:1: http.bind: given 0.0.0.0, must be a loopback address, unless"
            + " http.certificate and http.key encrypt, or http.proxies names the proxy that does",
        problem("{http: {bind: 0.0.0.0}, queues: [{name: h}]}"));
    assertTrue(
        problem("{http: {bind: 0.0.0.0, proxies: [192.0.2.1]}, queues: [{name: h}]}")
            .contains("http.url: given nothing, required"));
    assertTrue(
        problem("{http: {certificate: /nowhere.pem, key: /dev/null}, queues: [{name: h}]}")
            .contains("a file that can be read"));
    assertTrue(
        problem("{http: {key: /dev/null}, queues: [{name: h}]}").contains("http.certificate"));
    var behind =
        read(
            "{http: {bind: 0.0.0.0, url: 'https://svara.example.se', proxies: [192.0.2.1]},"
                + " queues: [{name: h}]}");
    assertEquals(Set.of("192.0.2.1"), behind.http().door().proxies());
    assertEquals("::1", read("{http: {bind: '::1'}, queues: [{name: h}]}").http().bind());
  }

  @Test
  void brokenYamlAndHostileYamlAreOneProblemWithALine() {
    assertTrue(problems("queues:\n  - [\n").getFirst().startsWith("svara.yaml:"));
    String laughs =
        "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
            + "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
            + "e: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n";
    assertTrue(problems(laughs).getFirst().contains("too many"), problems(laughs).toString());
    assertTrue(problems("a: &a [*a]").getFirst().contains("too "));
  }

  @Test
  void aKeyMayStandOnce() {
    assertTrue(
        problems("http: {port: 1}\nhttp: {port: 2}\nqueues: [{name: h}]")
            .contains("svara.yaml:2: http: given twice, a key may stand once"));
  }

  @Test
  void hoursMustRunForwards() {
    for (String hours :
        List.of(
            "mon-fri 16:00-08:00", "fri-mon 08:00-16:00", "mon", "mon 8-16", "mon 08:00-25:00")) {
      assertTrue(
          problem("queues: [{name: h, hours: '" + hours + "'}]").contains("queues[0].hours"),
          hours);
    }
  }

  @Test
  void holidaysEvesAndExceptionsCloseAQueueThatHasHours() {
    OpeningHours hours =
        hours(
            """
            queues:
              - name: h
                hours: mon-fri 08:00-16:00
                eves: [christmas_eve]
                exceptions: {2026-12-28: closed, "2026-12-29": 10:00-12:00 13:00-14:00}
            """);
    assertFalse(hours.openAt(Instant.parse("2026-04-03T10:00:00Z")), "Good Friday");
    assertFalse(hours.openAt(Instant.parse("2026-12-24T10:00:00Z")), "an eve that is named");
    assertTrue(hours.openAt(Instant.parse("2026-06-19T10:00:00Z")), "one that is not");
    assertFalse(hours.openAt(Instant.parse("2026-12-28T10:00:00Z")));
    assertTrue(hours.openAt(Instant.parse("2026-12-29T10:00:00Z")));
    assertFalse(hours.openAt(Instant.parse("2026-12-29T11:30:00Z")));
  }

  @Test
  void whoeverIsThereDayAndNightOrSwitchesHolidaysOffIsOpenOnThem() {
    Instant goodFriday = Instant.parse("2026-04-03T10:00:00Z");
    assertTrue(hours("queues: [{name: h}]").openAt(goodFriday));
    assertTrue(
        hours("queues: [{name: h, hours: mon-fri 08:00-16:00, holidays: false}]")
            .openAt(goodFriday));
  }

  @Test
  void anExceptionMustBeADayAndTimesThatRunForwards() {
    for (String exception :
        List.of("2026-02-30: closed", "2026-02-03: 12:00-08:00", "2026-02-03: 8-12", "x: closed")) {
      assertTrue(
          problem("queues: [{name: h, exceptions: {%s}}]".formatted(exception))
              .contains("queues[0].exceptions"),
          exception);
    }
  }

  private static OpeningHours hours(String yaml) {
    return read(yaml).queues().getFirst().policy().hours();
  }
}
