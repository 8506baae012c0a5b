package svara.engine.runtime;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.id.QueueId;
import svara.engine.port.QueueStore;
import svara.engine.port.QueueStore.Lease;

/**
 * Which queues are this node's: claims those that nobody holds, renews leases, and gives a queue up
 * before another node could take it. PostgreSQL alone decides.
 */
final class Ownership {
  private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);

  private final EngineSetup setup;
  private final Map<QueueId, OwnedQueue> owned;
  private final QueueStore store;
  private final Scheduler scheduler;
  private final Consumer<Claimed> claimed;
  private final Consumer<QueueId> lost;
  private final Set<QueueId> claiming = new HashSet<>();

  /** A queue has become this node's. */
  record Claimed(QueueSetup setup, Lease lease, long leaseStart) {}

  Ownership(
      EngineSetup setup,
      Map<QueueId, OwnedQueue> owned,
      QueueStore store,
      Scheduler scheduler,
      Consumer<Claimed> claimed,
      Consumer<QueueId> lost) {
    this.setup = setup;
    this.owned = owned;
    this.store = store;
    this.scheduler = scheduler;
    this.claimed = claimed;
    this.lost = lost;
  }

  /** Whether the owner may act: by our own clock, from the start of the last good renewal. */
  boolean good(long leaseStart) {
    return scheduler.nanos() - leaseStart < setup.leaseStop().toNanos();
  }

  /** One round: renew what is ours, claim what is nobody's. Never fails. */
  Future<Void> round() {
    return renew().transform(_ -> claimFree());
  }

  private Future<Void> renew() {
    List<Lease> leases = owned.values().stream().map(q -> q.owner().lease()).toList();
    if (leases.isEmpty()) {
      return Future.succeededFuture();
    }
    long start = scheduler.nanos();
    return store
        .renew(setup.node(), leases, setup.lease())
        .onSuccess(kept -> renewed(leases, kept, start))
        .onFailure(cause ->
            LOG.atWarn()
                .addKeyValue("cause", cause.getMessage())
                .log("leases could not be renewed"))
        .mapEmpty();
  }

  private void renewed(List<Lease> leases, Set<QueueId> kept, long start) {
    for (Lease lease : leases) {
      OwnedQueue queue = owned.get(lease.queue());
      if (queue == null || queue.owner().lease().epoch() != lease.epoch()) {
        continue;
      }
      if (kept.contains(lease.queue())) {
        queue.renewedAt(start);
      } else {
        LOG.atWarn().addKeyValue("queue", lease.queue()).log("the lease went to another node");
        lost.accept(lease.queue());
      }
    }
  }

  private Future<Void> claimFree() {
    List<Future<?>> claims = new ArrayList<>();
    for (QueueSetup queue : setup.queues()) {
      if (!owned.containsKey(queue.queue()) && claiming.add(queue.queue())) {
        claims.add(claim(queue));
      }
    }
    return Future.join(claims).transform(_ -> Future.succeededFuture());
  }

  private Future<Void> claim(QueueSetup queue) {
    long start = scheduler.nanos();
    return store
        .claim(queue.queue(), setup.node(), setup.lease())
        .onComplete(done -> {
          claiming.remove(queue.queue());
          if (done.failed()) {
            LOG.atWarn()
                .addKeyValue("queue", queue.queue())
                .addKeyValue("cause", done.cause().getMessage())
                .log("the queue could not be claimed");
          } else {
            done.result().ifPresent(lease -> claimed.accept(new Claimed(queue, lease, start)));
          }
        })
        .mapEmpty();
  }

  Duration interval() {
    return setup.leaseRenewal();
  }
}
