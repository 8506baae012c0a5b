package svara.engine.runtime;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.id.CallerNumber;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.CallbackPhones;
import svara.engine.port.EngineCounters;
import svara.engine.port.LiveUpdate;
import svara.engine.port.PhoneListener.Connection;
import svara.engine.port.PhoneSystem;
import svara.engine.port.QueueService;
import svara.engine.port.QueueStore;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueueState;

/**
 * One node: owns queues, serves their callers at the exchange, answers for them. All of it runs on
 * the context that {@link #start} was called on; the methods of {@link QueueService} are called
 * there too.
 */
public final class Engine implements QueueService, QueueOwner.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final EngineSetup setup;
  private final PhoneSystem phones;
  private final CallbackPhones callbacks;
  private final Function<String, CallerNumber> numberPlan;
  private final QueueStore store;
  private final Scheduler scheduler;
  private final LiveFeed live;
  private final Peers peers;
  private final Map<QueueId, OwnedQueue> owned = new LinkedHashMap<>();
  private final PhoneClaims claims;
  private final Switchboard switchboard;
  private final ExchangeLink exchange;
  private final Reconciliation reconciliation;
  private final Settling settling;
  private final Ownership ownership;
  private final Staff staff;
  private final EngineCounts counts = new EngineCounts(this::differences, this::depths);
  private final Map<String, Scheduler.Task> rounds = new LinkedHashMap<>();
  private boolean stopped;

  public Engine(
      EngineSetup setup,
      PhoneSystem phones,
      CallbackPhones callbacks,
      QueueStore store,
      Function<String, CallerNumber> numberPlan,
      Scheduler scheduler,
      LiveFeed live,
      Peers peers) {
    this.setup = setup;
    this.phones = phones;
    this.callbacks = callbacks;
    this.numberPlan = numberPlan;
    this.store = store;
    this.scheduler = scheduler;
    this.live = live;
    this.peers = peers;
    this.switchboard = new Switchboard(owned, store, scheduler, numberPlan, setup.rejoin());
    this.exchange =
        new ExchangeLink(
            setup.queues(),
            switchboard,
            new FeatureCodes(owned, phones),
            counts,
            scheduler,
            this::settleAll,
            this::unsettleAll);
    this.reconciliation = new Reconciliation(phones, switchboard, scheduler, exchange::queueOf);
    this.settling =
        new Settling(
            phones,
            reconciliation,
            scheduler,
            () -> exchange.state() == Connection.UP && !stopped,
            this::beat);
    this.ownership =
        new Ownership(
            setup, owned, store, scheduler, peers, this::claimed, this::lost, this::giveBack);
    this.staff = new Staff(setup.queues(), owned, phones, scheduler);
    this.claims = new PhoneClaims(store, staff::inSeveral);
  }

  /**
   * Claims queues and connects to the exchange. Completes when this node has had a first look at
   * every queue in the database; the exchange may still be on its way, see {@link #ready}.
   */
  public Future<Void> start() {
    every("beat", setup.heartbeat(), this::beat);
    every("compare", setup.reconciliation(), this::compareAll);
    phones
        .open(exchange)
        .compose(_ -> staff.watch())
        .onFailure(cause ->
            LOG.atError()
                .addKeyValue("cause", cause.getMessage())
                .log("the exchange cannot be used"));
    peers.whenMembersChange(ownership::membersChanged);
    return ownership
        .round()
        .onComplete(_ -> every("leases", ownership.interval(), ownership::round));
  }

  /**
   * Takes the technicians of these queues, and nothing else of them, in place of those it had. Who
   * is no longer named is offered nothing more, and what he has goes on. What can not be done now
   * is tried again at each comparison with the exchange.
   */
  public Future<Void> technicians(List<QueueSetup> queues) {
    if (stopped) {
      return Future.succeededFuture();
    }
    peers.named(queues);
    return staff.change(queues);
  }

  /** Takes nothing new and gives the queues back; calls go on at the exchange. */
  public Future<Void> stop() {
    stopped = true;
    ownership.stop();
    rounds.values().forEach(Scheduler.Task::cancel);
    List<Future<?>> releases = new ArrayList<>();
    for (OwnedQueue queue : List.copyOf(owned.values())) {
      queue.owner().stop();
      releases.add(store.release(queue.owner().lease()));
    }
    owned.clear();
    return Future.join(releases).transform(_ -> phones.close());
  }

  /** Whether callers of every queue this node owns are taken by the engine now. */
  public boolean ready() {
    return exchange.state() == Connection.UP
        && !owned.isEmpty()
        && owned.values().stream().allMatch(OwnedQueue::settled)
        && storeFresh();
  }

  /** The connection to the exchange as it is now. */
  public Connection connectionState() {
    return exchange.state();
  }

  /** Since when it is so. */
  public Instant connectionSince() {
    return exchange.since();
  }

  /** Whether what has to be stored is stored in time. */
  public boolean storeFresh() {
    Duration oldest =
        owned.values().stream()
            .map(q -> q.owner().oldestWait())
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    return oldest.compareTo(setup.storePatience()) < 0
        && switchboard.oldestLookUp().compareTo(setup.storePatience()) < 0;
  }

  /** Broken invariants found since the start; anything but 0 is a fault of ours. */
  public long invariantViolations() {
    return counts.invariantViolations();
  }

  /** What has been counted since the start. */
  public EngineCounters counters() {
    return counts;
  }

  /** Differences between the exchange and us that were found and mended since the start. */
  public long differences() {
    return reconciliation.differences();
  }

  private List<EngineCounters.Depth> depths() {
    List<EngineCounters.Depth> depths = new ArrayList<>();
    depths.add(new EngineCounters.Depth("calls", null, switchboard.calls(), Switchboard.CALLS_MAX));
    owned.forEach((id, queue) -> {
      depths.add(
          new EngineCounters.Depth("commands", id, queue.owner().mailboxSize(), Mailbox.MAX));
      depths.add(new EngineCounters.Depth("orders", id, queue.ordersHeld(), OwnedQueue.HELD_MAX));
    });
    return depths;
  }

  // ---- rounds

  private void every(String round, Duration interval, Runnable task) {
    if (stopped) {
      return;
    }
    rounds.put(
        round,
        scheduler.after(
            interval,
            () -> {
              every(round, interval, task);
              task.run();
            }));
  }

  private void beat() {
    if (exchange.state() != Connection.UP || !storeFresh()) {
      return;
    }
    long now = scheduler.nanos();
    List<OwnedQueue> served = new ArrayList<>();
    for (OwnedQueue queue : List.copyOf(owned.values())) {
      if (!queue.settled() || !ownership.good(queue.leaseStart())) {
        continue;
      }
      if (now - queue.lastBeat() > setup.silence().toNanos()) {
        // the exchange may have begun to serve callers itself: they are counted before it stops
        queue.settled(false);
        settling.settle(queue);
      } else {
        served.add(queue);
      }
    }
    if (!served.isEmpty()) {
      phones
          .beat(served.stream().map(queue -> queue.setup().queue()).collect(Collectors.toSet()))
          .onSuccess(_ -> served.forEach(queue -> queue.beaten(now)))
          .onFailure(cause -> logged("a heartbeat did not arrive", cause));
    }
  }

  /** Compares with the exchange now, and not when it is due. */
  public void compareNow() {
    compareAll();
  }

  private void compareAll() {
    if (exchange.state() == Connection.UP) {
      staff
          .apply()
          .onFailure(cause -> logged("the technicians are not yet as the settings say", cause));
      for (OwnedQueue queue : owned.values()) {
        if (queue.settled()) {
          queue.mirrorChanges();
          reconciliation
              .compare(queue, storeFresh())
              .onFailure(cause -> logged("the comparison with the exchange failed", cause));
        } else {
          settling.settle(queue);
        }
      }
    }
  }

  // ---- ownership

  private void claimed(Ownership.Claimed claim) {
    store
        .load(claim.setup().queue())
        .onSuccess(state -> own(claim, state))
        .onFailure(cause -> {
          logged("a claimed queue could not be read; given back", cause);
          store.release(claim.lease());
        });
  }

  private void own(Ownership.Claimed claim, QueueState state) {
    if (stopped) {
      store.release(claim.lease());
      return;
    }
    QueueId id = claim.setup().queue();
    QueueSetup queueSetup = staff.named(claim.setup());
    QueueOwner owner =
        new QueueOwner(
            claim.lease(),
            queueSetup.policy(),
            state,
            store,
            scheduler,
            () -> {
              OwnedQueue now = owned.get(id);
              return now != null && ownership.good(now.leaseStart());
            },
            this);
    OwnedQueue queue =
        new OwnedQueue(
            queueSetup,
            owner,
            phones,
            callbacks,
            numberPlan,
            scheduler,
            new Announcements(),
            claims,
            claim.leaseStart());
    owned.put(id, queue);
    state.calls().forEach(call -> switchboard.know(call.caller().call(), id));
    peers.serves(id, true);
    LOG.atInfo()
        .addKeyValue("queue", id)
        .addKeyValue("epoch", claim.lease().epoch())
        .log("the queue is ours");
    owner
        .submit(
            new QueueCommand.EnrolTechnicians(
                CommandIds.enrol(claim.lease().epoch()),
                scheduler.now(),
                queueSetup.technicianIds()))
        .onSuccess(_ -> {
          exchange.repeatPhones();
          settling.settle(queue);
        })
        .onFailure(cause -> logged("technicians could not be enrolled", cause));
  }

  /** For a node that has fewer; those with the fewest calls first. Callers stay where they are. */
  private void giveBack(int queues) {
    owned.values().stream()
        .sorted(Comparator.comparingInt(queue -> queue.owner().state().calls().size()))
        .limit(queues)
        .map(queue -> queue.owner().lease())
        .toList()
        .forEach(lease -> {
          LOG.atInfo()
              .addKeyValue("queue", lease.queue())
              .log("the queue is given to a node that has fewer");
          lost(lease.queue());
          store
              .release(lease)
              .onFailure(cause -> logged("a queue is free only when its lease runs out", cause));
        });
  }

  private void lost(QueueId id) {
    OwnedQueue queue = owned.remove(id);
    if (queue != null) {
      queue.owner().stop();
      switchboard.forget(id);
      peers.serves(id, false);
    }
  }

  @Override
  public void broken(int invariants) {
    counts.broken(invariants);
  }

  @Override
  public void fenced(QueueOwner owner) {
    lost(owner.lease().queue());
  }

  @Override
  public void happened(QueueOwner owner, QueueEvent event, QueueState after) {
    QueueId id = owner.lease().queue();
    OwnedQueue queue = owned.get(id);
    if (queue != null && queue.owner() == owner) {
      queue.happened(event, after);
    }
    counts.note(id, event);
    LiveUpdate.of(id, event).ifPresent(live::publish);
  }

  private void settleAll() {
    owned.values().forEach(settling::settle);
  }

  private void unsettleAll() {
    owned.values().forEach(queue -> queue.settled(false));
  }

  // ---- answers

  @Override
  public Future<List<QueueView>> views() {
    List<Future<Optional<QueueView>>> views =
        setup.queues().stream().map(q -> view(q.queue())).toList();
    return Future.join(views)
        .map(_ -> views.stream().map(Future::result).flatMap(Optional::stream).toList());
  }

  @Override
  public Future<Optional<QueueView>> view(QueueId id) {
    Optional<QueueSetup> named =
        setup.queues().stream().filter(q -> q.queue().equals(id)).findFirst();
    if (named.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    OwnedQueue queue = owned.get(id);
    return queue == null
        ? peers.view(id)
        : Future.succeededFuture(Optional.of(view(queue.setup(), queue.owner().state())));
  }

  private QueueView view(QueueSetup queue, QueueState state) {
    Map<TechnicianId, String> names =
        queue.technicians().stream()
            .collect(
                Collectors.toMap(
                    QueueSetup.TechnicianSetup::id, QueueSetup.TechnicianSetup::name, (a, _) -> a));
    return new QueueView(
        queue.queue(),
        queue.title(),
        queue.numbers(),
        queue.policy(),
        state,
        names,
        scheduler.now());
  }

  @Override
  public Future<Submitted> submit(QueueId id, QueueCommand command) {
    OwnedQueue queue = owned.get(id);
    return queue == null ? peers.submit(id, command) : queue.owner().submit(command);
  }

  private static void logged(String what, Throwable cause) {
    LOG.atWarn().addKeyValue("cause", cause.getMessage()).log(what);
  }
}
