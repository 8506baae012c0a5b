package svara.engine.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
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
    }
    if (refusal == null) {
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
    if (state.call(call).isPresent()) {
      refuse(Refusal.STALE);
      return;
    }
    happen(new QueueEvent.CallOffered(at, onOneTicket(c.caller())));
    if (!policy.hours().openAt(at)) {
      happen(new QueueEvent.MetClosed(at, call));
      return;
    }
    serveWaiting();
    if (!known(call).waiting()) {
      return;
    }
    if (roomToWait(call)) {
      happen(new QueueEvent.CallQueued(at, call, position(call)));
    } else {
      happen(new QueueEvent.MetFull(at, call, offerFor(call)));
    }
  }

  /** A known person who calls on two lines at once is one matter. */
  private Caller onOneTicket(Caller caller) {
    if (caller.person() == null) {
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
   * A call that came back from an unanswered ring keeps the place it had, so a newcomer needs a
   * free waiting place <em>and</em> room among all the queue's places.
   */
  private boolean roomToWait(CallId newcomer) {
    long fresh =
        state.calls().stream()
            .filter(c -> c.waiting() && c.attempts() == 0)
            .filter(c -> !c.caller().call().equals(newcomer))
            .count();
    long all = state.talking() + state.waiting().size() - 1;
    return fresh < policy.waitingMax() && all < (long) policy.talkingMax() + policy.waitingMax();
  }

  private Offer offerFor(CallId call) {
    if (state.dismissed() >= policy.turnedAwayMax()) {
      return Offer.BUSY;
    }
    return promiseRefusal(known(call).caller()).isEmpty() ? Offer.CALLBACK : Offer.CALL_LATER;
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
    Optional<Refusal> why = promiseRefusal(caller);
    if (why.isPresent()) {
      if (call.waiting()) {
        refuse(why.get()); // he goes on waiting, which is better than being sent away
      } else {
        happen(new QueueEvent.CallbackRefused(at, caller.call(), why.get()));
      }
      return;
    }
    Callback callback =
        openCallback(caller)
            .orElseGet(() ->
                new Callback(
                    new CallbackId("cb-" + caller.call().value()),
                    caller,
                    caller.number().key(),
                    at));
    happen(new QueueEvent.CallbackPromised(at, caller.call(), callback));
  }

  private Optional<Refusal> promiseRefusal(Caller caller) {
    if (!caller.number().recognisable()) {
      return Optional.of(Refusal.NUMBER_NOT_USABLE);
    }
    return openCallback(caller).isEmpty() && state.callbacks().size() >= policy.callbacksMax()
        ? Optional.of(Refusal.CALLBACKS_FULL)
        : Optional.empty();
  }

  private Optional<Callback> openCallback(Caller caller) {
    return state.callbacks().stream()
        .filter(callback -> callback.number().equals(caller.number().key()))
        .findFirst();
  }

  private void endMessage(QueueCommand.EndMessage c) {
    Optional<QueuedCall> call = state.call(c.call());
    if (call.isEmpty()) {
      refuse(Refusal.UNKNOWN_CALL);
    } else if (call.get().phase() instanceof Phase.Dismissed(boolean promised) && !promised) {
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
    QueuedCall call = found.get();
    Instant answeredAt = null;
    TechnicianId technician = null;
    if (call.phase() instanceof Phase.Talking(TechnicianId with, Instant since)) {
      answeredAt = since;
      technician = with;
    }
    happen(
        new QueueEvent.CallEnded(
            notBefore(call.caller().offeredAt()),
            call.caller(),
            call.queuedAt(),
            answeredAt,
            outcome(call, c.failed()),
            call.flags(),
            technician));
  }

  private Outcome outcome(QueuedCall call, boolean failed) {
    return switch (call.phase()) {
      case Phase.Talking _ -> Outcome.ANSWERED;
      case Phase.Dismissed(boolean promised) -> {
        if (promised) {
          yield Outcome.CALLBACK_PROMISED;
        }
        yield call.flags().outsideHours() ? Outcome.CLOSED : Outcome.TURNED_AWAY;
      }
      case Phase.Waiting _, Phase.Ringing _ -> {
        if (failed) {
          yield Outcome.FAILED;
        }
        Instant shortUntil = call.caller().offeredAt().plus(policy.shortAbandon());
        yield at.isBefore(shortUntil) ? Outcome.ABANDONED_SHORT : Outcome.ABANDONED;
      }
    };
  }

  // ---- ringing and talking

  private void endRing(QueueCommand.EndRing c) {
    Optional<QueuedCall> found = state.call(c.call());
    if (found.isEmpty()) {
      refuse(Refusal.UNKNOWN_CALL);
      return;
    }
    if (!(found.get().phase() instanceof Phase.Ringing(List<TechnicianId> rung, Instant _))
        || found.get().attempts() != c.attempt()) {
      refuse(Refusal.STALE);
      return;
    }
    boolean absent = c.result() == RingResult.NO_ANSWER;
    Instant refusedUntil = absent ? null : at.plus(policy.refusePause());
    happen(new QueueEvent.RingEnded(at, c.call(), rung, c.result(), refusedUntil));
    if (absent && rung.size() == 1) {
      // where all phones ring at once nobody in particular was absent
      happen(
          new QueueEvent.DutyChanged(
              at, rung.getFirst(), Duty.PAUSED, Technician.NO_ANSWER, "system"));
    }
    serveWaiting();
    if (known(c.call()).waiting()) {
      happen(new QueueEvent.CallQueued(at, c.call(), position(c.call())));
    }
  }

  private void confirmAnswer(QueueCommand.ConfirmAnswer c) {
    Optional<QueuedCall> found = state.call(c.call());
    if (found.isEmpty()) {
      refuse(Refusal.UNKNOWN_CALL);
      return;
    }
    boolean possible =
        switch (found.get().phase()) {
          case Phase.Ringing(List<TechnicianId> rung, Instant _) -> rung.contains(c.technician());
          // the exchange's own queue connected him while the engine was away
          case Phase.Waiting _ ->
              state.talking() < policy.talkingMax() && withoutCall(c.technician());
          case Phase.Talking _, Phase.Dismissed _ -> false;
        };
    if (!possible) {
      refuse(Refusal.STALE);
    } else if (state.technician(c.technician()).isEmpty()) {
      refuse(Refusal.UNKNOWN_TECHNICIAN);
    } else {
      happen(new QueueEvent.CallAnswered(at, c.call(), c.technician()));
    }
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
    if (technician.isEmpty()) {
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
      if (state.technician(id).isEmpty()) {
        happen(new QueueEvent.TechnicianEnrolled(at, id));
      }
    }
    for (Technician technician : state.technicians()) {
      boolean named = c.technicians().contains(technician.id());
      boolean idle =
          technician.work() instanceof Work.None || technician.work() instanceof Work.WrapUp;
      if (!named && idle) {
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
    for (QueuedCall call : state.waiting()) {
      boolean due =
          QueueLogic.longestWait(policy, call).filter(when -> !when.isAfter(at)).isPresent();
      if (due) {
        happen(
            new QueueEvent.CallbackOffered(
                at, call.caller().call(), promiseRefusal(call.caller()).isEmpty()));
      }
    }
  }

  private void recordOutageCall(QueueCommand.RecordOutageCall c) {
    Caller caller = state.call(c.caller().call()).map(QueuedCall::caller).orElse(null);
    if (caller == null) {
      caller = onOneTicket(c.caller());
      happen(new QueueEvent.CallOffered(c.caller().offeredAt(), caller));
    }
    happen(
        new QueueEvent.CallEnded(
            c.endedAt(),
            caller,
            c.queuedAt(),
            c.answeredAt(),
            c.outcome(),
            c.flags(),
            c.technician()));
  }

  private void adoptTalking(QueueCommand.AdoptTalking c) {
    if (state.call(c.caller().call()).isPresent()) {
      refuse(Refusal.STALE);
    } else if (state.technician(c.technician()).isEmpty()) {
      refuse(Refusal.UNKNOWN_TECHNICIAN);
    } else if (!withoutCall(c.technician())) {
      refuse(Refusal.STALE);
    } else {
      happen(new QueueEvent.CallOffered(c.caller().offeredAt(), onOneTicket(c.caller())));
      happen(new QueueEvent.CallAnswered(c.answeredAt(), c.caller().call(), c.technician()));
    }
  }

  // ---- small questions

  private boolean withoutCall(TechnicianId id) {
    return state
            .technician(id)
            .map(Technician::work)
            .filter(w -> w instanceof Work.None || w instanceof Work.WrapUp)
            .isPresent()
        && state.calls().stream().noneMatch(call -> call.talksWith(id));
  }

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

  /** Clocks may step back; a call does not end before it began. */
  private Instant notBefore(Instant earliest) {
    return at.isBefore(earliest) ? earliest : at;
  }
}
