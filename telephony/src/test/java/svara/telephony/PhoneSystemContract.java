package svara.telephony;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static svara.telephony.EngineAtExchange.askOrder;
import static svara.telephony.EngineAtExchange.dismissOrder;
import static svara.telephony.EngineAtExchange.holdOrder;
import static svara.telephony.EngineAtExchange.numberOrder;
import static svara.telephony.Situation.ASKED_TWICE;
import static svara.telephony.Situation.CALLER_GONE_BEFORE;
import static svara.telephony.Situation.CALLER_GONE_DURING;
import static svara.telephony.Situation.CONNECTION_LOST_AND_BACK;
import static svara.telephony.Situation.NO_ANSWER_IN_TIME;
import static svara.telephony.Situation.SUCCEEDS;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import svara.engine.calendar.Closed;
import svara.engine.id.CallId;
import svara.engine.id.Language;
import svara.engine.id.TechnicianId;
import svara.engine.port.ExchangeSnapshot.Seen;
import svara.engine.port.ExchangeSnapshot.Where;
import svara.engine.port.FallbackQueue;
import svara.engine.port.FeatureCode;
import svara.engine.port.MessageFolder;
import svara.engine.port.MessageFolder.Recording;
import svara.engine.port.OrderId;
import svara.engine.port.Orders;
import svara.engine.port.Orders.Heard;
import svara.engine.port.Orders.Said;
import svara.engine.port.Orders.Typed;
import svara.engine.port.OutageNote;
import svara.engine.port.PhoneListener.Connection;
import svara.engine.port.PhoneSystem;
import svara.engine.port.PhoneSystemException;
import svara.engine.port.PhoneSystemException.Kind;
import svara.engine.port.Prompt;
import svara.engine.queue.Outcome;
import svara.engine.queue.PhoneState;
import svara.engine.queue.RingResult;
import svara.engine.ticket.VoiceSound;
import svara.telephony.ContractMatrix.Cell;
import svara.telephony.ExchangeUnderTest.CallerAtPhone;
import svara.telephony.ExchangeUnderTest.TechnicianAtPhone;
import svara.telephony.ReportedFacts.Fact;

/**
 * What every {@link PhoneSystem} does. An implementation's test extends this and gives its {@link
 * ExchangeUnderTest}; the first tests below hold the class itself to being complete.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class PhoneSystemContract {
  private static final String FROM = "0701740605";
  private static final String OTHER = "0701740606";
  private static final Duration AT_ONCE = Duration.ZERO;

  /** What to do is said in 6 s, then comes a tone; the rest is recorded. */
  private static final Duration SPOKEN = Duration.ofSeconds(11);

  private ExchangeUnderTest exchange;
  private EngineAtExchange engine;
  private TechnicianAtPhone anna;
  private TechnicianAtPhone bo;
  private MessageFolder folder;

  /** An exchange with nobody calling. The contract closes it after each test. */
  protected abstract ExchangeUnderTest exchange() throws Exception;

  @BeforeEach
  final void startEngine() throws Exception {
    exchange = exchange();
    anna = exchange.technicians().get(0);
    bo = exchange.technicians().get(1);
    engine = new EngineAtExchange(exchange, exchange.epoch()).start();
  }

  @AfterEach
  final void closeExchange() {
    exchange.close();
  }

  // --- what means nothing, and why

  private static Map<Cell, String> meaningless() {
    Map<Cell, String> reasons = new TreeMap<>();
    for (String method : List.of("open", "close", "watch", "claim", "beat", "mirror", "forget")) {
      reasons.put(new Cell(method, CALLER_GONE_DURING), "concerns no single living call");
    }
    for (String method : List.of("close", "watch", "claim", "beat", "mirror")) {
      reasons.put(new Cell(method, CALLER_GONE_BEFORE), "concerns no single call");
    }
    reasons.put(new Cell("forget", CALLER_GONE_BEFORE), "a note is always of a call that is gone");
    return reasons;
  }

  @Test
  void everyMethodIsTestedInEverySituationThatMeansSomething() {
    assertEquals(
        List.of(),
        new ContractMatrix(PhoneSystem.class, meaningless()).gaps(PhoneSystemContract.class));
  }

  // --- open and close

  @Test
  @Covers(
      methods = {"open", "close"},
      when = SUCCEEDS)
  void callsStayWhenOneEngineClosesAndAreOfferedToTheNextThatOpens() {
    CallerAtPhone caller = exchange.call(FROM, "Eva Berg");
    CallId call = engine.offered(FROM);
    close(engine);
    EngineAtExchange next = nextEngine();
    assertEquals(call, next.offered(FROM));
    assertFalse(caller.over());
    assertEquals(Said.DONE, next.result(next.hold(call, "hold-by-the-next")));
  }

  @Test
  @Covers(methods = "open", when = CALLER_GONE_BEFORE)
  void aCallThatEndedBeforeIsNotOfferedOnOpening() {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    caller.hangUp();
    engine.soon(new Fact.Ended(call, false));
    close(engine);
    EngineAtExchange next = nextEngine();
    exchange.call(OTHER, "");
    next.offered(OTHER);
    assertEquals(1, next.facts.of(Fact.Offered.class).size());
  }

  @Test
  @Covers(
      methods = {"open", "close"},
      when = NO_ANSWER_IN_TIME)
  void openingWaitsForAnExchangeThatDoesNotAnswerAndClosingDoesNot() {
    exchange.stall();
    Future<Void> closed = engine.give(engine.phones::close);
    engine.until(closed::isComplete, "closed though nothing answers");
    EngineAtExchange next = new EngineAtExchange(exchange, engine.epoch() + 1);
    Future<Void> opened = next.give(() -> next.phones.open(next.facts));
    exchange.pass(Duration.ofSeconds(2));
    assertFalse(opened.isComplete());
    exchange.resume();
    next.result(opened);
  }

  @Test
  @Covers(
      methods = {"open", "close"},
      when = ASKED_TWICE)
  void openingTwiceIsABugAndClosingTwiceIsNone() {
    assertInstanceOf(
        IllegalStateException.class, engine.failure(() -> engine.phones.open(engine.facts)));
    engine.stopBeating();
    engine.get(engine.phones::close);
    engine.get(engine.phones::close);
  }

  @Test
  @Covers(
      methods = {"open", "close"},
      when = CONNECTION_LOST_AND_BACK)
  void aLostConnectionIsReportedAndMadeAgainUnlessClosed() {
    exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    EngineAtExchange closing = new EngineAtExchange(exchange, engine.epoch());
    closing.get(() -> closing.phones.open(closing.facts));
    exchange.cut();
    engine.until(() -> engine.facts.has(new Fact.Connected(Connection.DOWN)), "DOWN");
    closing.get(closing.phones::close);
    closing.facts.clear();
    engine.facts.clear();
    exchange.restore();
    engine.until(() -> engine.facts.has(new Fact.Connected(Connection.UP)), "UP");
    assertEquals(call, engine.offered(FROM));
    assertEquals(List.of(), closing.facts.all());
  }

  // --- watch

  @Test
  @Covers(methods = "watch", when = SUCCEEDS)
  void thePhonesOfTechniciansAreReportedWheneverTheyChange() {
    engine.soon(phone(anna, PhoneState.FREE));
    anna.takesOtherCall();
    engine.soon(phone(anna, PhoneState.BUSY));
    engine.facts.clear();
    anna.endsOtherCall();
    engine.soon(phone(anna, PhoneState.FREE));
    bo.unplugs();
    engine.soon(phone(bo, PhoneState.UNREACHABLE));
    engine.facts.clear();
    bo.plugsIn();
    engine.soon(phone(bo, PhoneState.FREE));
  }

  @Test
  void callsOfTheQueueItselfDoNotMakeAPhoneBusy() {
    engine.soon(phone(anna, PhoneState.FREE));
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = answered(FROM, anna);
    caller.hangUp();
    engine.soon(new Fact.Released(call, id(anna)));
    assertFalse(engine.facts.has(phone(anna, PhoneState.BUSY)));
  }

  @Test
  @Covers(methods = "watch", when = ASKED_TWICE)
  void watchingAgainReportsEveryPhoneAgain() {
    engine.soon(phone(anna, PhoneState.FREE));
    anna.takesOtherCall();
    engine.soon(phone(anna, PhoneState.BUSY));
    engine.facts.clear();
    engine.get(() -> engine.phones.watch(engine.allPhones()));
    engine.soon(phone(anna, PhoneState.BUSY));
    engine.soon(phone(bo, PhoneState.FREE));
  }

  @Test
  @Covers(methods = "watch", when = CONNECTION_LOST_AND_BACK)
  void aPhoneThatChangedWhileTheConnectionWasLostIsReportedAfterwards() {
    engine.soon(phone(anna, PhoneState.FREE));
    exchange.cut();
    engine.until(() -> engine.facts.has(new Fact.Connected(Connection.DOWN)), "DOWN");
    anna.unplugs();
    exchange.restore();
    engine.until(() -> engine.facts.has(phone(anna, PhoneState.UNREACHABLE)), "unreachable");
  }

  // --- claim: only the owner with the highest epoch moves calls

  @Test
  @Covers(methods = "claim", when = SUCCEEDS)
  void afterAHigherClaimTheFormerOwnerRingsNobody() {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    EngineAtExchange next = nextEngine();
    next.offered(FROM);
    Future<Said> late =
        engine.give(
            () -> engine.phones.connect(engine.connectOrder(call, 1, engine.epoch(), anna)));
    next.until(late::isComplete, "the former owner's order ends");
    exchange.pass(Duration.ofSeconds(1));
    assertEquals(0, anna.timesRung());
    assertFalse(caller.over());
    next.until(() -> where(next, call).equals(Optional.of(Where.PARKED)), "parked");
    assertEquals(Said.DONE, next.result(next.connect(call, 2, bo)));
    next.soon(new Fact.Answered(call, id(bo)));
  }

  @Test
  void aLowerClaimIsRefused() {
    EngineAtExchange next = nextEngine();
    assertFails(Kind.REFUSED, engine, () -> engine.phones.claim(exchange.queue(), engine.epoch()));
    next.get(() -> next.phones.claim(exchange.queue(), next.epoch()));
  }

  @Test
  @Covers(
      methods = {"claim", "beat", "mirror", "snapshot", "notes"},
      when = ASKED_TWICE)
  void whatStatesAFactMayBeSaidAgain() {
    for (int i = 0; i < 2; i++) {
      engine.get(() -> engine.phones.claim(exchange.queue(), engine.epoch()));
      engine.get(() -> engine.phones.beat(Set.of(exchange.queue())));
      engine.get(() -> engine.phones.mirror(engine.duty(engine.allPhones(), List.of())));
    }
    assertEquals(engine.snapshot().calls(), engine.snapshot().calls());
    List<OutageNote> once = engine.get(() -> engine.phones.notes());
    assertEquals(once, engine.get(() -> engine.phones.notes()));
  }

  // --- beat, mirror, notes, forget: the exchange alone

  @Test
  @Covers(methods = "beat", when = SUCCEEDS)
  void whileTheEngineBeatsACallerIsParkedAndOffered() {
    exchange.call(FROM, "Eva Berg");
    CallId call = engine.offered(FROM);
    var offer = engine.facts.of(Fact.Offered.class).getFirst().call();
    assertEquals(exchange.number(), offer.dialled());
    assertEquals(Optional.of(exchange.queue()), offer.queue());
    assertEquals("Eva Berg", offer.name());
    assertEquals(1, offer.entry());
    assertFalse(offer.arrivedAt().isAfter(offer.at()));
    assertEquals(Optional.of(Where.PARKED), where(engine, call));
    exchange.pass(Duration.ofSeconds(15));
    assertEquals(Optional.of(Where.PARKED), where(engine, call), "kept from the dead-man");
  }

  @Test
  @Covers(
      methods = {"mirror", "notes", "forget"},
      when = SUCCEEDS)
  void theExchangeServesAloneByWhatItWasToldAndKeepsANoteUntilItIsForgotten() {
    engine.get(() -> engine.phones.mirror(engine.duty(List.of(bo.phone()), List.of(anna.phone()))));
    quiet();
    CallerAtPhone caller = exchange.call(FROM, "");
    engine.until(bo::talks, "a technician on duty answers");
    assertEquals(0, anna.timesRung(), "paused");
    assertTrue(caller.answered());
    assertEquals(Where.FALLBACK_TALKING, engine.snapshot().calls().getFirst().where());
    caller.hangUp();
    engine.until(() -> !engine.get(engine.phones::notes).isEmpty(), "a note");
    OutageNote note = engine.get(engine.phones::notes).getFirst();
    assertEquals(FROM, note.number());
    assertEquals(exchange.queue(), note.queue());
    assertEquals(exchange.number(), note.dialled());
    assertEquals(Outcome.ANSWERED, note.outcome());
    assertEquals(Optional.of(id(bo)), note.technician());
    assertTrue(note.answeredAt().isPresent());
    assertFalse(note.endedAt().isBefore(note.arrivedAt()));
    engine.get(() -> engine.phones.forget(note));
    assertEquals(List.of(), engine.get(engine.phones::notes));
  }

  @Test
  @Covers(
      methods = {"notes"},
      when = CALLER_GONE_BEFORE)
  void aCallerWhoGaveUpInTheOutageIsNoted() {
    engine.get(() -> engine.phones.mirror(engine.duty(List.of(), List.of())));
    quiet();
    CallerAtPhone caller = exchange.call(FROM, "");
    engine.until(() -> !engine.snapshot().calls().isEmpty(), "waiting at the exchange");
    caller.hangUp();
    engine.until(() -> !engine.get(engine.phones::notes).isEmpty(), "a note");
    OutageNote note = engine.get(engine.phones::notes).getFirst();
    assertEquals(Outcome.ABANDONED, note.outcome());
    assertFalse(note.metFull());
    assertEquals(Optional.empty(), note.answeredAt());
  }

  @Test
  @Covers(
      methods = {"notes"},
      when = CALLER_GONE_DURING)
  void aCallThatLivesHasNoNoteYet() {
    quiet();
    CallerAtPhone caller = exchange.call(FROM, "");
    engine.until(anna::talks, "answered");
    Future<List<OutageNote>> whileGoing = engine.give(engine.phones::notes);
    caller.hangUp();
    engine.result(whileGoing);
    engine.until(() -> engine.get(engine.phones::notes).size() == 1, "one note");
  }

  @Test
  void aCallerWhoCameAndWentUnheardBeforeTheHeartbeatGrewStaleIsNoted() {
    exchange.cut();
    CallerAtPhone caller = exchange.call(FROM, "");
    exchange.pass(Duration.ofSeconds(1));
    caller.hangUp();
    exchange.pass(Duration.ofSeconds(1));
    engine.facts.clear();
    exchange.restore();
    engine.until(() -> engine.facts.has(new Fact.Connected(Connection.UP)), "UP");
    List<OutageNote> notes = engine.get(engine.phones::notes);
    assertEquals(List.of(FROM), notes.stream().map(OutageNote::number).toList());
    assertEquals(Outcome.ABANDONED, notes.getFirst().outcome());
  }

  @Test
  void aTalkThatEndsInAnOutageIsNoted() {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = answered(FROM, anna);
    quiet();
    caller.hangUp();
    engine.soon(new Fact.Ended(call, false));
    OutageNote note = engine.get(engine.phones::notes).getFirst();
    assertEquals(call, note.call());
    assertEquals(Outcome.ANSWERED, note.outcome());
    assertEquals(Optional.of(id(anna)), note.technician());
  }

  @Test
  void aShortTalkThatNobodyHeardOfIsToldToWhoAsksForTheCall() {
    anna.answersAfter(Duration.ofSeconds(2));
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    engine.result(engine.connect(call, 1, anna));
    engine.until(anna::rings, "rings");
    exchange.cut();
    engine.until(anna::talks, "answered, and nobody has heard of it");
    caller.hangUp();
    engine.until(() -> !anna.talks(), "over");
    engine.facts.clear();
    exchange.restore();
    engine.until(() -> engine.facts.has(new Fact.Connected(Connection.UP)), "UP");
    OutageNote note = engine.get(() -> engine.phones.notes(List.of(call))).getFirst();
    assertEquals(call, note.call());
    assertEquals(Outcome.ANSWERED, note.outcome());
    assertEquals(Optional.of(id(anna)), note.technician());
    assertEquals(FROM, note.number());
    assertTrue(note.answeredAt().isPresent());
  }

  @Test
  void theThirdCallerInAnOutageIsTurnedAwayAndNoted() {
    engine.get(() -> engine.phones.mirror(engine.duty(List.of(anna.phone()), List.of())));
    quiet();
    exchange.call(FROM, "");
    engine.until(anna::talks, "the first is answered");
    CallerAtPhone second = exchange.call(OTHER, "");
    // who is merely seen at the exchange has not taken the place yet: the next could be faster
    engine.until(second::hearsSound, "the second has the place and waits");
    CallerAtPhone third = exchange.call("0701740607", "");
    engine.until(third::over, "the third is turned away");
    engine.until(() -> !engine.get(engine.phones::notes).isEmpty(), "a note");
    OutageNote note = engine.get(engine.phones::notes).getFirst();
    assertEquals(Outcome.TURNED_AWAY, note.outcome());
    assertTrue(note.metFull());
    assertEquals("0701740607", note.number());
  }

  @Test
  void aClosedQueueIsClosedInAnOutageTooUntilItsTimeComes() {
    Closed past = new Closed(Instant.EPOCH, Instant.EPOCH.plusSeconds(1));
    mirrorClosed(past, new Closed(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z")));
    quiet();
    CallerAtPhone caller = exchange.call(FROM, "");
    engine.until(caller::over, "is told that it is closed");
    assertTrue(caller.answered());
    engine.until(() -> !engine.get(engine.phones::notes).isEmpty(), "a note");
    OutageNote note = engine.get(engine.phones::notes).getFirst();
    assertEquals(Outcome.CLOSED, note.outcome());
    assertFalse(note.metFull());
    assertEquals(0, anna.timesRung() + bo.timesRung());
    mirrorClosed(past);
    exchange.call(OTHER, "");
    engine.until(anna::talks, "it is open");
  }

  private void mirrorClosed(Closed... closed) {
    engine.get(() ->
        engine.phones.mirror(
            new FallbackQueue(
                exchange.queue(),
                1,
                1,
                List.of(anna.phone()),
                List.of(bo.phone()),
                List.of(closed))));
  }

  @Test
  @Covers(methods = "forget", when = ASKED_TWICE)
  void aNoteForgottenTwiceIsForgotten() {
    OutageNote note = noteOfAnAbandonedCall();
    engine.get(() -> engine.phones.forget(note));
    engine.get(() -> engine.phones.forget(note));
    assertEquals(List.of(), engine.get(engine.phones::notes));
  }

  @Test
  @Covers(
      methods = {"beat", "notes", "forget", "mirror"},
      when = CONNECTION_LOST_AND_BACK)
  void whoWaitsInTheOutageIsServedAndWhoEndedIsNotedOnceTheEngineIsBack() {
    engine.get(() -> engine.phones.mirror(engine.duty(List.of(), List.of())));
    exchange.call(FROM, "");
    CallId first = engine.offered(FROM);
    assertEquals(Said.DONE, engine.result(engine.hold(first, "hold")));
    Instant arrivedAt = engine.seen(first).getFirst().arrivedAt();
    exchange.cut();
    exchange.pass(Duration.ofSeconds(13));
    CallerAtPhone second = exchange.call(OTHER, "");
    exchange.pass(Duration.ofSeconds(2));
    second.hangUp();
    exchange.pass(Duration.ofSeconds(1));
    for (Supplier<Future<?>> order :
        List.<Supplier<Future<?>>>of(
            () -> engine.phones.beat(Set.of(exchange.queue())),
            engine.phones::notes,
            () -> engine.phones.mirror(engine.duty(engine.allPhones(), List.of())))) {
      assertFails(Kind.DISCONNECTED, engine, order);
    }
    engine.facts.clear();
    exchange.restore();
    engine.until(() -> engine.facts.has(new Fact.Connected(Connection.UP)), "UP");
    assertEquals(Optional.of(Where.FALLBACK_WAITING), where(engine, first));
    assertEquals(Said.DONE, engine.get(() -> engine.phones.takeOver(first)));
    assertEquals(first, engine.offered(FROM));
    var offer = engine.facts.last(Fact.Offered.class, f -> f.call().call().equals(first));
    assertEquals(
        arrivedAt.getEpochSecond(), offer.orElseThrow().call().arrivedAt().getEpochSecond());
    List<OutageNote> notes = engine.get(engine.phones::notes);
    assertEquals(List.of(OTHER), notes.stream().map(OutageNote::number).toList());
    exchange.cut();
    assertFails(Kind.DISCONNECTED, engine, () -> engine.phones.forget(notes.getFirst()));
    engine.facts.clear();
    exchange.restore();
    engine.until(() -> engine.facts.has(new Fact.Connected(Connection.UP)), "UP");
    engine.get(() -> engine.phones.forget(notes.getFirst()));
    assertEquals(List.of(), engine.get(engine.phones::notes));
  }

  // --- hold

  @Test
  @Covers(methods = "hold", when = SUCCEEDS)
  void aHeldCallerIsAnsweredHearsTheGreetingAndThenMusic() {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    Future<Said> held = engine.hold(call, "hold");
    engine.soon(caller::answered, "answered");
    engine.soon(caller::hearsSound, "the greeting");
    assertEquals(Said.DONE, engine.result(held));
    engine.soon(caller::hearsSound, "music");
    assertEquals(Optional.of(Where.PARKED), where(engine, call));
  }

  @Test
  @Covers(methods = "hold", when = ASKED_TWICE)
  void aHoldAskedTwiceIsCarriedOutOnce() {
    exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    Future<Said> one = engine.hold(call, "hold");
    Future<Said> two = engine.hold(call, "hold");
    assertEquals(Said.DONE, engine.result(one));
    assertEquals(Said.DONE, engine.result(two));
    Future<Said> late = engine.hold(call, "hold");
    engine.soon(late::isComplete, "no second greeting for an order carried out before");
    assertEquals(Said.DONE, late.result());
  }

  @Test
  void aKeyOfAWaitingCallerIsReported() {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    engine.result(engine.hold(call, "hold"));
    caller.press('1');
    engine.until(() -> keys(engine, call).size() == 1, "one key");
    caller.press('5');
    engine.until(() -> keys(engine, call).size() == 2, "two keys");
    assertEquals(List.of('1', '5'), keys(engine, call).stream().map(Fact.Keyed::key).toList());
  }

  @Test
  void aKeyHasOneSerialWhoeverReportsItAndNoOtherKeyHasIt() {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    engine.result(engine.hold(call, "hold"));
    caller.press('1');
    engine.until(() -> keys(engine, call).size() == 1, "one key");
    EngineAtExchange next = nextEngine();
    next.offered(FROM);
    caller.press('1');
    next.until(() -> keys(next, call).size() == 1, "the next engine hears the second key");
    engine.until(() -> keys(engine, call).size() == 2, "and so does the first");
    assertEquals(keys(next, call).getFirst(), keys(engine, call).getLast());
    assertNotEquals(keys(engine, call).getFirst(), keys(engine, call).getLast());
  }

  private static List<Fact.Keyed> keys(EngineAtExchange engine, CallId call) {
    return engine.facts.of(Fact.Keyed.class).stream()
        .filter(keyed -> keyed.call().equals(call))
        .toList();
  }

  @Test
  void anOrderThatAnotherHasOvertakenSaysSo() {
    exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    Future<Said> held = engine.hold(call, "hold");
    assertEquals(Said.DONE, engine.result(engine.connect(call, 1, anna)));
    assertEquals(Said.OVERTAKEN, engine.result(held));
    engine.soon(new Fact.Answered(call, id(anna)));
    assertEquals(Said.OVERTAKEN, engine.result(engine.hold(call, "too late")));
    engine.until(anna::talks, "her phone has heard of the answer too");
  }

  // --- ask

  @Test
  @Covers(methods = "ask", when = SUCCEEDS)
  void aKeyDuringThePromptAnswersTheQuestion() {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    Future<Heard> asked = engine.ask(call, "ask");
    engine.soon(caller::answered, "answered");
    caller.press('1');
    assertEquals(new Heard(Said.DONE, Optional.of('1')), engine.result(asked));
    assertEquals(List.of(), keys(engine, call), "one key is reported once");
  }

  @Test
  void aQuestionIgnoresKeysThatMeanNothingAndEndsAfterSilence() {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    Future<Heard> asked = engine.ask(call, "ask");
    engine.soon(caller::answered, "answered");
    caller.press('7');
    assertEquals(new Heard(Said.DONE, Optional.empty()), engine.result(asked));
    engine.soon(caller::hearsSound, "music afterwards");
  }

  @Test
  @Covers(methods = "ask", when = ASKED_TWICE)
  void aQuestionAskedTwiceHasOneAnswer() {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    Future<Heard> one = engine.ask(call, "ask");
    Future<Heard> two = engine.ask(call, "ask");
    engine.soon(caller::answered, "answered");
    caller.press('2');
    Heard heard = new Heard(Said.DONE, Optional.of('2'));
    assertEquals(heard, engine.result(one));
    assertEquals(heard, engine.result(two));
    assertEquals(heard, engine.result(engine.ask(call, "ask")));
  }

  // --- askNumber

  @Test
  @Covers(methods = "askNumber", when = SUCCEEDS)
  void aNumberIsTypedDuringThePromptAndEndedByTheHash() {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    Future<Typed> asked = engine.askNumber(call, "number");
    engine.soon(caller::answered, "answered");
    types(caller, "0701740606#");
    assertEquals(new Typed(Said.DONE, OTHER), engine.result(asked));
    assertEquals(List.of(), keys(engine, call), "reported once");
  }

  @Test
  void aNumberIsEndedBySilenceTooAndOneThatIsTooLongIsCut() {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    Future<Typed> asked = engine.askNumber(call, "number");
    engine.soon(caller::answered, "answered");
    types(caller, "8*214");
    assertEquals(new Typed(Said.DONE, "8214"), engine.result(asked));
    Future<Typed> again = engine.askNumber(call, "again");
    engine.soon(caller::hearsSound, "asked again");
    types(caller, "12345678901234567890123");
    assertEquals(new Typed(Said.DONE, "12345678901234567890"), engine.result(again));
  }

  @Test
  void whoTypesNoNumberHearsMusicAgain() {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    engine.result(engine.hold(call, "hold"));
    Future<Typed> asked = engine.askNumber(call, "number");
    assertEquals(new Typed(Said.DONE, ""), engine.result(asked));
    engine.soon(caller::hearsSound, "music afterwards");
  }

  @Test
  @Covers(methods = "askNumber", when = ASKED_TWICE)
  void aNumberAskedForTwiceIsTypedOnce() {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    Future<Typed> one = engine.askNumber(call, "number");
    Future<Typed> two = engine.askNumber(call, "number");
    engine.soon(caller::answered, "answered");
    types(caller, "8214#");
    Typed typed = new Typed(Said.DONE, "8214");
    assertEquals(typed, engine.result(one));
    assertEquals(typed, engine.result(two));
    assertEquals(typed, engine.result(engine.askNumber(call, "number")));
  }

  /** As a person types: one key after the other. */
  private void types(CallerAtPhone caller, String keys) {
    for (char key : keys.toCharArray()) {
      caller.press(key);
      exchange.pass(Duration.ofMillis(300));
    }
  }

  // --- dismiss

  @Test
  @Covers(methods = "dismiss", when = SUCCEEDS)
  void aDismissedCallerHearsTheMessageAndIsHungUp() {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    Future<Said> dismissed = engine.dismiss(call, "dismiss");
    engine.soon(caller::hearsSound, "the message");
    assertEquals(Said.DONE, engine.result(dismissed));
    engine.soon(caller::over, "hung up");
    assertTrue(caller.answered());
    engine.soon(new Fact.Ended(call, false));
  }

  @Test
  @Covers(methods = "dismiss", when = ASKED_TWICE)
  void aDismissalAskedTwiceIsOne() {
    exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    Future<Said> one = engine.dismiss(call, "dismiss");
    Future<Said> two = engine.dismiss(call, "dismiss");
    assertEquals(Said.DONE, engine.result(one));
    assertEquals(Said.DONE, engine.result(two));
  }

  // --- voice messages

  @Test
  @Covers(methods = "takeMessage", when = SUCCEEDS)
  void whatACallerSaysUntilHeHangsUpIsInTheFolderUntilItIsForgotten() {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    engine.result(engine.hold(call, "hold"));
    assertEquals(Said.DONE, engine.result(engine.takeMessage(call, "message")));
    caller.speaks();
    exchange.pass(SPOKEN);
    assertFalse(caller.over());
    caller.hangUp();
    engine.soon(new Fact.Ended(call, false));
    Recording recording = recorded(call);
    VoiceSound sound = VoiceSound.read(recording.file().getBytes()).orElseThrow();
    assertTrue(sound.saysSomething());
    assertTrue(sound.length().compareTo(SPOKEN) <= 0, sound.length()::toString);
    forget(call);
    forget(call);
    assertFalse(engine.get(() -> messages().messages()).contains(call));
    assertEquals(Optional.empty(), engine.get(() -> messages().message(call)));
  }

  @Test
  @Covers(methods = "takeMessage", when = ASKED_TWICE)
  void whoIsRecordedEndsItByTheHashAndIsThankedAndHungUp() {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    Future<Said> one = engine.takeMessage(call, "message");
    Future<Said> two = engine.takeMessage(call, "message");
    assertEquals(Said.DONE, engine.result(one));
    assertEquals(Said.DONE, engine.result(two));
    caller.speaks();
    exchange.pass(SPOKEN);
    caller.press('#');
    engine.until(caller::over, "hung up");
    engine.soon(new Fact.Ended(call, false));
    assertTrue(VoiceSound.read(recorded(call).file().getBytes()).orElseThrow().saysSomething());
    forget(call);
    assertEquals(List.of(), engine.facts.of(Fact.Keyed.class), "a key of the recording");
  }

  @Test
  @Covers(methods = "takeMessage", when = CALLER_GONE_DURING)
  void whoHangsUpBeforeTheToneLeavesNothingThatIsSaid() {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    Future<Said> recorded = engine.takeMessage(call, "message");
    engine.soon(caller::answered, "answered");
    caller.hangUp();
    assertEquals(Said.DONE, engine.result(recorded));
    engine.soon(new Fact.Ended(call, false));
    Optional<Recording> left = engine.get(() -> messages().message(call));
    assertFalse(
        left.flatMap(r -> VoiceSound.read(r.file().getBytes()))
            .filter(VoiceSound::saysSomething)
            .isPresent());
  }

  @Test
  void afterAHigherClaimTheFormerOwnerRecordsNobody() {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    engine.get(() -> engine.phones.claim(exchange.queue(), engine.epoch() + 1));
    Future<Said> ordered =
        engine.give(
            () -> engine.phones.takeMessage(engine.messageOrder(call, "late", engine.epoch())));
    engine.until(ordered::isComplete, "ended");
    exchange.pass(Duration.ofSeconds(1));
    engine.until(
        () -> where(engine, call).equals(Optional.of(Where.PARKED)), "parked as before or again");
    assertFalse(caller.over());
    assertFalse(engine.get(() -> messages().messages()).contains(call));
  }

  private MessageFolder messages() {
    if (folder == null) {
      folder = exchange.messages();
    }
    return folder;
  }

  private Recording recorded(CallId call) {
    engine.until(() -> engine.get(() -> messages().messages()).contains(call), "recorded");
    return engine.get(() -> messages().message(call)).orElseThrow();
  }

  private void forget(CallId call) {
    engine.get(() -> messages().forget(call));
  }

  // --- connect

  @Test
  @Covers(methods = "connect", when = SUCCEEDS)
  void aConnectedCallerTalksWithTheTechnicianUntilOneHangsUp() {
    anna.answersAfter(Duration.ofSeconds(1));
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    assertEquals(Said.DONE, engine.result(engine.connect(call, 1, anna)));
    engine.soon(new Fact.Answered(call, id(anna)));
    Seen seen = engine.seen(call).getFirst();
    assertEquals(Where.TALKING, seen.where());
    assertEquals(Optional.of(id(anna)), seen.technician());
    assertTrue(seen.bridgedAt().isPresent());
    assertTrue(caller.answered());
    anna.hangsUp();
    engine.soon(new Fact.Released(call, id(anna)));
    engine.soon(new Fact.Ended(call, false));
    engine.soon(caller::over, "the caller is hung up as well");
  }

  @Test
  void aCallerWhoHangsUpEndsTheCallForBoth() {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = answered(FROM, anna);
    caller.hangUp();
    engine.soon(new Fact.Ended(call, false));
    engine.soon(new Fact.Released(call, id(anna)));
    assertFalse(anna.talks());
  }

  @Test
  void aTechnicianWhoDoesNotAnswerGivesTheCallBackParked() {
    anna.doesNotAnswer();
    endsAs(RingResult.NO_ANSWER);
  }

  @Test
  void aBusyPhoneGivesTheCallBackAsBusy() {
    anna.isBusy();
    endsAs(RingResult.BUSY);
  }

  @Test
  void aTechnicianWhoRefusesGivesTheCallBackAsRejected() {
    anna.rejects();
    endsAs(RingResult.REJECTED);
  }

  @Test
  void aPhoneThatIsNotRegisteredGivesTheCallBackAsUnreachable() {
    anna.unplugs();
    engine.soon(phone(anna, PhoneState.UNREACHABLE));
    endsAs(RingResult.UNREACHABLE);
  }

  private void endsAs(RingResult result) {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    assertEquals(Said.DONE, engine.result(engine.connect(call, 1, anna)));
    engine.until(() -> engine.facts.has(new Fact.RingEnded(call, 1, result)), result.toString());
    assertEquals(Optional.of(Where.PARKED), where(engine, call));
    assertEquals(Said.DONE, engine.result(engine.connect(call, 2, bo)));
    engine.soon(new Fact.Answered(call, id(bo)));
    assertFalse(caller.over());
    assertFalse(engine.facts.has(new Fact.Released(call, id(anna))), "never answered");
  }

  @Test
  void ofSeveralWhoAreRungOnlyTheFirstToAnswerTalks() {
    anna.answersAfter(Duration.ofSeconds(2));
    bo.answersAfter(Duration.ofMillis(500));
    exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    engine.result(engine.connect(call, 1, anna, bo));
    engine.soon(new Fact.Answered(call, id(bo)));
    engine.soon(() -> !anna.rings() && !anna.talks(), "the other stops ringing");
    assertEquals(1, anna.timesRung());
    assertFalse(engine.facts.has(new Fact.Answered(call, id(anna))));
  }

  @Test
  @Covers(methods = "connect", when = ASKED_TWICE)
  void aConnectAskedTwiceRingsOnce() {
    anna.doesNotAnswer();
    exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    Future<Said> one = engine.connect(call, 1, anna);
    Future<Said> two = engine.connect(call, 1, anna);
    assertEquals(Said.DONE, engine.result(one));
    assertEquals(Said.DONE, engine.result(two));
    engine.until(
        () -> engine.facts.has(new Fact.RingEnded(call, 1, RingResult.NO_ANSWER)), "no answer");
    assertEquals(Said.DONE, engine.result(engine.connect(call, 1, anna)), "asked late");
    exchange.pass(Duration.ofSeconds(1));
    assertEquals(1, anna.timesRung());
    assertEquals(Optional.of(Where.PARKED), where(engine, call));
  }

  @Test
  @Covers(methods = "connect", when = NO_ANSWER_IN_TIME)
  void aConnectThatWasNotAnsweredAndIsAskedAgainRingsOnce() {
    anna.answersAfter(Duration.ofSeconds(2));
    exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    exchange.stall();
    var order = engine.connectOrder(call, 1, engine.epoch(), anna);
    assertFails(Kind.TIMEOUT, engine, () -> engine.phones.connect(order));
    exchange.resume();
    engine.soon(() -> anna.timesRung() > 0 || answers(), "the exchange answers again");
    engine.until(() -> answers(), "the exchange answers again");
    Said again = engine.result(engine.give(() -> engine.phones.connect(order)));
    assertNotEquals(Said.GONE, again);
    engine.until(() -> engine.facts.has(new Fact.Answered(call, id(anna))), "answered");
    assertEquals(1, anna.timesRung());
  }

  // --- hangUp

  @Test
  @Covers(methods = "hangUp", when = SUCCEEDS)
  void aCallThatWasNeverAnsweredIsHungUpAsBusyAndAnAnsweredOneIsEnded() {
    CallerAtPhone first = exchange.call(FROM, "");
    CallId unanswered = engine.offered(FROM);
    assertEquals(Said.DONE, engine.get(() -> engine.phones.hangUp(unanswered)));
    engine.soon(first::refusedAsBusy, "busy");
    engine.soon(() -> ended(unanswered), "ended");
    CallerAtPhone second = exchange.call(OTHER, "");
    CallId held = engine.offered(OTHER);
    engine.result(engine.hold(held, "hold"));
    assertEquals(Said.DONE, engine.get(() -> engine.phones.hangUp(held)));
    engine.soon(second::over, "hung up");
    assertFalse(second.refusedAsBusy());
  }

  @Test
  @Covers(methods = "hangUp", when = ASKED_TWICE)
  void aCallHungUpTwiceEndsOnce() {
    exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    Future<Said> one = engine.give(() -> engine.phones.hangUp(call));
    Future<Said> two = engine.give(() -> engine.phones.hangUp(call));
    assertEquals(Said.DONE, engine.result(one));
    assertNotEquals(Said.OVERTAKEN, engine.result(two));
    engine.soon(() -> ended(call), "ended");
    assertEquals(Said.GONE, engine.get(() -> engine.phones.hangUp(call)));
  }

  // --- snapshot

  @Test
  @Covers(methods = "snapshot", when = SUCCEEDS)
  void theSnapshotShowsEveryCallAndWhatItDoes() {
    anna.doesNotAnswer();
    exchange.call(FROM, "Eva Berg");
    CallId ringing = engine.offered(FROM);
    exchange.call(OTHER, "");
    CallId parked = engine.offered(OTHER);
    engine.result(engine.connect(ringing, 1, anna));
    engine.soon(anna::rings, "rings");
    assertEquals(2, engine.snapshot().calls().size());
    Seen seen = engine.seen(ringing).getFirst();
    assertEquals(Where.RINGING, seen.where());
    assertEquals(FROM, seen.number());
    assertEquals("Eva Berg", seen.name());
    assertEquals(exchange.number(), seen.dialled());
    assertEquals(Optional.of(exchange.queue()), seen.queue());
    assertEquals(Optional.empty(), seen.bridgedAt());
    assertEquals(Where.PARKED, engine.seen(parked).getFirst().where());
  }

  @Test
  @Covers(methods = "snapshot", when = CALLER_GONE_BEFORE)
  void theSnapshotDoesNotShowACallThatIsGone() {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    caller.hangUp();
    engine.soon(new Fact.Ended(call, false));
    assertEquals(List.of(), engine.snapshot().calls());
  }

  @Test
  @Covers(methods = "snapshot", when = CALLER_GONE_DURING)
  void aCallerWhoGoesDuringASnapshotIsGoneInTheNext() {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    var during = engine.give(engine.phones::snapshot);
    caller.hangUp();
    engine.result(during);
    engine.soon(new Fact.Ended(call, false));
    assertEquals(List.of(), engine.snapshot().calls());
  }

  // --- takeOver

  @Test
  @Covers(
      methods = {"takeOver"},
      when = SUCCEEDS)
  void aCallerInTheExchangesOwnQueueIsTakenOverAndOfferedWithHisFirstArrival() {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = waitsInTheOutage(caller);
    Instant arrivedAt = engine.seen(call).getFirst().arrivedAt();
    assertEquals(Said.DONE, engine.get(() -> engine.phones.takeOver(call)));
    assertEquals(call, engine.offered(FROM));
    var offer = engine.facts.of(Fact.Offered.class).getLast().call();
    assertEquals(arrivedAt.getEpochSecond(), offer.arrivedAt().getEpochSecond());
    assertEquals(Said.DONE, engine.result(engine.hold(call, "hold")));
    caller.hangUp();
    engine.soon(new Fact.Ended(call, false));
    assertEquals(List.of(), engine.get(engine.phones::notes), "served by the engine");
  }

  @Test
  void aCallerWithATechnicianInTheOutageStaysThere() {
    quiet();
    exchange.call(FROM, "");
    engine.until(anna::talks, "answered");
    CallId call = engine.snapshot().calls().getFirst().call();
    assertEquals(Said.OVERTAKEN, engine.get(() -> engine.phones.takeOver(call)));
    assertTrue(anna.talks());
  }

  @Test
  @Covers(methods = "takeOver", when = ASKED_TWICE)
  void aCallerTakenOverTwiceIsParkedOnce() {
    CallId call = waitsInTheOutage(exchange.call(FROM, ""));
    Future<Said> one = engine.give(() -> engine.phones.takeOver(call));
    Future<Said> two = engine.give(() -> engine.phones.takeOver(call));
    assertEquals(Said.DONE, engine.result(one));
    assertEquals(Said.DONE, engine.result(two));
    engine.startBeating();
    assertEquals(Said.DONE, engine.get(() -> engine.phones.takeOver(call)));
    exchange.pass(Duration.ofSeconds(2));
    assertEquals(Optional.of(Where.PARKED), where(engine, call));
  }

  @Test
  @Covers(methods = "takeOver", when = CALLER_GONE_DURING)
  void aCallerWhoGoesWhileHeIsTakenOverEndsOnce() {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = waitsInTheOutage(caller);
    Future<Said> takenOver = engine.give(() -> engine.phones.takeOver(call));
    caller.hangUp();
    assertNotEquals(Said.OVERTAKEN, engine.result(takenOver));
    engine.until(() -> engine.seen(call).isEmpty(), "gone");
  }

  /** A caller who was held when beating stopped, and has passed to the exchange's own queue. */
  private CallId waitsInTheOutage(CallerAtPhone caller) {
    CallId call = engine.offered(FROM);
    engine.get(() -> engine.phones.mirror(engine.duty(List.of(), List.of())));
    assertEquals(Said.DONE, engine.result(engine.hold(call, "hold before the outage")));
    exchange.cut();
    exchange.pass(Duration.ofSeconds(13));
    assertFalse(caller.over());
    engine.stopBeating();
    engine.facts.clear();
    exchange.restore();
    engine.until(() -> engine.facts.has(new Fact.Connected(Connection.UP)), "UP");
    engine.until(
        () -> where(engine, call).equals(Optional.of(Where.FALLBACK_WAITING)), "in the fallback");
    return call;
  }

  // --- codes that technicians dial

  @Test
  void aTechnicianWhoDialsACodeHearsWhatCameOfIt() {
    anna.dials("*11");
    engine.soon(() -> !engine.facts.of(Fact.Coded.class).isEmpty(), "the code");
    Fact.Coded coded = engine.facts.of(Fact.Coded.class).getFirst();
    assertEquals(id(anna), coded.technician());
    assertEquals(FeatureCode.SIGN_ON, coded.code());
    assertEquals(List.of(), engine.snapshot().calls(), "nobody's call");
    Future<Said> told =
        engine.give(() ->
            engine.phones.dismiss(
                new Orders.Dismiss(
                    new OrderId("code"), coded.call(), Language.SV, List.of(Prompt.SIGNED_ON))));
    engine.soon(anna::hearsCode, "what came of it");
    assertEquals(Said.DONE, engine.result(told));
    engine.soon(anna::codeOver, "hung up");
    assertFalse(ended(coded.call()));
    engine.soon(
        () ->
            engine.facts.last(Fact.Phone.class, f -> f.technician().equals(id(anna))).stream()
                .anyMatch(f -> f.state() == PhoneState.FREE),
        "his phone is free again");
  }

  @Test
  void anOutageMessageThatATechnicianHasRecordedIsHeardByACaller() {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    anna.recordsOutage();
    engine.until(() -> !engine.facts.of(Fact.Coded.class).isEmpty(), "the code, when it is kept");
    Fact.Coded coded = engine.facts.of(Fact.Coded.class).getFirst();
    assertEquals(FeatureCode.OUTAGE_MESSAGE, coded.code());
    String recording = coded.recording().orElseThrow();
    Future<Heard> heard =
        engine.give(() -> engine.phones.ask(onlyRecorded(call, "outage", recording)));
    engine.soon(caller::hearsSound, "what was recorded");
    assertEquals(new Heard(Said.DONE, Optional.empty()), engine.result(heard));
    // one that is gone is not passed over in silence
    Future<Heard> usual =
        engine.give(() -> engine.phones.ask(onlyRecorded(call, "gone", "/nowhere/to-be-found")));
    engine.soon(caller::hearsSound, "the usual words");
    assertEquals(new Heard(Said.DONE, Optional.empty()), engine.result(usual));
  }

  private static Orders.Ask onlyRecorded(CallId call, String id, String recording) {
    return new Orders.Ask(
        new OrderId(id), call, Language.SV, List.of(), "", Duration.ofSeconds(1), false, recording);
  }

  @Test
  void aTechnicianWhoseCodeNobodyTakesIsToldByTheExchange() {
    exchange.cut();
    anna.dials("*13");
    engine.until(anna::hearsCode, "that it did not work");
    engine.until(anna::codeOver, "hung up");
    assertEquals(List.of(), engine.facts.of(Fact.Coded.class));
  }

  // --- what is the same for all orders

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hold",
        "ask",
        "askNumber",
        "dismiss",
        "connect",
        "takeMessage",
        "takeOver",
        "hangUp"
      })
  @Covers(
      methods = {
        "hold",
        "ask",
        "askNumber",
        "dismiss",
        "connect",
        "takeMessage",
        "takeOver",
        "hangUp"
      },
      when = CALLER_GONE_BEFORE)
  void anOrderForACallerWhoHasGoneEndsAsGone(String method) {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    caller.hangUp();
    engine.soon(new Fact.Ended(call, false));
    assertEquals(Said.GONE, said(engine.get(() -> orderOf(method, call))));
    assertEquals(0, anna.timesRung());
  }

  @ParameterizedTest
  @ValueSource(strings = {"hold", "ask", "askNumber", "dismiss"})
  @Covers(
      methods = {"hold", "ask", "askNumber", "dismiss"},
      when = CALLER_GONE_DURING)
  void anOrderDuringWhichTheCallerGoesEndsAsGone(String method) {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    Future<Object> ordered = engine.give(() -> orderOf(method, call));
    engine.soon(caller::answered, "answered");
    caller.hangUp();
    engine.soon(ordered::isComplete, "ended with the call");
    assertEquals(Said.GONE, said(ordered.result()));
    engine.soon(new Fact.Ended(call, false));
  }

  @Test
  @Covers(methods = "connect", when = CALLER_GONE_DURING)
  void aTechniciansPhoneStopsRingingWhenTheCallerGoes() {
    anna.doesNotAnswer();
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    engine.result(engine.connect(call, 1, anna));
    engine.soon(anna::rings, "rings");
    caller.hangUp();
    engine.soon(new Fact.Ended(call, false));
    engine.soon(() -> !anna.rings(), "stops ringing");
    assertFalse(engine.facts.has(new Fact.Answered(call, id(anna))));
    assertEquals(List.of(), engine.seen(call));
  }

  @Test
  @Covers(methods = "hangUp", when = CALLER_GONE_DURING)
  void aCallHungUpByBothSidesAtOnceEndsOnce() {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    engine.result(engine.hold(call, "hold"));
    Future<Said> ordered = engine.give(() -> engine.phones.hangUp(call));
    caller.hangUp();
    assertNotEquals(Said.OVERTAKEN, engine.result(ordered));
    engine.soon(() -> ended(call), "ended");
    assertEquals(List.of(), engine.seen(call));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "watch",
        "claim",
        "beat",
        "mirror",
        "hold",
        "ask",
        "askNumber",
        "dismiss",
        "takeMessage",
        "takeOver",
        "hangUp",
        "snapshot",
        "notes",
        "forget"
      })
  @Covers(
      methods = {
        "watch",
        "claim",
        "beat",
        "mirror",
        "hold",
        "ask",
        "askNumber",
        "dismiss",
        "takeMessage",
        "takeOver",
        "hangUp",
        "snapshot",
        "notes",
        "forget"
      },
      when = NO_ANSWER_IN_TIME)
  void anOrderThatIsNotAnsweredInTimeFailsAndMayBeGivenAgain(String method) {
    exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    exchange.stall();
    assertFails(Kind.TIMEOUT, engine, () -> orderOf(method, call));
    exchange.resume();
    engine.until(() -> answers(), "the exchange answers again");
    engine.get(() -> orderOf(method, call));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "watch",
        "claim",
        "beat",
        "mirror",
        "hold",
        "ask",
        "askNumber",
        "dismiss",
        "connect",
        "takeMessage",
        "takeOver",
        "hangUp",
        "snapshot",
        "notes",
        "forget"
      })
  @Covers(
      methods = {
        "watch",
        "claim",
        "beat",
        "mirror",
        "hold",
        "ask",
        "askNumber",
        "dismiss",
        "connect",
        "takeMessage",
        "takeOver",
        "hangUp",
        "snapshot",
        "notes",
        "forget"
      },
      when = CONNECTION_LOST_AND_BACK)
  void anOrderWithoutAConnectionFailsAndSucceedsWhenItIsBack(String method) {
    exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    exchange.cut();
    engine.until(() -> engine.facts.has(new Fact.Connected(Connection.DOWN)), "DOWN");
    assertFails(Kind.DISCONNECTED, engine, () -> orderOf(method, call));
    engine.facts.clear();
    exchange.restore();
    engine.until(() -> engine.facts.has(new Fact.Connected(Connection.UP)), "UP");
    Object result = engine.get(() -> orderOf(method, call));
    assertNotEquals(Said.GONE, said(result));
    assertNotEquals(Said.OVERTAKEN, said(result));
  }

  @Test
  void anOrderUnderWayWhenTheConnectionBreaksFailsAsDisconnected() {
    CallerAtPhone caller = exchange.call(FROM, "");
    CallId call = engine.offered(FROM);
    Future<Heard> asked = engine.ask(call, "ask");
    engine.soon(caller::answered, "answered");
    exchange.cut();
    assertFails(Kind.DISCONNECTED, engine, () -> asked);
    assertFalse(caller.over());
  }

  // --- what strangers send

  @Test
  void aNameOfAnyCharactersArrivesFilteredAndChangesNothingElse() {
    String name = "Eva \"Berg\" & <b>;,=${CHANNEL}\\ " + "x".repeat(300);
    exchange.call(FROM, name);
    CallId call = engine.offered(FROM);
    var offer = engine.facts.of(Fact.Offered.class).getFirst().call();
    assertTrue(offer.name().length() <= 80, offer.name());
    assertTrue(offer.name().startsWith("Eva"), offer.name());
    assertTrue(offer.name().chars().noneMatch(Character::isISOControl), offer.name());
    assertEquals(Said.DONE, engine.result(engine.connect(call, 1, anna)));
    engine.soon(new Fact.Answered(call, id(anna)));
  }

  @Test
  void aWithheldNumberIsEmpty() {
    exchange.call("", "");
    engine.soon(() -> !engine.facts.of(Fact.Offered.class).isEmpty(), "offered");
    assertEquals("", engine.facts.of(Fact.Offered.class).getFirst().call().number());
  }

  // --- steps

  private Future<Object> orderOf(String method, CallId call) {
    PhoneSystem phones = engine.phones;
    Future<?> future =
        switch (method) {
          case "watch" -> phones.watch(engine.allPhones());
          case "claim" -> phones.claim(exchange.queue(), engine.epoch());
          case "beat" -> phones.beat(Set.of(exchange.queue()));
          case "mirror" -> phones.mirror(engine.duty(engine.allPhones(), List.of()));
          case "hold" -> phones.hold(holdOrder(call, "hold"));
          case "ask" -> phones.ask(askOrder(call, "ask"));
          case "askNumber" -> phones.askNumber(numberOrder(call, "number"));
          case "dismiss" -> phones.dismiss(dismissOrder(call, "dismiss"));
          case "connect" -> phones.connect(engine.connectOrder(call, 1, engine.epoch(), anna));
          case "takeMessage" ->
              phones.takeMessage(engine.messageOrder(call, "message", engine.epoch()));
          case "takeOver" -> phones.takeOver(call);
          case "hangUp" -> phones.hangUp(call);
          case "snapshot" -> phones.snapshot();
          case "notes" -> phones.notes();
          case "forget" -> phones.forget(someNote(call));
          default -> throw new IllegalArgumentException(method);
        };
    return future.map(result -> result);
  }

  /** A note that the exchange does not have: forgetting it is done already. */
  private OutageNote someNote(CallId call) {
    return new OutageNote(
        call,
        exchange.queue(),
        exchange.number(),
        FROM,
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        Instant.EPOCH,
        Outcome.ABANDONED,
        false,
        Optional.empty());
  }

  private static Said said(Object result) {
    return switch (result) {
      case Said said -> said;
      case Heard heard -> heard.said();
      case Typed typed -> typed.said();
      case null, default -> Said.DONE;
    };
  }

  private OutageNote noteOfAnAbandonedCall() {
    engine.get(() -> engine.phones.mirror(engine.duty(List.of(), List.of())));
    quiet();
    CallerAtPhone caller = exchange.call(FROM, "");
    engine.until(() -> !engine.snapshot().calls().isEmpty(), "waiting at the exchange");
    caller.hangUp();
    engine.until(() -> !engine.get(engine.phones::notes).isEmpty(), "a note");
    return engine.get(engine.phones::notes).getFirst();
  }

  /** The engine stops beating for long enough that the exchange takes new callers itself. */
  private void quiet() {
    engine.stopBeating();
    exchange.pass(Duration.ofSeconds(7));
  }

  private CallId answered(String from, TechnicianAtPhone by) {
    by.answersAfter(AT_ONCE);
    CallId call = engine.offered(from);
    assertEquals(Said.DONE, engine.result(engine.connect(call, 1, by)));
    engine.soon(new Fact.Answered(call, id(by)));
    return call;
  }

  private EngineAtExchange nextEngine() {
    return new EngineAtExchange(exchange, engine.epoch() + 1).start();
  }

  private void close(EngineAtExchange closing) {
    closing.stopBeating();
    closing.get(closing.phones::close);
  }

  private boolean answers() {
    Future<?> snapshot = engine.give(engine.phones::snapshot);
    return exchange.await(snapshot::isComplete, exchange.answerLimit().multipliedBy(2))
        && snapshot.succeeded();
  }

  private boolean ended(CallId call) {
    return engine.facts.last(Fact.Ended.class, f -> f.call().equals(call)).isPresent();
  }

  private static Optional<Where> where(EngineAtExchange engine, CallId call) {
    return engine.seen(call).stream().map(Seen::where).findFirst();
  }

  private static TechnicianId id(TechnicianAtPhone technician) {
    return technician.phone().technician();
  }

  private static Fact.Phone phone(TechnicianAtPhone technician, PhoneState state) {
    return new Fact.Phone(id(technician), state);
  }

  private static void assertFails(
      Kind kind, EngineAtExchange engine, Supplier<? extends Future<?>> order) {
    Throwable cause = engine.failure(order);
    assertEquals(kind, assertInstanceOf(PhoneSystemException.class, cause).kind());
  }
}
