package svara.engine.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import svara.engine.id.TechnicianId;
import svara.engine.queue.Serving.Candidate;

/** Gives free technicians to those whose turn it is. */
final class ServingDeciding {
  private static final Duration LOOK_AGAIN = Duration.ofDays(1);

  private final Draft draft;

  ServingDeciding(Draft draft) {
    this.draft = draft;
  }

  /** Whose turn it is gets the technician who has been free the longest. */
  void serve() {
    wakePromises();
    for (Candidate next : Serving.inTurn(draft.policy(), draft.state(), draft.at())) {
      if (!draft.state().placeOpen(draft.policy())) {
        return;
      }
      switch (next) {
        case Candidate.Waiting(QueuedCall call) -> ringFor(call);
        case Candidate.Owed(Callback callback) -> ringFor(callback);
      }
    }
  }

  private void ringFor(QueuedCall call) {
    List<TechnicianId> free =
        Serving.eligible(draft.state(), call, draft.at()).stream().map(Technician::id).toList();
    if (!free.isEmpty()) {
      List<TechnicianId> rung =
          draft.policy().ring() == QueuePolicy.Ring.ALL_AT_ONCE ? free : List.of(free.getFirst());
      draft.happen(
          new QueueEvent.TechnicianRung(
              draft.at(), call.caller().call(), rung, call.attempts() + 1));
    }
  }

  private void ringFor(Callback callback) {
    Optional<Technician> free =
        Serving.eligible(draft.state(), callback, draft.at()).stream().findFirst();
    if (free.isEmpty()) {
      return;
    }
    Optional<DialCounts.Reached> limit =
        Serving.limit(draft.policy(), draft.state(), callback, draft.at());
    if (limit.isPresent()) {
      hold(callback, limit.get().why(), limit.get().until());
    } else {
      ring(callback, free.get().id(), QueueEvent.CallbackRung.SYSTEM);
    }
  }

  /** Offers the promise to the technician. */
  void ring(Callback callback, TechnicianId technician, String by) {
    draft.happen(
        new QueueEvent.CallbackRung(
            draft.at(),
            callback.id(),
            callback.caller().ticket(),
            technician,
            callback.life().orders() + 1,
            by));
  }

  /**
   * Promises become due when their time has come, and are due no longer when nobody may be called;
   * one whose caller is on the line waits for what comes of that.
   */
  private void wakePromises() {
    for (Callback callback : draft.state().callbacks()) {
      boolean ready =
          switch (callback.stage()) {
            case CallbackStage.Owed(Instant notBefore) ->
                !notBefore.isAfter(draft.at()) && !Serving.onTheLine(draft.state(), callback);
            case CallbackStage.Due() -> true;
            case CallbackStage.UnderWay _ -> false;
          };
      if (ready) {
        wake(callback);
      }
    }
  }

  private void wake(Callback callback) {
    CallbackPolicy policy = draft.policy().callbacks();
    if (!policy.hours().openAt(draft.at())) {
      Instant open =
          policy.hours().nextOpening(draft.at()).orElseGet(() -> draft.at().plus(LOOK_AGAIN));
      hold(callback, Refusal.OUTSIDE_HOURS, open);
    } else if (callback.stage() instanceof CallbackStage.Owed) {
      draft.happen(
          new QueueEvent.CallbackDue(draft.at(), callback.id(), callback.caller().ticket()));
    }
  }

  private void hold(Callback callback, Refusal why, Instant until) {
    draft.happen(
        new QueueEvent.CallbackHeld(
            draft.at(), callback.id(), callback.caller().ticket(), why, until));
  }
}
