package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.CallId;
import svara.engine.id.Language;
import svara.engine.id.TicketNumber;
import svara.engine.mail.MailPolicy;
import svara.engine.mailbox.ReadMailIntake;
import svara.engine.people.PeopleDiff;
import svara.engine.people.PersonEntry;
import svara.engine.port.DrivenQueue;
import svara.engine.port.FigureStore;
import svara.engine.port.MailIntake.Taken;
import svara.engine.port.PersonalDataStore.What;
import svara.engine.port.TicketStore.TicketChange;
import svara.engine.port.VoiceMessageStore.VoiceMessage;
import svara.engine.postgres.PersonExport;
import svara.engine.queue.AttemptResult;
import svara.engine.runtime.Retention;
import svara.engine.runtime.VertxScheduler;
import svara.engine.statistics.Dimension;
import svara.engine.statistics.FigureTable;
import svara.engine.statistics.Statistics;
import svara.engine.statistics.TicketFigures;
import svara.engine.ticket.TicketStatus;

/**
 * Personal data leaves by the plan and by a person's wish, everywhere, and no figure notices. What
 * is left is looked for in every column of every table.
 */
@Tag("storage")
@Timeout(120)
class PersonalDataIT {
  @RegisterExtension final TestDatabase database = TestDatabase.embedded();

  private static final Instant AT = Instant.parse("2026-03-04T08:00:00Z");
  private static final Instant FROM = Instant.parse("2026-02-28T23:00:00Z");
  private static final Instant TO = Instant.parse("2026-04-30T22:00:00Z");
  private static final Instant YEARS_LATER = Instant.parse("2029-06-01T02:00:00Z");

  private static final List<String> OF_EVA =
      List.of("eva.lund", "Eva Lund", "+46701740611", "hemlig-av-eva");
  private static final List<String> OF_ALL =
      List.of("eva.lund", "Eva Lund", "+4670174", "hemlig", "karl.ek", "Karl Ek");

  private DrivenQueue queue;
  private int serial;

  @BeforeEach
  void aDayWithPeopleInIt() throws Exception {
    people(
        person("eva.lund@example.se", "Eva Lund", "Skola", "+46701740611"),
        person("karl.ek@example.se", "Karl Ek", "Vård", "+46701740605"));
    queue = DrivenQueue.open(database.stores().queues(), "helpdesk", AT);
    queue.served("s-1", "+46701740605");
    aPromiseToEva();
    for (int i = 0; i < 3; i++) {
      queue.passTime(Duration.ofHours(20));
      queue.served("e-" + i, "+46701740611");
    }
    database
        .stores()
        .voiceMessages()
        .keep(
            new VoiceMessage(
                new CallId("e-1"),
                AT,
                Duration.ofSeconds(3),
                Optional.of(Buffer.buffer("hemlig-av-eva")),
                AT))
        .await();
    TicketNumber hers = take("eva.lund@example.se", "Lösenordet", "hemlig-av-eva i text");
    note(hers, "Eva Lund säger hemlig-av-eva");
    database.stores().tickets().reply(hers, "anna", "Hej Eva Lund", AT).await();
    TicketNumber his =
        take("karl.ek@example.se", "Skrivaren", "hemlig av karl, hälsa eva.lund@example.se");
    join(his, "eva.lund@example.se", "hemlig-av-eva i hans");
    closeAll();
  }

  private void aPromiseToEva() {
    queue.offered("p-1", "+46701740605");
    queue.answer("p-1");
    queue.offered("p-2", "+46701740607");
    queue.offered("p-3", "+46701740611");
    queue.press("p-3", '1');
    queue.end("p-3");
    queue.end("p-2");
    queue.end("p-1");
    var promise = queue.promise();
    queue.dial(promise, 1, AttemptResult.BUSY);
    queue.passTime(Duration.ofMinutes(4));
    queue.dial(promise, 2, AttemptResult.JOINED);
  }

  @Test
  void withoutAPlanNothingIsRemoved() throws Exception {
    String before = everything();
    retention(List.of()).run().await();
    assertEquals(before, everything());
    assertEquals(List.of(), database.stores().personalData().runs(10).await());
  }

  @Test
  void peopleAreAnonymisedAndEveryFigureStays() throws Exception {
    Map<String, String> before = figures();
    assertFalse(leftOf(OF_ALL).isEmpty());
    var due = database.stores().personalData().due(What.PEOPLE, YEARS_LATER).await();
    assertTrue(due.get("tickets") >= 7, due::toString);
    assertFalse(leftOf(OF_ALL).isEmpty(), "looking removes nothing");

    retention(List.of(new Retention.Line("Helpdesk 4.1", What.PEOPLE, Duration.ofDays(730))))
        .run()
        .await();

    // those who work here are still known
    plant("delete from person_number", "delete from person where not anonymous");
    assertEquals(List.of(), leftOf(OF_ALL));
    assertEquals(List.of(), differences(before, figures()));
    var run = database.stores().personalData().runs(10).await().getLast();
    assertEquals("Helpdesk 4.1", run.line());
    assertEquals(due.get("tickets"), run.removed().get("tickets"));
    assertEquals(due.get("mailsIn"), run.removed().get("mailsIn"));
    assertEquals(List.of(), database.stores().verification().verify().await().findings());
    assertEquals(0, database.stores().figures().rebuild().await().differ());
  }

  @Test
  void linesForMailsAndFilesLeaveTheRest() throws Exception {
    retention(
            List.of(
                new Retention.Line("4.2", What.MAILS, Duration.ofDays(365)),
                new Retention.Line("4.3", What.FILES, Duration.ofDays(100))))
        .run()
        .await();
    assertEquals("0", one("select count(*) from mail_in where raw <> ''"));
    assertEquals("0", one("select count(*) from attachment where removed_at is null"));
    assertFalse(leftOf(List.of("hemlig-av-eva")).isEmpty(), "the tickets' words stay");
    List<String> lines =
        database.stores().personalData().runs(10).await().stream().map(run -> run.line()).toList();
    assertEquals(List.of("4.3", "4.2"), lines);
  }

  @Test
  void onePersonIsErasedEverywhereAndTheOthersStay() throws Exception {
    Map<String, String> before = figures();
    long id = erase("eva.lund@example.se");
    assertEquals(List.of(), leftOf(OF_EVA));
    assertFalse(leftOf(List.of("Karl Ek")).isEmpty());
    assertEquals(List.of(), differences(before, figures()));
    var erasure = database.stores().personalData().erasure(id).await().orElseThrow();
    assertTrue(erasure.finished(), erasure::toString);
    assertEquals("manager", erasure.by());
    assertTrue(erasure.removed().get("mailsIn") >= 2, erasure::toString);
    assertEquals(List.of(), database.stores().verification().verify().await().findings());
  }

  @Test
  @Proves("F20")
  void whoIsErasedDuringHisOwnCallIsErasedWhenItIsOver() throws Exception {
    queue.pass(Duration.ofDays(4));
    queue.offered("live", "+46701740611");
    queue.answer("live");
    long id = erase("eva.lund@example.se");
    assertFalse(database.stores().personalData().erasure(id).await().orElseThrow().finished());
    assertEquals("0", one("select count(*) from person_number where number = '+46701740611'"));
    queue.pass(Duration.ofMinutes(3));
    queue.end("live");
    Map<String, String> before = figures();
    retention(List.of()).run().await();
    assertTrue(database.stores().personalData().erasure(id).await().orElseThrow().finished());
    assertEquals(List.of(), leftOf(OF_EVA));
    assertEquals(List.of(), differences(before, figures()));
    assertEquals(List.of(), database.stores().verification().verify().await().findings());
  }

  @Test
  void anExportHoldsWhatIsKeptOfThePersonAndOfNobodyElse() {
    PersonExport export = database.stores().personExport();
    Map<String, String> parts = new TreeMap<>();
    export
        .export(
            export.person("EVA.LUND@example.se").await().orElseThrow(),
            part -> parts.put(part.name(), part.content().toString(StandardCharsets.ISO_8859_1)))
        .await();
    String all = String.join("\n", parts.values());
    assertTrue(all.contains("+46701740611"), parts::toString);
    assertTrue(parts.keySet().stream().anyMatch(name -> name.startsWith("mails/")));
    assertTrue(
        parts.entrySet().stream()
            .anyMatch(part ->
                part.getKey().startsWith("voice-messages/")
                    && part.getValue().equals("hemlig-av-eva")));
    assertTrue(parts.containsKey("tickets-001.jsonl") && parts.containsKey("calls-001.jsonl"));
    assertFalse(all.contains("+46701740605"), all);
    assertTrue(export.person("nobody@example.se").await().isEmpty());
  }

  /** The engine's own role may do this by the functions alone. */
  @Test
  void theEngineItselfMayNotChangeHistory() throws Exception {
    try (Connection connection = database.engine();
        Statement statement = connection.createStatement()) {
      for (String sql :
          List.of(
              "update journal set payload = '{}'",
              "delete from ticket_entry",
              "update mail_in set raw = ''",
              "select anonymise_tickets('{}', now(), now())",
              "update retention_run set line = ''")) {
        SQLException refused = assertThrows(SQLException.class, () -> statement.execute(sql), sql);
        assertEquals("42501", refused.getSQLState(), sql);
      }
    }
  }

  // ---- what is kept

  /** Every figure there is: of hours, days, departments, technicians, promises and tickets. */
  private Map<String, String> figures() throws SQLException {
    FigureStore figures = database.stores().figures();
    while (figures.keepUp().await() > 0) {
      // until nothing is left to fold
    }
    Map<String, String> all = new TreeMap<>();
    for (Statistics.By by : Statistics.By.values()) {
      Statistics read =
          figures
              .read(null, new Statistics.Span(FROM, TO, TestDatabase.ZONE, by))
              .await()
              .statistics();
      read.parts()
          .forEach(
              part -> all.put(by + " " + part.from(), FigureTable.of(part.figures()).toString()));
      all.put(by + " all", FigureTable.of(read.all()).toString());
    }
    for (Dimension dimension : Dimension.values()) {
      figures
          .groups(
              dimension,
              null,
              null,
              new Statistics.Span(FROM, TO, TestDatabase.ZONE, Statistics.By.HOUR))
          .await()
          .groups()
          .forEach((name, of) ->
              all.put(
                  dimension + " " + name,
                  FigureTable.of(of.calls()) + " " + of.tickets() + " " + of.mails()));
    }
    TicketFigures tickets = new TicketFigures(FROM, TO, _ -> OpeningHours.always());
    figures.tickets(null, FROM, TO, FigureStore.Group.ALL, 1_000).await().forEach(tickets::add);
    all.put("tickets", tickets.table().toString());
    all.put("backlog", figures.backlog(TO).await().toString());
    for (FigureStore.PromiseFigure figure : FigureStore.PromiseFigure.values()) {
      all.put(
          "promises " + figure,
          figures.promises(null, FROM, TO, figure, 0, 100).await().all() + "");
    }
    all.put(
        "sql",
        one(
            "select string_agg(concat_ws(',', call_id, department, outcome, wait_seconds, talk_seconds, technician), ';' order by call_id) from report_calls"));
    all.put(
        "sql tickets",
        one(
            "select string_agg(concat_ws(',', number, status, channel, department, opened_at, closed_at), ';' order by number) from report_tickets"));
    return all;
  }

  private static List<String> differences(Map<String, String> before, Map<String, String> after) {
    List<String> differences = new ArrayList<>();
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      if (!Objects.equals(before.get(name), after.get(name))) {
        differences.add(name + ": " + before.get(name) + " became " + after.get(name));
      }
    }
    return differences;
  }

  /** Where any of these words still stands, in any column of any table. */
  private List<String> leftOf(List<String> words) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = database.owner();
        Statement tables = connection.createStatement();
        ResultSet names =
            tables.executeQuery(
                "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'")) {
      while (names.next()) {
        for (String word : words) {
          String sql =
              "select count(*) from \"%s\" t where position(lower(?) in lower(t::text)) > 0 or position(? in t::text) > 0"
                  .formatted(names.getString(1));
          try (PreparedStatement look = connection.prepareStatement(sql)) {
            look.setString(1, word);
            look.setString(2, hex(word));
            try (ResultSet count = look.executeQuery()) {
              count.next();
              if (count.getInt(1) > 0) {
                found.add(names.getString(1) + " holds " + word);
              }
            }
          }
        }
      }
    }
    return found;
  }

  private static String hex(String word) {
    return java.util.HexFormat.of().formatHex(word.getBytes(StandardCharsets.UTF_8));
  }

  private String everything() throws SQLException {
    StringBuilder all = new StringBuilder();
    for (String table :
        List.of(
            "journal",
            "call",
            "callback",
            "ticket",
            "ticket_entry",
            "mail_in",
            "mail_out",
            "person",
            "attachment")) {
      all.append(
          one("select md5(string_agg(t::text, ',' order by t::text)) from \"" + table + "\" t"));
    }
    return all.toString();
  }

  private String one(String sql) throws SQLException {
    try (Connection connection = database.owner();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  private void plant(String... statements) throws SQLException {
    try (Connection connection = database.owner();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  // ---- what happens

  private Retention retention(List<Retention.Line> plan) {
    return new Retention(
        database.stores().personalData(),
        new VertxScheduler(database.vertx(), () -> YEARS_LATER),
        plan);
  }

  private long erase(String address) {
    return retention(List.of()).erase(address, "manager").await().orElseThrow();
  }

  private void people(PersonEntry... listed) {
    var store = database.stores().people();
    store.apply(PeopleDiff.of(store.all().await(), List.of(listed)).changes()).await();
  }

  private static PersonEntry person(String email, String name, String department, String number) {
    return new PersonEntry(email, name, department, List.of(number), Language.SV, false, false);
  }

  private TicketNumber take(String from, String subject, String text) {
    return mail(from, subject, "", text).ticket();
  }

  private void join(TicketNumber ticket, String from, String text) {
    assertEquals(ticket, mail(from, "SV: [#" + ticket + "]", "", text).ticket());
  }

  private Taken mail(String from, String subject, String headers, String text) {
    MailPolicy policy =
        new MailPolicy(
            Language.SV,
            true,
            OpeningHours.always(),
            Duration.ofHours(8),
            5,
            Duration.ofDays(14),
            "example.se",
            Set.of("helpdesk@example.se"));
    String raw =
        "Message-ID: <%d.%s@example.net>\r\nFrom: %s\r\nTo: helpdesk@example.se\r\nSubject: %s\r\nContent-Type: text/plain; charset=utf-8\r\n%s\r\n%s\r\n"
            .formatted(++serial, from.substring(0, 4), from, subject, headers, text);
    return new ReadMailIntake(
            database.vertx(), database.stores().mails(policy), 1_000_000, () -> AT)
        .take("helpdesk", Buffer.buffer(raw.getBytes(StandardCharsets.UTF_8)))
        .await();
  }

  private void note(TicketNumber ticket, String text) {
    database.stores().tickets().note(ticket, "anna", text, AT).await();
  }

  private void closeAll() throws SQLException {
    List<String> open =
        List.of(
            one("select string_agg(number, ',') from ticket where closed_at is null").split(","));
    for (String number : open) {
      database
          .stores()
          .tickets()
          .change(
              TicketNumber.parse(number).orElseThrow(),
              new TicketChange(
                  null, TicketStatus.CLOSED, null, null, "anna", queue.now().plusSeconds(60)))
          .await();
    }
  }
}
