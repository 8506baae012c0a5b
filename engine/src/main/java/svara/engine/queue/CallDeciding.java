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

/** What happens to callers: they come, are told, wait, are rung for, talk and go. */
final class CallDeciding {
  private final Draft draft;
  private final ServingDeciding serving;
  private final CallbackDeciding callbacks;

  CallDeciding(Draft draft, ServingDeciding serving, CallbackDeciding callbacks) {
    this.draft = draft;
    this.serving = serving;
    this.callbacks = callbacks;
  }

  // ---- calls

  void offer(QueueCommand.OfferCall c) {
    CallId call = c.caller().call();
    if (draft.state().everHeardOf(call)) {
      draft.refuse(Refusal.STALE);
      return;
    }
    draft.happen(new QueueEvent.CallOffered(draft.at(), placed(c.caller())));
    if (!draft.policy().hours().openAt(draft.at())) {
      draft.happen(new QueueEvent.MetClosed(draft.at(), call));
      return;
    }
    if (anyPlace()) {
      serving.serve();
      if (!draft.known(call).waiting()) {
        return;
      }
      if (placeToWait(call)) {
        queue(call);
        return;
      }
    }
    turnAway(draft.known(call).caller());
  }

  void queue(CallId call) {
    // a clock that steps back does not queue a call before it was offered
    Instant queuedAt = Ending.notBefore(draft.at(), draft.known(call).caller().offeredAt());
    draft.happen(new QueueEvent.CallQueued(queuedAt, call, position(call)));
  }

  private void turnAway(Caller caller) {
    Optional<Refusal> why = Promises.refusal(draft.policy(), draft.state(), caller);
    Offer offer = offerFor(why);
    draft.happen(new QueueEvent.MetFull(draft.at(), caller.call(), offer, why.orElse(null)));
    if (offer != Offer.BUSY) {
      Promises.owed(draft.state(), caller)
          .ifPresent(owed ->
              draft.happen(new QueueEvent.CallbackPromised(draft.at(), caller.call(), owed)));
    }
  }

  /** On the ticket, and in the place, that an earlier call of the same caller earned. */
  Caller placed(Caller caller) {
    return Promises.inEarnedPlace(draft.state(), onOneTicket(caller));
  }

  /** A known person who calls on two lines at once is one matter. */
  private Caller onOneTicket(Caller caller) {
    if (caller.person() == null || !caller.number().recognisable()) {
      return caller;
    }
    return draft.state().calls().stream()
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
    long others = draft.state().occupied() + draft.state().waiting().size() - 1;
    return others < (long) draft.policy().talkingMax() + draft.policy().waitingMax();
  }

  private boolean placeToWait(CallId newcomer) {
    long fresh =
        draft.state().calls().stream()
            .filter(c -> c.waiting() && c.attempts() == 0)
            .filter(c -> !c.caller().call().equals(newcomer))
            .count();
    return fresh < draft.policy().waitingMax();
  }

  private Offer offerFor(Optional<Refusal> why) {
    if (draft.state().dismissed() >= draft.policy().turnedAwayMax()) {
      return Offer.BUSY;
    }
    return why.isEmpty() ? Offer.CALLBACK : Offer.CALL_LATER;
  }

  void pressKey(QueueCommand.PressKey c) {
    Optional<QueuedCall> found = draft.state().call(c.call());
    if (found.isEmpty()) {
      draft.refuse(Refusal.UNKNOWN_CALL);
      return;
    }
    boolean mayAsk =
        switch (found.get().phase()) {
          case Phase.Waiting _ -> true;
          case Phase.Dismissed(boolean promised) -> !promised && found.get().flags().metFull();
          case Phase.Ringing _, Phase.Talking _ -> false;
        };
    if (!mayAsk || c.key() != '1') {
      draft.refuse(mayAsk ? Refusal.KEY_WITHOUT_MEANING : Refusal.STALE);
      return;
    }
    promise(found.get());
  }

  private void promise(QueuedCall call) {
    Caller caller = call.caller();
    Optional<Refusal> why = Promises.refusal(draft.policy(), draft.state(), caller);
    if (why.isPresent()) {
      boolean policyOnce = Promises.unfit(caller.number()).isPresent() && !call.callbackOffered();
      if (call.waiting() && !policyOnce) {
        draft.refuse(why.get()); // he goes on waiting, which is better than being sent away
      } else {
        draft.happen(new QueueEvent.CallbackRefused(draft.at(), caller.call(), why.get()));
      }
      return;
    }
    draft.happen(
        new QueueEvent.CallbackPromised(
            draft.at(),
            caller.call(),
            Promises.standingOrNew(draft.policy(), draft.state(), caller, draft.at())));
  }

  void endMessage(QueueCommand.EndMessage c) {
    Optional<QueuedCall> call = draft.state().call(c.call());
    if (call.isEmpty()) {
      draft.refuse(Refusal.UNKNOWN_CALL);
    } else if (call.get().phase() instanceof Phase.Dismissed(boolean promised)
        && !promised
        && call.get().flags().metFull()) {
      draft.happen(new QueueEvent.CallbackDeclined(draft.at(), c.call()));
    } else {
      draft.refuse(Refusal.STALE);
    }
  }

  void endCall(QueueCommand.EndCall c) {
    Optional<QueuedCall> found = draft.state().call(c.call());
    if (found.isEmpty()) {
      draft.refuse(Refusal.UNKNOWN_CALL);
      return;
    }
    draft.happen(Ending.of(draft.policy(), found.get(), draft.at(), c.failed()));
  }

  // ---- ringing and talking

  void endRing(QueueCommand.EndRing c) {
    Optional<QueuedCall> found = draft.state().call(c.call());
    if (found.isEmpty()) {
      draft.refuse(Refusal.UNKNOWN_CALL);
      return;
    }
    if (!(found.get().phase() instanceof Phase.Ringing ringing)
        || found.get().attempts() != c.attempt()) {
      draft.refuse(Refusal.STALE);
      return;
    }
    List<TechnicianId> rung = ringing.technicians();
    ringEnded(c.call(), rung, c.result());
    if (c.result() == RingResult.NO_ANSWER && rung.size() == 1) {
      pauseAbsent(rung.getFirst());
    }
    serving.serve();
    if (draft.known(c.call()).waiting()) {
      queue(c.call());
    }
  }

  void ringEnded(CallId call, List<TechnicianId> rung, RingResult result) {
    draft.happen(
        new QueueEvent.RingEnded(
            draft.at(), call, rung, result, notAgainBefore(result, rung.size())));
  }

  private @Nullable Instant notAgainBefore(RingResult result, int rung) {
    if (result != RingResult.NO_ANSWER) {
      return draft.at().plus(draft.policy().refusePause());
    }
    // where all phones rang nobody in particular was absent and nobody is paused; the caller hears
    // his place and music for a while instead of ringing without end
    return rung == 1 ? null : draft.at().plus(draft.policy().ringTime());
  }

  /** Who signed off or paused while his phone rang has said so himself. */
  private void pauseAbsent(TechnicianId id) {
    if (draft.state().technician(id).filter(t -> t.duty() == Duty.ON).isPresent()) {
      draft.happen(
          new QueueEvent.DutyChanged(draft.at(), id, Duty.PAUSED, Technician.NO_ANSWER, "system"));
    }
  }

  void confirmAnswer(QueueCommand.ConfirmAnswer c) {
    Optional<QueuedCall> found = draft.state().call(c.call());
    if (found.isEmpty()) {
      draft.refuse(Refusal.UNKNOWN_CALL);
      return;
    }
    QueuedCall call = found.get();
    if (draft.state().technician(c.technician()).isEmpty()) {
      draft.refuse(Refusal.UNKNOWN_TECHNICIAN);
    } else if (call.phase() instanceof Phase.Talking) {
      draft.refuse(Refusal.STALE);
    } else {
      // also when nobody rang by our order: the exchange's own queue connected him while the engine
      // was away, and one who talks must not be moved
      answer(call.caller(), Ending.notBefore(draft.at(), call.queuedAt()), c.technician());
    }
  }

  void answer(Caller caller, Instant when, TechnicianId technician) {
    Instant answeredAt = Ending.notBefore(when, caller.offeredAt());
    List<CallId> left = leaveOthers(technician, caller.call());
    draft.happen(new QueueEvent.CallAnswered(answeredAt, caller.call(), technician));
    callbacks.overtake(caller, answeredAt);
    serving.serve();
    left.stream().filter(call -> draft.known(call).waiting()).forEach(this::queue);
  }

  /**
   * Who talks here neither rings nor talks elsewhere, whatever was believed: the report of its end
   * is lost or still on its way. Refusing the fact instead would have the caller moved away from
   * the technician as soon as a place became free.
   *
   * @return calls that wait again
   */
  List<CallId> leaveOthers(TechnicianId id, CallId call) {
    List<CallId> left = new ArrayList<>();
    for (QueuedCall other : draft.state().calls()) {
      if (!other.caller().call().equals(call)
          && other.phase() instanceof Phase.Ringing ringing
          && ringing.technicians().contains(id)) {
        ringEnded(other.caller().call(), ringing.technicians(), RingResult.FAILED);
        left.add(other.caller().call());
      }
    }
    Work work = draft.state().technician(id).map(Technician::work).orElseGet(Work.None::new);
    if (work instanceof Work.Talking(CallId before)) {
      draft.happen(new QueueEvent.TechnicianReleased(draft.at(), id, before, null));
    }
    callbacks.leave(id);
    return left;
  }

  /**
   * Whoever has waited the longest set time is told so, and offered a callback where one can be.
   */
  void consoleWhoWaits() {
    for (QueuedCall call : draft.state().waiting()) {
      boolean due =
          QueueLogic.longestWait(draft.policy(), call)
              .filter(when -> !when.isAfter(draft.at()))
              .isPresent();
      if (due) {
        draft.happen(
            new QueueEvent.CallbackOffered(
                draft.at(),
                call.caller().call(),
                Promises.refusal(draft.policy(), draft.state(), call.caller()).isEmpty()));
      }
    }
  }

  /** His place among those who are to be served; who is to be called back before him counts. */
  private int position(CallId call) {
    List<Serving.Candidate> turns = Serving.inTurn(draft.policy(), draft.state(), draft.at());
    for (int i = 0; i < turns.size(); i++) {
      if (turns.get(i) instanceof Serving.Candidate.Waiting(QueuedCall waiting)
          && waiting.caller().call().equals(call)) {
        return i + 1;
      }
    }
    throw new IllegalStateException("not waiting: " + call);
  }
}
