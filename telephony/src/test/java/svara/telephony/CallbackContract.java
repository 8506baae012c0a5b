package svara.telephony;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static svara.telephony.Situation.ASKED_TWICE;
import static svara.telephony.Situation.CALLER_GONE_BEFORE;
import static svara.telephony.Situation.CALLER_GONE_DURING;
import static svara.telephony.Situation.CONNECTION_LOST_AND_BACK;
import static svara.telephony.Situation.NO_ANSWER_IN_TIME;
import static svara.telephony.Situation.SUCCEEDS;

import io.vertx.core.Future;
import java.time.Duration;
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
import svara.engine.id.CallbackId;
import svara.engine.id.Language;
import svara.engine.id.TechnicianId;
import svara.engine.port.CallbackPhones;
import svara.engine.port.CallbackPhones.Attempt;
import svara.engine.port.CallbackPhones.Step;
import svara.engine.port.CallbackPhones.Trace;
import svara.engine.port.PhoneListener.Connection;
import svara.engine.port.PhoneSystemException;
import svara.engine.port.PhoneSystemException.Kind;
import svara.engine.queue.AttemptResult;
import svara.engine.queue.CallerWish;
import svara.engine.queue.RingResult;
import svara.telephony.CalleesUnderTest.CalleeAtPhone;
import svara.telephony.ContractMatrix.Cell;
import svara.telephony.ExchangeUnderTest.TechnicianAtPhone;
import svara.telephony.ReportedFacts.Fact;

/**
 * What every {@link CallbackPhones} does: the technician first, then the caller, who is never
 * dialled twice for one attempt, whatever happens to engines and their orders.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class CallbackContract {
  private static final String SHOWN = "100";
  private static final Duration RING_TIME = Duration.ofSeconds(3);
  private static final Duration CALLER_RING_TIME = Duration.ofSeconds(4);

  private CalleesUnderTest exchange;
  private EngineAtExchange engine;
  private TechnicianAtPhone anna;
  private TechnicianAtPhone bo;
  private CalleeAtPhone eva;
  private CallbackId promise = new CallbackId("cb-t");

  /** An exchange with nobody calling. The contract closes it after each test. */
  protected abstract CalleesUnderTest exchange() throws Exception;

  @BeforeEach
  final void startEngine() throws Exception {
    exchange = exchange();
    anna = exchange.technicians().get(0);
    bo = exchange.technicians().get(1);
    eva = exchange.callees().get(0);
    // a claim outlives the exchange, so every test makes a promise of its own
    promise = new CallbackId("cb-t" + Long.toString(System.nanoTime(), Character.MAX_RADIX));
    engine = new EngineAtExchange(exchange, exchange.epoch()).start();
  }

  @AfterEach
  final void closeExchange() {
    exchange.close();
  }

  private static Map<Cell, String> meaningless() {
    Map<Cell, String> reasons = new TreeMap<>();
    reasons.put(new Cell("forget", CALLER_GONE_DURING), "concerns an attempt that is over");
    reasons.put(new Cell("forget", CALLER_GONE_BEFORE), "always of an attempt that is over");
    return reasons;
  }

  @Test
  void everyMethodIsTestedInEverySituationThatMeansSomething() {
    assertEquals(
        List.of(),
        new ContractMatrix(CallbackPhones.class, meaningless()).gaps(CallbackContract.class));
  }

  // --- the usual way

  @Test
  @Covers(
      methods = {"callBack", "trace"},
      when = SUCCEEDS)
  void theTechnicianIsRungFirstAndTheCallerIsJoinedByHisKey() {
    anna.answersAfter(Duration.ofSeconds(1));
    assertEquals(Optional.empty(), trace(1));
    callBack(1, anna);
    engine.soon(anna::rings, "the technician's phone rings");
    assertEquals(0, eva.timesRung());
    assertEquals(Optional.of(new Trace.UnderWay(false, false)), trace(1));
    until(1, new Step.TechnicianAnswered(id(anna)));
    until(1, new Step.Dialled(id(anna)));
    engine.until(eva::inCall, "the caller has taken his phone");
    engine.soon(eva::hearsSound, "who is calling");
    assertEquals(SHOWN, eva.lastShown());
    assertEquals(Optional.of(new Trace.UnderWay(true, false)), trace(1));
    presses('1');
    until(1, new Step.Joined(id(anna)));
    assertEquals(Optional.of(new Trace.UnderWay(true, true)), trace(1));
    eva.hangsUp();
    until(1, ended(AttemptResult.JOINED));
    Trace.Over over = over(1);
    assertEquals(AttemptResult.JOINED, over.result());
    assertTrue(over.joinedAt().isPresent());
    assertEquals(1, eva.timesRung());
    assertEquals(1, anna.timesRung());
    engine.until(() -> !anna.talks(), "the technician is free");
  }

  @Test
  void theTechnicianHangingUpEndsATalkToo() {
    callBack(1, anna);
    engine.until(eva::inCall, "the caller has taken his phone");
    presses('1');
    until(1, new Step.Joined(id(anna)));
    anna.hangsUp();
    until(1, ended(AttemptResult.JOINED));
    engine.until(() -> !eva.inCall(), "the caller's line is free");
  }

  @Test
  void whoTalksTooLongIsCut() {
    engine.get(() -> of(engine).callBack(order(1, anna, eva.number(), Duration.ofSeconds(2))));
    engine.until(eva::inCall, "the caller has taken his phone");
    presses('1');
    until(1, new Step.Joined(id(anna)));
    until(1, ended(AttemptResult.JOINED));
    engine.until(() -> !eva.inCall() && !anna.talks(), "cut");
  }

  // --- the technician does not take it

  @Test
  void aTechnicianWhoDoesNotTakeItRingsNoCaller() {
    anna.doesNotAnswer();
    callBack(1, anna);
    until(1, new Step.NotTaken(id(anna), RingResult.NO_ANSWER));
    assertEquals(Optional.empty(), trace(1));
    bo.rejects();
    callBack(2, bo);
    until(2, new Step.NotTaken(id(bo), RingResult.REJECTED));
    bo.isBusy();
    callBack(3, bo);
    until(3, new Step.NotTaken(id(bo), RingResult.BUSY));
    bo.unplugs();
    callBack(4, bo);
    until(4, new Step.NotTaken(id(bo), RingResult.UNREACHABLE));
    assertEquals(0, eva.timesRung());
  }

  @Test
  void aTechnicianWhoHangsUpBeforeTheCallerIsDialledHasNotTakenIt() {
    callBack(1, anna);
    until(1, new Step.TechnicianAnswered(id(anna)));
    engine.until(anna::talks, "he hears why");
    anna.hangsUp();
    until(1, new Step.NotTaken(id(anna), RingResult.REJECTED));
    assertEquals(0, eva.timesRung());
    assertEquals(Optional.empty(), trace(1));
  }

  // --- the caller is not reached

  @Test
  void aNumberThatDoesNotExistEndsTheAttempt() {
    engine.get(() -> of(engine).callBack(order(1, anna, "+46701740699", Duration.ofMinutes(1))));
    until(1, ended(AttemptResult.INVALID));
    assertEquals(AttemptResult.INVALID, over(1).result());
  }

  @Test
  void aBusyCallerEndsTheAttempt() {
    eva.isBusy();
    callBack(1, anna);
    until(1, ended(AttemptResult.BUSY));
    engine.until(() -> !anna.talks(), "the technician is free");
  }

  @Test
  void aRejectingCallerEndsTheAttempt() {
    eva.rejects();
    callBack(1, anna);
    until(1, ended(AttemptResult.BUSY));
    assertEquals(1, eva.timesRung());
  }

  @Test
  void aSilentCallerEndsTheAttempt() {
    eva.doesNotAnswer();
    callBack(1, anna);
    until(1, ended(AttemptResult.NO_ANSWER));
    engine.until(() -> !eva.rings(), "his phone stops ringing");
    assertEquals(1, eva.timesRung());
  }

  @Test
  void anAnswerWithoutAKeyEndsTheAttempt() {
    callBack(1, anna);
    engine.until(eva::inCall, "the caller has taken his phone");
    until(1, ended(AttemptResult.NO_KEY));
    engine.until(() -> !eva.inCall(), "the caller's line is free");
  }

  @Test
  void keysTwoAndThreeAreTheCallersWish() {
    callBack(1, anna);
    engine.until(eva::inCall, "the caller has taken his phone");
    presses('2');
    until(1, new Step.Ended(AttemptResult.NO_KEY, CallerWish.LATER));
    engine.until(() -> !eva.inCall() && !anna.talks(), "both lines are free");
    callBack(2, anna);
    engine.until(eva::inCall, "the caller has taken his phone again");
    presses('3');
    until(2, new Step.Ended(AttemptResult.NO_KEY, CallerWish.NOT_NEEDED));
    assertEquals(2, eva.timesRung());
  }

  @Test
  @Covers(
      methods = {"callBack", "trace"},
      when = CALLER_GONE_DURING)
  void aCallerWhoHangsUpBeforeAKeyIsGone() {
    callBack(1, anna);
    engine.until(eva::inCall, "the caller has taken his phone");
    eva.hangsUp();
    until(1, ended(AttemptResult.CALLER_GONE));
    assertEquals(AttemptResult.CALLER_GONE, over(1).result());
  }

  @Test
  void aTechnicianWhoHangsUpWhileItRingsIsGone() {
    eva.doesNotAnswer();
    callBack(1, anna);
    engine.until(eva::rings, "the caller's phone rings");
    anna.hangsUp();
    until(1, ended(AttemptResult.TECHNICIAN_GONE));
    engine.until(() -> !eva.rings(), "the caller's phone stops ringing");
  }

  @Test
  void aTechnicianWhoHangsUpWhileTheCallerIsAskedIsGone() {
    callBack(1, anna);
    engine.until(eva::inCall, "the caller has taken his phone");
    exchange.pass(Duration.ofSeconds(6)); // in the middle of what there is to choose
    anna.hangsUp();
    engine.soon(new Fact.Attempted(promise, 1, ended(AttemptResult.TECHNICIAN_GONE)));
    engine.soon(() -> !eva.inCall(), "nobody is left alone with a recording");
  }

  @Test
  void aTechnicianHearsThatItGoesOnWhileTheCallerIsCalledAndAsked() {
    eva.answersAfter(Duration.ofSeconds(2));
    callBack(1, anna);
    engine.until(eva::rings, "the caller's phone rings");
    engine.soon(anna::hearsSound, "it rings to him as well");
    engine.until(eva::inCall, "the caller has taken his phone");
    exchange.pass(Duration.ofSeconds(1));
    engine.soon(anna::hearsSound, "he is not left in silence");
  }

  // --- once

  @Test
  void anAttemptThatAnotherHasClaimedMeanwhileDialsNobody() {
    anna.answersAfter(Duration.ofSeconds(1));
    callBack(1, anna);
    engine.soon(anna::rings, "the technician's phone rings");
    exchange.claim(promise, 1);
    engine.until(
        () -> trace(1).filter(Trace.Over.class::isInstance).isPresent(), "as the other left it");
    engine.until(() -> anna.timesRung() == 1 && !anna.talks(), "the technician is free");
    assertEquals(0, eva.timesRung());
  }

  @Test
  void anEngineThatComesAfterACrashFindsTheAttemptAndDialsNobodyAgain() {
    eva.doesNotAnswer();
    callBack(1, anna);
    engine.until(eva::rings, "the caller's phone rings");
    EngineAtExchange next = new EngineAtExchange(exchange, engine.epoch() + 1).start();
    assertEquals(
        Optional.of(new Trace.UnderWay(true, false)), next.get(() -> of(next).trace(promise, 1)));
    next.get(
        () -> of(next).callBack(order(1, anna, eva.number(), Duration.ofMinutes(1), next.epoch())));
    Fact end = new Fact.Attempted(promise, 1, ended(AttemptResult.NO_ANSWER));
    next.until(() -> next.facts.has(end), "its end is told to the next as well");
    assertEquals(1, eva.timesRung());
    assertEquals(1, anna.timesRung());
  }

  @Test
  @Covers(methods = "callBack", when = ASKED_TWICE)
  void anAttemptThatIsOrderedTwiceRingsTheCallerOnce() {
    EngineAtExchange second = new EngineAtExchange(exchange, engine.epoch());
    second.get(() -> second.phones.open(second.facts));
    Future<Void> one = engine.give(() -> of(engine).callBack(order(1, anna)));
    Future<Void> other = second.give(() -> of(second).callBack(order(1, anna)));
    engine.until(() -> one.isComplete() && other.isComplete(), "ordered");
    engine.until(eva::inCall, "the caller has taken his phone");
    exchange.pass(Duration.ofSeconds(1));
    assertEquals(1, eva.timesRung());
    presses('1');
    until(1, new Step.Joined(id(anna)));
    eva.hangsUp();
    until(1, ended(AttemptResult.JOINED));
    assertEquals(1, eva.timesRung());
  }

  @Test
  @Covers(
      methods = {"callBack", "trace"},
      when = CALLER_GONE_BEFORE)
  void anAttemptThatIsOverIsNeverDialledAgainAndItsEndIsToldAgain() {
    eva.isBusy();
    callBack(1, anna);
    until(1, ended(AttemptResult.BUSY));
    engine.until(() -> !anna.talks(), "the technician is free");
    eva.answersAfter(Duration.ZERO);
    engine.facts.clear();
    callBack(1, anna);
    until(1, ended(AttemptResult.BUSY));
    exchange.pass(Duration.ofSeconds(4));
    assertEquals(1, eva.timesRung());
    assertEquals(AttemptResult.BUSY, over(1).result());
  }

  @Test
  void aFormerOwnerRingsNobody() {
    EngineAtExchange next = new EngineAtExchange(exchange, engine.epoch() + 1);
    next.get(() -> next.phones.open(next.facts));
    next.get(() -> next.phones.claim(exchange.queue(), next.epoch()));
    Future<Void> late = engine.give(() -> of(engine).callBack(order(1, anna)));
    next.until(late::isComplete, "the former owner's order ends");
    exchange.pass(Duration.ofSeconds(3));
    assertEquals(0, eva.timesRung());
    assertEquals(Optional.empty(), trace(1));
    if (late.failed()) {
      assertEquals(Kind.REFUSED, ((PhoneSystemException) late.cause()).kind());
    } else {
      until(1, new Step.NotTaken(id(anna), RingResult.FAILED));
    }
  }

  @Test
  @Covers(methods = "forget", when = SUCCEEDS)
  void aForgottenAttemptLeavesNoTrace() {
    eva.isBusy();
    callBack(1, anna);
    until(1, ended(AttemptResult.BUSY));
    engine.get(() -> of(engine).forget(promise, 1));
    assertEquals(Optional.empty(), trace(1));
  }

  @Test
  @Covers(
      methods = {"forget", "trace"},
      when = ASKED_TWICE)
  void whatIsNotThereIsForgottenAndTracedAsOftenAsOneLikes() {
    for (int i = 0; i < 2; i++) {
      engine.get(() -> of(engine).forget(promise, 7));
      assertEquals(Optional.empty(), trace(7));
    }
  }

  // --- the wire

  @Test
  @Covers(
      methods = {"callBack", "trace", "forget"},
      when = NO_ANSWER_IN_TIME)
  void anExchangeThatDoesNotAnswerFailsOrdersInTime() {
    engine.stopBeating();
    exchange.stall();
    List<Future<?>> given =
        orders(1).stream().<Future<?>>map(o -> engine.give(() -> o.get().mapEmpty())).toList();
    engine.until(() -> given.stream().allMatch(Future::isComplete), "all end in time");
    for (Future<?> late : given) {
      Kind kind = assertInstanceOf(PhoneSystemException.class, late.cause()).kind();
      assertTrue(Set.of(Kind.TIMEOUT, Kind.DISCONNECTED).contains(kind), kind::toString);
    }
    exchange.resume();
    engine.until(() -> answers(1), "given again");
    engine.until(eva::inCall, "the caller has taken his phone");
    exchange.pass(Duration.ofSeconds(1));
    assertEquals(1, eva.timesRung());
  }

  private boolean answers(int attempt) {
    Future<?> again = engine.give(() -> of(engine).callBack(order(attempt, anna)));
    return exchange.await(again::isComplete, exchange.answerLimit().multipliedBy(2))
        && again.succeeded();
  }

  @Test
  @Covers(
      methods = {"callBack", "trace", "forget"},
      when = CONNECTION_LOST_AND_BACK)
  void anAttemptGoesOnWithoutItsEngineAndIsFoundAfterwards() {
    callBack(1, anna);
    engine.until(eva::inCall, "the caller has taken his phone");
    exchange.cut();
    engine.until(() -> engine.facts.has(new Fact.Connected(Connection.DOWN)), "DOWN");
    presses('1');
    for (Supplier<Future<?>> order : orders(2)) {
      PhoneSystemException cause =
          assertInstanceOf(PhoneSystemException.class, engine.failure(order));
      assertEquals(Kind.DISCONNECTED, cause.kind());
    }
    engine.facts.clear();
    exchange.restore();
    engine.until(() -> engine.facts.has(new Fact.Connected(Connection.UP)), "UP");
    engine.until(
        () -> trace(1).equals(Optional.of(new Trace.UnderWay(true, true))), "found talking");
    eva.hangsUp();
    engine.until(
        () -> trace(1).filter(Trace.Over.class::isInstance).isPresent(), "found to be over");
    assertEquals(AttemptResult.JOINED, over(1).result());
    assertEquals(1, eva.timesRung());
  }

  // --- small questions

  private List<Supplier<Future<?>>> orders(int attempt) {
    return List.of(
        () -> of(engine).callBack(order(attempt, bo)),
        () -> of(engine).trace(promise, attempt),
        () -> of(engine).forget(promise, attempt));
  }

  private static CallbackPhones of(EngineAtExchange engine) {
    return (CallbackPhones) engine.phones;
  }

  private void callBack(int attempt, TechnicianAtPhone technician) {
    engine.get(() -> of(engine).callBack(order(attempt, technician)));
  }

  /** A key that is pressed before the menu is heard may be lost; people press again. */
  private void presses(char key) {
    exchange.pass(Duration.ofSeconds(1));
    eva.press(key);
  }

  private Optional<Trace> trace(int attempt) {
    return engine.get(() -> of(engine).trace(promise, attempt));
  }

  private Trace.Over over(int attempt) {
    return assertInstanceOf(Trace.Over.class, trace(attempt).orElseThrow());
  }

  private void until(int attempt, Step step) {
    Fact fact = new Fact.Attempted(promise, attempt, step);
    engine.until(() -> engine.facts.has(fact), fact.toString());
  }

  private Attempt order(int attempt, TechnicianAtPhone technician) {
    return order(attempt, technician, eva.number(), Duration.ofMinutes(1));
  }

  private Attempt order(
      int attempt, TechnicianAtPhone technician, String number, Duration longest) {
    return order(attempt, technician, number, longest, engine.epoch());
  }

  private Attempt order(
      int attempt, TechnicianAtPhone technician, String number, Duration longest, long epoch) {
    return new Attempt(
        promise,
        attempt,
        exchange.queue(),
        epoch,
        technician.phone(),
        RING_TIME,
        number,
        SHOWN,
        Language.SV,
        CALLER_RING_TIME,
        longest);
  }

  private static Step ended(AttemptResult result) {
    return new Step.Ended(result, CallerWish.NONE);
  }

  private static TechnicianId id(TechnicianAtPhone technician) {
    return technician.phone().technician();
  }
}
