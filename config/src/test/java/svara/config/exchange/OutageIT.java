package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static svara.config.exchange.Helpdesk.pass;
import static svara.config.exchange.Helpdesk.until;

import java.nio.file.Path;
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
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import svara.config.TestDatabase;
import svara.telephony.asterisk.AsteriskInstance;
import svara.telephony.asterisk.SipDialog;
import svara.telephony.asterisk.SipDialog.State;
import svara.telephony.asterisk.SipPhone;

/** What callers hear and the books say when the engine is dead or frozen for a while. */
@Tag("exchange")
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class OutageIT {
  private static final String NUMBER = "100";

  /** After it a parked caller whose timeout is not renewed is with the exchange's own queue. */
  private static final Duration DEAD_MAN = Duration.ofSeconds(10);

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  private static final AtomicInteger USED = new AtomicInteger();

  private final String queue = "outage" + USED.incrementAndGet();
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

  /** What the exchange knew is of use only when something went wrong. */
  @RegisterExtension
  final AfterTestExecutionCallback onFailure =
      test -> {
        if (test.getExecutionException().isPresent()) {
          System.out.println(asterisk.cli("core show channels verbose") + asterisk.log());
        }
      };

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
    return EngineProcess.start(
        DATABASE.address(), asterisk.amiPort(), queue, queue, NUMBER, Desks.AT);
  }

  @Test
  void callersDuringAnOutageMeetOneAndOneAndAreInTheBooksAfterwards() {
    SipDialog before = outside.call(NUMBER, "0701740605", "");
    until(() -> desks.talking() == 1, "one talks before");
    until(() -> answeredInTheBooks() == 1, "and is noted");
    engine.kill();
    before.hangUp();
    until(() -> desks.talking() == 0, "and hangs up while nobody sees it");
    pass(Duration.ofSeconds(6)); // the heartbeat grows stale

    SipDialog talks = outside.call(NUMBER, "0701740606", "");
    until(() -> desks.talking() == 1, "the exchange rings a technician by itself");
    SipDialog waits = outside.call(NUMBER, "0701740607", "");
    until(() -> waits.state() == State.ANSWERED, "the next is held");
    SipDialog told = outside.call(NUMBER, "0701740608", "");
    until(() -> told.state() == State.OVER, "the third is told and hung up");
    heard(told, asterisk.sound("sv", "all_busy"), "all_busy");
    heard(told, asterisk.sound("sv", "call_later"), "call_later");
    Sound held = Sound.of(waits.media().heard());
    Sound last = held.part(held.length() - 3 * Sound.RATE, held.length());
    double music = Likeness.of(last, Sound.of(asterisk.music()));
    System.out.printf("outage: music %.3f%n", music);
    assertTrue(music > Likeness.SAME, "music, not silence: " + music);

    talks.hangUp();
    until(() -> desks.talksInCall(3), "the held one is served");
    waits.hangUp();
    until(() -> desks.talking() == 0, "over");

    engine = engine();
    until(() -> books.ended(queue, 4), Duration.ofSeconds(60), "four calls are in the books");
    assertEquals(
        Map.of(
            "+46701740605", "ANSWERED",
            "+46701740606", "ANSWERED",
            "+46701740607", "ANSWERED",
            "+46701740608", "TURNED_AWAY"),
        books.outcomes(queue));
    long answered = outside.calls().stream().filter(call -> call.finalStatus() == 200).count();
    assertEquals(answered, books.rows(queue).size(), "INVITEs answered at the callers");
    assertEquals(answered, books.callsOnTickets(queue), "each on a ticket");
  }

  @Test
  void anEngineThatThawsCutsNobodyWhomItBelievesToHold() {
    SipDialog talks = outside.call(NUMBER, "0701740615", "");
    until(() -> desks.talking() == 1, "one talks");
    SipDialog waits = outside.call(NUMBER, "0701740616", "");
    until(() -> waits.state() == State.ANSWERED, "one is held");
    until(() -> waits.media().hearsSound(500), "and is being talked to");
    engine.freeze();
    pass(DEAD_MAN.plusSeconds(2));
    assertEquals(State.ANSWERED, waits.state(), "held on by the exchange");
    talks.hangUp();
    until(() -> desks.talksInCall(2), "the exchange connects him");

    engine.thaw(); // and whatever the engine wanted to renew, it wants now
    pass(DEAD_MAN.plusSeconds(4));
    assertEquals(State.ANSWERED, waits.state(), "no late renewal cut him");
    assertEquals(1, desks.talking(), "nor the technician");
    assertEquals(2, desks.rung(), "nobody rang again");
    waits.hangUp();

    until(() -> books.ended(queue, 2), Duration.ofSeconds(60), "both are in the books");
    assertEquals(
        Map.of("+46701740615", "ANSWERED", "+46701740616", "ANSWERED"), books.outcomes(queue));
    assertEquals(2, books.callsOnTickets(queue), "each on a ticket");
  }

  private static void heard(SipDialog call, Path wav, String prompt) {
    double value = Likeness.of(Sound.of(wav), Sound.of(call.media().heard()));
    System.out.printf("outage: %s %.3f%n", prompt, value);
    assertTrue(value > Likeness.SAME, prompt + " is heard: " + value);
  }

  private long answeredInTheBooks() {
    return books.rows(queue).stream().filter(row -> !row.technician().equals("null")).count();
  }
}
