package svara.telephony.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.Prompt;
import svara.engine.port.TechnicianPhone;
import svara.engine.queue.QueuePolicy;
import svara.engine.queue.Technician;
import svara.engine.runtime.QueueSetup;

/** One technician in two queues has one phone. */
class TwoQueuesTest {
  private static final QueueId FIRST = new QueueId("first");
  private static final QueueId SECOND = new QueueId("second");
  private static final TechnicianId ANNA = new TechnicianId("anna");

  private final SimulatedClock clock = new SimulatedClock(Instant.parse("2026-03-02T08:00:00Z"));
  private final SimulatedExchange exchange = new SimulatedExchange(clock, new Random(7));
  private final JournalInMemory store = new JournalInMemory(clock);
  private SimulatedTechnician anna;

  @BeforeEach
  void start() {
    exchange.addQueue(FIRST, "100");
    exchange.addQueue(SECOND, "101");
    TechnicianPhone phone = new TechnicianPhone(ANNA, "PJSIP/anna");
    anna = exchange.addTechnician(phone);
    new EngineProcess(
        "node",
        exchange,
        ReportFaults.NONE,
        store,
        Stream.of(queue(FIRST, "100", phone), queue(SECOND, "101", phone)).toList());
    pass(3);
  }

  @Test
  void twoCallersAtTheSameMomentInTwoQueuesRingHerOnce() {
    anna.doesNotAnswer();
    exchange.place("100", "0701740605", "");
    exchange.place("101", "0701740606", "");
    pass(2);
    assertEquals(1, anna.timesRung());
    assertTrue(anna.rings());
  }

  @Test
  void theOtherCallerIsServedAfterwards() {
    anna.answersAfter(Duration.ofSeconds(2), Duration.ofSeconds(30));
    SimulatedCaller one = exchange.place("100", "0701740605", "");
    SimulatedCaller other = exchange.place("101", "0701740606", "");
    pass(240);
    assertTrue(one.talked());
    assertTrue(other.talked());
  }

  @Test
  void aCodeOfHerPhoneActsInBoth() {
    anna.dials("*13");
    pass(5);
    assertEquals(List.of(Prompt.PAUSED), anna.heardOfCode());
    for (QueueId queue : List.of(FIRST, SECOND)) {
      assertEquals(
          Technician.Duty.PAUSED,
          store.state(queue).technician(ANNA).orElseThrow().duty(),
          queue.value());
    }
  }

  private static QueueSetup queue(QueueId id, String number, TechnicianPhone phone) {
    return new QueueSetup(
        id,
        id.value(),
        List.of(number),
        QueuePolicy.defaults(),
        Language.SV,
        List.of(new QueueSetup.TechnicianSetup(ANNA, "Anna", phone)));
  }

  private void pass(int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }
}
