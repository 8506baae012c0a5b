package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.Language;
import svara.engine.id.TicketNumber;
import svara.engine.mail.MailPolicy;
import svara.engine.mail.SendingPlan;
import svara.engine.mailbox.ImapAccess;
import svara.engine.mailbox.ImapMailbox;
import svara.engine.mailbox.MailSending;
import svara.engine.mailbox.ReadMailIntake;
import svara.engine.mailbox.SmtpAccess;
import svara.engine.port.MailIntake;
import svara.engine.port.MailIntake.Fate;
import svara.engine.port.MailIntake.Taken;

/**
 * Mail fetched from a real Dovecot, and sent, delivered and bounced by a real Postfix. The mailbox
 * is looked into once an hour: what comes at once comes by IDLE. Both look for their parts under
 * /usr and need a mount namespace for that, which an ordinary user is refused in a chroot or a
 * container.
 */
@Tag("mail")
@Tag("root")
@Timeout(240)
class RealMailServersIT {
  @RegisterExtension final TestDatabase database = TestDatabase.embedded();
  @TempDir Path folder;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Logger LOG = LoggerFactory.getLogger(RealMailServersIT.class);
  private static final int KILLS = 10;
  private static final int MAILS_A_KILL = 30;
  private static final String FILL = "x".repeat(900) + "\n";
  private static final Pattern MESSAGE_ID = Pattern.compile("(?m)^Message-ID: <(.*)>\\r?$");
  private static final String HELPDESK = "helpdesk@example.se";

  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<Taken> taken = new CopyOnWriteArrayList<>();
  private int serial;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  private static MailPolicy policy() {
    return new MailPolicy(
        Language.SV,
        true,
        OpeningHours.always(),
        Duration.ofHours(8),
        5,
        Duration.ofDays(14),
        "example.se",
        Set.of(HELPDESK));
  }

  private void fetch(int port) {
    fetch(port, ImapMailbox.Delay.usual());
  }

  private void fetch(int port, ImapMailbox.Delay delay) {
    ReadMailIntake intake =
        new ReadMailIntake(
            database.vertx(), database.stores().mails(policy()), 1_000_000, Instant::now);
    ImapMailbox mailbox =
        new ImapMailbox(
            new ImapAccess(
                "helpdesk",
                "127.0.0.1",
                port,
                ImapAccess.Security.PLAIN,
                HELPDESK,
                "hemligt",
                "INBOX",
                Duration.ofHours(1)),
            new TakenMails(intake, taken),
            Instant::now,
            delay);
    open.add(mailbox);
    mailbox.start();
  }

  private void send(int port) {
    MailSending sending =
        new MailSending(
            new SmtpAccess(
                "127.0.0.1", port, ImapAccess.Security.PLAIN, "", "", HELPDESK, "Helpdesken"),
            new MailSending.Pace(Duration.ofMillis(50), Duration.ofSeconds(10)),
            new SendingPlan(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofDays(3)),
            database.stores().outbox(),
            Supplier::get,
            "here",
            Instant::now,
            _ -> {});
    open.add(sending);
    sending.start();
  }

  private String mail(String from, String subject, String... headers) {
    return "Message-ID: <%d@example.net>\nFrom: %s\nTo: %s\nSubject: %s\n%s\nhej\n"
        .formatted(++serial, from, HELPDESK, subject, String.join("", headers));
  }

  private void came(int count) throws Exception {
    Awaited.value(PATIENCE, () -> taken.size() >= count, () -> null);
    assertEquals(count, taken.size(), taken.toString());
  }

  private String text(String query) throws SQLException {
    try (Connection connection = database.engine();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    }
  }

  /** As a delivery agent does: whole before it is seen. */
  private void drop(String raw) throws IOException {
    String name = "drop" + serial;
    Path beside = Files.writeString(folder.resolve("mail/tmp").resolve(name), raw);
    Files.move(beside, folder.resolve("mail/new").resolve(name));
  }

  @Test
  void aRealDovecotIsReadTellsOfNewMailAndKeepsItMarkedAsSeen() throws Exception {
    RealMailServer dovecot = RealMailServer.dovecot(folder);
    open.add(dovecot);
    drop(mail("eva.lund@example.se", "Skrivaren"));
    fetch(dovecot.port());
    came(1);
    drop(mail("eva.lund@example.se", "En sak till", "In-Reply-To: <1@example.net>\n"));
    came(2);

    TicketNumber ticket = taken.getFirst().ticket();
    assertEquals(
        List.of(new Taken(ticket, Fate.CREATED, ""), new Taken(ticket, Fate.JOINED, "")), taken);
    Awaited.value(PATIENCE, () -> seen() == 2, () -> null);
    assertEquals("2", text("select count(*) from mail_in"));
  }

  /** What the intake says of each mail, where it lay included. */
  private record TakenMails(MailIntake intake, List<Taken> taken) implements MailIntake {
    @Override
    public Future<Taken> take(String mailbox, Buffer raw) {
      return intake.take(mailbox, raw).onSuccess(taken::add);
    }

    @Override
    public Future<Taken> take(Fetched mail) {
      return intake.take(mail).onSuccess(taken::add);
    }
  }

  @Test
  void aRealDovecotThatIsKilledAgainAndAgainWhileItIsReadLosesNoMailAndDoublesNone()
      throws Exception {
    MailLedger ledger = new MailLedger();
    RealMailServer dovecot = RealMailServer.dovecot(folder);
    open.add(dovecot);
    int port = dovecot.port();
    fetch(port, new ImapMailbox.Delay(Duration.ofMillis(50), Duration.ofMillis(400)));
    Random random = new Random(6);
    for (int kill = 0; kill < KILLS; kill++) {
      int before = taken.size();
      for (int i = 0; i < MAILS_A_KILL; i++) {
        drop(mail("p%d@example.se".formatted(serial), "Skrivaren", "X-Fill: " + FILL));
        ledger.acknowledge(serial + "@example.net");
      }
      int enough = before + 1 + random.nextInt(MAILS_A_KILL / 2);
      Awaited.value(PATIENCE, () -> taken.size() >= enough, () -> "");
      dovecot.kill();
      dovecot = RealMailServer.dovecot(folder, port);
      open.add(dovecot);
    }
    Awaited.value(PATIENCE, () -> seen() == ledger.size(), () -> "" + seen());
    try (Connection connection = database.engine()) {
      String told = ledger.compare(connection);
      LOG.atInfo().addKeyValue("kills", KILLS).log(told);
      assertEquals("acknowledged %d missing 0 doubled 0".formatted(ledger.size()), told);
    }
    assertEquals(String.valueOf(ledger.size()), text("select count(*) from ticket"));
  }

  @Test
  void aRealDovecotThatNumbersAllItsMailAnewMakesNoDoubles() throws Exception {
    int port;
    try (RealMailServer dovecot = RealMailServer.dovecot(folder)) {
      port = dovecot.port();
      for (int i = 0; i < 5; i++) {
        drop(mail("eva.lund@example.se", "Nummer " + i));
      }
      fetch(port);
      came(5);
      Awaited.value(PATIENCE, () -> seen() == 5, () -> null);
    }
    open.removeLast().close();
    // as after a restore: other numbers, and nothing is marked
    try (Stream<Path> kept = Files.list(folder.resolve("mail"))) {
      for (Path index : kept.filter(Files::isRegularFile).toList()) {
        Files.delete(index);
      }
    }
    try (Stream<Path> mails = Files.list(folder.resolve("mail/cur"))) {
      for (Path mail : mails.toList()) {
        String name = String.valueOf(mail.getFileName()).replaceAll(":2,.*", "");
        Files.move(mail, folder.resolve("mail/new").resolve(name));
      }
    }
    try (RealMailServer dovecot = RealMailServer.dovecot(folder, port)) {
      open.add(dovecot);
      fetch(port);
      came(10);
    }
    assertEquals("5", text("select count(*) from ticket"));
    assertEquals("5", text("select count(*) from mail_in"));
    assertEquals("10", text("select count(*) from mail_place"));
    assertEquals("2", text("select count(distinct uid_validity) from mail_place"));
  }

  private long seen() throws IOException {
    try (Stream<Path> kept = Files.list(folder.resolve("mail/cur"))) {
      return kept.filter(file -> file.toString().matches(".*:2,.*S.*")).count();
    }
  }

  @Test
  void throughARealPostfixTicketsAreOpenedAnsweredJoinedAndBouncesMarkThem() throws Exception {
    RealMailServer dovecot = RealMailServer.dovecot(folder);
    open.add(dovecot);
    RealMailServer postfix = RealMailServer.postfix(folder);
    open.add(postfix);
    fetch(dovecot.port());
    send(postfix.port());

    hand(postfix, "eva.lund@example.se", mail("eva.lund@example.se", "Skrivaren"));
    came(1);
    TicketNumber ticket = taken.getFirst().ticket();
    String told = toEva(words -> words.contains("Auto-Submitted: auto-replied"));
    assertTrue(told.contains("In-Reply-To: <1@example.net>"), told);
    assertTrue(told.contains("[#" + ticket + "]"), told);

    Matcher id = MESSAGE_ID.matcher(told);
    assertTrue(id.find(), told);
    String answer = "In-Reply-To: <" + id.group(1) + ">\n";
    hand(postfix, "eva.lund@example.se", mail("eva.lund@example.se", "Annat", answer));
    came(2);
    assertEquals(new Taken(ticket, Fate.JOINED, ""), taken.get(1));

    awaited(database.stores().tickets().reply(ticket, "anna.berg", "Byt patron", Instant.now()));
    String reply = toEva(words -> words.contains("Byt patron"));
    assertTrue(reply.contains("In-Reply-To: <2@example.net>"), reply);

    hand(postfix, "gone@example.org", mail("gone@example.org", "Telefonen"));
    came(4);
    TicketNumber other = taken.get(2).ticket();
    assertEquals(new Taken(other, Fate.RECORDED, ""), taken.get(3), "the bounce");
    assertEquals("refused", text("select state from mail_out where ticket = '" + other + "'"));
    assertEquals("gone@example.org", text("select address from mail_recipient"));
    assertEquals("2", text("select count(*) from ticket"));
  }

  private static void hand(RealMailServer postfix, String from, String raw) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.host", "127.0.0.1");
    properties.setProperty("mail.smtp.port", String.valueOf(postfix.port()));
    properties.setProperty("mail.smtp.from", from);
    byte[] bytes = raw.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    Session session = Session.getInstance(properties);
    try (Transport transport = session.getTransport("smtp")) {
      transport.connect();
      // not send: it would give the mail a Message-ID of its own
      transport.sendMessage(
          new MimeMessage(session, new ByteArrayInputStream(bytes)),
          new InternetAddress[] {new InternetAddress(HELPDESK)});
    }
  }

  /** The mail that Eva finds in her mailbox. */
  private String toEva(Predicate<String> wanted) throws Exception {
    List<String> found = new ArrayList<>();
    Awaited.value(
        PATIENCE,
        () -> {
          try (Stream<Path> mails = Files.list(folder.resolve("eva/new"))) {
            for (Path mail : mails.toList()) {
              found.add(Files.readString(mail));
            }
          } catch (IOException e) {
            // her mailbox is made with her first mail
            return false;
          }
          found.removeIf(wanted.negate());
          return !found.isEmpty();
        },
        () -> null);
    return found.getFirst();
  }

  private static void awaited(Future<?> future) throws Exception {
    future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
