package svara.engine.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import svara.engine.id.CallbackId;
import svara.engine.id.CommandId;

/**
 * Every command does no harm when it comes twice, before its time, or after all is over; also where
 * the journal does not know its name.
 */
class RepeatedCommandTest {
  private static final QueuePolicy POLICY =
      Desk.obliging(
          Desk.policy(1, 1, 10, 20, Duration.ofSeconds(60), QueuePolicy.Ring.LONGEST_FREE));
  private static final Instant AT = Desk.MORNING;
  private static final CallbackId CALLBACK = new CallbackId("cb-" + Desk.call(3));

  /**
   * A command at the moment it is meant for.
   *
   * @param before what leads to that moment
   * @param once the command
   * @param again what happens the second time
   */
  private record Case(
      List<QueueCommand> before, QueueCommand once, List<Class<? extends QueueEvent>> again) {
    @Override
    public String toString() {
      return once.getClass().getSimpleName();
    }
  }

  static List<Case> cases() {
    List<QueueCommand> team =
        List.of(
            new QueueCommand.EnrolTechnicians(name("enrol"), AT, Desk.TEAM),
            new QueueCommand.NotePhone(name("phone"), AT, Desk.ANNA, PhoneState.FREE));
    List<QueueCommand> ringing = and(team, offer(1));
    List<QueueCommand> talking = and(ringing, answer());
    List<QueueCommand> full = and(talking, offer(2), offer(3));
    List<QueueCommand> promised = and(full, key());
    List<QueueCommand> waiting = and(talking, offer(2));
    List<QueueCommand> asked =
        and(promised, overFor(3), overFor(2), overFor(1), released(), written());
    List<QueueCommand> dialled =
        and(asked, new QueueCommand.NoteDialled(name("out"), AT, CALLBACK, 1, Desk.ANNA));
    QueueCommand missed =
        new QueueCommand.EndAttempt(
            name("missed"), AT, CALLBACK, 1, AttemptResult.NO_ANSWER, CallerWish.NONE, null);
    return List.of(
        silent(team, offer(1)),
        silent(full, key()),
        silent(full, new QueueCommand.NameNumber(name("number"), AT, Desk.call(3), Desk.mobile(9))),
        // the caller is asked to call later once more: his message was over once more
        new Case(
            full,
            new QueueCommand.EndMessage(name("message"), AT, Desk.call(3)),
            List.of(QueueEvent.CallbackDeclined.class)),
        silent(talking, new QueueCommand.EndCall(name("end"), AT, Desk.call(1), false)),
        silent(
            ringing,
            new QueueCommand.EndRing(name("ring"), AT, Desk.call(1), 1, RingResult.NO_ANSWER)),
        silent(ringing, answer()),
        silent(
            talking,
            new QueueCommand.ReleaseTechnician(name("release"), AT, Desk.call(1), Desk.ANNA)),
        silent(
            team,
            new QueueCommand.ChangeDuty(
                name("duty"), AT, Desk.ANNA, Technician.Duty.PAUSED, "lunch", "anna")),
        silent(and(talking, released()), written()),
        silent(
            and(talking, released()),
            new QueueCommand.ExtendWrapUp(name("longer"), AT, Desk.ANNA, AT.plusSeconds(300))),
        silent(
            and(
                waiting,
                new QueueCommand.NotePhone(name("free"), AT, Desk.BERTIL, PhoneState.FREE)),
            new QueueCommand.TakeCall(name("take"), AT, Desk.call(2), Desk.BERTIL, "bertil")),
        silent(team, new QueueCommand.CloseNow(name("closed"), AT, true, null, "anna", "")),
        silent(team, new QueueCommand.SwitchOutage(name("outage"), AT, true, "anna", "")),
        silent(team, new QueueCommand.NotePhone(name("busy"), AT, Desk.ANNA, PhoneState.BUSY)),
        silent(List.of(), new QueueCommand.EnrolTechnicians(name("enrol"), AT, Desk.TEAM)),
        silent(promised, new QueueCommand.FinishCallback(name("done"), AT, CALLBACK, "anna", "")),
        silent(promised, new QueueCommand.WithdrawCallback(name("back"), AT, CALLBACK, "anna", "")),
        silent(
            asked,
            new QueueCommand.EndOffer(name("no"), AT, CALLBACK, 1, Desk.ANNA, RingResult.REJECTED)),
        silent(
            asked,
            new QueueCommand.RefuseOrder(
                name("never"), AT, CALLBACK, 1, Refusal.NUMBER_NOT_ALLOWED)),
        silent(asked, new QueueCommand.NoteDialled(name("dialled"), AT, CALLBACK, 1, Desk.ANNA)),
        silent(dialled, new QueueCommand.NoteJoined(name("joined"), AT, CALLBACK, 1, Desk.ANNA)),
        silent(dialled, missed),
        silent(
            and(dialled, missed),
            new QueueCommand.DialCallback(name("click"), AT, CALLBACK, Desk.ANNA, "anna")),
        silent(
            team,
            new QueueCommand.PromiseCallback(
                name("agreed"), AT, Desk.caller(7, Desk.mobile(7), AT), "anna")),
        silent(team, new QueueCommand.SwitchDialling(name("stop"), AT, true, "anna", "")),
        silent(waiting, new QueueCommand.PassTime(name("time"), AT.plusSeconds(600))),
        silent(team, adopt()),
        silent(talking, new QueueCommand.NoteAlone(name("alone"), AT, Desk.call(1))),
        silent(
            team,
            new QueueCommand.AdoptRinging(
                name("found"), AT, Desk.caller(1, Desk.mobile(1), AT), List.of(Desk.BERTIL))),
        silent(waiting, outage(2)));
  }

  @Test
  void everyCommandHasItsCase() {
    Set<Class<?>> tried =
        cases().stream().map(c -> c.once().getClass()).collect(Collectors.toSet());
    assertEquals(Set.copyOf(Arrays.asList(QueueCommand.class.getPermittedSubclasses())), tried);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isCarriedOutOnce(Case c) {
    Replay replay = after(c.before());
    Decision first = replay.run(c.once()).orElseThrow();
    assertTrue(first.refusal().isEmpty() && !first.events().isEmpty(), first::toString);
    QueueState state = replay.state();
    Decision second = QueueLogic.decide(POLICY, state, c.once());
    assertEquals(c.again(), second.events().stream().map(QueueEvent::getClass).toList());
    assertEquals(content(state), content(second.state()));
    assertEquals(List.of(), replay.check(c.once(), _ -> {}));
    assertEquals(state, replay.state(), "under its own name the journal knows it");
    assertEquals(List.of(), replay.history());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void breaksNothingWhenItComesTooEarlyOrAfterAllIsOver(Case c) {
    Replay early = new Replay(POLICY);
    assertEquals(List.of(), early.check(c.once(), _ -> {}));
    c.before().forEach(command -> assertEquals(List.of(), early.check(command, _ -> {})));
    assertEquals(List.of(), early.history());

    Replay late = after(and(c.before(), c.once()));
    for (int n = 1; n <= 3; n++) {
      late.run(new QueueCommand.EndCall(Desk.end(Desk.call(n)), AT, Desk.call(n), false));
    }
    late.run(new QueueCommand.ReleaseTechnician(name("late"), AT, Desk.call(1), Desk.ANNA));
    QueueState over = late.state();
    assertEquals(List.of(), late.check(c.once(), _ -> {}));
    assertEquals(List.of(), late.history());
    assertEquals(over.calls(), late.state().calls());
  }

  private static QueueCommand overFor(int n) {
    return new QueueCommand.EndCall(Desk.end(Desk.call(n)), AT, Desk.call(n), false);
  }

  private static QueueCommand released() {
    return new QueueCommand.ReleaseTechnician(
        name("released"), AT.plusSeconds(1), Desk.call(1), Desk.ANNA);
  }

  private static QueueCommand written() {
    return new QueueCommand.EndWrapUp(name("written"), AT.plusSeconds(2), Desk.ANNA);
  }

  private static Replay after(List<QueueCommand> commands) {
    Replay replay = new Replay(POLICY);
    commands.forEach(replay::run);
    return replay;
  }

  /** A state without the count of its events. */
  private static QueueState content(QueueState state) {
    return new QueueState(
        state.queue(),
        0,
        state.calls(),
        state.callbacks(),
        state.technicians(),
        state.ended(),
        state.dialling());
  }

  private static Case silent(List<QueueCommand> before, QueueCommand once) {
    return new Case(before, once, List.of());
  }

  private static List<QueueCommand> and(List<QueueCommand> before, QueueCommand... more) {
    List<QueueCommand> all = new ArrayList<>(before);
    all.addAll(Arrays.asList(more));
    return all;
  }

  private static QueueCommand offer(int n) {
    return new QueueCommand.OfferCall(
        Desk.begin(Desk.call(n)), AT, Desk.caller(n, Desk.mobile(n), AT));
  }

  private static QueueCommand answer() {
    return new QueueCommand.ConfirmAnswer(name("answer"), AT, Desk.call(1), Desk.ANNA);
  }

  private static QueueCommand key() {
    return new QueueCommand.PressKey(name("key"), AT, Desk.call(3), '1');
  }

  private static QueueCommand adopt() {
    return new QueueCommand.AdoptTalking(
        Desk.begin(Desk.call(1)),
        AT,
        Desk.caller(1, Desk.mobile(1), AT),
        AT.minusSeconds(5),
        Desk.BERTIL);
  }

  private static QueueCommand outage(int n) {
    return new QueueCommand.RecordOutageCall(
        Desk.end(Desk.call(n)),
        AT,
        Desk.caller(n, Desk.mobile(n), AT),
        AT,
        null,
        AT.plusSeconds(9),
        Outcome.ABANDONED,
        new CallFlags(false, false, true),
        null);
  }

  private static CommandId name(String text) {
    return new CommandId(text);
  }
}
