package svara.engine.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A right history is made, then one thing in it is made wrong. */
class HistoryInvariantsTest {
  private static final Instant AT = Desk.MORNING;

  private final Caller first = Desk.caller(1, Desk.mobile(1), AT);
  private final Caller second = Desk.caller(2, Desk.mobile(2), AT.plusSeconds(1));

  @Test
  void rightHistoryHasNothingWrong() {
    assertEquals(List.of(), wrong(answered()));
    assertEquals(Set.of(), HistoryInvariants.withoutOutcome(answered()));
  }

  @Test
  void twoOutcomesAreFound() {
    List<QueueEvent> journal = answered();
    journal.add(ended(Outcome.ABANDONED, null));
    assertFound("4: CallEnded of svara-1760508000.1, which had ended", journal);
  }

  @Test
  void noOutcomeIsFoundAtTheEnd() {
    List<QueueEvent> journal = answered();
    journal.removeLast();
    assertEquals(Set.of(first.call()), HistoryInvariants.withoutOutcome(journal));
  }

  @Test
  void secondOfferIsFound() {
    List<QueueEvent> journal = answered();
    journal.add(new QueueEvent.CallOffered(AT.plusSeconds(90), first));
    assertFound("4: offered twice: svara-1760508000.1", journal);
  }

  @Test
  void callThatWasNeverOfferedIsFound() {
    List<QueueEvent> journal = answered();
    journal.add(new QueueEvent.MetClosed(AT, second.call()));
    assertFound("4: MetClosed of svara-1760508000.2, which was never offered", journal);
  }

  @Test
  void whoTalksAndIsRungForAPromiseIsFound() {
    List<QueueEvent> journal = answered();
    journal.removeLast();
    Callback promise =
        Promises.standingOrNew(
            QueuePolicy.defaults(), state(journal), second, second.number(), AT.plusSeconds(9));
    journal.add(new QueueEvent.CallbackAgreed(AT.plusSeconds(9), promise, "anna"));
    journal.add(
        new QueueEvent.CallbackRung(
            AT.plusSeconds(9), promise.id(), second.ticket(), Desk.ANNA, 1, "anna"));
    assertFound("5: anna is rung for %s beside another call".formatted(promise.id()), journal);
  }

  @Test
  void outcomeThatTheEventsDoNotBearOutIsFound() {
    assertFound(
        "4: svara-1760508000.1 is ABANDONED but two people talked",
        endedAs(ended(Outcome.ABANDONED, AT.plusSeconds(5))));
    assertFound(
        "4: svara-1760508000.1 is CALLBACK_PROMISED but no callback was promised",
        endedAs(ended(Outcome.CALLBACK_PROMISED, null)));
    assertFound(
        "4: svara-1760508000.1 is TURNED_AWAY but never met a full queue",
        endedAs(ended(Outcome.TURNED_AWAY, null)));
    assertFound(
        "4: svara-1760508000.1 is CLOSED but came in opening hours",
        endedAs(ended(Outcome.CLOSED, null)));
    assertFound(
        "4: svara-1760508000.1 is ANSWERED but nobody answered",
        endedAs(ended(Outcome.ANSWERED, null)));
  }

  @Test
  void otherMomentsThanThoseOfTheEventsAreFound() {
    assertFound(
        "4: svara-1760508000.1 was answered at another time",
        endedAs(ended(Outcome.ANSWERED, AT.plusSeconds(6))));
    List<QueueEvent> queued = answered();
    queued.add(1, new QueueEvent.CallQueued(AT, first.call(), 1));
    assertFound("4: svara-1760508000.1 was queued at another time", queued);
    assertFound(
        "4: the moments of svara-1760508000.1 run backwards",
        endedAs(ended(Outcome.ANSWERED, AT.minusSeconds(5))));
  }

  @Test
  void otherTicketAtTheEndIsFound() {
    Caller elsewhere =
        new Caller(
            first.call(),
            second.ticket(),
            first.number(),
            "",
            null,
            first.language(),
            first.arrivedAt(),
            first.offeredAt());
    assertFound(
        "6: svara-1760508000.1 ended as another caller or on another ticket",
        endedAs(
            new QueueEvent.CallEnded(
                AT.plusSeconds(60),
                elsewhere,
                null,
                AT.plusSeconds(5),
                Outcome.ANSWERED,
                CallFlags.NONE,
                Desk.ANNA)));
  }

  @Test
  void callerPassedOverIsFound() {
    List<QueueEvent> journal = team();
    journal.add(new QueueEvent.CallOffered(AT, first));
    journal.add(new QueueEvent.CallOffered(AT.plusSeconds(1), second));
    journal.add(
        new QueueEvent.TechnicianRung(AT.plusSeconds(1), second.call(), List.of(Desk.ANNA), 1));
    assertFound("3: anna was rung for svara-1760508000.2 before svara-1760508000.1", journal);
  }

  @Test
  void stateThatTheJournalDoesNotGiveIsFound() {
    List<QueueEvent> journal = answered();
    QueueState kept = state(journal.subList(0, journal.size() - 1));
    List<String> wrong = HistoryInvariants.violations(journal, kept);
    assertTrue(
        wrong.stream().anyMatch(w -> w.startsWith("the journal gives another")), wrong::toString);
    assertTrue(wrong.contains("4: 1 offered, 1 ended and 1 live"), wrong::toString);
    assertTrue(
        wrong.contains("4: svara-1760508000.1 is live without a beginning"), wrong::toString);
  }

  @Test
  void mistakeInEvolveIsFoundAndShrunkToTheCommandsItTakes() {
    Replay.Evolve forgetsToFree =
        (state, event) ->
            event instanceof QueueEvent.TechnicianReleased
                ? state.next()
                : QueueLogic.evolve(state, event);
    List<QueueCommand> walk =
        Walk.go(
                QueuePolicy.defaults(),
                new ExchangeWalk(QueuePolicy.defaults(), 7, 300, ExchangeWalk.Wire.BAD))
            .commands();
    assertEquals(
        Optional.empty(), Replay.firstFailure(QueuePolicy.defaults(), QueueLogic::evolve, walk));
    Replay.Failure failure =
        Replay.shrunk(QueuePolicy.defaults(), forgetsToFree, walk).orElseThrow();
    List<Class<?>> needed = new ArrayList<>();
    failure.commands().forEach(command -> needed.add(command.getClass()));
    assertEquals(
        List.of(
            QueueCommand.EnrolTechnicians.class,
            QueueCommand.OfferCall.class,
            QueueCommand.ConfirmAnswer.class,
            QueueCommand.ReleaseTechnician.class),
        needed);
    assertTrue(
        failure.wrong().contains("the decision's events give another state than it says"),
        () -> failure.wrong().toString());
  }

  private List<QueueEvent> team() {
    List<QueueEvent> journal = new ArrayList<>();
    journal.add(new QueueEvent.TechnicianEnrolled(AT, Desk.ANNA));
    journal.add(new QueueEvent.PhoneChanged(AT, Desk.ANNA, PhoneState.FREE));
    return journal;
  }

  private List<QueueEvent> answered() {
    List<QueueEvent> journal = new ArrayList<>();
    journal.add(new QueueEvent.CallOffered(AT, first));
    journal.add(new QueueEvent.CallAnswered(AT.plusSeconds(5), first.call(), Desk.ANNA));
    journal.add(ended(Outcome.ANSWERED, AT.plusSeconds(5)));
    return journal;
  }

  private List<QueueEvent> endedAs(QueueEvent.CallEnded ended) {
    List<QueueEvent> journal = answered();
    if (ended.answeredAt() == null) {
      journal.remove(1);
    }
    journal.removeLast();
    journal.add(ended);
    return journal;
  }

  private QueueEvent.CallEnded ended(Outcome outcome, Instant answeredAt) {
    return new QueueEvent.CallEnded(
        AT.plusSeconds(60), first, null, answeredAt, outcome, CallFlags.NONE, null);
  }

  private static QueueState state(List<QueueEvent> journal) {
    QueueState state = QueueState.empty(Desk.QUEUE);
    for (QueueEvent event : journal) {
      state = QueueLogic.evolve(state, event);
    }
    return state;
  }

  private static List<String> wrong(List<QueueEvent> journal) {
    return HistoryInvariants.violations(journal, state(journal));
  }

  private static void assertFound(String said, List<QueueEvent> journal) {
    List<String> wrong = wrong(journal);
    assertTrue(wrong.contains(said), () -> "'" + said + "' is not in " + wrong);
  }
}
