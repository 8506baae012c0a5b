package svara.engine.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import svara.engine.id.CallId;
import svara.engine.id.TechnicianId;
import svara.engine.queue.QueuedCall.Phase;
import svara.engine.queue.Technician.Work;

/**
 * What is true of a queue after every command. Tests check it after each step, production counts
 * violations. The numbers are those of the design.
 */
public final class QueueInvariants {
  private QueueInvariants() {}

  /** All that is wrong with the state at this moment, in words; empty when nothing is. */
  public static List<String> violations(QueuePolicy policy, QueueState state, Instant at) {
    List<String> wrong = new ArrayList<>();
    limits(policy, state, wrong);
    nobodyWaitsBesideAFreeTechnician(policy, state, at, wrong);
    oneCallbackANumber(state, wrong);
    oneCallATechnician(state, wrong);
    return wrong;
  }

  /** Invariant 1. */
  private static void limits(QueuePolicy policy, QueueState state, List<String> wrong) {
    if (state.talking() > policy.talkingMax()) {
      wrong.add("1: %d talk, %d may".formatted(state.talking(), policy.talkingMax()));
    }
    long fresh = state.waiting().stream().filter(c -> c.attempts() == 0).count();
    if (fresh > policy.waitingMax()) {
      wrong.add("1: %d wait, %d may".formatted(fresh, policy.waitingMax()));
    }
    long all = state.talking() + state.waiting().size();
    if (all > (long) policy.talkingMax() + policy.waitingMax()) {
      wrong.add("1: %d callers in all places".formatted(all));
    }
    if (state.callbacks().size() > policy.callbacksMax()) {
      wrong.add(
          "1: %d callbacks, %d may".formatted(state.callbacks().size(), policy.callbacksMax()));
    }
  }

  /** Invariants 2 and 3: whoever arrived first is served as soon as anybody can. */
  private static void nobodyWaitsBesideAFreeTechnician(
      QueuePolicy policy, QueueState state, Instant at, List<String> wrong) {
    if (state.talking() >= policy.talkingMax()) {
      return;
    }
    for (QueuedCall call : state.waiting()) {
      List<Technician> eligible = Serving.eligible(state, call, at);
      if (!eligible.isEmpty()) {
        wrong.add(
            "2: %s waits and %s is free".formatted(call.caller().call(), eligible.getFirst().id()));
      }
    }
  }

  /** Invariant 5. */
  private static void oneCallbackANumber(QueueState state, List<String> wrong) {
    Set<String> numbers = new HashSet<>();
    for (Callback callback : state.callbacks()) {
      if (!numbers.add(callback.number())) {
        wrong.add("5: two callbacks to one number, the second " + callback.id());
      }
    }
  }

  /** A technician and the call he is on name each other, and no call is there twice. */
  private static void oneCallATechnician(QueueState state, List<String> wrong) {
    Set<CallId> calls = new HashSet<>();
    Set<TechnicianId> busy = new HashSet<>();
    for (QueuedCall call : state.calls()) {
      CallId id = call.caller().call();
      if (!calls.add(id)) {
        wrong.add("4: the call is there twice: " + id);
      }
      List<TechnicianId> with =
          switch (call.phase()) {
            case Phase.Ringing(List<TechnicianId> rung, Instant _) -> rung;
            case Phase.Talking(TechnicianId technician, Instant _) -> List.of(technician);
            case Phase.Waiting _, Phase.Dismissed _ -> List.of();
          };
      for (TechnicianId technician : with) {
        if (!busy.add(technician)) {
          wrong.add("1: %s has two calls, the second %s".formatted(technician, id));
        }
      }
    }
    for (Technician technician : state.technicians()) {
      if (technician.work() instanceof Work.Ringing(CallId call)
          && state.call(call).filter(c -> c.phase() instanceof Phase.Ringing).isEmpty()) {
        wrong.add("1: %s rings for no call".formatted(technician.id()));
      }
    }
  }
}
