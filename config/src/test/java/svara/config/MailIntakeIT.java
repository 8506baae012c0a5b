package svara.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
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
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import svara.engine.id.Language;
import svara.engine.id.TicketNumber;
import svara.engine.mail.MailPolicy;
import svara.engine.mailbox.ImapAccess;
import svara.engine.mailbox.ImapMailbox;
import svara.engine.mailbox.MailPageMaker;
import svara.engine.mailbox.ReadMailIntake;
import svara.engine.port.MailIntake;
import svara.engine.port.MailIntake.Fate;
import svara.engine.port.MailIntake.Taken;
import svara.engine.port.TicketFiles;
import svara.engine.port.TicketStore;
import svara.engine.port.TicketStore.Ticket;
import svara.engine.port.TicketStore.TicketChange;
import svara.engine.port.TicketStore.TimelineEntry;
import svara.engine.ticket.TicketChannel;
import svara.engine.ticket.TicketStatus;

/** Mails through the reader into a real database. */
@Tag("mail")
@Timeout(60)
class MailIntakeIT {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  private static final Instant AT = Instant.parse("2026-03-02T08:00:00Z");
  private static int serial;

  private MailIntake intake;

  /** The first connection of a cold process may take longer than the engine waits for one. */
  @BeforeAll
  static void connect() throws Exception {
    Awaited.value(
        Duration.ofSeconds(20),
        () -> {
          Future<Void> ping = DATABASE.stores().ping();
          return awaited(ping.map(true).otherwise(false));
        },
        () -> null);
  }

  @BeforeEach
  void open() {
    intake =
        new ReadMailIntake(
            DATABASE.vertx(),
            DATABASE.stores().mails(MailPolicy.silent(Language.SV)),
            1_000_000,
            () -> AT);
  }

  private Taken take(String raw) {
    return awaited(intake.take("", buffer(raw)));
  }

  private static Buffer buffer(String raw) {
    return Buffer.buffer(raw.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private static <T> T awaited(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static String mail(String subject, String text) {
    return mail("Eva Lund <eva.lund@example.se>", subject, text);
  }

  private static String mail(String from, String subject, String text) {
    return "Message-ID: <"
        + ++serial
        + "@example.se>\nFrom: "
        + from
        + "\nSubject: "
        + subject
        + "\nContent-Type: text/plain; charset=utf-8\n\n"
        + text
        + "\n";
  }

  private static Ticket ticket(TicketNumber number) {
    return awaited(DATABASE.stores().tickets().ticket(number)).orElseThrow();
  }

  private static void change(TicketNumber number, TicketStatus to) {
    awaited(
        DATABASE
            .stores()
            .tickets()
            .change(number, new TicketChange(null, to, null, null, "anna.berg", AT)));
  }

  @Test
  void aPlainMailBecomesATicketAndIsKeptAsItCame() throws SQLException {
    String raw = mail("Skrivaren går inte", "På plan 2 står den still.");
    Taken taken = take(raw);

    assertEquals(Fate.CREATED, taken.fate());
    Ticket ticket = ticket(taken.ticket());
    assertEquals("Skrivaren går inte", ticket.row().subject());
    assertEquals("Eva Lund", ticket.row().requesterName());
    assertEquals(TicketChannel.MAIL, ticket.row().channel());
    assertEquals(TicketStatus.NEW, ticket.row().status());
    assertEquals(1, ticket.timeline().size());
    assertEquals("mail", ticket.timeline().getFirst().kind());
    assertEquals("På plan 2 står den still.", ticket.timeline().getFirst().text());
    assertArrayEquals(buffer(raw).getBytes(), rawOf(taken.ticket()));
  }

  private static byte[] rawOf(TicketNumber number) throws SQLException {
    try (Connection connection = DATABASE.engine();
        PreparedStatement select =
            connection.prepareStatement("select raw from mail_in where ticket = ?")) {
      select.setString(1, number.toString());
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        return rows.getBytes(1);
      }
    }
  }

  @Test
  void aKnownSenderIsTheRequester() throws SQLException {
    try (Connection connection = DATABASE.owner();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "insert into person (email, name) values ('bo.ek@example.se', 'Bo Ek') on conflict do"
              + " nothing");
    }
    Taken taken = take(mail("BO.EK@example.se", "", "hej"));

    assertEquals("Bo Ek", ticket(taken.ticket()).row().requesterName());
    assertEquals("Mejl från bo.ek@example.se", ticket(taken.ticket()).row().subject());
  }

  @Test
  void theSameMailAgainIsADuplicateAlsoOnAnotherWay() {
    String raw = mail("Två gånger", "hej");
    TicketNumber ticket = take(raw).ticket();

    assertEquals(new Taken(ticket, Fate.DUPLICATE, ""), take(raw));
    String otherWay = "Received: from relay.example.se\n" + raw;
    assertEquals(new Taken(ticket, Fate.DUPLICATE, ""), take(otherWay));
    assertEquals(1, ticket(ticket).timeline().size());
  }

  @Test
  void aReusedMessageIdWithOtherWordsIsAnotherMail() {
    String raw = mail("Ett", "hej");
    TicketNumber first = take(raw).ticket();
    Taken second = take(raw.replace("hej", "hej igen"));

    assertEquals(Fate.CREATED, second.fate());
    assertTrue(!first.equals(second.ticket()));
  }

  @Test
  @Proves("F11")
  void oneMailThatComesTwentyTimesAtOnceIsOneTicket() {
    String raw = mail("Samtidigt", "hej");
    List<Future<Taken>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      // the bytes differ, the mail does not
      all.add(intake.take("", buffer("Received: by " + i + ".example.se\n" + raw)));
    }
    awaited(Future.all(all));

    assertEquals(1, all.stream().filter(f -> f.result().fate() == Fate.CREATED).count());
    assertEquals(1, all.stream().map(f -> f.result().ticket()).distinct().count());
  }

  @Test
  void aReplyOfSomebodyWhoHasPartInTheTicketJoinsAndWakesIt() {
    TicketNumber ticket = take(mail("Skrivaren", "hej")).ticket();
    change(ticket, TicketStatus.SOLVED);
    Taken reply = take(mail("SV: Skrivaren [#" + ticket + "]", "Nej, fortfarande"));

    assertEquals(new Taken(ticket, Fate.JOINED, ""), reply);
    assertEquals(TicketStatus.NEW, ticket(ticket).row().status());
    assertNull(ticket(ticket).row().closedAt());
    assertEquals("Nej, fortfarande", ticket(ticket).timeline().getLast().text());
  }

  @Test
  void aStrangerWhoQuotesATicketJoinsItMarkedAsNew() {
    TicketNumber ticket = take(mail("Skrivaren", "hej")).ticket();
    Taken stranger = take(mail("someone@example.org", "SV: [#" + ticket + "]", "visa mig ärendet"));

    assertEquals(new Taken(ticket, Fate.JOINED, ""), stranger);
    assertEquals("true", ticket(ticket).timeline().getLast().facts().get("someoneNew"));
  }

  @Test
  void aVacationNoteIsRecordedAndWakesNothing() {
    TicketNumber ticket = take(mail("Skrivaren", "hej")).ticket();
    change(ticket, TicketStatus.SOLVED);
    String note =
        "Auto-Submitted: auto-replied\n" + mail("Autosvar: [#" + ticket + "]", "Semester");

    assertEquals(new Taken(ticket, Fate.RECORDED, ""), take(note));
    assertEquals(TicketStatus.SOLVED, ticket(ticket).row().status());
    assertEquals(
        new Taken(
            null,
            Fate.KEPT,
            "a program's answer that belongs to no ticket: Auto-Submitted: auto-replied"),
        take("Auto-Submitted: auto-replied\n" + mail("Autosvar", "Semester")));
  }

  @Test
  @Proves("F13")
  void whatIsNoMailOpensATicketOnceWithItsReason() {
    Taken taken = take("\nbara text");
    assertEquals(new Taken(taken.ticket(), Fate.CREATED, "no headers"), taken);
    assertEquals(new Taken(taken.ticket(), Fate.DUPLICATE, ""), take("\nbara text"));
    TimelineEntry entry = ticket(taken.ticket()).timeline().getLast();
    assertEquals("no headers", entry.facts().get("flaw"));
    assertEquals(
        Optional.of(Buffer.buffer("\r\nbara text")),
        awaited(files().mail(taken.ticket(), entry.id())));
    Taken large = take("From: a@example.se\n\n" + "x".repeat(1_000_001));
    assertEquals("larger than 1000000 bytes", large.reason());
    assertEquals("a@example.se", ticket(large.ticket()).timeline().getLast().facts().get("from"));
  }

  @Test
  void whatAMailBroughtIsOnItsTicket() {
    Taken taken =
        take(
            """
            From: eva.lund@example.se
            Subject: Med bild
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/html; charset=utf-8

            <p onclick="x()">Hej <img src="cid:bild@x"><img src="https://example.org/p.png"></p>
            --b
            Content-Type: image/png; name="../bild.png"
            Content-ID: <bild@x>
            Content-Transfer-Encoding: base64

            iVBORw0KGgo=
            --b
            Content-Type: application/pdf
            Content-Disposition: attachment; filename*=utf-8''r%C3%A4kning.pdf

            %PDF-1.4
            --b--
            """);
    Ticket ticket = ticket(taken.ticket());
    long entry = ticket.timeline().getFirst().id();
    assertEquals(
        List.of("inline bild.png image/png 8", "attached räkning.pdf application/pdf 8"),
        ticket.files().stream()
            .map(f -> "%s %s %s %d".formatted(f.kind(), f.name(), f.mediaType(), f.sizeBytes()))
            .toList());
    assertTrue(ticket.files().stream().allMatch(file -> file.entry() == entry));
    TicketFiles.TicketFile pdf =
        awaited(files().file(ticket.row().number(), ticket.files().getLast().id())).orElseThrow();
    assertEquals("%PDF-1.4", pdf.bytes().toString());
    assertEquals(Optional.empty(), awaited(files().file(ticket.row().number(), 999_999)));
    String page = awaited(files().page(ticket.row().number(), entry)).orElseThrow();
    assertTrue(page.contains("src=\"data:image/png;base64,iVBORw0KGgo"), page);
    assertFalse(page.contains("example.org") || page.contains("onclick"), page);
  }

  private TicketFiles files() {
    return DATABASE.stores().files(new MailPageMaker(DATABASE.vertx(), 1_000_000));
  }

  @Test
  void lettersThatTheDatabaseCanNotHoldStopNothing() {
    Taken taken = take(mail("a\u0000b", "c\u0000d\ud800e"));

    assertEquals(Fate.CREATED, taken.fate());
  }

  @Test
  void aReplyToAMailStandsOnTheTicketAndWaitsInTheOutbox() throws SQLException {
    TicketNumber number = take(mail("Skrivaren", "Den är tom.")).ticket();
    TicketStore.Replied replied =
        awaited(
            DATABASE
                .stores()
                .tickets()
                .reply(number, "anna.berg", "Vi byter.", AT.plusSeconds(60)));
    assertEquals(
        "eva.lund@example.se", ((TicketStore.Replied.Waiting) replied).entry().facts().get("to"));
    assertEquals("reply", ticket(number).timeline().getLast().kind());
    try (Connection connection = DATABASE.engine();
        PreparedStatement query =
            connection.prepareStatement(
                "select recipient, subject, body, answers, state from mail_out where ticket = ?")) {
      query.setString(1, number.toString());
      try (ResultSet row = query.executeQuery()) {
        assertTrue(row.next());
        assertEquals("eva.lund@example.se", row.getString(1));
        assertEquals("[#" + number + "] Skrivaren", row.getString(2));
        assertEquals("Vi byter.", row.getString(3));
        assertTrue(row.getString(4).endsWith("@example.se"));
        assertEquals("waiting", row.getString(5));
      }
    }
  }

  @Test
  void whatLiesInAMailboxBecomesTicketsAndIsMarkedOnlyThen() throws Exception {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
    GreenMailUser user = server.setUser("helpdesk@example.se", "helpdesk@example.se", "secret");
    server.start();
    String first = mail("Ur brevlådan", "Skrivaren igen.");
    deliver(user, first);
    deliver(user, first);
    List<Taken> taken = new CopyOnWriteArrayList<>();
    ImapMailbox mailbox =
        new ImapMailbox(
            new ImapAccess(
                "support",
                "127.0.0.1",
                server.getImap().getPort(),
                ImapAccess.Security.PLAIN,
                "helpdesk@example.se",
                "secret",
                "INBOX",
                Duration.ofSeconds(5)),
            (box, raw) -> intake.take(box, raw).onSuccess(taken::add),
            () -> AT,
            ImapMailbox.Delay.usual());
    try {
      mailbox.start();
      Awaited.value(Duration.ofSeconds(20), () -> taken.size() == 2, () -> "");
      deliver(user, mail("En till ur brevlådan", "Och skärmen."));
      Awaited.value(Duration.ofSeconds(20), () -> taken.size() == 3, () -> "");
    } finally {
      mailbox.close();
      server.stop();
    }
    assertEquals(
        List.of(Fate.CREATED, Fate.DUPLICATE, Fate.CREATED),
        taken.stream().map(Taken::fate).toList());
    assertEquals(taken.get(0).ticket(), taken.get(1).ticket());
    assertEquals("En till ur brevlådan", ticket(taken.get(2).ticket()).row().subject());
  }

  private static void deliver(GreenMailUser user, String raw) throws Exception {
    user.deliver(
        new MimeMessage(
            Session.getInstance(new Properties()),
            new ByteArrayInputStream(buffer(raw).getBytes())));
  }
}
