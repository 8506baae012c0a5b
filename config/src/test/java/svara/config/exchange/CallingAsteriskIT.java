package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static svara.config.exchange.Helpdesk.queue;
import static svara.config.exchange.Helpdesk.until;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import svara.config.TestDatabase;
import svara.engine.id.Language;
import svara.telephony.asterisk.AsteriskInstance;

/** The callers' phone is another Asterisk, and their keys travel as Asterisk sends them. */
@Tag("exchange")
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CallingAsteriskIT {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  /** Half seconds from the answer: before the prompt, in it, and in the silence after it. */
  private static final List<Integer> MOMENTS = List.of(0, 5, 19);

  @Test
  void whoPressesOneBeforeDuringOrAfterThePromptIsPromisedACallback() {
    try (AsteriskInstance asterisk =
        AsteriskInstance.start(List.of(AsteriskInstance.Queue.oneAndOne("keys", "631")))) {
      Helpdesk.warm(asterisk, DATABASE);
      try (CallingAsterisk callers = new CallingAsterisk(asterisk.sip());
          Helpdesk helpdesk =
              new Helpdesk(
                  asterisk,
                  DATABASE,
                  queue("keys", "631", Language.SV, UnaryOperator.identity(), 201, 202, 203))) {
        helpdesk.desk(201, Duration.ofMillis(50));
        helpdesk.ready("keys", 1);
        press(helpdesk, callers);
      }
    }
  }

  private static void press(Helpdesk helpdesk, CallingAsterisk callers) {
    helpdesk.call("631", "0701740605");
    until(() -> helpdesk.state("keys").talking() == 1, "one talks");
    helpdesk.call("631", "0701740606");
    until(() -> helpdesk.state("keys").waiting().size() == 1, "one waits");

    Map<String, String> expected = new TreeMap<>();
    int last = 10;
    for (CallingAsterisk.Keys keys : CallingAsterisk.Keys.values()) {
      for (int moment : MOMENTS) {
        callers.call("07017406" + last, "631", keys, moment);
        expected.put("+467017406" + last, "CALLBACK_PROMISED");
        last++;
      }
    }
    until(() -> helpdesk.state("keys").callbacks().size() == 6, "all six are promised");
    until(() -> callers.calls() == 0, "they were told so, and we hung up");
    until(() -> promised(helpdesk).size() == 6, "and the books are closed");
    assertEquals(expected, promised(helpdesk));
    assertEquals(8, helpdesk.callsOnTickets("keys"));
  }

  private static Map<String, String> promised(Helpdesk helpdesk) {
    Map<String, String> outcomes = new TreeMap<>();
    helpdesk.rows("keys").stream()
        .filter(row -> row.metFull() && !row.outcome().equals("null"))
        .forEach(row -> outcomes.put(row.number(), row.outcome()));
    return outcomes;
  }
}
