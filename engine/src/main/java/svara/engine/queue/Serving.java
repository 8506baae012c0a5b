package svara.engine.queue;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import svara.engine.id.TechnicianId;

/** Who can be rung for whom, and whose turn it is. */
final class Serving {
  private Serving() {}

  /** Somebody who is to be served. */
  sealed interface Candidate {
    Caller caller();

    /** On the line. */
    record Waiting(QueuedCall call) implements Candidate {
      @Override
      public Caller caller() {
        return call.caller();
      }
    }

    /** To be called back. */
    record Owed(Callback callback) implements Candidate {
      @Override
      public Caller caller() {
        return callback.caller();
      }
    }
  }

  /** Everybody who is to be served, whose turn is first at the beginning. */
  static List<Candidate> inTurn(QueuePolicy policy, QueueState state, Instant at) {
    Function<Candidate, Boolean> later = candidate -> yields(policy.callbacks(), candidate, at);
    return Stream.<Candidate>concat(
            state.waiting().stream().map(Candidate.Waiting::new),
            due(policy.callbacks(), state).map(Candidate.Owed::new))
        .sorted(
            Comparator.comparing(later)
                .thenComparing(candidate -> candidate.caller().arrivedAt())
                .thenComparing(candidate -> candidate.caller().call()))
        .toList();
  }

  /** Where those who wait come first: whether the candidate is one who lets them. */
  private static boolean yields(CallbackPolicy policy, Candidate candidate, Instant at) {
    if (policy.order() == CallbackPolicy.Order.BY_ARRIVAL
        || !(candidate instanceof Candidate.Owed(Callback callback))) {
      return false;
    }
    Instant by = callback.life().promisedBy();
    return by != null && at.isBefore(by.minus(policy.near()));
  }

  /** Whether the technician can be rung now. */
  static boolean isFree(QueueState state, TechnicianId id) {
    return free(state).anyMatch(t -> t.id().equals(id));
  }

  /** Promises that are to be kept now, but for a technician and a place. */
  private static Stream<Callback> due(CallbackPolicy policy, QueueState state) {
    return policy.dial() && !state.dialling().stopped() && state.notices().closedNow() == null
        ? state.callbacks().stream()
            .filter(callback -> callback.stage() instanceof CallbackStage.Due)
            .filter(callback -> !onTheLine(state, callback))
        : Stream.empty();
  }

  /** Whether the one who is owed it is in a call with us at this moment. */
  static boolean onTheLine(QueueState state, Callback callback) {
    return state.calls().stream()
        .map(QueuedCall::caller)
        .anyMatch(caller ->
            caller.call().equals(callback.caller().call())
                || (caller.number().recognisable()
                    && (caller.number().key().equals(callback.number())
                        || (caller.person() != null
                            && caller.person().equals(callback.caller().person())))));
  }

  /** Which limit forbids to dial for the promise now. */
  static Optional<DialCounts.Reached> limit(
      QueuePolicy policy, QueueState state, Callback callback, Instant at) {
    long offered =
        state.callbacks().stream().filter(c -> c.stage() instanceof CallbackStage.Offered).count();
    return state.dialling().counts().reached(policy.callbacks(), callback.number(), offered, at);
  }

  /** Free technicians who have not just refused the call, the longest free first. */
  static List<Technician> eligible(QueueState state, QueuedCall call, Instant at) {
    return eligible(state, call.refusals(), at);
  }

  /** Free technicians who have not just refused to keep the promise, the longest free first. */
  static List<Technician> eligible(QueueState state, Callback callback, Instant at) {
    return eligible(state, callback.life().refusals(), at);
  }

  static List<Technician> eligible(QueueState state, Candidate candidate, Instant at) {
    return switch (candidate) {
      case Candidate.Waiting(QueuedCall call) -> eligible(state, call, at);
      case Candidate.Owed(Callback callback) -> eligible(state, callback, at);
    };
  }

  private static List<Technician> eligible(
      QueueState state, Map<TechnicianId, Instant> refusals, Instant at) {
    return free(state)
        .filter(t -> {
          Instant until = refusals.get(t.id());
          return until == null || !at.isBefore(until);
        })
        .sorted(Comparator.comparing(Technician::freeSince).thenComparing(Technician::id))
        .toList();
  }

  /**
   * When refusals' pauses end, those alone whose end rings somebody. The rest are kept as well, but
   * nothing would come of their end: a technician who is busy then is served from when he is free.
   */
  static Stream<Instant> pausesThatMatter(QueuePolicy policy, QueueState state) {
    if (!state.placeOpen(policy)) {
      return Stream.empty();
    }
    List<TechnicianId> free = free(state).map(Technician::id).toList();
    return Stream.concat(
            state.waiting().stream().map(QueuedCall::refusals),
            due(policy.callbacks(), state).map(callback -> callback.life().refusals()))
        .flatMap(refusals -> free.stream().map(refusals::get))
        .filter(Objects::nonNull);
  }

  private static Stream<Technician> free(QueueState state) {
    // his leg may be reported gone a moment before the caller's
    Set<TechnicianId> talking = new HashSet<>();
    for (QueuedCall call : state.calls()) {
      if (call.phase() instanceof QueuedCall.Phase.Talking(TechnicianId technician, Instant _)) {
        talking.add(technician);
      }
    }
    return state.technicians().stream()
        .filter(Technician::free)
        .filter(t -> !talking.contains(t.id()));
  }
}
