package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openpdf.text.pdf.PdfReader;
import org.openpdf.text.pdf.parser.PdfTextExtractor;
import svara.config.settings.Settings;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.Language;
import svara.engine.id.TicketNumber;
import svara.engine.mail.MailPolicy;
import svara.engine.mail.SendingPlan;
import svara.engine.mail.SendingPlan.Fate;
import svara.engine.mailbox.ImapAccess;
import svara.engine.mailbox.MailSending;
import svara.engine.mailbox.PlayedSmtp;
import svara.engine.mailbox.ReadMailIntake;
import svara.engine.mailbox.SmtpAccess;
import svara.engine.port.MailIntake;
import svara.engine.port.MailIntake.Taken;
import svara.engine.port.OutboxStore;
import svara.engine.port.OutboxStore.Claimed;
import svara.engine.port.TicketStore.TimelineEntry;
import svara.engine.runtime.VertxScheduler;
import svara.engine.statistics.DayText;

/** From a mail that comes to the answers that are sent, on a real database. */
@Tag("mail")
@Timeout(120)
class MailSendingIT {
  /** One outbox is sent by one test at a time, so each has a database of its own. */
  @RegisterExtension final TestDatabase database = TestDatabase.embedded();

  private static final Instant AT = Instant.parse("2026-03-02T08:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final SendingPlan PLAN =
      new SendingPlan(Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofDays(3));
  private static final Pattern RECIPIENT = Pattern.compile("(?m)^To: (.*?)\\r?$");
  private static final Pattern MESSAGE_ID = Pattern.compile("(?m)^Message-ID: <(.*)>$");

  private final List<AutoCloseable> open = new ArrayList<>();
  private int serial;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  private static MailPolicy policy(int perDay) {
    return new MailPolicy(
        Language.SV,
        true,
        OpeningHours.always(),
        Duration.ofHours(8),
        perDay,
        Duration.ofDays(14),
        "example.se",
        Set.of("helpdesk@example.se"));
  }

  private Taken take(int perDay, String raw) throws Exception {
    MailIntake intake =
        new ReadMailIntake(
            database.vertx(), database.stores().mails(policy(perDay)), 1_000_000, () -> AT);
    return awaited(intake.take("", Buffer.buffer(raw.replace("\n", "\r\n"))));
  }

  private String mail(String from) {
    return "Message-ID: <%d@example.org>\nReferences: <0@example.org>\nFrom: %s\nSubject: Skrivaren\n\nDen är tom.\n"
        .formatted(++serial, from);
  }

  private static <T> T awaited(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private MailSending sending(int port, String node) {
    MailSending sending =
        new MailSending(
            new SmtpAccess(
                "127.0.0.1",
                port,
                ImapAccess.Security.PLAIN,
                "",
                "",
                "helpdesk@example.se",
                "Helpdesken"),
            new MailSending.Pace(Duration.ofMillis(20), Duration.ofSeconds(1)),
            PLAN,
            database.stores().outbox(),
            Supplier::get,
            node,
            // attempts that are due "later" are due as soon as the clock has ticked
            new Ticking()::now,
            _ -> {});
    open.add(sending);
    sending.start();
    return sending;
  }

  /** A clock that goes on a second each time it is read. */
  private static final class Ticking {
    private Instant now = AT;

    synchronized Instant now() {
      now = now.plusSeconds(1);
      return now;
    }
  }

  private PlayedSmtp played() throws Exception {
    PlayedSmtp server = new PlayedSmtp();
    open.add(server);
    return server;
  }

  private TicketNumber replied(String words) throws Exception {
    TicketNumber ticket = take(1, mail("eva.lund@example.se")).ticket();
    awaited(
        database
            .stores()
            .tickets("example.se")
            .reply(ticket, "anna.berg", words, AT.plusSeconds(60)));
    return ticket;
  }

  private List<Map<String, String>> deliveries(TicketNumber ticket) throws Exception {
    return awaited(database.stores().tickets().ticket(ticket)).orElseThrow().timeline().stream()
        .filter(entry -> entry.kind().equals("reply"))
        .map(TimelineEntry::facts)
        .toList();
  }

  private void await(TicketNumber ticket, String state, int mails) throws Exception {
    Awaited.value(
        PATIENCE,
        () ->
            deliveries(ticket).stream().filter(f -> state.equals(f.get("delivery"))).count()
                == mails,
        () -> "");
  }

  private long count(String condition) throws SQLException {
    try (Connection connection = database.engine();
        PreparedStatement query =
            connection.prepareStatement("select count(*) from mail_out where " + condition);
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void aMailIsAcknowledgedOnceAndTheAnswerComesInItsThread() throws Exception {
    GreenMail real = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    real.start();
    open.add(real::stop);
    String raw = mail("Eva Lund <eva.lund@example.se>");
    TicketNumber ticket = take(1, raw).ticket();
    take(1, raw);
    awaited(
        database
            .stores()
            .tickets("example.se")
            .reply(ticket, "anna.berg", "Vi byter den.", AT.plusSeconds(60)));
    sending(real.getSmtp().getPort(), "node1");
    await(ticket, "sent", 2);

    assertTrue(real.waitForIncomingEmail(10_000, 2));
    var mails = real.getReceivedMessages();
    assertEquals(2, mails.length);
    for (var mail : mails) {
      assertEquals("[#" + ticket + "] Skrivaren", mail.getSubject());
      assertEquals("<1@example.org>", mail.getHeader("In-Reply-To", null));
      assertEquals(
          "<0@example.org> <1@example.org>",
          mail.getHeader("References", null).replaceAll("\\s+", " "));
      assertTrue(mail.getMessageID().endsWith("@example.se>"), mail.getMessageID());
      assertEquals("eva.lund@example.se", mail.getAllRecipients()[0].toString());
    }
    assertEquals("auto-replied", mails[0].getHeader("Auto-Submitted", null));
    assertEquals(null, mails[1].getHeader("Auto-Submitted", null));
    Multipart forms = (Multipart) mails[1].getContent();
    assertEquals("Vi byter den.", forms.getBodyPart(0).getContent().toString().strip());
    assertTrue(forms.getBodyPart(1).getContent().toString().contains("<p>Vi byter den.</p>"));
  }

  @Test
  void oneAddressIsToldSoManyTimesADayAndEveryTicketIsThere() throws Exception {
    List<Future<Taken>> all = new ArrayList<>();
    MailIntake intake =
        new ReadMailIntake(
            database.vertx(), database.stores().mails(policy(3)), 1_000_000, () -> AT);
    for (int i = 0; i < 10; i++) {
      all.add(
          intake.take(
              "",
              Buffer.buffer(
                  mail("eva.lund@example.se")
                      .replace("References: <0@example.org>\n", "")
                      .replace("\n", "\r\n")
                      .getBytes(StandardCharsets.UTF_8))));
    }
    awaited(Future.all(all));

    assertEquals(10, all.stream().map(f -> f.result().ticket()).distinct().count());
    assertEquals(3, count("automatic"));
  }

  @Test
  void ourOwnAddressAndProgramsAreToldNothing() throws Exception {
    take(5, mail("helpdesk@example.se"));
    take(5, "Auto-Submitted: auto-generated\n" + mail("robot@example.org"));

    assertEquals(0, count("true"));
  }

  @Test
  @Proves("F12")
  void aRefusalStandsOnTheTicketInTheServersWords() throws Exception {
    PlayedSmtp server = played();
    server.answer(
        said -> said.equals("RCPT") ? "550 5.1.1 no such user here" : PlayedSmtp.usual(said));
    TicketNumber ticket = replied("Hej");
    sending(server.port(), "node1");
    await(ticket, "refused", 2);

    assertTrue(deliveries(ticket).getLast().get("server").contains("no such user here"));
    assertEquals(0, count("state = 'waiting'"));
  }

  @Test
  @Proves("F12")
  void aServerThatIsAwayAndBusyIsTriedAgainUntilItTakesEachMailOnce() throws Exception {
    PlayedSmtp server = played();
    int[] calls = {0};
    server.answer(said -> {
      if (!said.equals("connect") && !said.equals("RCPT") && !said.equals("DATA")) {
        return PlayedSmtp.usual(said);
      }
      return switch (++calls[0]) {
        case 1, 4 -> "421 4.3.2 too busy";
        case 2, 7 -> PlayedSmtp.DROP;
        case 11 -> PlayedSmtp.STALL;
        default -> PlayedSmtp.usual(said);
      };
    });
    TicketNumber ticket = replied("Hej");
    sending(server.port(), "node1");
    await(ticket, "sent", 2);

    assertEquals(2, server.accepted().size());
    assertEquals(2, server.handed().size());
    assertTrue(count("attempts > 1") >= 1);
  }

  @Test
  @Proves("F12")
  void whenTheAnswerToAWholeMailIsLostOnlyAPersonsIsSentAgainUnderTheSameName() throws Exception {
    PlayedSmtp server = played();
    int[] ends = {0};
    server.answer(said ->
        said.equals(".") && ++ends[0] <= 2 ? "250" + PlayedSmtp.DROP : PlayedSmtp.usual(said));
    TicketNumber ticket = replied("Hej");
    sending(server.port(), "node1");
    await(ticket, "sent", 1);
    await(ticket, "given_up", 1);

    List<String> ids =
        server.handed().stream()
            .map(mail -> MESSAGE_ID.matcher(mail).results().findFirst().orElseThrow().group(1))
            .toList();
    assertEquals(3, ids.size());
    assertEquals(2, Set.copyOf(ids).size());
    assertEquals("true", deliveries(ticket).getFirst().get("automatic"));
    assertEquals("given_up", deliveries(ticket).getFirst().get("delivery"));
  }

  @Test
  void aMailIsGivenUpWhenPatienceIsOver() throws Exception {
    TicketNumber ticket = replied("Hej");
    PlayedSmtp server = played();
    server.answer(said -> "421 4.3.2 never");
    OutboxStore outbox = database.stores().outbox();
    for (int i = 0; i < 2; i++) {
      Claimed mail = awaited(outbox.claim("node1/a", AT.plusSeconds(99), PATIENCE)).orElseThrow();
      Fate late =
          PLAN.after(
              new SendingPlan.Attempt.Failed("421 never"),
              9,
              false,
              mail.writtenAt(),
              AT.plus(Duration.ofDays(4)));
      assertTrue(awaited(outbox.settle(mail, late, AT)));
    }
    await(ticket, "given_up", 2);
  }

  /** Killed for good while the server thinks: before it had the mail, and when it has all of it. */
  @ParameterizedTest
  @CsvSource({"RCPT,sent", ".,given_up"})
  @Proves("F6")
  void aMailOfASenderThatWasKilledIsNeverHandedOverTwice(
      String stage, String end, @TempDir Path folder) throws Exception {
    PlayedSmtp server = played();
    CountDownLatch reached = new CountDownLatch(1);
    server.answer(command -> {
      if (command.startsWith(stage)) {
        reached.countDown();
        return PlayedSmtp.STALL;
      }
      return PlayedSmtp.usual(command);
    });
    TicketNumber ticket = take(1, mail("eva.lund@example.se")).ticket();
    Path log = folder.resolve("log");
    Process sender = SendingProcess.start(database.address(), server.port(), log.toFile());
    try {
      assertTrue(reached.await(60, TimeUnit.SECONDS), "nothing was sent: see " + log);
    } finally {
      sender.destroyForcibly().waitFor();
    }
    assertEquals(1, count("state = 'waiting' and claim is not null"));

    server.answer(PlayedSmtp::usual);
    sending(server.port(), "node1");
    await(ticket, end, 1);
    assertEquals(1, server.handed().size());
  }

  @Test
  @Tag("slow")
  @Timeout(300)
  void aSenderThatIsKilledAgainAndAgainHandsNoMailOverTwiceAndEachIsAccountedFor(
      @TempDir Path folder) throws Exception {
    PlayedSmtp server = played();
    int mails = 80;
    for (int i = 0; i < mails; i++) {
      take(5, mail("p%d@example.net".formatted(i)));
    }
    int kills = 0;
    while (count("state = 'waiting'") > 0) {
      int enough = server.handed().size() + 1 + (kills * 7) % 12;
      Process sender =
          SendingProcess.start(
              database.address(), server.port(), folder.resolve("log" + kills).toFile());
      try {
        Awaited.value(
            Duration.ofSeconds(60),
            () -> server.handed().size() >= enough || count("state = 'waiting'") == 0,
            () -> "");
      } finally {
        sender.destroyForcibly().waitFor();
      }
      kills++;
    }
    List<String> handed =
        server.handed().stream()
            .map(mail -> RECIPIENT.matcher(mail).results().findFirst().orElseThrow().group(1))
            .toList();
    assertTrue(kills > 5, "killed " + kills + " times alone");
    assertEquals(handed.size(), handed.stream().distinct().count(), "doubled");
    assertEquals(mails, count("state in ('sent', 'given_up')"));
    assertTrue(count("state = 'sent'") <= handed.size(), "missing");
  }

  /**
   * What a killed engine leaves behind is what stands in the store: a claim alone, or a claim whose
   * mail was about to be handed over.
   */
  @Test
  void afterAKillOnlyWhatTheServerCanNotHaveIsSentAgain() throws Exception {
    PlayedSmtp server = played();
    TicketNumber ticket = replied("Hej");
    OutboxStore outbox = database.stores().outbox();
    Duration hold = Duration.ofMinutes(15);
    Claimed first = awaited(outbox.claim("node1/killed", AT.plusSeconds(90), hold)).orElseThrow();
    Claimed second = awaited(outbox.claim("node1/killed", AT.plusSeconds(90), hold)).orElseThrow();
    assertTrue(awaited(outbox.handing(second)));
    assertEquals(
        Optional.empty(),
        awaited(outbox.claim("node2/other", AT.plusSeconds(99), hold)),
        "both are the killed engine's");
    assertEquals(
        List.of(), awaited(outbox.settleAbandoned("node2/other", "killed", AT.plusSeconds(99))));

    sending(server.port(), "node1");
    await(ticket, "sent", 1);
    await(ticket, "given_up", 1);

    assertEquals(1, server.handed().size());
    assertTrue(deliveries(ticket).getLast().get("server").contains("may have arrived"));
    assertFalse(awaited(outbox.handing(first)), "the killed engine comes back too late");
    assertFalse(awaited(outbox.settle(first, new Fate.Refused("late"), AT)));
    assertTrue(awaited(outbox.settle(second, new Fate.Sent("250 after all"), AT)));
    await(ticket, "sent", 2);
  }

  @Test
  void twoNodesSendEachMailOnce() throws Exception {
    PlayedSmtp server = played();
    for (int i = 0; i < 15; i++) {
      take(1, mail("person%d@example.se".formatted(i)));
    }
    sending(server.port(), "node1");
    sending(server.port(), "node2");
    Awaited.value(PATIENCE, () -> count("state = 'sent'") == 15, () -> "");

    assertEquals(15, server.handed().size());
    assertEquals(15, Set.copyOf(server.handed()).size());
  }

  /** Two nodes, each started twice: what is mailed is read back as its reader gets it. */
  @Test
  void aReportIsMailedOnceForItsWeekAndItsFilesSayWhatTheDaySays() throws Exception {
    DayText day =
        DayText.all().stream().filter(d -> d.name().equals("a-full-hour")).findAny().orElseThrow();
    JournalOfCalls.write(database.stores().queues(), day);
    GreenMail real = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    real.start();
    open.add(real::stop);
    Instant nextWeek = day.span().from().plus(Duration.ofDays(7));
    assertEquals(2, awaited(reports(nextWeek).run()));
    for (int again = 0; again < 3; again++) {
      assertEquals(0, awaited(reports(nextWeek).run()));
    }
    sending(real.getSmtp().getPort(), "node1");
    sending(real.getSmtp().getPort(), "node2");
    assertTrue(real.waitForIncomingEmail(10_000, 2));
    Awaited.value(PATIENCE, () -> count("state = 'sent' and kind = 'report'") == 2, () -> "");

    MimeMessage[] mails = real.getReceivedMessages();
    assertEquals(2, mails.length);
    assertEquals("auto-generated", mails[0].getHeader("Auto-Submitted", null));
    assertTrue(mails[0].getSubject().startsWith("Statistik för helpdesken, 20"));
    MimeMultipart parts = (MimeMultipart) mails[0].getContent();
    assertEquals(4, parts.getCount());
    String offered = Integer.toString(day.calls().size());
    assertTrue(parts.getBodyPart(0).getContent().toString().contains(offered + " samtal kom in"));
    assertTrue(parts.getBodyPart(1).getFileName().matches("svara-.*--.*[.]pdf"));
    try (PdfReader pdf = new PdfReader(parts.getBodyPart(1).getInputStream())) {
      String words = new PdfTextExtractor(pdf).getTextFromPage(1).replaceAll("\\s+", " ");
      assertTrue(words.contains("Ringde " + offered), words);
    }
    String sheets = sheets(parts.getBodyPart(2).getInputStream().readAllBytes());
    assertTrue(sheets.contains("<v>" + offered + "</v>") && sheets.contains("Ringde"));
    String csv =
        new String(parts.getBodyPart(3).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(offered, csv.lines().toList().getLast().split(",")[2], csv);
    // the week after is another report
    assertEquals(2, awaited(reports(nextWeek.plus(Duration.ofDays(7))).run()));
  }

  /** By its directory, as spreadsheets read it. */
  private static String sheets(byte[] book) throws IOException {
    Path file = Files.createTempFile("report", ".xlsx");
    try (ZipFile zip = new ZipFile(Files.write(file, book).toFile())) {
      StringBuilder sheets = new StringBuilder();
      for (ZipEntry entry : Collections.list(zip.entries())) {
        byte[] text = zip.getInputStream(entry).readAllBytes();
        sheets.append(new String(text, StandardCharsets.UTF_8));
      }
      return sheets.toString();
    } finally {
      Files.delete(file);
    }
  }

  private NodeReports reports(Instant now) {
    Settings settings =
        Settings.read(
            "test",
            """
            queues: [{name: helpdesk}]
            smtp: {host: mail.example.se, from: helpdesk@example.se}
            reports:
              - {name: week, recipients: [chef@example.se, it@example.se], formats: [pdf, xlsx, csv]}
              - {name: off, enabled: false}
            """,
            Map.of("SVARA_TELEPHONY_AMI_SECRET", "s3cret"));
    return new NodeReports(
        database.vertx(),
        settings,
        database.stores().figures(),
        database.stores().outbox(),
        new VertxScheduler(database.vertx(), () -> now),
        "example.se");
  }
}
