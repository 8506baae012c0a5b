package svara.engine.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.TechnicianId;
import svara.engine.queue.QueueEvent.MetFull.Offer;
import svara.engine.queue.QueuedCall.Phase;
import svara.engine.queue.Technician.Duty;
import svara.engine.queue.Technician.Work;

/**
 * One decision in the making: events are collected, and each is true for the next question. Every
 * decision ends by serving whoever can be served, so that nobody waits beside a free technician.
 */
final class Deciding {
  private final QueuePolicy policy;
  private final Instant at;
  private final List<QueueEvent> events = new ArrayList<>();
  private QueueState state;
  private @Nullable Refusal refusal;

  Deciding(QueuePolicy policy, QueueState state, Instant at) {
    this.policy = policy;
    this.state = state;
    this.at = at;
  }

  Decision on(QueueCommand command) {
    switch (command) {
      case QueueCommand.OfferCall c -> offer(c);
      case QueueCommand.PressKey c -> pressKey(c);
      case QueueCommand.EndMessage c -> endMessage(c);
      case QueueCommand.EndCall c -> endCall(c);
      case QueueCommand.EndRing c -> endRing(c);
      case QueueCommand.ConfirmAnswer c -> confirmAnswer(c);
      case QueueCommand.ReleaseTechnician c -> release(c);
      case QueueCommand.ChangeDuty c -> changeDuty(c);
      case QueueCommand.NotePhone c -> notePhone(c);
      case QueueCommand.EnrolTechnicians c -> enrol(c);
      case QueueCommand.FinishCallback c -> finish(c);
      case QueueCommand.WithdrawCallback c -> withdraw(c);
      case QueueCommand.PassTime _ -> passTime();
      case QueueCommand.RecordOutageCall c -> recordOutageCall(c);
      case QueueCommand.AdoptTalking c -> adoptTalking(c);
      case QueueCommand.AdoptRinging c -> adoptRinging(c);
      case QueueCommand.NoteAlone c -> noteAlone(c);
    }
    if (refusal == null) {
      sayFarewell();
      serveWaiting();
    }
    return new Decision(events, state, Optional.ofNullable(refusal));
  }

  private void happen(QueueEvent event) {
    events.add(event);
    state = QueueLogic.evolve(state, event);
  }

  private void refuse(Refusal why) {
    refusal = why;
  }

  // ---- calls

  private void offer(QueueCommand.OfferCall c) {
    CallId call = c.caller().call();
    if (state.everHeardOf(call)) {
      refuse(Refusal.STALE);
      return;
    }
    happen(new QueueEvent.CallOffered(at, placed(c.caller())));
    if (!policy.hours().openAt(at)) {
      happen(new QueueEvent.MetClosed(at, call));
      return;
    }
    if (anyPlace()) {
      serveWaiting();
      if (!known(call).waiting()) {
        return;
      }
      if (placeToWait(call)) {
        queue(call);
        return;
      }
    }
    turnAway(known(call).caller());
  }

  private void queue(CallId call) {
    // a clock that steps back does not queue a call before it was offered
    Instant queuedAt = Ending.notBefore(at, known(call).caller().offeredAt());
    happen(new QueueEvent.CallQueued(queuedAt, call, position(call)));
  }

  private void turnAway(Caller caller) {
    Optional<Refusal> why = Promises.refusal(policy, state, caller);
    Offer offer = offerFor(why);
    happen(new QueueEvent.MetFull(at, caller.call(), offer, why.orElse(null)));
    if (offer != Offer.BUSY) {
      Promises.owed(state, caller)
          .ifPresent(owed -> happen(new QueueEvent.CallbackPromised(at, caller.call(), owed)));
    }
  }

  /** On the ticket, and in the place, that an earlier call of the same caller earned. */
  private Caller placed(Caller caller) {
    return Promises.inEarnedPlace(state, onOneTicket(caller));
  }

  /** A known person who calls on two lines at once is one matter. */
  private Caller onOneTicket(Caller caller) {
    if (caller.person() == null || !caller.number().recognisable()) {
      return caller;
    }
    return state.calls().stream()
        .map(QueuedCall::caller)
        .filter(other -> Objects.equals(other.person(), caller.person()))
        .findFirst()
        .map(other ->
            new Caller(
                caller.call(),
                other.ticket(),
                caller.number(),
                caller.name(),
                caller.person(),
                caller.language(),
                caller.arrivedAt(),
                caller.offeredAt()))
        .orElse(caller);
  }

  /**
   * Calls that came back from an unanswered ring wait beside those in the waiting places, so a
   * newcomer needs room among all the queue's places, and to wait a free waiting place besides.
   */
  private boolean anyPlace() {
    long others = state.talking() + state.waiting().size() - 1;
    return others < (long) policy.talkingMax() + policy.waitingMax();
  }

  private boolean placeToWait(CallId newcomer) {
    long fresh =
        state.calls().stream()
            .filter(c -> c.waiting() && c.attempts() == 0)
            .filter(c -> !c.caller().call().equals(newcomer))
            .count();
    return fresh < policy.waitingMax();
  }

  private Offer offerFor(Optional<Refusal> why) {
    if (state.dismissed() >= policy.turnedAwayMax()) {
      return Offer.BUSY;
    }
    return why.isEmpty() ? Offer.CALLBACK : Offer.CALL_LATER;
  }

  private void pressKey(QueueCommand.PressKey c) {
    Optional<QueuedCall> found = state.call(c.call());
    if (found.isEmpty()) {
      refuse(Refusal.UNKNOWN_CALL);
      return;
    }
    boolean mayAsk =
        switch (found.get().phase()) {
          case Phase.Waiting _ -> true;
          case Phase.Dismissed(boolean promised) -> !promised && found.get().flags().metFull();
          case Phase.Ringing _, Phase.Talking _ -> false;
        };
    if (!mayAsk || c.key() != '1') {
      refuse(mayAsk ? Refusal.KEY_WITHOUT_MEANING : Refusal.STALE);
      return;
    }
    promise(found.get());
  }

  private void promise(QueuedCall call) {
    Caller caller = call.caller();
    Optional<Refusal> why = Promises.refusal(policy, state, caller);
    if (why.isPresent()) {
      boolean policyOnce = Promises.unfit(caller.number()).isPresent() && !call.callbackOffered();
      if (call.waiting() && !policyOnce) {
        refuse(why.get()); // he goes on waiting, which is better than being sent away
      } else {
        happen(new QueueEvent.CallbackRefused(at, caller.call(), why.get()));
      }
      return;
    }
    happen(
        new QueueEvent.CallbackPromised(
            at, caller.call(), Promises.standingOrNew(state, caller, at)));
  }

  private void endMessage(QueueCommand.EndMessage c) {
    Optional<QueuedCall> call = state.call(c.call());
    if (call.isEmpty()) {
      refuse(Refusal.UNKNOWN_CALL);
    } else if (call.get().phase() instanceof Phase.Dismissed(boolean promised)
        && !promised
        && call.get().flags().metFull()) {
      happen(new QueueEvent.CallbackDeclined(at, c.call()));
    } else {
      refuse(Refusal.STALE);
    }
  }

  private void endCall(QueueCommand.EndCall c) {
    Optional<QueuedCall> found = state.call(c.call());
    if (found.isEmpty()) {
      refuse(Refusal.UNKNOWN_CALL);
      return;
    }
    happen(Ending.of(policy, found.get(), at, c.failed()));
  }

  // ---- ringing and talking

  private void endRing(QueueCommand.EndRing c) {
    Optional<QueuedCall> found = state.call(c.call());
    if (found.isEmpty()) {
      refuse(Refusal.UNKNOWN_CALL);
      return;
    }
    if (!(found.get().phase() instanceof Phase.Ringing ringing)
        || found.get().attempts() != c.attempt()) {
      refuse(Refusal.STALE);
      return;
    }
    List<TechnicianId> rung = ringing.technicians();
    ringEnded(c.call(), rung, c.result());
    if (c.result() == RingResult.NO_ANSWER && rung.size() == 1) {
      pauseAbsent(rung.getFirst());
    }
    serveWaiting();
    if (known(c.call()).waiting()) {
      queue(c.call());
    }
  }

  private void ringEnded(CallId call, List<TechnicianId> rung, RingResult result) {
    happen(new QueueEvent.RingEnded(at, call, rung, result, notAgainBefore(result, rung.size())));
  }

  private @Nullable Instant notAgainBefore(RingResult result, int rung) {
    if (result != RingResult.NO_ANSWER) {
      return at.plus(policy.refusePause());
    }
    // where all phones rang nobody in particular was absent and nobody is paused; the caller hears
    // his place and music for a while instead of ringing without end
    return rung == 1 ? null : at.plus(policy.ringTime());
  }

  /** Who signed off or paused while his phone rang has said so himself. */
  private void pauseAbsent(TechnicianId id) {
    if (state.technician(id).filter(t -> t.duty() == Duty.ON).isPresent()) {
      happen(new QueueEvent.DutyChanged(at, id, Duty.PAUSED, Technician.NO_ANSWER, "system"));
    }
  }

  private void confirmAnswer(QueueCommand.ConfirmAnswer c) {
    Optional<QueuedCall> found = state.call(c.call());
    if (found.isEmpty()) {
      refuse(Refusal.UNKNOWN_CALL);
      return;
    }
    QueuedCall call = found.get();
    if (state.technician(c.technician()).isEmpty()) {
      refuse(Refusal.UNKNOWN_TECHNICIAN);
    } else if (call.phase() instanceof Phase.Talking) {
      refuse(Refusal.STALE);
    } else {
      // also when nobody rang by our order: the exchange's own queue connected him while the engine
      // was away, and one who talks must not be moved
      answer(call.caller(), Ending.notBefore(at, call.queuedAt()), c.technician());
    }
  }

  private void answer(Caller caller, Instant when, TechnicianId technician) {
    Instant answeredAt = Ending.notBefore(when, caller.offeredAt());
    List<CallId> left = leaveOthers(technician, caller.call());
    happen(new QueueEvent.CallAnswered(answeredAt, caller.call(), technician));
    overtake(caller, answeredAt);
    serveWaiting();
    left.stream().filter(call -> known(call).waiting()).forEach(this::queue);
  }

  /**
   * Who talks here neither rings nor talks elsewhere, whatever was believed: the report of its end
   * is lost or still on its way. Refusing the fact instead would have the caller moved away from
   * the technician as soon as a place became free.
   *
   * @return calls that wait again
   */
  private List<CallId> leaveOthers(TechnicianId id, CallId call) {
    List<CallId> left = new ArrayList<>();
    for (QueuedCall other : state.calls()) {
      if (!other.caller().call().equals(call)
          && other.phase() instanceof Phase.Ringing ringing
          && ringing.technicians().contains(id)) {
        ringEnded(other.caller().call(), ringing.technicians(), RingResult.FAILED);
        left.add(other.caller().call());
      }
    }
    Work work = state.technician(id).map(Technician::work).orElseGet(Work.None::new);
    if (work instanceof Work.Talking(CallId before)) {
      happen(new QueueEvent.TechnicianReleased(at, id, before, null));
    }
    return left;
  }

  /** Who was helped needs no callback any more, unless it was promised afterwards. */
  private void overtake(Caller caller, Instant answeredAt) {
    Promises.owed(state, caller)
        .filter(owed -> !owed.promisedAt().isAfter(answeredAt))
        .ifPresent(owed ->
            happen(
                new QueueEvent.CallbackWithdrawn(
                    at,
                    owed.id(),
                    owed.caller().ticket(),
                    QueueEvent.CallbackWithdrawn.CALLER,
                    "answered in call " + caller.call())));
  }

  private void release(QueueCommand.ReleaseTechnician c) {
    Optional<Technician> technician = state.technician(c.technician());
    if (technician.isEmpty()) {
      refuse(Refusal.UNKNOWN_TECHNICIAN);
    } else if (!technician.get().work().equals(new Work.Talking(c.call()))) {
      refuse(Refusal.STALE);
    } else {
      Instant until = policy.wrapUp().isZero() ? null : at.plus(policy.wrapUp());
      happen(new QueueEvent.TechnicianReleased(at, c.technician(), c.call(), until));
    }
  }

  /** The one who arrived first gets the technician who has been free the longest. */
  private void serveWaiting() {
    for (QueuedCall call : state.waiting()) {
      if (state.talking() >= policy.talkingMax()) {
        return;
      }
      List<TechnicianId> free =
          Serving.eligible(state, call, at).stream().map(Technician::id).toList();
      if (!free.isEmpty()) {
        List<TechnicianId> rung =
            policy.ring() == QueuePolicy.Ring.ALL_AT_ONCE ? free : List.of(free.getFirst());
        happen(new QueueEvent.TechnicianRung(at, call.caller().call(), rung, call.attempts() + 1));
      }
    }
  }

  // ---- technicians

  private void changeDuty(QueueCommand.ChangeDuty c) {
    Optional<Technician> technician = state.technician(c.technician());
    if (technician.isEmpty() || technician.get().leaving()) {
      refuse(Refusal.UNKNOWN_TECHNICIAN);
    } else if (technician.get().duty() == c.duty()
        && technician.get().reason().equals(c.reason())) {
      refuse(Refusal.STALE);
    } else {
      happen(new QueueEvent.DutyChanged(at, c.technician(), c.duty(), c.reason(), c.by()));
    }
  }

  private void notePhone(QueueCommand.NotePhone c) {
    Optional<Technician> technician = state.technician(c.technician());
    if (technician.isEmpty()) {
      refuse(Refusal.UNKNOWN_TECHNICIAN);
    } else if (technician.get().phone() == c.state()) {
      refuse(Refusal.STALE);
    } else {
      happen(new QueueEvent.PhoneChanged(at, c.technician(), c.state()));
    }
  }

  private void enrol(QueueCommand.EnrolTechnicians c) {
    for (TechnicianId id : c.technicians()) {
      Optional<Technician> there = state.technician(id);
      if (there.isEmpty()) {
        happen(new QueueEvent.TechnicianEnrolled(at, id));
      } else if (there.get().leaving()) {
        happen(new QueueEvent.DutyChanged(at, id, Duty.ON, "", "settings"));
      }
    }
    for (Technician technician : state.technicians()) {
      if (!c.technicians().contains(technician.id()) && !technician.leaving()) {
        happen(
            new QueueEvent.DutyChanged(at, technician.id(), Duty.OFF, Technician.LEFT, "settings"));
      }
    }
  }

  /** Those whom the settings name no longer go as soon as they have no call. */
  private void sayFarewell() {
    for (Technician technician : state.technicians()) {
      if (technician.leaving() && technician.idle()) {
        happen(new QueueEvent.TechnicianLeft(at, technician.id()));
      }
    }
  }

  // ---- promises

  private void finish(QueueCommand.FinishCallback c) {
    state
        .callback(c.callback())
        .ifPresentOrElse(
            callback ->
                happen(
                    new QueueEvent.CallbackFinished(
                        at, c.callback(), callback.caller().ticket(), c.by(), c.note())),
            () -> refuse(Refusal.UNKNOWN_CALLBACK));
  }

  private void withdraw(QueueCommand.WithdrawCallback c) {
    state
        .callback(c.callback())
        .ifPresentOrElse(
            callback ->
                happen(
                    new QueueEvent.CallbackWithdrawn(
                        at, c.callback(), callback.caller().ticket(), c.by(), c.note())),
            () -> refuse(Refusal.UNKNOWN_CALLBACK));
  }

  // ---- time and return

  private void passTime() {
    for (Technician technician : state.technicians()) {
      if (technician.work() instanceof Work.WrapUp(Instant until) && !until.isAfter(at)) {
        happen(new QueueEvent.WrapUpEnded(at, technician.id()));
      }
    }
    serveWaiting(); // who is served now needs no consolation
    for (QueuedCall call : state.waiting()) {
      boolean due =
          QueueLogic.longestWait(policy, call).filter(when -> !when.isAfter(at)).isPresent();
      if (due) {
        happen(
            new QueueEvent.CallbackOffered(
                at,
                call.caller().call(),
                Promises.refusal(policy, state, call.caller()).isEmpty()));
      }
    }
  }

  private void recordOutageCall(QueueCommand.RecordOutageCall c) {
    CallId call = c.caller().call();
    if (state.ended().contains(call)) {
      refuse(Refusal.STALE);
      return;
    }
    if (state.call(call).isEmpty()) {
      happen(new QueueEvent.CallOffered(c.caller().offeredAt(), placed(c.caller())));
    }
    boolean heard = known(call).phase() instanceof Phase.Talking;
    QueueEvent.CallEnded ended = Ending.ofOutage(known(call), c);
    Instant answeredAt = ended.answeredAt();
    if (answeredAt != null && !heard) {
      happen(new QueueEvent.ServedAlone(answeredAt, call, ended.technician()));
    }
    happen(ended);
    if (answeredAt != null) {
      overtake(ended.caller(), answeredAt);
    }
  }

  private void adoptTalking(QueueCommand.AdoptTalking c) {
    if (state.everHeardOf(c.caller().call())) {
      refuse(Refusal.STALE);
    } else if (state.technician(c.technician()).isEmpty()) {
      refuse(Refusal.UNKNOWN_TECHNICIAN);
    } else {
      happen(new QueueEvent.CallOffered(c.caller().offeredAt(), placed(c.caller())));
      answer(known(c.caller().call()).caller(), c.answeredAt(), c.technician());
    }
  }

  private void noteAlone(QueueCommand.NoteAlone c) {
    Optional<QueuedCall> call = state.call(c.call());
    if (call.isEmpty()) {
      refuse(Refusal.UNKNOWN_CALL);
    } else if (call.get().flags().withoutEngine()
        || !(call.get().phase() instanceof Phase.Talking)) {
      refuse(Refusal.STALE);
    } else {
      happen(new QueueEvent.ServedAlone(at, c.call(), null));
    }
  }

  private void adoptRinging(QueueCommand.AdoptRinging c) {
    CallId call = c.caller().call();
    Optional<QueuedCall> found = state.call(call);
    List<TechnicianId> rung =
        c.technicians().stream()
            .filter(id -> state.technician(id).isPresent())
            .filter(id -> state.calls().stream().noneMatch(other -> other.talksWith(id)))
            .toList();
    if (rung.isEmpty()) {
      refuse(Refusal.UNKNOWN_TECHNICIAN);
    } else if (talkers() >= policy.talkingMax()) {
      refuse(Refusal.STALE); // the exchange keeps the same places: one of them is over, or he is
    } else if ((found.isEmpty() && state.everHeardOf(call)) || !mayBeRung(found, rung)) {
      refuse(Refusal.STALE);
    } else {
      if (found.isEmpty()) {
        happen(new QueueEvent.CallOffered(c.caller().offeredAt(), placed(c.caller())));
      }
      rungElsewhere(call, rung).forEach(this::queue);
    }
  }

  private long talkers() {
    return state.calls().stream().filter(c -> c.phase() instanceof Phase.Talking).count();
  }

  private static boolean mayBeRung(Optional<QueuedCall> call, List<TechnicianId> rung) {
    return call.isEmpty()
        || switch (call.get().phase()) {
          case Phase.Waiting _ -> true;
          case Phase.Ringing ringing -> !ringing.technicians().equals(rung);
          case Phase.Talking _, Phase.Dismissed _ -> false;
        };
  }

  /**
   * The exchange keeps the same places: what it rings is so, and a ring that we believed in beside
   * it beyond the places is over, its end not heard yet.
   *
   * @return calls that wait again
   */
  private List<CallId> rungElsewhere(CallId call, List<TechnicianId> rung) {
    List<CallId> left = new ArrayList<>();
    if (known(call).phase() instanceof Phase.Ringing before) {
      happen(new QueueEvent.RingEnded(at, call, before.technicians(), RingResult.FAILED, null));
    }
    for (TechnicianId technician : rung) {
      left.addAll(leaveOthers(technician, call));
    }
    for (QueuedCall other : state.calls().reversed()) {
      if (state.talking() >= policy.talkingMax()
          && other.phase() instanceof Phase.Ringing ringing
          && !left.contains(other.caller().call())) {
        ringEnded(other.caller().call(), ringing.technicians(), RingResult.FAILED);
        left.add(other.caller().call());
      }
    }
    happen(new QueueEvent.RingFound(at, call, rung, known(call).attempts() + 1));
    return left;
  }

  // ---- small questions

  private QueuedCall known(CallId call) {
    return state
        .call(call)
        .orElseThrow(() -> new IllegalStateException("the call was there a moment ago: " + call));
  }

  private int position(CallId call) {
    List<QueuedCall> waiting = state.waiting();
    for (int i = 0; i < waiting.size(); i++) {
      if (waiting.get(i).caller().call().equals(call)) {
        return i + 1;
      }
    }
    throw new IllegalStateException("not waiting: " + call);
  }
}
