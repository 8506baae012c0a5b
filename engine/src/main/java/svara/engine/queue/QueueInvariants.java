package svara.engine.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.TechnicianId;
import svara.engine.queue.QueuedCall.Phase;
import svara.engine.queue.Technician.Work;

/**
 * What is true of a queue after every command that changed something, at that command's moment.
 * Tests check it after each step, production counts violations. The numbers are those of the
 * design. What only a whole history shows is in {@link HistoryInvariants}.
 */
public final class QueueInvariants {
  private QueueInvariants() {}

  /** All that is wrong with the state at this moment, in words; empty when nothing is. */
  public static List<String> violations(QueuePolicy policy, QueueState state, Instant at) {
    List<String> wrong = overLimits(policy, state);
    nobodyWaitsBesideAFreeTechnician(policy, state, at, wrong);
    oneCallbackANumber(state, wrong);
    oneTechnicianAPromise(state, wrong);
    oneCallATechnician(state, wrong);
    workMatchesCalls(state, wrong);
    everyCallOnATicket(state, wrong);
    return wrong;
  }

  /**
   * Invariant 1. More may <em>talk</em> than the settings allow: the exchange connected them while
   * the engine was away, or the settings were lowered under them. Then nobody may be rung beside.
   */
  static List<String> overLimits(QueuePolicy policy, QueueState state) {
    List<String> wrong = new ArrayList<>();
    boolean ringing =
        state.calls().stream().anyMatch(c -> c.phase() instanceof Phase.Ringing)
            || state.callbacks().stream().anyMatch(c -> c.stage() instanceof CallbackStage.Offered);
    // who was taken by hand has a place of his own
    long places = policy.talkingMax() + state.taken();
    if (ringing && state.occupied() > places) {
      wrong.add("1: %d talk, %d may".formatted(state.occupied(), places));
    }
    if (state.taken() > 0 && !policy.takeIt()) {
      wrong.add("1: callers are taken beyond the places, and may not be");
    }
    long fresh = state.waiting().stream().filter(c -> c.attempts() == 0).count();
    if (fresh > policy.waitingMax()) {
      wrong.add("1: %d wait, %d may".formatted(fresh, policy.waitingMax()));
    }
    // callers alone: one who came back from an unanswered ring waits on while an earlier promise is
    // kept in the place that he left
    long talking = Math.min(state.talking() - state.taken(), policy.talkingMax());
    long all = talking + state.waiting().size();
    if (all > (long) policy.talkingMax() + policy.waitingMax()) {
      wrong.add("1: %d callers in all places".formatted(all));
    }
    if (state.callbacks().size() > policy.callbacksMax()) {
      wrong.add(
          "1: %d callbacks, %d may".formatted(state.callbacks().size(), policy.callbacksMax()));
    }
    return wrong;
  }

  /** Invariants 2 and 3: whoever arrived first is served as soon as anybody can. */
  private static void nobodyWaitsBesideAFreeTechnician(
      QueuePolicy policy, QueueState state, Instant at, List<String> wrong) {
    if (!state.placeOpen(policy)) {
      return;
    }
    for (Serving.Candidate next : Serving.inTurn(policy, state, at)) {
      List<Technician> eligible = Serving.eligible(state, next, at);
      if (!eligible.isEmpty()) {
        wrong.add("2: %s waits and %s is free".formatted(name(next), eligible.getFirst().id()));
      }
    }
  }

  private static String name(Serving.Candidate candidate) {
    return switch (candidate) {
      case Serving.Candidate.Waiting(QueuedCall call) -> call.caller().call().value();
      case Serving.Candidate.Owed(Callback callback) -> callback.id().value();
    };
  }

  /** Invariant 5: never more dialled than there are technicians to talk, each for one. */
  private static void oneTechnicianAPromise(QueueState state, List<String> wrong) {
    Set<TechnicianId> busy = new HashSet<>();
    for (Callback callback : state.callbacks()) {
      if (!(callback.stage() instanceof CallbackStage.UnderWay underWay)) {
        continue;
      }
      TechnicianId id = underWay.technician();
      if (callback.life().ended() >= underWay.order()
          || callback.life().orders() != underWay.order()) {
        wrong.add("5: %s is under way by an order that is over".formatted(callback.id()));
      }
      // one who was seen to talk elsewhere is believed; what came of the attempt is still to come
      if (underWay instanceof CallbackStage.Offered) {
        Work work = state.technician(id).map(Technician::work).orElseGet(Work.None::new);
        // a call may still name him whose leg of it has ended; that nobody who talks is rung for a
        // promise is seen in the history
        boolean rung = work.equals(new Work.CallingBack(callback.id()));
        if (!busy.add(id) || !(rung || work instanceof Work.Talking)) {
          wrong.add("5: %s is rung for %s beside another call".formatted(id, callback.id()));
        }
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

  /** Invariant 6; the type says so, and what is read back from outside the type might not. */
  private static void everyCallOnATicket(QueueState state, List<String> wrong) {
    for (QueuedCall call : state.calls()) {
      if (Objects.isNull(call.caller().ticket())) {
        wrong.add("6: no ticket for " + call.caller().call());
      }
    }
  }

  /**
   * No call is there twice, and nobody is rung who is in another call. Two callers may name one
   * technician as long as the first one's end is not reported; what he does names the second.
   */
  private static void oneCallATechnician(QueueState state, List<String> wrong) {
    Set<CallId> calls = new HashSet<>();
    Set<TechnicianId> rung = new HashSet<>();
    for (QueuedCall call : state.calls()) {
      CallId id = call.caller().call();
      if (!calls.add(id)) {
        wrong.add("4: the call is there twice: " + id);
      }
      if (call.phase() instanceof Phase.Ringing ringing) {
        for (TechnicianId technician : ringing.technicians()) {
          boolean talks = state.calls().stream().anyMatch(c -> c.talksWith(technician));
          if (!rung.add(technician) || talks) {
            wrong.add("1: %s is rung for %s beside another call".formatted(technician, id));
          }
        }
      }
    }
  }

  /** The other way: what a technician does names a call that says the same. */
  private static void workMatchesCalls(QueueState state, List<String> wrong) {
    Set<TechnicianId> technicians = new HashSet<>();
    for (Technician technician : state.technicians()) {
      TechnicianId id = technician.id();
      if (!technicians.add(id)) {
        wrong.add("1: %s is there twice".formatted(id));
      }
      switch (technician.work()) {
        case Work.Ringing(CallId call) -> {
          if (state.call(call).filter(c -> c.occupies(id) && !c.talksWith(id)).isEmpty()) {
            wrong.add("1: %s rings for no call".formatted(id));
          }
        }
        // his caller may be gone before his own leg is, but not be with somebody else
        case Work.Talking(CallId call) -> {
          if (state.call(call).filter(c -> !c.talksWith(id)).isPresent()) {
            wrong.add("1: %s talks in %s, which does not know".formatted(id, call));
          }
        }
        case Work.CallingBack(CallbackId callback) -> {
          if (state.callback(callback).filter(c -> EvolvingPromises.keeps(c, id)).isEmpty()) {
            wrong.add("5: %s calls back for no promise".formatted(id));
          }
        }
        case Work.None _, Work.WrapUp _ -> {}
      }
    }
    for (QueuedCall call : state.calls()) {
      if (call.phase() instanceof Phase.Ringing ringing) {
        Work expected = new Work.Ringing(call.caller().call());
        boolean all =
            !ringing.technicians().isEmpty()
                && ringing.technicians().stream()
                    .allMatch(id ->
                        state.technician(id).filter(t -> t.work().equals(expected)).isPresent());
        if (!all) {
          wrong.add("1: %s rings somebody who does not know".formatted(call.caller().call()));
        }
      }
    }
  }
}
