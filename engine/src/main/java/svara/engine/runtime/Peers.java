package svara.engine.runtime;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import svara.engine.id.QueueId;
import svara.engine.port.QueueService.QueueView;
import svara.engine.port.QueueService.Submitted;
import svara.engine.port.StoreException;
import svara.engine.queue.QueueCommand;

/** The other nodes of the cluster: commands and questions go to the node that owns the queue. */
public interface Peers {

  /** Hands a command to the owner, wherever it is; fails as UNAVAILABLE when none answers. */
  Future<Submitted> submit(QueueId queue, QueueCommand command);

  /** The queue as its owner sees it; nothing when no owner answers. */
  Future<Optional<QueueView>> view(QueueId queue);

  /** This node owns the queue now and answers for it; or no longer. */
  void serves(QueueId queue, boolean owned);

  /** What the settings name now: the technicians' names stand here too. */
  void named(List<QueueSetup> queues);

  /** The names of the nodes that are here, this one too; empty where there is no cluster. */
  default Set<String> members() {
    return Set.of();
  }

  /** From now on this is run, where the engine lives, when a node has come or gone. */
  default void whenMembersChange(Runnable task) {}

  /** A node on its own. */
  static Peers none() {
    return new Peers() {
      @Override
      public Future<Submitted> submit(QueueId queue, QueueCommand command) {
        return Future.failedFuture(
            new StoreException(
                StoreException.Kind.UNAVAILABLE, "the queue is not served at the moment"));
      }

      @Override
      public Future<Optional<QueueView>> view(QueueId queue) {
        return Future.succeededFuture(Optional.empty());
      }

      @Override
      public void serves(QueueId queue, boolean owned) {}

      @Override
      public void named(List<QueueSetup> queues) {}
    };
  }
}
