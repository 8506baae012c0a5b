package svara.engine.port;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import svara.engine.id.QueueId;
import svara.engine.queue.QueueEvent;
import svara.engine.statistics.CallMoments;

/**
 * The queues' journal, to be read: what figures fold from and all else can be rebuilt from. Futures
 * fail with {@link StoreException}.
 */
public interface JournalStore {

  /**
   * Calls that are over, by their closing events, in the order they were offered.
   *
   * @param queue of this queue, or of all when null
   * @param from offered at this moment or later
   * @param to offered before this moment
   * @param limit 1 to 1,000,000; as many more are left out
   */
  Future<List<CallMoments>> ended(@Nullable QueueId queue, Instant from, Instant to, int limit);

  /**
   * A queue's events in the order they happened.
   *
   * @param after the id of the last one that was read, or 0
   * @param limit 1 to 10,000
   */
  Future<List<Written>> events(QueueId queue, long after, int limit);

  /**
   * An event as it stands in the journal.
   *
   * @param id rises within a queue
   * @param version of the queue after it
   */
  record Written(long id, long version, QueueEvent event) {}
}
