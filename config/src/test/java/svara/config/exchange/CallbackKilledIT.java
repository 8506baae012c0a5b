package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static svara.config.exchange.Helpdesk.pass;
import static svara.config.exchange.Helpdesk.until;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
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

/** The engine is killed while it keeps a promise: the caller's phone rings once an attempt. */
@Tag("exchange")
@Tag("callbacks")
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CallbackKilledIT {
  private static final String EVA = "+46701740611";
  private static final AtomicInteger USED = new AtomicInteger();

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  private static AsteriskInstance asterisk;

  private final int nth = USED.incrementAndGet();
  private final String queue = "killed" + nth;
  private final String number = Integer.toString(660 + nth);
  private final Books books = new Books(DATABASE);
  private final SipPhone outside = new SipPhone("outside", asterisk.sip());
  private final SipPhone desk = new SipPhone("201", asterisk.sip());
  private final PeopleAtHome home = new PeopleAtHome(asterisk);
  private final TcpProxy proxy = new TcpProxy(asterisk.amiPort());
  private EngineProcess engine;

  @BeforeAll
  static void startAsterisk() {
    asterisk =
        AsteriskInstance.start(
            List.of(
                AsteriskInstance.Queue.oneAndOne("killed1", "661"),
                AsteriskInstance.Queue.oneAndOne("killed2", "662"),
                AsteriskInstance.Queue.oneAndOne("killed3", "663")));
  }

  @AfterAll
  static void stopAsterisk() {
    asterisk.close();
  }

  @AfterEach
  void stop() {
    try {
      engine.close();
    } finally {
      leave();
    }
    books.verified();
  }

  private void leave() {
    desk.register(AsteriskInstance.PHONE_SECRET, false);
    outside.close();
    desk.close();
    home.close();
    proxy.close();
    asterisk.cli("channel request hangup all");
  }

  private EngineProcess engine(int amiPort) {
    return EngineProcess.start(DATABASE.address(), amiPort, queue, queue, number, 201, 202, 203);
  }

  @Test
  void rightAfterTheAttemptWasStoredAndBeforeItWasSent() {
    home.plan(EVA, List.of(PeopleAtHome.busy(), home.talks()));
    promised(proxy.port()).hangUp();
    until(() -> "BUSY".equals(books.promise(queue, EVA).lastResult()), "the first was busy");
    pass(Duration.ofSeconds(1)); // the technician is free again; the next attempt is due in 2 s
    proxy.stall();
    until(() -> books.orders(queue) == 2, "the next is stored");
    engine.kill();
    proxy.cut();
    assertEquals(1, home.rang(EVA), "it never got to the exchange");

    engine = engine(asterisk.amiPort());
    kept(2);
  }

  @Test
  void whileTheTechniciansPhoneRings() {
    home.plan(EVA, List.of(home.talks()));
    SipDialog talks = promised(asterisk.amiPort());
    Helpdesk.answers(desk, Duration.ofSeconds(2));
    talks.hangUp();
    until(() -> desk.calls().getLast().state() == State.RINGING, "the technician's phone rings");
    engine.kill();
    engine = engine(asterisk.amiPort());
    kept(1);
  }

  @Test
  void rightAfterTheCallerWasDialled() {
    home.plan(EVA, List.of(home.talks()));
    promised(asterisk.amiPort()).hangUp();
    until(() -> home.rang(EVA) == 1, "his phone rings");
    engine.kill();
    pass(Duration.ofSeconds(1));
    engine = engine(asterisk.amiPort());
    kept(1);
  }

  /**
   * One talks, one waits, Eva is promised a callback, and only the one who talks is still there.
   *
   * @return who talks
   */
  private SipDialog promised(int amiPort) {
    desk.register(AsteriskInstance.PHONE_SECRET, true);
    Helpdesk.answers(desk, Duration.ofMillis(50));
    engine = engine(amiPort);
    SipDialog talks = outside.call(number, "0701740605", "");
    until(() -> talks.state() == State.ANSWERED, "one talks");
    SipDialog waits = outside.call(number, "0701740606", "");
    until(() -> waits.state() == State.ANSWERED && waits.media().hearsSound(500), "one is held");
    SipDialog eva = outside.call(number, "0701740611", "");
    until(() -> eva.state() == State.ANSWERED && eva.media().hearsSound(500), "Eva is offered");
    eva.press('1');
    until(() -> books.promises(queue).size() == 1, "and promised a callback");
    eva.hangUp();
    waits.hangUp();
    until(
        () ->
            books.outcomes(queue).getOrDefault("+46701740606", "null").startsWith("ABANDONED")
                && !books.outcomes(queue).getOrDefault(EVA, "null").equals("null"),
        "they are gone");
    return talks;
  }

  private void kept(int attempts) {
    until(() -> books.promise(queue, EVA).state().equals("kept"), Duration.ofSeconds(60), "kept");
    pass(Duration.ofSeconds(3)); // a second call for the same attempt would come by now
    assertEquals(attempts, home.rang(EVA), "his phone rang once an attempt");
    assertEquals(attempts, books.promise(queue, EVA).attempts());
  }
}
