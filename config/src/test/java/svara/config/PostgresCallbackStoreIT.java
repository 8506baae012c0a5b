package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import svara.engine.id.CallId;
import svara.engine.id.CallerNumber;
import svara.engine.id.QueueId;
import svara.engine.id.TicketNumber;
import svara.engine.port.CallbackStore;
import svara.engine.port.CallbackStore.EndedCallback;
import svara.engine.port.CallbackStore.EndedQuery;
import svara.engine.port.CallbackStore.Ending;
import svara.engine.port.CallbackStore.Refused;
import svara.engine.port.DrivenQueue;
import svara.engine.port.Page;
import svara.engine.port.TicketStore.TicketChange;
import svara.engine.queue.QueueCommand;
import svara.engine.ticket.TicketStatus;

/** Promises that ended and those that were refused, as the rows say it. */
@Tag("storage")
@Timeout(60)
class PostgresCallbackStoreIT {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  private static final Instant START = Instant.parse("2026-03-04T08:00:00Z");
  private static int serial;

  private DrivenQueue queue;
  private QueueId id;

  @BeforeEach
  void openAQueue() {
    queue = DrivenQueue.open(DATABASE.stores().queues(), "promises" + ++serial, START);
    id = queue.lease().queue();
  }

  private CallbackStore store() {
    return DATABASE.stores().callbacks();
  }

  /** Anna talks and one waits, so that whoever else calls meets a full queue. */
  private void full() {
    queue.offered(id + "-talks", "+46701740690");
    queue.answer(id + "-talks");
    queue.offered(id + "-waits", "+46701740691");
  }

  private void promise(String call, String number) {
    queue.offered(id + call, number);
    queue.pass(Duration.ofSeconds(5));
    queue.press(id + call, '1');
    queue.end(id + call);
  }

  private List<EndedCallback> ended(Ending how) {
    return store().ended(new EndedQuery(id, how, null, 50)).await().items();
  }

  @Test
  void whatPeopleDidWithPromisesIsReadPageByPageTheLatestFirst() {
    full();
    List<String> numbers = List.of("+46701740692", "+46701740693", "+46701740694");
    for (String number : numbers) {
      promise("-" + number.substring(10), number);
    }
    for (var callback : queue.state().callbacks()) {
      queue.pass(Duration.ofMinutes(1));
      queue.submit(
          new QueueCommand.FinishCallback(
              queue.id(), queue.now(), callback.id(), "anna", "Löst i mobilen"));
    }
    List<String> read = new ArrayList<>();
    String cursor = null;
    do {
      Page<EndedCallback> page = store().ended(new EndedQuery(id, Ending.DONE, cursor, 2)).await();
      page.items().forEach(ended -> read.add(ended.callee().number()));
      cursor = page.next().orElse(null);
    } while (cursor != null);
    assertEquals(numbers.reversed(), read);
    EndedCallback last = ended(Ending.DONE).getFirst();
    assertEquals("anna", last.by());
    assertEquals("Löst i mobilen", last.note());
    assertEquals(queue.now(), last.endedAt());
    assertEquals(0, last.attempts());
    assertNull(last.inTime());
    assertFalse(last.work());
    assertEquals(List.of(), ended(Ending.KEPT));
    assertThrows(
        IllegalArgumentException.class,
        () -> store().ended(new EndedQuery(id, Ending.DONE, "?", 2)).await());
  }

  @Test
  void anExpiredPromiseIsWorkUntilItsTicketIsSeenTo() {
    full();
    promise("-late", "+46701740692");
    queue.pass(Duration.ofDays(20));
    queue.submit(new QueueCommand.PassTime(queue.id(), queue.now()));
    EndedCallback expired = ended(Ending.EXPIRED).getFirst();
    assertTrue(expired.work());
    TicketNumber ticket = expired.ticket();
    DATABASE
        .stores()
        .tickets()
        .change(
            ticket, new TicketChange(null, TicketStatus.SOLVED, null, null, "anna", queue.now()))
        .await();
    assertFalse(ended(Ending.EXPIRED).getFirst().work());
  }

  @Test
  void whatWasRefusedStandsWithItsReason() {
    full();
    CallerNumber premium =
        new CallerNumber(
            "09391234567",
            "+469391234567",
            CallerNumber.Kind.PUBLIC,
            false,
            CallerNumber.Denial.NOT_ALLOWED);
    QueueCommand.OfferCall denied = queue.offer(new CallId(id + "-premium"), premium);
    queue.submit(denied);
    queue.press(id + "-premium", '1');
    Refused refused = store().refused(id, START, 10).await().getFirst();
    assertEquals("promise", refused.what());
    assertEquals("number_not_allowed", refused.reason());
    assertEquals(id, refused.queue());
    assertEquals(denied.caller().ticket(), refused.ticket());
    assertEquals("+469391234567", refused.callee().number());
    assertEquals(List.of(), store().refused(id, queue.now().plusSeconds(1), 10).await());
    assertTrue(store().refused(null, START, 200).await().contains(refused));
  }
}
