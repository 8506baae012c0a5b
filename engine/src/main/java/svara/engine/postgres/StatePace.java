package svara.engine.postgres;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import svara.engine.id.QueueId;
import svara.engine.queue.QueueState;

/**
 * How often a queue's whole state is written beside its events. A state grows with the queue: that
 * of 100 technicians in 80 calls is 60 kB, which written with every commit cost more than all else
 * of it. It is written when as many events have come since as it has parts, so that a commit pays
 * for its events alone; {@link PostgresQueueStore#load} adds the events that came after.
 *
 * <p>What is kept here only spares work: a node that knows nothing writes the state.
 */
final class StatePace {
  private final Map<QueueId, Long> written = new ConcurrentHashMap<>();

  boolean due(QueueState state) {
    Long last = written.get(state.queue());
    return last == null || state.version() < last || state.version() - last >= parts(state);
  }

  void written(QueueState state) {
    written.put(state.queue(), state.version());
  }

  private static int parts(QueueState state) {
    return state.technicians().size() + state.calls().size() + state.callbacks().size();
  }
}
