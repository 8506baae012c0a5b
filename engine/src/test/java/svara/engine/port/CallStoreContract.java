package svara.engine.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import svara.engine.id.CallId;
import svara.engine.port.CallStore.CallQuery;
import svara.engine.port.CallStore.CallRecord;
import svara.engine.port.JournalStore.Written;
import svara.engine.queue.Caller;
import svara.engine.queue.Outcome;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueueLogic;
import svara.engine.queue.QueueState;
import svara.engine.statistics.CallMoments;

/** What calls and the journal look like when they are read. */
@Timeout(30)
public abstract class CallStoreContract {
  private static final Instant START = Instant.parse("2026-03-04T08:00:00Z");
  private static int serial;

  private DrivenQueue queue;
  private String name;

  protected abstract CallStore calls();

  protected abstract JournalStore journal();

  /** A queue store on the same data. */
  protected abstract QueueStore queues();

  @BeforeEach
  void openAQueue() {
    name = "calls" + ++serial;
    queue = DrivenQueue.open(queues(), name, START);
  }

  @Test
  void aCallIsThereFromItsOfferToItsEnd() {
    Caller caller = queue.offered(id(1), "+46701740690");
    CallRecord ringing = call(1);
    assertEquals(caller.offeredAt(), ringing.moments().offeredAt());
    assertEquals(caller.number(), ringing.number());
    assertEquals(caller.ticket(), ringing.ticket());
    assertEquals(null, ringing.moments().outcome());
    queue.answer(id(1));
    Instant answered = queue.now();
    assertEquals(answered, call(1).moments().answeredAt());
    assertEquals(DrivenQueue.ANNA, call(1).technician());
    queue.pass(Duration.ofMinutes(3));
    queue.end(id(1));
    CallMoments ended = call(1).moments();
    assertEquals(Outcome.ANSWERED, ended.outcome());
    assertEquals(queue.now(), ended.endedAt());
    assertEquals(answered, ended.answeredAt());
    assertEquals(Optional.empty(), calls().call(new CallId("nobody")).await());
  }

  @Test
  void callsAreListedTheLatestFirstPageByPage() {
    List<String> offered = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      queue.served(id(i), "+46701740690");
      offered.addFirst(id(i));
    }
    List<String> read = new ArrayList<>();
    String cursor = null;
    do {
      Page<CallRecord> page =
          calls()
              .calls(new CallQuery(queue.lease().queue(), null, null, null, null, cursor, 2))
              .await();
      page.items().forEach(call -> read.add(call.moments().call().value()));
      cursor = page.next().orElse(null);
    } while (cursor != null);
    assertEquals(offered, read);
    assertEquals(
        5,
        list(new CallQuery(queue.lease().queue(), START, null, Outcome.ANSWERED, null, null, 9)));
    assertEquals(0, list(new CallQuery(queue.lease().queue(), null, START, null, null, null, 9)));
    assertEquals(
        0, list(new CallQuery(queue.lease().queue(), null, null, Outcome.FAILED, null, null, 9)));
    assertThrows(
        IllegalArgumentException.class,
        () -> calls().calls(new CallQuery(null, null, null, null, null, "?", 9)).await());
  }

  @Test
  void figuresFoldFromClosingEventsWhichSayWhatTheCallsSay() {
    queue.served(id(1), "+46701740690");
    queue.offered(id(2), "+46701740691");
    queue.pass(Duration.ofSeconds(2));
    queue.end(id(2));
    queue.offered(id(3), "+46701740692");
    List<CallMoments> ended =
        journal().ended(queue.lease().queue(), START, queue.now().plusSeconds(1), 100).await();
    assertEquals(List.of(call(1).moments(), call(2).moments()), ended);
    assertEquals(
        List.of(), journal().ended(null, START.minusSeconds(60), START.minusSeconds(1), 9).await());
  }

  @Test
  void aQueuesStateIsMadeOfItsEventsAlone() {
    queue.served(id(1), "+46701740690");
    queue.offered(id(2), "+46701740691");
    QueueState rebuilt = QueueState.empty(queue.lease().queue());
    long last = 0;
    List<Written> part;
    do {
      part = journal().events(queue.lease().queue(), last, 3).await();
      for (Written written : part) {
        rebuilt = QueueLogic.evolve(rebuilt, written.event());
        assertEquals(rebuilt.version(), written.version());
        last = written.id();
      }
    } while (!part.isEmpty());
    assertEquals(queue.state(), rebuilt);
    assertEquals(
        1,
        journal().events(queue.lease().queue(), 0, 1000).await().stream()
            .filter(written -> written.event() instanceof QueueEvent.CallEnded)
            .count());
  }

  private String id(int n) {
    return name + "-" + n;
  }

  private CallRecord call(int n) {
    return calls().call(new CallId(id(n))).await().orElseThrow();
  }

  private int list(CallQuery query) {
    return calls().calls(query).await().items().size();
  }
}
