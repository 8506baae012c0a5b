package svara.engine.queue;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Who can be rung for whom. */
final class Serving {
  private Serving() {}

  /** Free technicians who have not just refused the call, the longest free first. */
  static List<Technician> eligible(QueueState state, QueuedCall call, Instant at) {
    return state.technicians().stream()
        .filter(Technician::free)
        // his leg may be reported gone a moment before the caller's
        .filter(t -> state.calls().stream().noneMatch(c -> c.talksWith(t.id())))
        .filter(t -> {
          Instant until = call.refusals().get(t.id());
          return until == null || !at.isBefore(until);
        })
        .sorted(Comparator.comparing(Technician::freeSince).thenComparing(Technician::id))
        .toList();
  }
}
