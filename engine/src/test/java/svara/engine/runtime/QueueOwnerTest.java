package svara.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import svara.engine.id.CallId;
import svara.engine.id.CallerNumber;
import svara.engine.id.CommandId;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.port.QueueService.Submitted;
import svara.engine.port.QueueStore;
import svara.engine.port.StoreException;
import svara.engine.queue.Caller;
import svara.engine.queue.PhoneState;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueuePolicy;
import svara.engine.queue.QueueState;
import svara.engine.queue.Refusal;
import svara.engine.queue.RingResult;

class QueueOwnerTest {
  private static final QueueId QUEUE = new QueueId("helpdesk");
  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

  private final ManualScheduler scheduler = new ManualScheduler(START);
  private final ScriptedStore store = new ScriptedStore();
  private final List<QueueEvent> happened = new ArrayList<>();
  private boolean leaseGood = true;
  private boolean fenced;
  private int broken;
  private final QueueOwner owner =
      new QueueOwner(
          new QueueStore.Lease(QUEUE, "node1", 7),
          QueuePolicy.defaults(),
          QueueState.empty(QUEUE),
          store,
          scheduler,
          () -> leaseGood,
          new QueueOwner.Listener() {
            @Override
            public void happened(QueueOwner from, QueueEvent event, QueueState after) {
              happened.add(event);
            }

            @Override
            public void broken(int invariants) {
              broken += invariants;
            }

            @Override
            public void fenced(QueueOwner from) {
              fenced = true;
            }
          });

  @Test
  void nothingIsBelievedOrActedOnBeforeItIsStored() {
    Future<Submitted> offered = owner.submit(offer("svara-1.1"));
    assertTrue(owner.state().calls().isEmpty());
    assertTrue(happened.isEmpty());
    assertFalse(offered.isComplete());

    store.answer(new QueueStore.Committed.Stored());

    assertTrue(offered.succeeded());
    assertEquals(1, owner.state().calls().size());
    assertEquals(offered.result().events(), happened);
  }

  @Test
  void commandsThatComeDuringAWriteShareTheNextOne() {
    owner.submit(offer("svara-1.1"));
    owner.submit(offer("svara-1.2"));
    owner.submit(offer("svara-1.3"));
    assertEquals(1, store.commits.size());
    store.answer(new QueueStore.Committed.Stored());
    assertEquals(2, store.commits.size());
    assertEquals(2, store.commits.getLast().entries().size());
    assertEquals(2, store.commits.getLast().expectedVersion());
  }

  @Test
  void theSameCommandAgainGetsTheFirstResultAndIsNotStoredTwice() {
    Future<Submitted> first = owner.submit(offer("svara-1.1"));
    store.answer(new QueueStore.Committed.Stored());
    Future<Submitted> second = owner.submit(offer("svara-1.1"));
    assertEquals(first.result(), second.result());
    assertEquals(1, store.commits.size());
  }

  @Test
  void aCommandThatChangesNothingIsAnsweredWithoutAWrite() {
    Future<Submitted> result =
        owner.submit(
            new QueueCommand.EndCall(
                new CommandId("x/end"), START, new CallId("svara-9.9"), false));
    assertEquals(Optional.of(Refusal.UNKNOWN_CALL), result.result().refusal());
    assertTrue(store.commits.isEmpty());
  }

  @Test
  void whatIsTrueAtOneCommandsMomentIsNotJudgedAtThatOfALaterOneInTheSameWrite() {
    TechnicianId anna = new TechnicianId("anna");
    owner.submit(new QueueCommand.EnrolTechnicians(new CommandId("enrol"), START, List.of(anna)));
    store.answer(new QueueStore.Committed.Stored());
    owner.submit(new QueueCommand.NotePhone(new CommandId("phone"), START, anna, PhoneState.FREE));
    store.answer(new QueueStore.Committed.Stored());
    owner.submit(offer("svara-1.1"));
    owner.submit(
        new QueueCommand.EndRing(
            new CommandId("x/ring/1"), START, new CallId("svara-1.1"), 1, RingResult.REJECTED));
    owner.submit(
        new QueueCommand.EndCall(
            new CommandId("y/end"), START.plusSeconds(500), new CallId("svara-9.9"), false));
    store.answer(new QueueStore.Committed.Stored());
    store.answer(new QueueStore.Committed.Stored());
    assertEquals(0, broken, "anna refused him, and may be rung again much later");
  }

  @Test
  void anUnreachableDatabaseIsTriedAgainAndTheWaitIsTold() {
    Future<Submitted> offered = owner.submit(offer("svara-1.1"));
    store.fail(StoreException.Kind.UNAVAILABLE);
    scheduler.pass(Duration.ofSeconds(3));
    assertTrue(owner.oldestWait().compareTo(Duration.ofSeconds(2)) > 0);
    assertTrue(store.commits.size() >= 2);
    store.answer(new QueueStore.Committed.Stored());
    assertTrue(offered.succeeded());
    assertEquals(Duration.ZERO, owner.oldestWait());
    assertEquals(store.commits.getFirst(), store.commits.getLast());
  }

  @Test
  void aLostAnswerToCommitIsSettledByTheCommandIdAndActedOnOnce() {
    Future<Submitted> offered = owner.submit(offer("svara-1.1"));
    QueueStore.Commit commit = store.commits.getFirst();
    store.loaded = commit.state();
    store.fail(StoreException.Kind.UNAVAILABLE);
    scheduler.pass(Duration.ofMillis(60));
    store.answer(new QueueStore.Committed.Known(commit.entries()));
    assertTrue(offered.succeeded());
    assertEquals(commit.state(), owner.state());
    assertEquals(commit.entries().getFirst().events(), happened);
  }

  @Test
  void aFactToldTwiceByAnEarlierOwnerChangesNothingAndIsNotActedOn() {
    Future<Submitted> offered = owner.submit(offer("svara-1.1"));
    QueueStore.Commit commit = store.commits.getFirst();
    store.loaded = commit.state();
    store.answer(new QueueStore.Committed.Known(commit.entries()));
    assertEquals(commit.entries().getFirst().events(), offered.result().events());
    assertTrue(happened.isEmpty());
  }

  @Test
  void aRefusedCommandDoesNotTakeItsNeighboursWithIt() {
    owner.submit(offer("svara-1.1"));
    Future<Submitted> second = owner.submit(offer("svara-1.2"));
    Future<Submitted> third = owner.submit(offer("svara-1.3"));
    store.answer(new QueueStore.Committed.Stored());
    store.fail(StoreException.Kind.REFUSED); // both together
    store.fail(StoreException.Kind.REFUSED); // the second alone
    store.answer(new QueueStore.Committed.Stored()); // the third alone
    assertTrue(second.failed());
    assertTrue(third.succeeded());
  }

  @Test
  void aFencedOwnerStopsAndSaysSo() {
    Future<Submitted> offered = owner.submit(offer("svara-1.1"));
    store.answer(new QueueStore.Committed.Fenced());
    assertTrue(fenced);
    assertTrue(offered.failed());
    assertInstanceOf(StoreException.class, offered.cause());
    assertTrue(happened.isEmpty());
    assertTrue(owner.submit(offer("svara-1.2")).failed());
  }

  @Test
  void anOwnerWhoseLeaseIsInDoubtDoesNotActUntilItIsRenewed() {
    leaseGood = false;
    owner.submit(offer("svara-1.1"));
    scheduler.pass(Duration.ofMillis(500));
    assertTrue(store.commits.isEmpty());
    leaseGood = true;
    scheduler.pass(Duration.ofMillis(100));
    assertEquals(1, store.commits.size());
  }

  @Test
  void theMailboxIsBounded() {
    owner.submit(offer("svara-1.1"));
    Future<Submitted> last = Future.succeededFuture();
    for (int i = 0; i < 10_001; i++) {
      last = owner.submit(offer("svara-2." + i));
    }
    assertTrue(last.failed());
    assertEquals(StoreException.Kind.OVERLOADED, ((StoreException) last.cause()).kind());
  }

  @Test
  void aDeadlineBecomesACommand() {
    enrolTwo();
    offerAndStore("svara-1.1");
    assertEquals(1, owner.state().waiting().size());
    int before = store.commits.size();
    scheduler.pass(QueuePolicy.defaults().waitMax().plusSeconds(1));
    assertEquals(before + 1, store.commits.size());
    assertInstanceOf(
        QueueEvent.CallbackOffered.class,
        store.commits.getLast().entries().getFirst().events().getFirst());
  }

  private void enrolTwo() {
    owner.submit(
        new QueueCommand.EnrolTechnicians(
            new CommandId("enrol/1"),
            START,
            List.of(new TechnicianId("anna"), new TechnicianId("bo"))));
    store.answer(new QueueStore.Committed.Stored());
  }

  private void offerAndStore(String call) {
    owner.submit(offer(call));
    store.answer(new QueueStore.Committed.Stored());
  }

  private QueueCommand offer(String call) {
    CallId id = new CallId(call);
    Caller caller =
        new Caller(
            id,
            new TicketNumber(2026, 1),
            new CallerNumber("8214", null, CallerNumber.Kind.EXTENSION, false),
            "",
            null,
            Language.SV,
            scheduler.now(),
            scheduler.now());
    return new QueueCommand.OfferCall(CommandIds.offer(id), scheduler.now(), caller);
  }

  /** A store whose answers the test gives one by one. */
  private static final class ScriptedStore implements QueueStore {
    private final List<Commit> commits = new ArrayList<>();
    private final Deque<Promise<Committed>> open = new ArrayDeque<>();
    private QueueState loaded = QueueState.empty(QUEUE);

    void answer(Committed with) {
      open.removeFirst().complete(with);
    }

    void fail(StoreException.Kind kind) {
      open.removeFirst().fail(new StoreException(kind, "planned"));
    }

    @Override
    public Future<Committed> commit(Commit commit) {
      commits.add(commit);
      Promise<Committed> promise = Promise.promise();
      open.addLast(promise);
      return promise.future();
    }

    @Override
    public Future<QueueState> load(QueueId queue) {
      return Future.succeededFuture(loaded);
    }

    @Override
    public Future<Optional<Lease>> claim(QueueId queue, String node, Duration lease) {
      return Future.succeededFuture(Optional.empty());
    }

    @Override
    public Future<Optional<Lease>> succeed(
        QueueId queue, String gone, String node, Duration lease, Duration overdue) {
      return Future.succeededFuture(Optional.empty());
    }

    @Override
    public Future<Set<QueueId>> renew(String node, List<Lease> leases, Duration lease) {
      return Future.succeededFuture(Set.of());
    }

    @Override
    public Future<Void> release(Lease lease) {
      return Future.succeededFuture();
    }

    @Override
    public Future<List<Owner>> owners() {
      return Future.succeededFuture(List.of());
    }

    @Override
    public Future<PhoneHolder> holdPhone(TechnicianId technician, QueueId queue) {
      return Future.succeededFuture(new PhoneHolder(queue, 1));
    }

    @Override
    public Future<Boolean> takePhone(TechnicianId technician, PhoneHolder from, QueueId queue) {
      return Future.succeededFuture(false);
    }

    @Override
    public Future<CallerFacts> callerFacts(CallerNumber number, Instant at, Duration rejoin) {
      return Future.succeededFuture(new CallerFacts(null, null, new TicketNumber(2026, 1), false));
    }
  }
}
