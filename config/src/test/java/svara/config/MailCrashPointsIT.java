package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.Language;
import svara.engine.mail.MailPolicy;
import svara.engine.mail.SendingPlan;
import svara.engine.mailbox.ImapAccess;
import svara.engine.mailbox.MailSending;
import svara.engine.mailbox.PlayedSmtp;
import svara.engine.mailbox.ReadMailIntake;
import svara.engine.mailbox.SmtpAccess;
import svara.engine.port.MailIntake;
import svara.engine.port.MailIntake.Taken;
import svara.engine.postgres.DatabaseAddress;
import svara.engine.postgres.PostgresStores;

/**
 * An engine ends at each step between a mail and its ticket, and between a mail in the outbox and
 * its server: before the step, and after it with its answer unheard. Then another engine goes on.
 */
@Tag("mail")
@Timeout(240)
class MailCrashPointsIT {
  @RegisterExtension final TestDatabase database = TestDatabase.embedded();

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Instant AT = Instant.parse("2026-03-02T08:00:00Z");

  /** More steps than either way has; each way must end before. */
  private static final int STEPS_MAX = 60;

  private static MailPolicy policy() {
    return new MailPolicy(
        Language.SV,
        true,
        OpeningHours.always(),
        Duration.ofHours(8),
        5,
        Duration.ofDays(14),
        "example.se",
        Set.of("helpdesk@example.se"));
  }

  private static Buffer mail(int serial) {
    return Buffer.buffer(
        """
        Message-ID: <%d@example.org>
        From: person%d@example.se
        Subject: Skrivaren
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=x

        --x

        Den är tom.
        --x
        Content-Disposition: attachment; filename=a.txt

        fil
        --x--
        """
            .formatted(serial, serial)
            .replace("\n", "\r\n"));
  }

  private PostgresStores through(CutLine line) {
    DatabaseAddress there = database.address();
    return PostgresStores.open(
        database.vertx(),
        new DatabaseAddress(
            there.host(), line.port(), there.database(), there.owner(), there.engine()),
        1,
        TestDatabase.ZONE);
  }

  private MailIntake intake(PostgresStores stores) {
    return new ReadMailIntake(database.vertx(), stores.mails(policy()), 1_000_000, () -> AT);
  }

  private static <T> T awaited(Future<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private long count(String of) throws SQLException {
    try (Connection connection = database.engine();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from " + of)) {
      row.next();
      return row.getLong(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Proves("F6")
  void anEngineThatEndsWhileItTakesAMailLeavesNoneOrAllOfIt(CutLine.Where where) throws Exception {
    boolean cut = true;
    int step = 0;
    while (cut) {
      step++;
      assertTrue(step < STEPS_MAX, "the way does not end");
      cut = takenThroughACut(step, where);
      Taken again = awaited(intake(database.stores()).take("", mail(step)));
      assertEquals(MailIntake.Fate.DUPLICATE, awaitedAgain(step).fate(), again.toString());
      for (String each : List.of("ticket", "mail_in", "mail_out", "ticket_file")) {
        assertEquals(step, count(each), each + " after step " + step);
      }
      assertEquals(step, count("ticket_entry where kind = 'mail'"));
    }
    assertTrue(step > 5, "so few steps are not a mail's: " + step);
  }

  private Taken awaitedAgain(int step) throws Exception {
    return awaited(intake(database.stores()).take("", mail(step)));
  }

  /** Whether the engine ended before it was told that the mail is stored. */
  private boolean takenThroughACut(int step, CutLine.Where where) throws Exception {
    try (CutLine line = new CutLine(database.address().port())) {
      PostgresStores ending = through(line);
      try {
        // signing in and the first look are not the mail's way
        awaited(ending.ping());
        line.cutAt(step, where);
        awaited(intake(ending).take("", mail(step)));
        return false;
      } catch (ExecutionException e) {
        assertTrue(line.isCut(), e.toString());
        return true;
      } finally {
        ending.close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Proves("F6")
  void anEngineThatEndsWhileItSendsLeavesEachMailSentOnceOrGivenUpInSight(CutLine.Where where)
      throws Exception {
    boolean cut = true;
    int step = 0;
    while (cut) {
      step++;
      assertTrue(step < STEPS_MAX, "the way does not end");
      awaited(intake(database.stores()).take("", mail(step)));
      try (PlayedSmtp server = new PlayedSmtp()) {
        cut = sentThroughACut(step, where, server);
        MailSending other = sending(database.stores(), server, "here");
        try {
          Awaited.value(PATIENCE, () -> count("mail_out where state = 'waiting'") == 0, () -> "");
        } finally {
          other.close();
        }
        String to = "person" + step + "@example.se";
        long sent = count("mail_out where state = 'sent' and recipient = '" + to + "'");
        long givenUp = count("mail_out where state = 'given_up' and recipient = '" + to + "'");
        assertEquals(1, sent + givenUp);
        assertTrue(server.handed().size() <= 1, () -> "sent twice: " + server.handed());
        assertTrue(sent <= server.handed().size(), "sent is said, and was not");
      }
    }
    assertTrue(step > 3, "so few steps are not a mail's: " + step);
  }

  private boolean sentThroughACut(int step, CutLine.Where where, PlayedSmtp server)
      throws Exception {
    try (CutLine line = new CutLine(database.address().port())) {
      PostgresStores ending = through(line);
      awaited(ending.ping());
      line.cutAt(step, where);
      MailSending first = sending(ending, server, "here");
      try {
        Awaited.value(
            PATIENCE,
            () -> line.isCut() || count("mail_out where state = 'waiting'") == 0,
            () -> "");
        return count("mail_out where state = 'waiting'") != 0 || line.isCut();
      } finally {
        first.close();
        ending.close();
      }
    }
  }

  private static MailSending sending(PostgresStores stores, PlayedSmtp server, String node) {
    MailSending sending =
        new MailSending(
            new SmtpAccess(
                "127.0.0.1",
                server.port(),
                ImapAccess.Security.PLAIN,
                "",
                "",
                "helpdesk@example.se",
                ""),
            new MailSending.Pace(Duration.ofMillis(20), Duration.ofSeconds(2)),
            new SendingPlan(Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofDays(3)),
            stores.outbox(),
            Supplier::get,
            node,
            () -> AT.plusSeconds(60),
            _ -> {});
    sending.start();
    return sending;
  }

  @Test
  void aPlantedLossAndAPlantedDoubleAreSeenByTheLedger() throws Exception {
    MailLedger ledger = new MailLedger();
    awaited(intake(database.stores()).take("", mail(1)));
    ledger.acknowledge("1@example.org");
    try (Connection owner = database.owner();
        Statement statement = owner.createStatement()) {
      assertEquals("acknowledged 1 missing 0 doubled 0", ledger.compare(owner));
      ledger.acknowledge("2@example.org");
      statement.execute(
          """
          insert into ticket_entry (ticket, at, kind, by, text, facts)
          select ticket, at, kind, by, text, facts from ticket_entry where kind = 'mail'
          """);
      assertEquals("acknowledged 2 missing 1 doubled 1", ledger.compare(owner));
      assertEquals("missing 0 doubled 0", MailLedger.sent(List.of("a", "b"), List.of("a")));
      assertEquals("missing 1 doubled 1", MailLedger.sent(List.of("a", "a"), List.of("a", "b")));
    }
  }
}
