package svara.engine.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import svara.engine.id.TicketNumber;
import svara.engine.port.KeptMails.LeftMail;
import svara.engine.port.MailIntake;
import svara.engine.port.StoreException;

/** On a real IMAP server within this process. */
@Timeout(60)
class ImapMailboxTest {
  private static final Duration SELDOM = Duration.ofMinutes(10);
  private static final Duration OFTEN = Duration.ofMillis(300);

  /** A connection that was used within the last second counts as living. */
  private static final Duration NUDGED = Duration.ofMillis(1_200);

  private static final ImapMailbox.Delay SHORT =
      new ImapMailbox.Delay(Duration.ofMillis(50), Duration.ofMillis(200));
  private static final Pattern SUBJECT = Pattern.compile("Subject: (.*)\r\n");

  @TempDir Path folder;

  private final MailServer server = new MailServer();
  private final Noted intake = new Noted();
  private ImapMailbox mailbox;

  /** An intake that notes subjects, and fails as a test says. */
  private static final class Noted implements MailIntake {
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private volatile boolean away;

    @Override
    public Future<Taken> take(String box, Buffer raw) {
      Matcher subject = SUBJECT.matcher(raw.toString());
      String words = subject.find() ? subject.group(1) : "none";
      if (away) {
        return Future.failedFuture(
            new StoreException(StoreException.Kind.UNAVAILABLE, "the database is away"));
      }
      if (words.startsWith("poison")) {
        return Future.failedFuture(new IllegalStateException("met a fault"));
      }
      if (words.startsWith("refused")) {
        return Future.failedFuture(
            new StoreException(StoreException.Kind.REFUSED, "the database says no"));
      }
      taken.add(words);
      return Future.succeededFuture(new Taken(new TicketNumber(2026, 1), Fate.CREATED, ""));
    }
  }

  @AfterEach
  void stop() {
    if (mailbox != null) {
      mailbox.close();
    }
    server.close();
  }

  private void open(int port, Duration poll) {
    open(MailServer.access(port, poll));
  }

  private void open(ImapAccess access) {
    mailbox = new ImapMailbox(access, intake, InstantSource.system(), SHORT);
    mailbox.start();
  }

  private SignIn tokens(TokenEndpoint endpoint, String refreshToken) {
    server.takeTokensOf(endpoint);
    return new OAuthTokens(
        endpoint.client(refreshToken), folder.resolve("token"), InstantSource.system());
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    while (!condition.call()) {
      if (Thread.interrupted()) {
        throw new AssertionError("it did not come to this in time");
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  @Test
  void whatLiesThereAndWhatComesLaterIsTakenOnceInOrderAndMarked() throws Exception {
    server.deliver("one");
    server.deliver("two");
    open(server.port(), SELDOM);
    await(() -> intake.taken.size() == 2);
    // the server tells of these by itself: the next look would be in ten minutes
    server.deliver("three");
    await(() -> intake.taken.size() == 3);
    server.deliver("four");
    server.deliver("five");
    await(() -> server.unread() == 0);
    assertEquals(List.of("one", "two", "three", "four", "five"), intake.taken);
    await(() -> mailbox.standing().works());
  }

  @Test
  void aServerThatDoesNotTellByItselfIsLookedAtAgainAndAgain() throws Exception {
    try (WeakLine line = new WeakLine(server.port(), "IDLE")) {
      open(line.port(), OFTEN);
      await(() -> mailbox.standing().works());
      server.deliver("late");
      await(() -> server.unread() == 0);
      assertEquals(List.of("late"), intake.taken);
      assertEquals(1, line.connections());
    }
  }

  @Test
  void aMailStaysUnreadUntilItIsStored() throws Exception {
    intake.away = true;
    server.deliver("patient");
    open(server.port(), SELDOM);
    await(() -> !mailbox.standing().works());
    assertEquals(1, server.unread());
    intake.away = false;
    await(() -> server.unread() == 0);
    assertEquals(List.of("patient"), intake.taken);
    await(() -> mailbox.standing().works());
  }

  @ParameterizedTest
  @ValueSource(strings = {"poison", "refused"})
  void aMailThatMeetsAFaultDoesNotStopThoseAfterItAndStaysUnread(String fault) throws Exception {
    server.deliver("before");
    server.deliver(fault);
    server.deliver("after");
    open(server.port(), OFTEN);
    await(() -> server.unread() == 1);
    server.deliver("later");
    await(() -> intake.taken.size() == 3 && server.unread() == 1);
    assertEquals(List.of("before", "after", "later"), intake.taken);
    await(() -> mailbox.standing().works());
    LeftMail left = mailbox.left().getFirst();
    assertEquals(1, mailbox.left().size());
    assertTrue(left.reason().contains(fault.equals("poison") ? "fault" : "says no"), left.reason());
    assertTrue(left.sizeBytes() > 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 100, 400, 700, 1_000, 1_500, 2_500, 60_000})
  void aConnectionThatBreaksAnywhereLosesNothing(long bytes) throws Exception {
    server.deliver("long", "words of a long mail\r\n".repeat(5_000));
    server.deliver("short");
    try (WeakLine line = new WeakLine(server.port(), "")) {
      line.cutNextAfter(bytes);
      open(line.port(), OFTEN);
      await(line::hasCut);
      await(() -> server.unread() == 0);
      // taken twice at most: stored, and cut before it was marked; the real intake knows duplicates
      assertEquals(List.of("long", "short"), intake.taken.stream().distinct().toList());
      assertTrue(intake.taken.size() <= 3, intake.taken::toString);
    }
  }

  @Test
  void aServerThatIsNotThereYetIsTriedUntilItIs() throws Exception {
    int port;
    try (WeakLine closed = new WeakLine(server.port(), "")) {
      port = closed.port();
    }
    open(port, OFTEN);
    await(() -> !mailbox.standing().works());
    assertEquals(List.of(), intake.taken);
  }

  @Test
  void closingEndsTheWaitForNewsAtOnce() throws IOException, Exception {
    open(server.port(), SELDOM);
    await(() -> mailbox.standing().works());
    mailbox.close();
    server.deliver("after the end");
    assertEquals(1, server.unread());
    assertFalse(intake.taken.contains("after the end"));
  }

  @Test
  void tokensThatLiveShortlyAreRenewedAndShownWheneverItConnectsAnew() throws Exception {
    try (TokenEndpoint endpoint = new TokenEndpoint();
        WeakLine line = new WeakLine(server.port(), "")) {
      SignIn tokens = tokens(endpoint, "refresh-0");
      String first = tokens.secret();
      open(MailServer.access(line.port(), NUDGED, tokens, ""));
      server.deliver("one");
      await(() -> intake.taken.size() == 1);
      await(() -> !endpoint.lives(first));
      line.cutNextAfter(0);
      await(line::hasCut);
      server.deliver("two");
      await(() -> server.unread() == 0 && mailbox.standing().works());

      assertEquals(List.of("one", "two"), intake.taken);
      assertTrue(line.said().contains("AUTHENTICATE XOAUTH2"), line.said());
      assertFalse(line.said().contains(" LOGIN "), line.said());
      assertTrue(endpoint.asked().size() >= 2);
      assertEquals("refresh-1", endpoint.asked().get(1).get("refresh_token"));
    }
  }

  @Test
  void aRefusedRenewalIsToldWhileMailIsStillReadAndPassesWhenTokensAreGivenAgain()
      throws Exception {
    try (TokenEndpoint endpoint = new TokenEndpoint()) {
      open(MailServer.access(server.port(), NUDGED, tokens(endpoint, ""), ""));
      await(() -> mailbox.standing().works());
      endpoint.refuse("the secret has run out");
      await(() -> mailbox.standing().trouble() == MailStanding.Trouble.TOKEN_REFUSED);
      server.deliver("meanwhile");
      await(() -> server.unread() == 0);
      endpoint.refuse("");
      await(() -> mailbox.standing().works());
      assertEquals(List.of("meanwhile"), intake.taken);
    }
  }

  @Test
  void aTokenThatTheServerDoesNotWantIsReplacedByAnother() throws Exception {
    try (TokenEndpoint endpoint = new TokenEndpoint()) {
      SignIn tokens = tokens(endpoint, "");
      tokens.secret();
      server.forgetTokens();
      server.deliver("one");
      open(MailServer.access(server.port(), OFTEN, tokens, ""));
      await(() -> server.unread() == 0);
      assertEquals(2, endpoint.asked().size());
    }
  }

  @Test
  void aWrongPasswordIsToldApartFromAServerThatIsAway() throws Exception {
    open(MailServer.access(server.port(), OFTEN, SignIn.password("wrong"), ""));
    await(() -> mailbox.standing().trouble() == MailStanding.Trouble.SIGN_IN_REFUSED);
    assertEquals(List.of(), intake.taken);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MOVE", "UIDPLUS"})
  void handledMailIsMovedAndPoisonousMailStaysWhereItIs(String hidden) throws Exception {
    server.deliver("before");
    server.deliver("poison");
    server.deliver("after");
    try (WeakLine line = new WeakLine(server.port(), hidden)) {
      open(MailServer.access(line.port(), NUDGED, MailServer.password(), "Hanterat"));
      await(() -> intake.taken.size() == 2);
      server.deliver("later");
      await(() -> server.subjects("Hanterat").size() == 3);
      await(() -> server.subjects("INBOX").equals(List.of("poison")));
    }
    assertEquals(List.of("before", "after", "later"), intake.taken);
    assertEquals(List.of("before", "after", "later"), server.subjects("Hanterat"));
  }

  @Test
  void whereMailIsMovedOneThatSomebodyHasOpenedIsTakenAllTheSame() throws Exception {
    server.deliver("opened");
    open(server.port(), OFTEN);
    await(() -> server.unread() == 0);
    mailbox.close();
    open(MailServer.access(server.port(), NUDGED, MailServer.password(), "Klart"));
    await(() -> server.subjects("Klart").equals(List.of("opened")));
    assertEquals(List.of("opened", "opened"), intake.taken);
  }

  @Test
  void triesGrowRarerUpToALimit() {
    ImapMailbox.Delay usual = ImapMailbox.Delay.usual();
    assertEquals(Duration.ofSeconds(2), usual.after(Duration.ofSeconds(1)));
    assertEquals(Duration.ofMinutes(5), usual.after(Duration.ofMinutes(4)));
  }

  @Test
  void aPasswordIsNotInWhatIsLogged() {
    assertEquals("helpdesk at 127.0.0.1:143", MailServer.access(143, SELDOM).toString());
  }
}
