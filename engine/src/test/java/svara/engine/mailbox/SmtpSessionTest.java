package svara.engine.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import svara.engine.mail.OutgoingMail;
import svara.engine.mail.SendingPlan.Attempt;

/** What an attempt is told as, by what the server does at each step. */
@Timeout(60)
class SmtpSessionTest {
  private static final Instant AT = Instant.parse("2026-03-02T08:00:00Z");
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final OutgoingMail REPLY =
      new OutgoingMail(
          "eva.lund@example.se",
          "[#2026-000123] Skrivaren går inte",
          "Vi byter den.\n.\n",
          "",
          "abc@example.se",
          List.of("1@example.org", "2@example.org"),
          false);

  private PlayedSmtp server;

  @BeforeEach
  void open() throws Exception {
    server = new PlayedSmtp();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static SmtpAccess access(int port) {
    return new SmtpAccess(
        "127.0.0.1",
        port,
        ImapAccess.Security.PLAIN,
        "",
        "",
        "helpdesk@example.se",
        "Helpdesken på IT");
  }

  private Attempt attempt(Duration answerMax, UnaryOperator<String> answers) throws Exception {
    server.answer(answers);
    try (SmtpSession session = SmtpSession.open(access(server.port()), answerMax)) {
      return session.send(REPLY, AT, () -> true);
    }
  }

  private static UnaryOperator<String> but(String command, String answer) {
    return said -> Map.of(command, answer).getOrDefault(said, PlayedSmtp.usual(said));
  }

  @Test
  void whatTheServerTakesIsAcceptedWithItsWords() throws Exception {
    assertEquals(new Attempt.Accepted("250 2.0.0 queued as 42"), attempt(LONG, PlayedSmtp::usual));
    assertEquals(1, server.accepted().size());
  }

  @Test
  void aRefusalForGoodIsToldInTheServersWords() throws Exception {
    for (String command : List.of("MAIL", "RCPT", "DATA", ".")) {
      Attempt attempt = attempt(LONG, but(command, "550 5.1.1 no such user"));
      assertInstanceOf(Attempt.Refused.class, attempt, command + attempt);
      assertTrue(attempt.words().contains("5.1.1 no such user"), attempt.words());
    }
    assertEquals(List.of(), server.accepted());
  }

  @Test
  void aRefusalForNowIsAFailure() throws Exception {
    for (String command : List.of("MAIL", "RCPT", "DATA", ".")) {
      Attempt attempt = attempt(LONG, but(command, "451 4.7.1 come back later"));
      assertInstanceOf(Attempt.Failed.class, attempt, command + attempt);
      assertTrue(attempt.words().contains("come back later"), attempt.words());
    }
  }

  @Test
  void aConnectionLostBeforeTheEndOfTheMailIsAFailure() throws Exception {
    for (String command : List.of("MAIL", "RCPT", "DATA")) {
      assertInstanceOf(Attempt.Failed.class, attempt(LONG, but(command, PlayedSmtp.DROP)), command);
      assertInstanceOf(
          Attempt.Failed.class, attempt(SHORT, but(command, PlayedSmtp.STALL)), command);
    }
    assertEquals(List.of(), server.handed());
  }

  @Test
  void aConnectionLostAfterTheEndOfTheMailIsUnanswered() throws Exception {
    for (String answer : List.of(PlayedSmtp.DROP, "250" + PlayedSmtp.DROP)) {
      assertInstanceOf(Attempt.Unanswered.class, attempt(LONG, but(".", answer)));
    }
    assertInstanceOf(Attempt.Unanswered.class, attempt(SHORT, but(".", PlayedSmtp.STALL)));
  }

  @Test
  void aMailThatIsNotOursAnyMoreIsNotHandedOver() throws Exception {
    try (SmtpSession session = SmtpSession.open(access(server.port()), LONG)) {
      assertInstanceOf(Attempt.Failed.class, session.send(REPLY, AT, () -> false));
    }
    assertEquals(List.of(), server.handed());
  }

  @Test
  void aServerThatLetsNobodyInIsNoRefusalOfTheMail() {
    server.answer(but("connect", "554 go away"));
    assertThrows(MessagingException.class, () -> SmtpSession.open(access(server.port()), LONG));
  }

  @Test
  void theMessageIsWhatAClientThreads() throws Exception {
    MimeMessage message = sent(REPLY);

    assertEquals("<abc@example.se>", message.getMessageID());
    assertEquals("<2@example.org>", message.getHeader("In-Reply-To", null));
    assertEquals(
        "<1@example.org> <2@example.org>",
        message.getHeader("References", null).replaceAll("\\s+", " "));
    assertEquals("[#2026-000123] Skrivaren går inte", message.getSubject());
    assertEquals("Helpdesken på IT <helpdesk@example.se>", readable(message));
    assertEquals("Vi byter den.\n.", text(message.getContent()).strip());
    assertEquals(AT, message.getSentDate().toInstant());
    assertEquals(null, message.getHeader("Auto-Submitted", null));
  }

  private static String text(Object content) {
    return content.toString().replace("\r\n", "\n");
  }

  private static String readable(MimeMessage message) throws MessagingException {
    var from = (jakarta.mail.internet.InternetAddress) message.getFrom()[0];
    return from.getPersonal() + " <" + from.getAddress() + ">";
  }

  @Test
  void anAutomaticMailSaysSoAndHasBothForms() throws Exception {
    MimeMessage message =
        sent(
            new OutgoingMail(
                "eva.lund@example.se",
                "Mottaget\r\nBcc: all@example.org",
                "Hej å",
                "<p>Hej å</p>",
                "abd@example.se",
                List.of(),
                true));

    assertEquals("auto-replied", message.getHeader("Auto-Submitted", null));
    assertEquals("All", message.getHeader("X-Auto-Response-Suppress", null));
    assertEquals(null, message.getHeader("Bcc", null));
    assertEquals("Mottaget Bcc: all@example.org", message.getSubject());
    assertFalse(message.getHeader("In-Reply-To", null) != null);
    MimeMultipart both = (MimeMultipart) message.getContent();
    assertTrue(message.isMimeType("multipart/alternative"));
    assertEquals("Hej å", text(both.getBodyPart(0).getContent()).strip());
    assertEquals("<p>Hej å</p>", text(both.getBodyPart(1).getContent()).strip());
  }

  /** As a real server has it. */
  private static MimeMessage sent(OutgoingMail mail) throws Exception {
    GreenMail real = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    real.start();
    try (SmtpSession session = SmtpSession.open(access(real.getSmtp().getPort()), LONG)) {
      assertInstanceOf(Attempt.Accepted.class, session.send(mail, AT, () -> true));
      assertTrue(real.waitForIncomingEmail(10_000, 1));
      return real.getReceivedMessages()[0];
    } finally {
      real.stop();
    }
  }

  @Test
  void tokensAreShownToAServerThatTakesNothingElse(@TempDir Path folder) throws Exception {
    try (MailServer real = new MailServer();
        TokenEndpoint endpoint = new TokenEndpoint()) {
      real.takeTokensOf(endpoint);
      SignIn tokens =
          new OAuthTokens(endpoint.client(""), folder.resolve("token"), InstantSource.system());
      SmtpAccess access = MailServer.smtp(real.smtpPort(), tokens);
      for (int i = 1; i <= 2; i++) {
        try (SmtpSession session = SmtpSession.open(access, LONG)) {
          assertInstanceOf(Attempt.Accepted.class, session.send(REPLY, AT, () -> true));
        }
        assertEquals(i, endpoint.asked().size());
        String shown = tokens.secret();
        while (endpoint.lives(shown)) {
          LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
      }
      assertThrows(
          MessagingException.class,
          () -> SmtpSession.open(MailServer.smtp(real.smtpPort(), MailServer.password()), LONG));
      endpoint.refuse("no more");
      assertThrows(TokenRefused.class, () -> SmtpSession.open(access, LONG));
    }
  }
}
