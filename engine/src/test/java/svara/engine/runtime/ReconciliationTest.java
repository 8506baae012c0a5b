package svara.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import svara.engine.id.CallId;
import svara.engine.id.CallerNumber;
import svara.engine.id.CommandId;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.port.CallbackPhones;
import svara.engine.port.ExchangeSnapshot;
import svara.engine.port.ExchangeSnapshot.Seen;
import svara.engine.port.ExchangeSnapshot.Where;
import svara.engine.port.OutageNote;
import svara.engine.port.PhoneSystem;
import svara.engine.port.QueueStore;
import svara.engine.port.TechnicianPhone;
import svara.engine.queue.Caller;
import svara.engine.queue.Outcome;
import svara.engine.queue.PhoneState;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueuePolicy;
import svara.engine.queue.QueueState;
import svara.engine.queue.QueuedCall.Phase;

class ReconciliationTest {
  private static final QueueId QUEUE = new QueueId("helpdesk");
  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
  private static final TechnicianId ANNA = new TechnicianId("anna");
  private static final TechnicianId BERTIL = new TechnicianId("bertil");
  private static final CallId FIRST = new CallId("svara-1.1");
  private static final CallId SECOND = new CallId("svara-1.2");

  private final ManualScheduler scheduler = new ManualScheduler(START);
  private final List<String> orders = new ArrayList<>();
  private final List<Outcome> ended = new ArrayList<>();
  private final List<OutageNote> notes = new ArrayList<>();
  private final List<Seen> calls = new ArrayList<>();
  private Runnable afterQuestion = () -> {};
  private final PhoneSystem phones =
      port(
          PhoneSystem.class,
          method ->
              switch (method) {
                case "notes" -> asked(List.copyOf(notes));
                case "snapshot" ->
                    asked(new ExchangeSnapshot(scheduler.now(), START.minusSeconds(3600), calls));
                default -> null;
              });
  private final QueueStore store =
      port(
          QueueStore.class,
          method ->
              method.equals("commit")
                  ? new QueueStore.Committed.Stored()
                  : new QueueStore.CallerFacts(null, null, new TicketNumber(2026, 9), false));
  private final Map<QueueId, OwnedQueue> owned = new HashMap<>();
  private final OwnedQueue queue = queue();

  @Test
  void callerWhomTheExchangeConnectedIsNotMovedWhenANoteFreesThePlace() {
    oneTalksAndOneWaits();
    notes.add(
        new OutageNote(
            FIRST,
            QUEUE,
            "100",
            "0701740605",
            START,
            Optional.empty(),
            Optional.of(START),
            START.plusSeconds(50),
            Outcome.ANSWERED,
            false,
            Optional.of(ANNA)));
    calls.add(talking(SECOND, BERTIL));

    assertTrue(compare().succeeded());

    assertEquals(List.of("hold"), ordersToCallers());
    assertEquals(
        Optional.of(new Phase.Talking(BERTIL, START.plusSeconds(55))),
        queue.owner().state().call(SECOND).map(c -> c.phase()));
    assertTrue(queue.owner().state().call(FIRST).isEmpty());
  }

  @Test
  void callerWhomTheExchangeConnectedIsNotMovedWhenAnotherIsGone() {
    oneTalksAndOneWaits();
    calls.add(talking(SECOND, BERTIL));

    assertTrue(compare().succeeded());

    assertEquals(List.of("hold"), ordersToCallers());
    assertTrue(queue.owner().state().call(FIRST).isEmpty());
  }

  @Test
  void technicianWhomOneTalkerFreesIsNotRungForAnotherTalker() {
    enrol();
    submit(new QueueCommand.NotePhone(new CommandId("bertil"), START, BERTIL, PhoneState.FREE));
    submit(offer(FIRST, 1)); // rings bertil
    submit(offer(SECOND, 2)); // waits
    orders.clear();
    calls.add(talking(FIRST, ANNA)); // so bertil is free for the second, if he is not told
    calls.add(talking(SECOND, BERTIL));

    assertTrue(compare().succeeded());

    assertEquals(List.of(), ordersToCallers());
    assertEquals(2, queue.owner().state().talking());
  }

  @Test
  void callThatIsFoundTalkingIsCountedUntilItEnds() {
    enrol();
    calls.add(talking(FIRST, ANNA));
    assertTrue(compare().succeeded());
    assertEquals(1, queue.owner().state().talking());
    assertEquals(
        new TicketNumber(2026, 9),
        queue.owner().state().call(FIRST).orElseThrow().caller().ticket());
    calls.clear();
    scheduler.pass(Duration.ofSeconds(60));
    assertTrue(compare().succeeded());
    assertEquals(List.of(), queue.owner().state().calls());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void callerWhoseServedCallEndsWhileItIsComparedIsNotTakenForOneWhoGaveUp(int questions) {
    oneTalksAndOneWaits();
    Seen talks =
        new Seen(
            FIRST,
            Optional.of(QUEUE),
            Where.TALKING,
            Optional.of(ANNA),
            "100",
            "",
            "",
            START,
            Optional.of(START));
    Seen waits =
        new Seen(
            SECOND,
            Optional.of(QUEUE),
            Where.FALLBACK_WAITING,
            Optional.empty(),
            "100",
            "",
            "",
            START,
            Optional.empty());
    calls.addAll(List.of(talks, waits));
    // served by the exchange and gone, between one answer of the exchange and the next
    AtomicInteger left = new AtomicInteger(questions);
    afterQuestion =
        () -> {
          if (left.decrementAndGet() == 0) {
            calls.remove(waits);
            notes.add(
                new OutageNote(
                    SECOND,
                    QUEUE,
                    "100",
                    "",
                    START,
                    Optional.of(START.plusSeconds(10)),
                    Optional.of(START.plusSeconds(59)),
                    START.plusSeconds(60),
                    Outcome.ANSWERED,
                    false,
                    Optional.of(BERTIL)));
          }
        };

    assertTrue(compare().succeeded());
    assertTrue(compare().succeeded());
    assertTrue(compare().succeeded());

    assertEquals(List.of(Outcome.ANSWERED), ended);
  }

  private Future<Void> compare() {
    scheduler.pass(Duration.ofSeconds(60));
    Switchboard switchboard =
        new Switchboard(
            owned, store, scheduler, _ -> CallerNumber.withheld(), Duration.ofMinutes(30));
    return new Reconciliation(phones, switchboard, scheduler, _ -> Optional.of(QUEUE))
        .compare(queue, true);
  }

  private void enrol() {
    submit(new QueueCommand.EnrolTechnicians(new CommandId("enrol"), START, List.of(ANNA, BERTIL)));
  }

  private void oneTalksAndOneWaits() {
    enrol();
    submit(new QueueCommand.NotePhone(new CommandId("anna"), START, ANNA, PhoneState.FREE));
    submit(offer(FIRST, 1));
    submit(
        new QueueCommand.ConfirmAnswer(
            CommandIds.answer(FIRST, ANNA), START.plusSeconds(5), FIRST, ANNA));
    submit(new QueueCommand.NotePhone(new CommandId("bertil"), START, BERTIL, PhoneState.FREE));
    submit(offer(SECOND, 2));
    orders.removeIf(order -> order.equals("connect"));
  }

  private static QueueCommand offer(CallId call, int n) {
    return new QueueCommand.OfferCall(
        CommandIds.offer(call),
        START,
        new Caller(
            call,
            new TicketNumber(2026, n),
            CallerNumber.withheld(),
            "",
            null,
            Language.SV,
            START,
            START));
  }

  private void submit(QueueCommand command) {
    assertTrue(queue.owner().submit(command).succeeded());
  }

  private List<String> ordersToCallers() {
    return orders.stream().filter(o -> o.equals("hold") || o.equals("connect")).toList();
  }

  private static Seen talking(CallId call, TechnicianId with) {
    return new Seen(
        call,
        Optional.of(QUEUE),
        Where.FALLBACK_TALKING,
        Optional.of(with),
        "100",
        "0701740605",
        "",
        START,
        Optional.of(START.plusSeconds(55)));
  }

  private OwnedQueue queue() {
    QueueSetup setup =
        new QueueSetup(
            QUEUE,
            "Helpdesk",
            List.of("100"),
            QueuePolicy.defaults(),
            Language.SV,
            List.of(technician(ANNA), technician(BERTIL)));
    QueueOwner owner =
        new QueueOwner(
            new QueueStore.Lease(QUEUE, "node1", 1),
            setup.policy(),
            QueueState.empty(QUEUE),
            store,
            scheduler,
            () -> true,
            new QueueOwner.Listener() {
              @Override
              public void happened(QueueOwner from, QueueEvent event, QueueState after) {
                owned.get(QUEUE).happened(event, after);
                if (event instanceof QueueEvent.CallEnded call) {
                  ended.add(call.outcome());
                }
              }

              @Override
              public void broken(int invariants) {
                throw new AssertionError(invariants + " invariants broken");
              }

              @Override
              public void fenced(QueueOwner from) {}
            });
    OwnedQueue made =
        new OwnedQueue(
            setup,
            owner,
            phones,
            CallbackPhones.none(),
            _ -> CallerNumber.withheld(),
            scheduler,
            new Announcements(),
            new PhoneClaims(store, _ -> false),
            0);
    made.settled(true);
    owned.put(QUEUE, made);
    return made;
  }

  private static QueueSetup.TechnicianSetup technician(TechnicianId id) {
    return new QueueSetup.TechnicianSetup(
        id, id.value(), new TechnicianPhone(id, "PJSIP/" + id.value()));
  }

  private <T> T asked(T answer) {
    afterQuestion.run();
    return answer;
  }

  /** A port that does at once what it is asked, and notes what that was. */
  private <T> T port(Class<T> port, Function<String, Object> answer) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, _) -> {
              orders.add(method.getName());
              return Future.succeededFuture(answer.apply(method.getName()));
            }));
  }
}
