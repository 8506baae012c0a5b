package svara.engine.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.CallerNumber;
import svara.engine.id.TechnicianId;
import svara.engine.queue.QueuedCall.Phase;
import svara.engine.queue.Technician.Duty;
import svara.engine.queue.Technician.Work;

/** What happens to callers: they come, are told, wait, are rung for, talk and go. */
final class CallDeciding {
  private static final char LEAVES_MESSAGE = '3';

  private final Draft draft;
  private final ServingDeciding serving;
  private final ArrivalDeciding arrivals;
  private final CallbackDeciding callbacks;

  CallDeciding(
      Draft draft, ServingDeciding serving, ArrivalDeciding arrivals, CallbackDeciding callbacks) {
    this.draft = draft;
    this.serving = serving;
    this.arrivals = arrivals;
    this.callbacks = callbacks;
  }

  void pressKey(QueueCommand.PressKey c) {
    Optional<QueuedCall> found = draft.state().call(c.call());
    if (found.isEmpty()) {
      draft.refuse(Refusal.UNKNOWN_CALL);
      return;
    }
    if (c.key() == LEAVES_MESSAGE && mayLeaveMessage(found.get())) {
      draft.happen(new QueueEvent.VoiceMessageBegun(draft.at(), c.call()));
      return;
    }
    boolean mayAsk = mayAsk(found.get());
    if (!mayAsk || c.key() != '1') {
      draft.refuse(mayAsk ? Refusal.KEY_WITHOUT_MEANING : Refusal.STALE);
      return;
    }
    promise(found.get(), found.get().caller().number());
  }

  void nameNumber(QueueCommand.NameNumber c) {
    Optional<QueuedCall> found = draft.state().call(c.call());
    if (found.isEmpty()) {
      draft.refuse(Refusal.UNKNOWN_CALL);
    } else if (mayAsk(found.get())) {
      promise(found.get(), c.number());
    } else {
      draft.refuse(Refusal.STALE);
    }
  }

  private boolean mayAsk(QueuedCall call) {
    return switch (call.phase()) {
      case Phase.Waiting _ -> true;
      case Phase.Dismissed(boolean promised) -> !promised && asked(call);
      case Phase.Ringing _, Phase.Talking _, Phase.Hearing _ -> false;
    };
  }

  /** Whether one who can not be taken now, and has no promise, may leave a message. */
  private boolean mayLeaveMessage(QueuedCall call) {
    return draft.policy().messages().offered()
        && call.phase() instanceof Phase.Dismissed(boolean promised)
        && !promised
        && !call.flags().leftMessage();
  }

  /** Whether one who can not be taken now is asked if he wants to be called back. */
  private boolean asked(QueuedCall call) {
    if (call.flags().leftMessage()) {
      return false; // he is being recorded
    }
    return call.flags().outsideHours()
        ? draft.policy().callbacks().whenClosed()
        : call.flags().metFull();
  }

  private void promise(QueuedCall call, CallerNumber number) {
    Caller caller = call.caller();
    Optional<Refusal> why = Promises.refusal(draft.policy(), draft.state(), number);
    if (why.isPresent()) {
      if (call.waiting() && Promises.unfit(number).isEmpty()) {
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
            Promises.standingOrNew(draft.policy(), draft.state(), caller, number, draft.at())));
  }

  void endMessage(QueueCommand.EndMessage c) {
    Optional<QueuedCall> call = draft.state().call(c.call());
    if (call.isEmpty()) {
      draft.refuse(Refusal.UNKNOWN_CALL);
    } else if (call.get().phase() instanceof Phase.Hearing) {
      arrivals.heard(c.call());
    } else if (call.get().phase() instanceof Phase.Dismissed(boolean promised)
        && !promised
        && asked(call.get())) {
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

  /** A free technician rings for one who waits, beyond the places. */
  void take(QueueCommand.TakeCall c) {
    Optional<QueuedCall> found = draft.state().call(c.call());
    if (found.isEmpty()) {
      draft.refuse(Refusal.UNKNOWN_CALL);
    } else if (draft.state().technician(c.technician()).isEmpty()) {
      draft.refuse(Refusal.UNKNOWN_TECHNICIAN);
    } else if (!draft.policy().takeIt() || !justFull()) {
      draft.refuse(Refusal.NOT_TO_BE_TAKEN);
    } else if (!found.get().waiting()) {
      draft.refuse(Refusal.STALE);
    } else if (!Serving.isFree(draft.state(), c.technician())) {
      draft.refuse(Refusal.TECHNICIAN_NOT_FREE);
    } else {
      draft.happen(new QueueEvent.CallTaken(draft.at(), c.call(), c.technician(), c.by()));
      draft.happen(
          new QueueEvent.TechnicianRung(
              draft.at(), c.call(), List.of(c.technician()), found.get().attempts() + 1));
    }
  }

  /** With a place open he is served anyhow; with more who talk than may, nobody is rung beside. */
  private boolean justFull() {
    return draft.state().occupied() - draft.state().taken() == draft.policy().talkingMax();
  }

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
      arrivals.queue(c.call());
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
    left.stream().filter(call -> draft.known(call).waiting()).forEach(arrivals::queue);
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
    // a promise offered to him stays under way: the exchange has its order, and alone knows how it
    // ends
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
                Promises.noOffer(draft.policy(), draft.state(), call.caller()).isEmpty()));
      }
    }
  }
}
