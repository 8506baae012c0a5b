package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static svara.config.exchange.Helpdesk.pass;
import static svara.config.exchange.Helpdesk.until;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
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

/** The engine is killed in the middle of calls; nobody at a phone may lose anything by it. */
@Tag("exchange")
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EngineKilledIT {
  private static final String QUEUE = "helpdesk";
  private static final String NUMBER = "100";

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  private AsteriskInstance asterisk;
  private EngineProcess engine;
  private SipPhone outside;
  private SipPhone desk;

  @BeforeEach
  void start() {
    asterisk = AsteriskInstance.start(List.of(AsteriskInstance.Queue.oneAndOne(QUEUE, NUMBER)));
    outside = new SipPhone("outside", asterisk.sip());
    desk = new SipPhone("201", asterisk.sip());
    desk.register(AsteriskInstance.PHONE_SECRET, true);
    Helpdesk.answers(desk, Duration.ofMillis(100));
    engine = engine();
  }

  @AfterEach
  void stop() {
    engine.close();
    outside.close();
    desk.close();
    asterisk.close();
  }

  private EngineProcess engine() {
    return EngineProcess.start(
        DATABASE.address(), asterisk.amiPort(), "killed", QUEUE, NUMBER, 201, 202, 203);
  }

  @Test
  void withOneTalkingAndOneWaitingTheTalkersGoOnAndTheWaitingIsServed() {
    SipDialog talks = outside.call(NUMBER, "0701740605", "");
    until(() -> talking() == 1, "one talks");
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
    until(() -> talksAtDesk(2), "the exchange serves the waiting caller by itself");
    waits.hangUp();
    until(() -> talking() == 0, "over");

    engine = engine();
    until(
        () -> outcomes(3).size() == 3 && !outcomes(3).containsValue("null"),
        Duration.ofSeconds(60),
        "three calls with an outcome");
    assertEquals(
        Map.of(
            "+46701740605", "ANSWERED", "+46701740606", "ANSWERED", "+46701740607", "TURNED_AWAY"),
        outcomes(3));
  }

  @Test
  void aRestartedEngineTakesTheWaitingBackAndServesThem() {
    SipDialog talks = outside.call(NUMBER, "0701740615", "");
    until(() -> talking() == 1, "one talks");
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
    until(() -> talksAtDesk(2), "the engine serves the waiting caller");
    waits.hangUp();
    until(
        () -> outcomes(2).size() == 2 && !outcomes(2).containsValue("null"),
        "two calls with an outcome");
    assertTrue(outcomes(2).values().stream().allMatch("ANSWERED"::equals), outcomes(2).toString());
  }

  private long talking() {
    return desk.calls().stream()
        .filter(call -> call.state() == State.ANSWERED && call.media().connected())
        .count();
  }

  /**
   * Whether the desk's call of that number is one that is heard at both ends: the one before may
   * still be there when it comes.
   */
  private boolean talksAtDesk(int number) {
    List<SipDialog> calls = desk.calls();
    return calls.size() == number
        && calls.getLast().state() == State.ANSWERED
        && calls.getLast().media().connected();
  }

  /** Of the calls offered last. */
  private Map<String, String> outcomes(int calls) {
    try (Connection connection = DATABASE.engine();
        Statement select = connection.createStatement();
        ResultSet found =
            select.executeQuery(
                "select number, outcome from report_calls order by offered_at desc limit "
                    + calls)) {
      Map<String, String> outcomes = new TreeMap<>();
      while (found.next()) {
        outcomes.put(found.getString(1), String.valueOf(found.getString(2)));
      }
      return outcomes;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
