package svara.engine.runtime;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import svara.engine.id.QueueId;
import svara.engine.port.EngineCounters;
import svara.engine.queue.Outcome;
import svara.engine.queue.QueueEvent;

/** Counts what has happened since the process started. */
final class EngineCounts implements EngineCounters {
  private final Map<QueueId, Map<Outcome, Long>> ended = new HashMap<>();
  private final LongSupplier differences;
  private final Supplier<List<Depth>> depths;
  private long violations;
  private Strangers strangers = Strangers.NONE;

  EngineCounts(LongSupplier differences, Supplier<List<Depth>> depths) {
    this.differences = differences;
    this.depths = depths;
  }

  @Override
  public long differences() {
    return differences.getAsLong();
  }

  void stranger(String from, Instant at) {
    strangers = new Strangers(strangers.refused() + 1, at, from);
  }

  @Override
  public Strangers strangers() {
    return strangers;
  }

  @Override
  public List<Depth> depths() {
    return depths.get();
  }

  void note(QueueId queue, QueueEvent event) {
    if (event instanceof QueueEvent.CallEnded call) {
      ended
          .computeIfAbsent(queue, _ -> new EnumMap<>(Outcome.class))
          .merge(call.outcome(), 1L, Long::sum);
    }
  }

  /** It counts on when the queue has gone to another node. */
  void broken(int invariants) {
    violations += invariants;
  }

  @Override
  public Map<QueueId, Map<Outcome, Long>> callsEnded() {
    Map<QueueId, Map<Outcome, Long>> copy = new HashMap<>();
    ended.forEach((queue, outcomes) -> copy.put(queue, Map.copyOf(outcomes)));
    return copy;
  }

  @Override
  public long invariantViolations() {
    return violations;
  }
}
