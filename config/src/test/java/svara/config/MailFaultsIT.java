package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.Language;
import svara.engine.mail.MailPolicy;
import svara.engine.mail.SendingPlan;
import svara.engine.mailbox.ImapAccess;
import svara.engine.mailbox.MailSending;
import svara.engine.mailbox.PlayedSmtp;
import svara.engine.mailbox.ReadMailIntake;
import svara.engine.mailbox.SmtpAccess;
import svara.engine.postgres.DatabaseAddress;
import svara.engine.postgres.Migrations;
import svara.engine.postgres.PostgresStores;

/** What the senders were told, held against what is there after the database or server failed. */
@Tag("mail")
class MailFaultsIT {
  private static final Logger LOG = LoggerFactory.getLogger(MailFaultsIT.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration RETRY = Duration.ofMillis(5);
  private static final int SENDERS = 4;
  private static final Pattern RECIPIENT = Pattern.compile("(?m)^To: (.*)$");

  @TempDir Path temp;
  private Vertx vertx;
  private EmbeddedPostgres server;
  private PostgresStores stores;

  @BeforeEach
  void open() throws Exception {
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
    vertx = Vertx.vertx();
    server = EmbeddedPostgres.start(temp.resolve("db"), EmbeddedPostgresIT.freePort());
    Migrations.run(server.address());
    stores = PostgresStores.open(vertx, server.address(), 8, TestDatabase.ZONE);
  }

  @AfterEach
  void close() {
    stores.close().await();
    server.close();
    vertx.close().await();
  }

  private Connection database() throws SQLException {
    DatabaseAddress there = server.address();
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d/%s".formatted(there.host(), there.port(), there.database()),
        there.owner().user(),
        there.owner().password());
  }

  private long count(String of) throws SQLException {
    try (Connection connection = database();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from " + of)) {
      row.next();
      return row.getLong(1);
    }
  }

  private ReadMailIntake intake() {
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
    return new ReadMailIntake(vertx, stores.mails(policy), 1_000_000, Instant::now);
  }

  private static Buffer mail(String id) {
    return Buffer.buffer(
        "Message-ID: <%s@example.org>\r\nFrom: p%s@example.se\r\nSubject: Skrivaren\r\n\r\n%s\r\n"
            .formatted(id, id, "Den är tom. ".repeat(800)));
  }

  @Test
  @Timeout(240)
  @Proves("F4")
  void aDatabaseKilledInTheMidstOfMailsLosesNoneThatWasAcknowledgedAndDoublesNone()
      throws Exception {
    killed(3);
  }

  @Test
  @Tag("slow")
  @Timeout(1_200)
  void aDatabaseKilledTwentyTimesInTheMidstOfMailsLosesNoneAndDoublesNone() throws Exception {
    killed(20);
  }

  private void killed(int times) throws Exception {
    MailLedger ledger = new MailLedger();
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger failed = new AtomicInteger();
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      String name = "s" + i + "-";
      senders.add(Thread.ofVirtual().start(() -> send(name, ledger, stop, failed)));
    }
    Random random = new Random(times);
    for (int i = 0; i < times; i++) {
      int enough = ledger.size() + 10 + random.nextInt(40);
      Awaited.value(PATIENCE, () -> ledger.size() >= enough, () -> "");
      ProcessHandle.of(server.pid()).ifPresent(ProcessHandle::destroyForcibly);
    }
    int enough = ledger.size() + 20;
    Awaited.value(PATIENCE, () -> ledger.size() >= enough, () -> "");
    stop.set(true);
    for (Thread sender : senders) {
      sender.join();
    }
    try (Connection database = database()) {
      String told = ledger.compare(database);
      LOG.atInfo().addKeyValue("kills", times).addKeyValue("failed", failed.get()).log(told);
      assertEquals("acknowledged %d missing 0 doubled 0".formatted(ledger.size()), told);
    }
    assertTrue(failed.get() > 0, "no mail was under way when the database was killed");
    assertEquals(count("ticket"), count("ticket_entry where kind = 'mail'"));
  }

  /** As a mail server does: what was not acknowledged is handed over again. */
  private void send(String name, MailLedger ledger, AtomicBoolean stop, AtomicInteger failed) {
    ReadMailIntake intake = intake();
    for (int i = 0; !stop.get(); i++) {
      String id = name + i;
      boolean taken = false;
      while (!taken) {
        try {
          intake
              .take("", mail(id))
              .toCompletionStage()
              .toCompletableFuture()
              .get(60, TimeUnit.SECONDS);
          ledger.acknowledge(id + "@example.org");
          taken = true;
        } catch (ExecutionException | TimeoutException e) {
          failed.incrementAndGet();
          LockSupport.parkNanos(RETRY.toNanos());
        } catch (InterruptedException e) {
          return;
        }
      }
    }
  }

  /** Automatic mails: nobody may get one twice, whatever the server does. */
  @Test
  @Timeout(240)
  @Proves("F12")
  void aServerThatRefusesStallsAndDropsGetsEachMailAtMostOnceAndTheOutboxKnowsWhich()
      throws Exception {
    int mails = 25;
    for (int i = 0; i < mails; i++) {
      intake().take("", mail("m" + i)).await(20, TimeUnit.SECONDS);
    }
    try (PlayedSmtp smtp = new PlayedSmtp()) {
      Random random = new Random(5);
      smtp.answer(said -> failing(random, said));
      MailSending sending =
          new MailSending(
              new SmtpAccess(
                  "127.0.0.1",
                  smtp.port(),
                  ImapAccess.Security.PLAIN,
                  "",
                  "",
                  "helpdesk@example.se",
                  ""),
              new MailSending.Pace(Duration.ofMillis(5), Duration.ofMillis(500)),
              new SendingPlan(Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofDays(3)),
              stores.outbox(),
              Supplier::get,
              "here",
              Instant::now,
              _ -> {});
      sending.start();
      try {
        Awaited.value(
            Duration.ofSeconds(180),
            () -> count("mail_out where state = 'waiting'") == 0,
            () -> "");
      } finally {
        sending.close();
      }
      List<String> accepted = recipients(smtp.accepted());
      String told = MailLedger.sent(accepted, sent());
      LOG.atInfo().addKeyValue("mails", mails).addKeyValue("accepted", accepted.size()).log(told);
      assertEquals("missing 0 doubled 0", told);
      assertEquals(mails, count("mail_out where state <> 'waiting'"));
      assertTrue(accepted.size() <= count("mail_out where state in ('sent', 'given_up')"));
      assertTrue(count("mail_out where attempts > 1") > 0, "nothing has failed");
      assertTrue(count("mail_out where state = 'sent'") > 0, "nothing was sent");
    }
  }

  private static String failing(Random random, String said) {
    int lot = random.nextInt(said.equals(".") ? 6 : 20);
    return switch (lot) {
      case 0 -> said.equals(".") ? "250" + PlayedSmtp.DROP : PlayedSmtp.DROP;
      case 1 -> "421 4.3.2 too busy";
      case 2 -> said.equals("RCPT") ? "550 5.1.1 nobody" : PlayedSmtp.usual(said);
      case 3 -> stalling(random, said);
      default -> PlayedSmtp.usual(said);
    };
  }

  private static String stalling(Random random, String said) {
    return random.nextBoolean() ? PlayedSmtp.STALL : PlayedSmtp.usual(said);
  }

  private static List<String> recipients(List<String> mails) {
    return mails.stream()
        .map(mail -> RECIPIENT.matcher(mail).results().findFirst().orElseThrow().group(1).strip())
        .toList();
  }

  private List<String> sent() throws SQLException {
    List<String> sent = new ArrayList<>();
    try (Connection connection = database();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select recipient from mail_out where state = 'sent'")) {
      while (rows.next()) {
        sent.add(rows.getString(1));
      }
    }
    return sent;
  }
}
