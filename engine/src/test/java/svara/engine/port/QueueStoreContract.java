package svara.engine.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import svara.engine.id.CallId;
import svara.engine.id.CallerNumber;
import svara.engine.id.CommandId;
import svara.engine.id.Language;
import svara.engine.id.PersonId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.port.QueueStore.Commit;
import svara.engine.port.QueueStore.Committed;
import svara.engine.port.QueueStore.Lease;
import svara.engine.port.QueueStore.Owner;
import svara.engine.port.QueueStore.PhoneHolder;
import svara.engine.queue.Caller;
import svara.engine.queue.Outcome;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.QueueState;
import svara.engine.ticket.TicketKind;
import svara.engine.ticket.TicketLife;
import svara.engine.ticket.TicketStatus;

/** What every {@link QueueStore} promises. Each test has queues and numbers of its own. */
@Timeout(30)
public abstract class QueueStoreContract {
  protected static final Instant START = Instant.parse("2026-03-04T08:00:00Z");
  private static final Duration LEASE = Duration.ofMinutes(10);

  private static int serial;

  protected QueueStore store;
  private String name;

  /** The same store every time, or one on the same data. */
  protected abstract QueueStore store();

  /** Lets a number recognise a new person. */
  protected abstract PersonId know(String number, Language language);

  protected abstract TicketLife ticket(TicketNumber number);

  /** Kinds of the entries, oldest first. */
  protected abstract List<String> timeline(TicketNumber number);

  /** A technician gives the ticket a status while calls go on. */
  protected abstract void change(TicketNumber number, TicketStatus status);

  @BeforeEach
  void nameTheQueue() {
    store = store();
    name = "q" + ++serial;
  }

  /** A number no other test uses, of those set aside for fiction. */
  private static String number(int n) {
    return "+467017406%02d".formatted(5 + n);
  }

  private String call(int n) {
    return name + "-" + n;
  }

  // ---- ownership

  @Test
  void aQueueHasOneOwnerAndEveryClaimRaisesTheEpoch() {
    QueueId queue = new QueueId(name);
    Lease first = store.claim(queue, "a", LEASE).await().orElseThrow();
    assertEquals(Optional.empty(), store.claim(queue, "b", LEASE).await());
    Lease again = store.claim(queue, "a", LEASE).await().orElseThrow();
    assertTrue(again.epoch() > first.epoch());
    assertTrue(store.owners().await().contains(new Owner(queue, "a", again.epoch())));
  }

  @Test
  void aLeaseThatRanOutCanBeTakenAndItsFormerHolderCannotRenew() {
    QueueId queue = new QueueId(name);
    Lease first = store.claim(queue, "a", Duration.ZERO).await().orElseThrow();
    passALittleTime();
    Lease second = store.claim(queue, "b", LEASE).await().orElseThrow();
    assertTrue(second.epoch() > first.epoch());
    assertEquals(Set.of(), store.renew("a", List.of(first), LEASE).await());
    assertEquals(Set.of(queue), store.renew("b", List.of(second), LEASE).await());
  }

  @Test
  void aLeaseThatIsRenewedIsTakenFromNobodyAndOneThatIsOverdueOnlyFromTheNodeThatIsGone() {
    QueueId queue = new QueueId(name);
    Lease first = store.claim(queue, "a", LEASE).await().orElseThrow();
    Duration longAgo = LEASE.dividedBy(2);
    assertEquals(Optional.empty(), store.succeed(queue, "a", "b", LEASE, longAgo).await());
    passALittleTime();
    assertEquals(Optional.empty(), store.succeed(queue, "c", "b", LEASE, Duration.ZERO).await());
    Lease second = store.succeed(queue, "a", "b", LEASE, Duration.ZERO).await().orElseThrow();
    assertTrue(second.epoch() > first.epoch());
    assertEquals(Set.of(), store.renew("a", List.of(first), LEASE).await());
  }

  /** Makes the store's own clock move on. */
  protected abstract void passALittleTime();

  // ---- one phone, several queues

  @Test
  void ofSeveralQueuesThatRingATechnicianAtTheSameMomentOneHoldsHim() {
    TechnicianId anna = new TechnicianId(name + "-anna");
    List<QueueId> queues =
        IntStream.range(0, 8).mapToObj(n -> new QueueId(name + "_" + n)).toList();
    List<Future<PhoneHolder>> asked =
        queues.stream().map(queue -> store.holdPhone(anna, queue)).toList();
    Future.all(asked).await();
    Set<QueueId> holders =
        asked.stream().map(answer -> answer.result().queue()).collect(Collectors.toSet());
    assertEquals(1, holders.size(), holders.toString());
  }

  @Test
  void aTechnicianIsTakenFromHisQueueByOneOtherAndNotOnceItHasRungHimAgain() {
    TechnicianId anna = new TechnicianId(name + "-anna");
    QueueId first = new QueueId(name + "_first");
    PhoneHolder seen = store.holdPhone(anna, first).await();
    assertEquals(first, seen.queue());
    List<QueueId> others =
        IntStream.range(0, 8).mapToObj(n -> new QueueId(name + "_" + n)).toList();
    List<Future<Boolean>> taken =
        others.stream().map(queue -> store.takePhone(anna, seen, queue)).toList();
    Future.all(taken).await();
    assertEquals(1, taken.stream().filter(Future::result).count());

    PhoneHolder now = store.holdPhone(anna, first).await();
    assertNotEquals(first, now.queue());
    assertEquals(now, store.holdPhone(anna, first).await(), "asking in vain changes nothing");
    store.holdPhone(anna, now.queue()).await();
    assertFalse(store.takePhone(anna, now, first).await(), "he has been rung since");
  }

  @Test
  void aReleasedQueueIsFreeAtOnce() {
    QueueId queue = new QueueId(name);
    Lease first = store.claim(queue, "a", LEASE).await().orElseThrow();
    store.release(first).await();
    assertFalse(store.owners().await().stream().anyMatch(o -> o.queue().equals(queue)));
    assertTrue(store.claim(queue, "b", LEASE).await().isPresent());
  }

  @Test
  void aFormerOwnersReleaseTakesNothingFromTheNewOne() {
    QueueId queue = new QueueId(name);
    Lease first = store.claim(queue, "a", LEASE).await().orElseThrow();
    Lease second = store.claim(queue, "a", LEASE).await().orElseThrow();
    store.release(first).await();
    assertTrue(store.owners().await().contains(new Owner(queue, "a", second.epoch())));
  }

  // ---- commits

  @Test
  void whatWasCommittedIsLoaded() {
    assertEquals(QueueState.empty(new QueueId(name)), store.load(new QueueId(name)).await());
    DrivenQueue queue = DrivenQueue.open(store, name, START);
    queue.offered(call(1), number(1));
    assertEquals(queue.state(), store.load(new QueueId(name)).await());
    assertEquals(1, queue.state().calls().size());
  }

  @Test
  void whatIsLoadedAfterAnyCommitIsWhatWasDecided() {
    DrivenQueue queue = DrivenQueue.open(store, name, START);
    for (int i = 0; i < 25; i++) {
      queue.offered(call(i), number(i));
      assertEquals(queue.state(), store.load(new QueueId(name)).await(), "offer " + i);
      if (i >= 3) {
        queue.end(call(i - 3));
        assertEquals(queue.state(), store.load(new QueueId(name)).await(), "end " + i);
      }
    }
  }

  @Test
  void theSameCommitAgainIsKnownWithTheFirstResult() {
    DrivenQueue queue = DrivenQueue.open(store, name, START);
    Commit commit = queue.commitOf(queue.offer(call(1), number(2)));
    assertInstanceOf(Committed.Stored.class, store.commit(commit).await());
    assertEquals(new Committed.Known(commit.entries()), store.commit(commit).await());
  }

  @Test
  void aCommandTheJournalHasIsKnownAlsoWhenDecidedAnew() {
    DrivenQueue queue = DrivenQueue.open(store, name, START);
    QueueCommand.OfferCall offer = queue.offer(call(1), number(3));
    Commit first = queue.commitOf(offer);
    queue.submit(offer);
    Commit again =
        new Commit(
            queue.lease().queue(),
            queue.lease().epoch(),
            queue.state().version(),
            queue.state(),
            first.entries());
    assertEquals(new Committed.Known(first.entries()), store.commit(again).await());
    assertEquals(queue.state(), store.load(queue.lease().queue()).await());
  }

  @Test
  void aRefusedCommandIsKeptWithItsReason() {
    DrivenQueue queue = DrivenQueue.open(store, name, START);
    QueueCommand.EndCall late =
        new QueueCommand.EndCall(
            new CommandId(call(9) + "/end"), START, new CallId(call(9)), false);
    Commit commit = queue.commitOf(late);
    assertTrue(commit.entries().getFirst().refusal().isPresent());
    assertInstanceOf(Committed.Stored.class, store.commit(commit).await());
    assertEquals(new Committed.Known(commit.entries()), store.commit(commit).await());
  }

  @Test
  void aFormerOwnerIsFencedAndWritesNothing() {
    DrivenQueue former = DrivenQueue.open(store, name, START);
    DrivenQueue owner = DrivenQueue.open(store, name, START);
    QueueCommand.OfferCall late = former.offer(call(1), number(4));
    assertInstanceOf(Committed.Fenced.class, former.submit(late));
    assertEquals(owner.state(), store.load(owner.lease().queue()).await());
    assertInstanceOf(Committed.Stored.class, owner.submit(late));
  }

  @Test
  void aCommitOnAnOlderStateIsFenced() {
    DrivenQueue queue = DrivenQueue.open(store, name, START);
    Commit stale = queue.commitOf(queue.offer(call(1), number(5)));
    queue.offered(call(2), number(6));
    assertInstanceOf(Committed.Fenced.class, store.commit(stale).await());
    assertEquals(queue.state(), store.load(queue.lease().queue()).await());
  }

  // ---- callers

  @Test
  void aKnownPersonWhoCallsAgainInTimeLandsOnTheSameTicket() {
    PersonId person = know(number(10), Language.EN);
    DrivenQueue queue = DrivenQueue.open(store, name, START);
    Caller first = queue.served(call(1), number(10));
    assertEquals(person, first.person());
    assertEquals(Language.EN, first.language());

    queue.pass(Duration.ofMinutes(29));
    QueueStore.CallerFacts inTime = facts(queue, number(10));
    assertEquals(first.ticket(), inTime.ticket());
    assertTrue(inTime.known());

    queue.pass(Duration.ofMinutes(2));
    QueueStore.CallerFacts late = facts(queue, number(10));
    assertNotEquals(first.ticket(), late.ticket());
    assertFalse(late.known());
  }

  @Test
  void unknownSharedAndWithheldNumbersJoinNothing() {
    know(number(11), Language.SV);
    DrivenQueue queue = DrivenQueue.open(store, name, START);
    TicketNumber known = queue.served(call(1), number(11)).ticket();
    CallerNumber shared = new CallerNumber(number(11), number(11), CallerNumber.Kind.PUBLIC, true);
    QueueStore.CallerFacts facts =
        store.callerFacts(shared, queue.now(), DrivenQueue.REJOIN).await();
    assertEquals(null, facts.person());
    assertNotEquals(known, facts.ticket());
    QueueStore.CallerFacts withheld =
        store.callerFacts(CallerNumber.withheld(), queue.now(), DrivenQueue.REJOIN).await();
    assertEquals(null, withheld.person());
    assertFalse(withheld.known());
    TicketNumber stranger = queue.served(call(2), number(12)).ticket();
    assertNotEquals(stranger, facts(queue, number(12)).ticket());
  }

  private QueueStore.CallerFacts facts(DrivenQueue queue, String number) {
    return store
        .callerFacts(DrivenQueue.publicNumber(number), queue.now(), DrivenQueue.REJOIN)
        .await();
  }

  // ---- tickets

  @Test
  void aTicketIsThereFromTheOfferAndTheAnswererGetsIt() {
    DrivenQueue queue = DrivenQueue.open(store, name, START);
    TicketNumber number = queue.offered(call(1), number(20)).ticket();
    assertEquals(TicketStatus.NEW, ticket(number).status());
    assertEquals(TicketKind.ORDINARY, ticket(number).kind());
    queue.answer(call(1));
    assertEquals(TicketStatus.OPEN, ticket(number).status());
    assertEquals(DrivenQueue.ANNA, ticket(number).assignee());
    queue.end(call(1));
    assertEquals(
        List.of("call.offered", "call.ringing", "call.answered", "call.ended"), timeline(number));
  }

  @Test
  void aTicketTheTechnicianSolvedDuringTheCallStaysSolved() {
    DrivenQueue queue = DrivenQueue.open(store, name, START);
    TicketNumber number = queue.offered(call(1), number(21)).ticket();
    queue.answer(call(1));
    change(number, TicketStatus.SOLVED);
    queue.end(call(1));
    assertEquals(TicketStatus.SOLVED, ticket(number).status());
  }

  @Test
  void whoHangsUpAtOnceStaysOutOfTheWorkList() {
    DrivenQueue queue = DrivenQueue.open(store, name, START);
    TicketNumber number = queue.offered(call(1), number(22)).ticket();
    queue.pass(Duration.ofSeconds(2));
    queue.end(call(1));
    TicketLife ticket = ticket(number);
    assertEquals(TicketKind.MISSED_CALL, ticket.kind());
    assertEquals(TicketStatus.CLOSED, ticket.status());
    assertEquals(queue.now(), ticket.closedAt());
    assertFalse(ticket.toCallBack());
  }

  @Test
  void whoWaitedAndHungUpStandsToBeCalledBack() {
    DrivenQueue queue = DrivenQueue.open(store, name, START);
    TicketNumber number = missed(queue, call(1), number(23));
    TicketLife ticket = ticket(number);
    assertEquals(TicketKind.MISSED_CALL, ticket.kind());
    assertEquals(TicketStatus.NEW, ticket.status());
    assertTrue(ticket.toCallBack());
  }

  @Test
  void aMissedCallClosesItselfWhenTheSameNumberIsServedLater() {
    DrivenQueue queue = DrivenQueue.open(store, name, START);
    TicketNumber missed = missed(queue, call(1), number(24));
    TicketNumber strangers = missed(queue, call(2), number(25));
    TicketNumber served = queue.served(call(3), number(24)).ticket();
    TicketLife closed = ticket(missed);
    assertEquals(TicketStatus.CLOSED, closed.status());
    assertEquals(served, closed.closedBy());
    assertFalse(closed.toCallBack());
    assertTrue(ticket(strangers).toCallBack());
  }

  @Test
  void aMissedCallClosesItselfWhenThePersonIsServedFromAnotherNumber() {
    PersonId person = know(number(26), Language.SV);
    alsoHas(person, number(27));
    DrivenQueue queue = DrivenQueue.open(store, name, START);
    TicketNumber missed = missed(queue, call(1), number(26));
    queue.pass(Duration.ofHours(1));
    TicketNumber served = queue.served(call(2), number(27)).ticket();
    assertNotEquals(missed, served);
    assertEquals(served, ticket(missed).closedBy());
  }

  protected abstract void alsoHas(PersonId person, String number);

  @Test
  void aMissedCallThatATechnicianHasTakenStaysHis() {
    DrivenQueue queue = DrivenQueue.open(store, name, START);
    TicketNumber missed = missed(queue, call(1), number(28));
    change(missed, TicketStatus.WAITING_SUPPLIER);
    TicketNumber served = queue.served(call(2), number(28)).ticket();
    assertEquals(TicketStatus.WAITING_SUPPLIER, ticket(missed).status());
    assertFalse(ticket(missed).toCallBack());
    assertEquals(served, ticket(missed).closedBy());
  }

  @Test
  void aKnownPersonMissedAndThenServedIsOneTicket() {
    know(number(29), Language.SV);
    DrivenQueue queue = DrivenQueue.open(store, name, START);
    TicketNumber missed = missed(queue, call(1), number(29));
    queue.pass(Duration.ofMinutes(5));
    assertEquals(missed, queue.served(call(2), number(29)).ticket());
    TicketLife ticket = ticket(missed);
    assertEquals(TicketKind.ORDINARY, ticket.kind());
    assertEquals(TicketStatus.OPEN, ticket.status());
    assertFalse(ticket.toCallBack());
  }

  @Test
  void aServedPersonWhoCallsAgainInVainIsNotForgotten() {
    know(number(30), Language.SV);
    DrivenQueue queue = DrivenQueue.open(store, name, START);
    TicketNumber number = queue.served(call(1), number(30)).ticket();
    change(number, TicketStatus.SOLVED);
    queue.pass(Duration.ofMinutes(5));
    assertEquals(number, missed(queue, call(2), number(30)));
    TicketLife ticket = ticket(number);
    assertEquals(TicketStatus.OPEN, ticket.status());
    assertEquals(TicketKind.ORDINARY, ticket.kind());
    assertTrue(ticket.toCallBack());
    assertEquals(null, ticket.closedAt());
  }

  // ---- promises

  @Test
  void aPromiseShowsOnTheTicketUntilSomebodyTicksItOff() {
    DrivenQueue queue = DrivenQueue.open(store, name, START);
    TicketNumber number = promised(queue, number(40));
    TicketLife owed = ticket(number);
    assertEquals(queue.state().callbacks().getFirst().id(), owed.callback());
    assertEquals(TicketKind.MISSED_CALL, owed.kind());
    assertEquals(TicketStatus.NEW, owed.status());
    assertTrue(owed.toCallBack());

    queue.submit(
        new QueueCommand.FinishCallback(
            queue.id(), queue.now(), owed.callback(), DrivenQueue.ANNA.value(), "all well"));
    TicketLife done = ticket(number);
    assertEquals(TicketStatus.OPEN, done.status());
    assertEquals(TicketKind.ORDINARY, done.kind());
    assertEquals(DrivenQueue.ANNA, done.assignee());
    assertEquals(null, done.callback());
    assertFalse(done.toCallBack());
    assertEquals(
        List.of(
            "call.offered", "call.met_full", "callback.promised", "call.ended", "callback.done"),
        timeline(number));
  }

  @Test
  void aPromiseTakenBackClosesItsTicket() {
    DrivenQueue queue = DrivenQueue.open(store, name, START);
    TicketNumber number = promised(queue, number(41));
    queue.submit(
        new QueueCommand.WithdrawCallback(
            queue.id(), queue.now(), ticket(number).callback(), "system", "called again himself"));
    assertEquals(TicketStatus.CLOSED, ticket(number).status());
    assertEquals(null, ticket(number).callback());
    assertFalse(ticket(number).toCallBack());
  }

  @Test
  void aProgramThatTicksAPromiseOffGetsNoTicket() {
    DrivenQueue queue = DrivenQueue.open(store, name, START);
    TicketNumber number = promised(queue, number(42));
    queue.submit(
        new QueueCommand.FinishCallback(
            queue.id(), queue.now(), ticket(number).callback(), "dialler", ""));
    assertEquals(null, ticket(number).assignee());
    assertEquals(TicketStatus.OPEN, ticket(number).status());
  }

  // ---- calls without the engine

  @Test
  void aCallTheExchangeServedAloneIsOnATicketOfTheOneWhoAnswered() {
    DrivenQueue queue = DrivenQueue.open(store, name, START);
    queue.recordOutage(call(1), number(50), Optional.of(DrivenQueue.ANNA), Outcome.ANSWERED);
    TicketNumber number = ticketOf(new CallId(call(1)));
    assertEquals(TicketStatus.OPEN, ticket(number).status());
    assertEquals(DrivenQueue.ANNA, ticket(number).assignee());
    assertEquals(
        List.of("call.offered", "call.answered", "call.served_alone", "call.ended"),
        timeline(number));
  }

  @Test
  void aCallTheExchangeLostAloneStandsToBeCalledBack() {
    DrivenQueue queue = DrivenQueue.open(store, name, START);
    queue.recordOutage(call(1), number(51), Optional.empty(), Outcome.ABANDONED);
    TicketNumber number = ticketOf(new CallId(call(1)));
    assertTrue(ticket(number).toCallBack());
    assertEquals(TicketKind.MISSED_CALL, ticket(number).kind());
  }

  /** The ticket a call is on. */
  protected abstract TicketNumber ticketOf(CallId call);

  private TicketNumber missed(DrivenQueue queue, String call, String number) {
    TicketNumber ticket = queue.offered(call, number).ticket();
    queue.pass(Duration.ofSeconds(30));
    queue.end(call);
    return ticket;
  }

  private TicketNumber promised(DrivenQueue queue, String number) {
    queue.offered(call(91), number(93));
    queue.offered(call(92), number(94));
    TicketNumber ticket = queue.offered(call(93), number).ticket();
    queue.press(call(93), '1');
    queue.pass(Duration.ofSeconds(10));
    queue.end(call(93));
    return ticket;
  }
}
