package svara.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.StoredMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import jakarta.mail.Flags;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.id.TicketNumber;
import svara.engine.mail.MailGroups;
import svara.engine.mail.MailGroups.MailGroup;
import svara.engine.mail.MailPolicy;
import svara.engine.mailbox.ImapAccess;
import svara.engine.mailbox.ImapMailbox;
import svara.engine.mailbox.MailPageMaker;
import svara.engine.mailbox.ReadMailIntake;
import svara.engine.port.MailIntake.Fate;
import svara.engine.port.MailIntake.Fetched;
import svara.engine.port.MailIntake.Place;
import svara.engine.port.MailIntake.Taken;
import svara.engine.port.TicketStore.Ticket;

/**
 * Where mails lay, which queue their mailbox belongs to, and those too large to be held at once.
 */
@Tag("mail")
@Timeout(120)
class MailPlacesIT {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  private static final Instant AT = Instant.parse("2026-03-02T08:00:00Z");
  private static final int MEGA = 1024 * 1024;
  private static int serial;

  private final ReadMailIntake intake = intake();

  private static ReadMailIntake intake() {
    MailPolicy silent = MailPolicy.silent(Language.SV);
    MailGroup network = new MailGroup(new QueueId("network"), MailPolicy.silent(Language.EN));
    return new ReadMailIntake(
        DATABASE.vertx(),
        DATABASE.stores().mails(new MailGroups(silent, Map.of("network", network))),
        1_000_000,
        () -> AT);
  }

  private static String mail(String subject, String text) {
    return "Message-ID: <place%d@example.org>\r\nFrom: Eva Lund <eva@example.org>\r\nSubject: %s\r\n\r\n%s\r\n"
        .formatted(++serial, subject, text);
  }

  private Taken take(Place place, String raw) throws Exception {
    Buffer all = Buffer.buffer(raw);
    return awaited(intake.take(new Fetched(place, all, all.length(), null)));
  }

  private static <T> T awaited(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static long count(String of) throws SQLException {
    try (Connection connection = DATABASE.engine();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from " + of)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  @Proves("F11")
  void aMailboxThatNumbersItsMailAnewMakesNoDoubles() throws Exception {
    String skrivaren = mail("Skrivaren", "Tom.");
    String telefonen = mail("Telefonen", "Tyst.");
    Taken first = take(new Place("box", 7, 1), skrivaren);
    Taken second = take(new Place("box", 7, 2), telefonen);
    assertEquals(Fate.CREATED, first.fate());
    assertEquals(Fate.CREATED, second.fate());

    assertEquals(
        new Taken(second.ticket(), Fate.DUPLICATE, ""), take(new Place("box", 8, 1), telefonen));
    assertEquals(
        new Taken(first.ticket(), Fate.DUPLICATE, ""), take(new Place("box", 8, 2), skrivaren));
    assertEquals(4, count("mail_place where mailbox = 'box'"));
    assertEquals(2, count("mail_in where mailbox = 'box'"));
  }

  @Test
  void aMailThatItsServerWritesAnewForEachReaderIsTheSameAtItsPlace() throws Exception {
    String raw = mail("Nätet", "Långsamt.");
    Taken first = take(new Place("exchange", 1, 5), raw);
    Taken again = take(new Place("exchange", 1, 5), raw.replace("Långsamt.", "Långsamt.\r\n--b2"));
    assertEquals(new Taken(first.ticket(), Fate.DUPLICATE, ""), again);
  }

  @Test
  void anotherMailAtTheSamePlaceIsAnotherMail() throws Exception {
    Taken first = take(new Place("restored", 1, 5), mail("Mötet", "Var?"));
    Taken other = take(new Place("restored", 1, 5), mail("Mötet", "Var?"));
    assertEquals(Fate.CREATED, first.fate());
    assertEquals(Fate.CREATED, other.fate(), "a place that is given again must not swallow mail");
  }

  @Test
  void aMailboxThatIsTiedToAQueueMakesTicketsOfThatQueue() throws Exception {
    Taken taken = take(new Place("network", 1, 1), mail("Nätet", "Borta."));
    Ticket ticket = awaited(DATABASE.stores().tickets().ticket(taken.ticket())).orElseThrow();
    assertEquals(new QueueId("network"), ticket.row().queue());
    Taken other = take(new Place("helpdesk", 1, 1), mail("Skärmen", "Svart."));
    assertEquals(
        null,
        awaited(DATABASE.stores().tickets().ticket(other.ticket())).orElseThrow().row().queue());
  }

  @Test
  void aLargeMailIsKeptWholeInPiecesAndALargerOneStaysMarkedInItsMailboxWithATicketEach()
      throws Exception {
    String large = mail("Ritningarna", "x".repeat(76).concat("\r\n").repeat(32 * MEGA / 78));
    String larger = mail("Filmen", "y".repeat(76).concat("\r\n").repeat(36 * MEGA / 78));
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
    GreenMailUser user = server.setUser("helpdesk@example.se", "helpdesk@example.se", "secret");
    server.start();
    deliver(user, large);
    deliver(user, larger);
    deliver(user, mail("Efter de stora", "Hej."));
    try (ImapMailbox mailbox =
        new ImapMailbox(
            new ImapAccess(
                "large",
                "127.0.0.1",
                server.getImap().getPort(),
                ImapAccess.Security.PLAIN,
                "helpdesk@example.se",
                "secret",
                "INBOX",
                Duration.ofSeconds(5)),
            intake,
            34L * MEGA,
            () -> AT,
            ImapMailbox.Delay.usual())) {
      mailbox.start();
      Awaited.value(
          Duration.ofSeconds(90), () -> count("mail_in where mailbox = 'large'") == 3, () -> "");
      Awaited.value(Duration.ofSeconds(20), () -> unseen(server, user) == 0, () -> "");
      assertTrue(mailbox.left().isEmpty(), mailbox.left().toString());
      assertEquals(1, flagged(server, user));
    } finally {
      server.stop();
    }
    assertEquals(
        3, count("ticket t join mail_in m on m.ticket = t.number where mailbox = 'large'"));
    assertArrayEquals(large.getBytes(StandardCharsets.US_ASCII), whole("Ritningarna"));
    assertTrue(flaw("Ritningarna").contains("all are kept as they came"), flaw("Ritningarna"));
    assertTrue(flaw("Filmen").contains("stays in its mailbox"), flaw("Filmen"));
    assertEquals(
        0, count("mail_large l where not exists (select from mail_in where large = l.id)"));
  }

  private static byte[] whole(String subject) throws Exception {
    String sql = "select ticket, entry from mail_in where subject = '%s'".formatted(subject);
    try (Connection connection = DATABASE.engine();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      var number = TicketNumber.parse(row.getString(1)).orElseThrow();
      var files = DATABASE.stores().files(new MailPageMaker(DATABASE.vertx(), 1_000_000));
      assertTrue(awaited(files.page(number, row.getLong(2))).isEmpty());
      return awaited(files.mail(number, row.getLong(2))).orElseThrow().getBytes();
    }
  }

  private static String flaw(String subject) throws SQLException {
    String sql =
        "select e.facts ->> 'flaw' from ticket_entry e join mail_in m on m.entry = e.id where m.subject = '%s'"
            .formatted(subject);
    try (Connection connection = DATABASE.engine();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static long flagged(GreenMail server, GreenMailUser user) throws FolderException {
    return there(server, user).filter(mail -> mail.isSet(Flags.Flag.FLAGGED)).count();
  }

  private static long unseen(GreenMail server, GreenMailUser user) throws FolderException {
    return there(server, user).filter(mail -> !mail.isSet(Flags.Flag.SEEN)).count();
  }

  private static Stream<StoredMessage> there(GreenMail server, GreenMailUser user)
      throws FolderException {
    return Arrays.stream(
            server.getManagers().getImapHostManager().getInbox(user).getMessages().toArray())
        .map(StoredMessage.class::cast);
  }

  private static void deliver(GreenMailUser user, String raw) throws Exception {
    user.deliver(
        new MimeMessage(
            Session.getInstance(new Properties()),
            new ByteArrayInputStream(raw.getBytes(StandardCharsets.US_ASCII))));
  }
}
