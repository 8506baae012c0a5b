package svara.engine.port;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueuePolicy;
import svara.engine.queue.QueueState;
import svara.engine.queue.Refusal;

/**
 * The queues, wherever in the cluster their owners are. Futures fail with {@link StoreException}:
 * UNAVAILABLE also when the owner does not answer, OVERLOADED when his mailbox is full.
 */
public interface QueueService {

  /** Every queue that the settings name, in their order. */
  Future<List<QueueView>> views();

  /** A queue, or nothing when the settings name none such. */
  Future<Optional<QueueView>> view(QueueId queue);

  /**
   * Hands a command to the queue's owner; completes when what it led to is stored. The same command
   * id again gives the first result.
   */
  Future<Submitted> submit(QueueId queue, QueueCommand command);

  /**
   * A queue as it is now.
   *
   * @param title what people call it
   * @param numbers that callers reach it by
   * @param names of the technicians the settings name
   * @param at when this was true
   */
  record QueueView(
      QueueId queue,
      String title,
      List<String> numbers,
      QueuePolicy policy,
      QueueState state,
      Map<TechnicianId, String> names,
      Instant at) {
    public QueueView {
      numbers = List.copyOf(numbers);
      names = Map.copyOf(names);
    }
  }

  /** What a command led to. */
  record Submitted(List<QueueEvent> events, Optional<Refusal> refusal) {
    public Submitted {
      events = List.copyOf(events);
    }
  }
}
