package svara.telephony.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.Prompt;
import svara.engine.port.QueueStore;
import svara.engine.port.TechnicianPhone;
import svara.engine.queue.QueuePolicy;
import svara.engine.queue.Technician;
import svara.engine.runtime.QueueSetup;

/** One technician in two queues has one phone. */
class TwoQueuesTest {
  private static final QueueId FIRST = new QueueId("first");
  private static final QueueId SECOND = new QueueId("second");
  private static final TechnicianId ANNA = new TechnicianId("anna");
  private static final TechnicianPhone PHONE = new TechnicianPhone(ANNA, "PJSIP/anna");

  private final SimulatedClock clock = new SimulatedClock(Instant.parse("2026-03-02T08:00:00Z"));
  private final SimulatedExchange exchange = new SimulatedExchange(clock, new Random(7));
  private final JournalInMemory store = new JournalInMemory(clock);
  private SimulatedTechnician anna;

  @BeforeEach
  void enroll() {
    exchange.addQueue(FIRST, "100");
    exchange.addQueue(SECOND, "101");
    anna = exchange.addTechnician(PHONE);
  }

  /** Each node has both in its settings; with two nodes each owns one. */
  private void start(int nodes) {
    if (nodes == 2) {
      store.claim(SECOND, "node-2", Duration.ofSeconds(6));
      pass(1);
    }
    List<QueueSetup> queues = List.of(queue(FIRST, "100"), queue(SECOND, "101"));
    for (int node = 1; node <= nodes; node++) {
      new EngineProcess("node-" + node, exchange, ReportFaults.NONE, store, queues);
      pass(3);
    }
    Future<List<QueueStore.Owner>> owners = store.owners();
    pass(1);
    assertEquals(nodes, owners.result().stream().map(QueueStore.Owner::node).distinct().count());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void twoCallersAtTheSameMomentInTwoQueuesRingHerOnce(int nodes) {
    start(nodes);
    anna.doesNotAnswer();
    exchange.place("100", "0701740605", "");
    exchange.place("101", "0701740606", "");
    pass(2);
    assertEquals(1, anna.timesRung());
    assertTrue(anna.rings());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theOtherCallerIsServedAfterwards(int nodes) {
    start(nodes);
    anna.answersAfter(Duration.ofSeconds(2), Duration.ofSeconds(30));
    SimulatedCaller one = exchange.place("100", "0701740605", "");
    SimulatedCaller other = exchange.place("101", "0701740606", "");
    pass(240);
    assertTrue(one.talked());
    assertTrue(other.talked());
  }

  @Test
  void aCodeOfHerPhoneActsInBoth() {
    start(1);
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

  private static QueueSetup queue(QueueId id, String number) {
    return new QueueSetup(
        id,
        id.value(),
        List.of(number),
        QueuePolicy.defaults(),
        Language.SV,
        List.of(new QueueSetup.TechnicianSetup(ANNA, "Anna", PHONE)));
  }

  private void pass(int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }
}
