package svara.engine.runtime;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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
import svara.engine.port.QueueStore.Owner;

/**
 * Which queues are this node's: claims those that nobody holds, renews leases, and gives a queue up
 * before another node could take it. PostgreSQL alone decides; that a node has gone is a reason to
 * look at once, and to take what it has not renewed in time.
 */
final class Ownership {
  private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);

  /** How often it is looked whether a queue of a node that has gone can be taken. */
  private static final Duration HURRY = Duration.ofMillis(200);

  private final EngineSetup setup;
  private final Map<QueueId, OwnedQueue> owned;
  private final QueueStore store;
  private final Scheduler scheduler;
  private final Consumer<Claimed> claimed;
  private final Consumer<QueueId> lost;
  private final Peers peers;
  private final Consumer<Integer> giveBack;
  private final Set<QueueId> claiming = new HashSet<>();
  private final Map<QueueId, Long> freeSince = new HashMap<>();
  private long hurriesUntil;
  private boolean hurrying;
  private boolean stopped;

  /** A queue has become this node's. */
  record Claimed(QueueSetup setup, Lease lease, long leaseStart) {}

  Ownership(
      EngineSetup setup,
      Map<QueueId, OwnedQueue> owned,
      QueueStore store,
      Scheduler scheduler,
      Peers peers,
      Consumer<Claimed> claimed,
      Consumer<QueueId> lost,
      Consumer<Integer> giveBack) {
    this.setup = setup;
    this.owned = owned;
    this.store = store;
    this.scheduler = scheduler;
    this.peers = peers;
    this.claimed = claimed;
    this.lost = lost;
    this.giveBack = giveBack;
  }

  /** Whether the owner may act: by our own clock, from the start of the last good renewal. */
  boolean good(long leaseStart) {
    return scheduler.nanos() - leaseStart < setup.leaseStop().toNanos();
  }

  /** One round: renew what is ours, claim what is nobody's. Never fails. */
  Future<Void> round() {
    return renew().transform(_ -> look());
  }

  private Future<Void> look() {
    Set<String> members = peers.members();
    if (stopped) {
      return Future.succeededFuture();
    }
    return members.isEmpty() ? claimFree() : share(members);
  }

  void stop() {
    stopped = true;
  }

  /** A node has come or gone: looks at once, and again and again until all is settled. */
  void membersChanged() {
    hurriesUntil = scheduler.nanos() + setup.lease().multipliedBy(2).toNanos();
    if (!hurrying) {
      hurrying = true;
      lookAgain();
    }
  }

  private void lookAgain() {
    look()
        .onComplete(_ -> {
          hurrying = !stopped && scheduler.nanos() < hurriesUntil;
          if (hurrying) {
            scheduler.after(HURRY, this::lookAgain);
          }
        });
  }

  private Future<Void> share(Set<String> members) {
    return store
        .owners()
        .compose(owners -> shareOut(members, owners))
        .transform(done -> {
          if (done.failed()) {
            LOG.atWarn()
                .addKeyValue("cause", done.cause().getMessage())
                .log("whose the queues are could not be read");
          }
          return Future.succeededFuture();
        });
  }

  private Future<Void> shareOut(Set<String> members, List<Owner> owners) {
    Map<QueueId, String> holders = new HashMap<>();
    owners.forEach(owner -> holders.put(owner.queue(), owner.node()));
    List<QueueSetup> free =
        setup.queues().stream()
            .filter(queue -> !owned.containsKey(queue.queue()))
            .filter(queue -> !members.contains(holders.getOrDefault(queue.queue(), "")))
            .toList();
    Shares shares = new Shares(setup.node(), members, holders.values());
    Set<QueueId> mine = new HashSet<>(shares.mine(free.stream().map(QueueSetup::queue).toList()));
    freeSince.keySet().retainAll(free.stream().map(QueueSetup::queue).toList());
    List<Future<?>> claims = new ArrayList<>();
    for (QueueSetup queue : free) {
      if ((mine.contains(queue.queue()) || nobodyComes(queue.queue()))
          && claiming.add(queue.queue())) {
        claims.add(claim(queue, holders.getOrDefault(queue.queue(), setup.node())));
      }
    }
    int tooMany = free.isEmpty() ? shares.tooMany() : 0;
    if (tooMany > 0) {
      giveBack.accept(tooMany);
    }
    return Future.join(claims).transform(_ -> Future.succeededFuture());
  }

  /** Whoever should have taken it sees it otherwise, or does not know the queue. */
  private boolean nobodyComes(QueueId queue) {
    long since = freeSince.computeIfAbsent(queue, _ -> scheduler.nanos());
    return scheduler.nanos() - since > setup.leaseRenewal().multipliedBy(2).toNanos();
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
        claims.add(claim(queue, setup.node()));
      }
    }
    return Future.join(claims).transform(_ -> Future.succeededFuture());
  }

  private Future<Void> claim(QueueSetup queue, String holder) {
    long start = scheduler.nanos();
    return store
        .succeed(queue.queue(), holder, setup.node(), setup.lease(), setup.overdue())
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
