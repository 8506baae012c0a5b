package svara.engine.queue;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import svara.engine.id.TechnicianId;

/** Who can be rung for whom. */
final class Serving {
  private Serving() {}

  /** Free technicians who have not just refused the call, the longest free first. */
  static List<Technician> eligible(QueueState state, QueuedCall call, Instant at) {
    return free(state)
        .filter(t -> {
          Instant until = call.refusals().get(t.id());
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
    if (state.talking() >= policy.talkingMax()) {
      return Stream.empty();
    }
    List<TechnicianId> free = free(state).map(Technician::id).toList();
    return state.waiting().stream()
        .flatMap(call -> free.stream().map(call.refusals()::get))
        .filter(Objects::nonNull);
  }

  private static Stream<Technician> free(QueueState state) {
    Set<TechnicianId> talking = new HashSet<>();
    for (QueuedCall call : state.calls()) {
      if (call.phase() instanceof QueuedCall.Phase.Talking talk) {
        talking.add(talk.technician());
      }
    }
    return state.technicians().stream()
        .filter(Technician::free)
        // his leg may be reported gone a moment before the caller's
        .filter(t -> !talking.contains(t.id()));
  }
}
