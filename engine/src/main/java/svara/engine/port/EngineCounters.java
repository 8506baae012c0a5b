package svara.engine.port;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import svara.engine.id.QueueId;
import svara.engine.queue.Outcome;

/** What this node's queue owners have counted since the process started. */
public interface EngineCounters {

  /** Ended calls by queue and outcome. */
  Map<QueueId, Map<Outcome, Long>> callsEnded();

  /** Times an invariant was found broken after a step. */
  long invariantViolations();

  /** Differences between the exchange and us that were found and turned into commands. */
  long differences();

  /** Calls and registrations of addresses that may send none, refused by the exchange. */
  Strangers strangers();

  /** How full everything is that could grow. */
  List<Depth> depths();

  /**
   * Whom the exchange has refused. What a stranger says of himself is not in it: only where it came
   * from, by which he can be found.
   *
   * @param lastFrom the address of the last one, empty when there was none
   */
  record Strangers(long refused, @Nullable Instant lastAt, String lastFrom) {
    public static final Strangers NONE = new Strangers(0, null, "");
  }

  /**
   * What waits somewhere, and how much may.
   *
   * @param place {@code commands}, {@code orders} or {@code calls}
   * @param queue whose, or null when it is the node's
   */
  record Depth(String place, @Nullable QueueId queue, long size, long limit) {}
}
