package svara.engine.port;

import java.util.Map;
import svara.engine.id.QueueId;
import svara.engine.queue.Outcome;

/** What this node's queue owners have counted since the process started. */
public interface EngineCounters {

  /** Ended calls by queue and outcome. */
  Map<QueueId, Map<Outcome, Long>> callsEnded();

  /** Times an invariant was found broken after a step. */
  long invariantViolations();
}
