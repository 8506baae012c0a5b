package svara.engine.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import svara.engine.id.CallId;
import svara.engine.id.TechnicianId;
import svara.engine.queue.QueuedCall.Phase;

/** What the exchange did by itself while the engine was away. */
final class OutageDeciding {
  private final Draft draft;
  private final ArrivalDeciding arrivals;
  private final CallDeciding calls;
  private final CallbackDeciding callbacks;

  OutageDeciding(
      Draft draft, ArrivalDeciding arrivals, CallDeciding calls, CallbackDeciding callbacks) {
    this.draft = draft;
    this.arrivals = arrivals;
    this.calls = calls;
    this.callbacks = callbacks;
  }

  void recordOutageCall(QueueCommand.RecordOutageCall c) {
    CallId call = c.caller().call();
    if (draft.state().ended().contains(call)) {
      draft.refuse(Refusal.STALE);
      return;
    }
    if (draft.state().call(call).isEmpty()) {
      draft.happen(new QueueEvent.CallOffered(c.caller().offeredAt(), arrivals.placed(c.caller())));
    }
    boolean heard = draft.known(call).phase() instanceof Phase.Talking;
    QueueEvent.CallEnded ended = Ending.ofOutage(draft.known(call), c);
    Instant answeredAt = ended.answeredAt();
    if (answeredAt != null && !heard) {
      draft.happen(new QueueEvent.ServedAlone(answeredAt, call, ended.technician()));
    }
    draft.happen(ended);
    if (answeredAt != null) {
      callbacks.overtake(ended.caller(), answeredAt);
    }
  }

  void adoptTalking(QueueCommand.AdoptTalking c) {
    if (draft.state().everHeardOf(c.caller().call())) {
      draft.refuse(Refusal.STALE);
    } else if (draft.state().technician(c.technician()).isEmpty()) {
      draft.refuse(Refusal.UNKNOWN_TECHNICIAN);
    } else {
      draft.happen(new QueueEvent.CallOffered(c.caller().offeredAt(), arrivals.placed(c.caller())));
      calls.answer(draft.known(c.caller().call()).caller(), c.answeredAt(), c.technician());
    }
  }

  void noteAlone(QueueCommand.NoteAlone c) {
    Optional<QueuedCall> call = draft.state().call(c.call());
    if (call.isEmpty()) {
      draft.refuse(Refusal.UNKNOWN_CALL);
    } else if (call.get().flags().withoutEngine()
        || !(call.get().phase() instanceof Phase.Talking)) {
      draft.refuse(Refusal.STALE);
    } else {
      draft.happen(new QueueEvent.ServedAlone(draft.at(), c.call(), null));
    }
  }

  void adoptRinging(QueueCommand.AdoptRinging c) {
    CallId call = c.caller().call();
    Optional<QueuedCall> found = draft.state().call(call);
    List<TechnicianId> rung =
        c.technicians().stream()
            .filter(id -> draft.state().technician(id).isPresent())
            .filter(id -> draft.state().calls().stream().noneMatch(other -> other.talksWith(id)))
            .toList();
    if (rung.isEmpty()) {
      draft.refuse(Refusal.UNKNOWN_TECHNICIAN);
    } else if (talkers() >= draft.policy().talkingMax()) {
      draft.refuse(
          Refusal.STALE); // the exchange keeps the same places: one of them is over, or he is
    } else if ((found.isEmpty() && draft.state().everHeardOf(call)) || !mayBeRung(found, rung)) {
      draft.refuse(Refusal.STALE);
    } else {
      if (found.isEmpty()) {
        draft.happen(
            new QueueEvent.CallOffered(c.caller().offeredAt(), arrivals.placed(c.caller())));
      }
      rungElsewhere(call, rung).forEach(arrivals::queue);
    }
  }

  private long talkers() {
    return draft.state().calls().stream().filter(c -> c.phase() instanceof Phase.Talking).count();
  }

  private static boolean mayBeRung(Optional<QueuedCall> call, List<TechnicianId> rung) {
    return call.isEmpty()
        || switch (call.get().phase()) {
          case Phase.Waiting _ -> true;
          case Phase.Ringing ringing -> !ringing.technicians().equals(rung);
          case Phase.Hearing _ -> true;
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
    if (draft.known(call).phase() instanceof Phase.Ringing before) {
      draft.happen(
          new QueueEvent.RingEnded(
              draft.at(), call, before.technicians(), RingResult.FAILED, null));
    }
    for (TechnicianId technician : rung) {
      left.addAll(calls.leaveOthers(technician, call));
    }
    for (QueuedCall other : draft.state().calls().reversed()) {
      if (draft.state().talking() >= draft.policy().talkingMax()
          && other.phase() instanceof Phase.Ringing ringing
          && !left.contains(other.caller().call())) {
        calls.ringEnded(other.caller().call(), ringing.technicians(), RingResult.FAILED);
        left.add(other.caller().call());
      }
    }
    draft.happen(
        new QueueEvent.RingFound(draft.at(), call, rung, draft.known(call).attempts() + 1));
    return left;
  }
}
