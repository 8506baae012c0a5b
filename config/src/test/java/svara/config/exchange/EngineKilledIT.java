package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static svara.config.exchange.Helpdesk.pass;
import static svara.config.exchange.Helpdesk.until;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import svara.config.TestDatabase;
import svara.telephony.asterisk.AsteriskInstance;
import svara.telephony.asterisk.SipDialog;
import svara.telephony.asterisk.SipDialog.State;
import svara.telephony.asterisk.SipPhone;
import svara.telephony.asterisk.TcpProxy;

/** The engine is killed in the middle of calls; nobody at a phone may lose anything by it. */
@Tag("exchange")
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EngineKilledIT {
  private static final String NUMBER = "100";

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  private static final AtomicInteger USED = new AtomicInteger();

  private final String queue = "killing" + USED.incrementAndGet();
  private final Books books = new Books(DATABASE);
  private AsteriskInstance asterisk;
  private EngineProcess engine;
  private SipPhone outside;
  private Desks desks;

  @BeforeEach
  void start() {
    asterisk = AsteriskInstance.start(List.of(AsteriskInstance.Queue.oneAndOne(queue, NUMBER)));
    outside = new SipPhone("outside", asterisk.sip());
    desks = new Desks(asterisk, Duration.ofMillis(100));
    engine = engine();
  }

  @AfterEach
  void stop() {
    outside.close();
    desks.close();
    try {
      engine.close();
    } finally {
      asterisk.close();
    }
    books.verified();
  }

  private EngineProcess engine() {
    return engine(asterisk.amiPort());
  }

  private EngineProcess engine(int amiPort) {
    return EngineProcess.start(DATABASE.address(), amiPort, queue, queue, NUMBER, Desks.AT);
  }

  @Test
  void withOneTalkingAndOneWaitingTheTalkersGoOnAndTheWaitingIsServed() {
    SipDialog talks = outside.call(NUMBER, "0701740605", "");
    until(() -> desks.talking() == 1, "one talks");
    SipDialog waits = outside.call(NUMBER, "0701740606", "");
    until(() -> waits.state() == State.ANSWERED && waits.media().hearsSound(500), "one is held");
    pass(Duration.ofSeconds(2));
    engine.kill();

    pass(Duration.ofSeconds(13));
    assertEquals(State.ANSWERED, talks.state(), "the talkers talk on");
    assertEquals(State.ANSWERED, waits.state(), "the waiting caller waits on");
    until(() -> waits.media().hearsSound(500), "with music, at the exchange");

    SipDialog third = outside.call(NUMBER, "0701740607", "");
    until(() -> third.state() == State.OVER, "the third is told and hung up, not left in silence");
    assertEquals(200, third.finalStatus());

    talks.hangUp();
    until(() -> desks.talksInCall(2), "the exchange serves the waiting caller by itself");
    waits.hangUp();
    until(() -> desks.talking() == 0, "over");

    engine = engine();
    until(() -> books.ended(queue, 3), Duration.ofSeconds(60), "three calls with an outcome");
    assertEquals(
        Map.of(
            "+46701740605", "ANSWERED", "+46701740606", "ANSWERED", "+46701740607", "TURNED_AWAY"),
        books.outcomes(queue));
    inTheBooks();
  }

  @Test
  void aRestartedEngineTakesTheWaitingBackAndServesThem() {
    SipDialog talks = outside.call(NUMBER, "0701740615", "");
    until(() -> desks.talking() == 1, "one talks");
    SipDialog waits = outside.call(NUMBER, "0701740616", "");
    until(() -> waits.state() == State.ANSWERED, "one is held");
    engine.kill();
    pass(Duration.ofSeconds(2));
    engine = engine();
    assertEquals(State.ANSWERED, talks.state());
    pass(Duration.ofSeconds(12));
    assertEquals(State.ANSWERED, talks.state(), "no late renewal cut the talkers");
    assertEquals(State.ANSWERED, waits.state());
    talks.hangUp();
    until(() -> desks.talksInCall(2), "the engine serves the waiting caller");
    waits.hangUp();
    until(() -> books.ended(queue, 2), "two calls with an outcome");
    assertEquals(
        Map.of("+46701740615", "ANSWERED", "+46701740616", "ANSWERED"), books.outcomes(queue));
    inTheBooks();
  }

  @Test
  void rightAfterAnAnswerThatItHasNotHeardOf() {
    engine.close();
    try (TcpProxy proxy = new TcpProxy(asterisk.amiPort())) {
      engine = engine(proxy.port());
      desks.answerAfter(Duration.ofSeconds(2));
      SipDialog talks = outside.call(NUMBER, "0701740625", "");
      until(() -> desks.ringing() == 1, "it rings");
      proxy.stall();
      until(() -> desks.talking() == 1, "answered, at the exchange alone");
      engine.kill();
      proxy.cut();
      talks.hangUp();
      until(() -> desks.talking() == 0, "over while the engine still seems to live");
    }
    engine = engine();
    until(() -> books.ended(queue, 1), "its call has an outcome");
    assertEquals(Map.of("+46701740625", "ANSWERED"), books.outcomes(queue));
    assertEquals(1, books.talks(queue).size(), "with the technician who talked");
    inTheBooks();
  }

  /** Each call that was answered at its caller's phone is a row, on a ticket. */
  private void inTheBooks() {
    long answered = outside.calls().stream().filter(call -> call.finalStatus() == 200).count();
    assertEquals(answered, books.rows(queue).size(), "INVITEs answered at the callers");
    assertEquals(answered, books.callsOnTickets(queue), "each on a ticket");
  }
}
