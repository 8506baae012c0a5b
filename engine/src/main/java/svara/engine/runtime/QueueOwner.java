package svara.engine.runtime;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.id.CommandId;
import svara.engine.port.QueueService.Submitted;
import svara.engine.port.QueueStore;
import svara.engine.port.QueueStore.Commit;
import svara.engine.port.QueueStore.Committed;
import svara.engine.port.QueueStore.Entry;
import svara.engine.port.QueueStore.Lease;
import svara.engine.port.StoreException;
import svara.engine.queue.Decision;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueueInvariants;
import svara.engine.queue.QueueLogic;
import svara.engine.queue.QueuePolicy;
import svara.engine.queue.QueueState;
import svara.engine.runtime.Mailbox.Letter;

/**
 * The one writer of a queue. Commands pass one at a time: decided, stored, and only then believed
 * and acted on. Commands that arrive while a write is under way are decided together and share the
 * next write, so that a busy queue is not bound by one disk flush a command.
 */
final class QueueOwner {
  private static final Logger LOG = LoggerFactory.getLogger(QueueOwner.class);
  private static final Duration RETRY_FIRST = Duration.ofMillis(50);
  private static final Duration RETRY_MAX = Duration.ofSeconds(1);

  /** What the owner tells the rest of the engine. */
  interface Listener {
    /** An event is stored and true; {@code after} is the state after the whole batch. */
    void happened(QueueOwner owner, QueueEvent event, QueueState after);

    /** So many invariants are broken after a step: a fault of ours. */
    void broken(int invariants);

    /** Another owner has the queue: this one has stopped. */
    void fenced(QueueOwner owner);
  }

  private record Decided(Letter letter, Decision decision) {}

  private final Lease lease;
  private final QueuePolicy policy;
  private final QueueStore store;
  private final Scheduler scheduler;
  private final BooleanSupplier leaseGood;
  private final Listener listener;
  private final Mailbox mailbox = new Mailbox();
  private final DeadlineTimer timer;
  private QueueState state;
  private boolean busy;
  private boolean stopped;
  private @Nullable Instant batchSince;

  QueueOwner(
      Lease lease,
      QueuePolicy policy,
      QueueState state,
      QueueStore store,
      Scheduler scheduler,
      BooleanSupplier leaseGood,
      Listener listener) {
    this.lease = lease;
    this.policy = policy;
    this.state = state;
    this.store = store;
    this.scheduler = scheduler;
    this.leaseGood = leaseGood;
    this.listener = listener;
    this.timer =
        new DeadlineTimer(
            scheduler, () -> QueueLogic.nextDeadline(policy, this.state), this::timePassed);
    timer.set();
  }

  Lease lease() {
    return lease;
  }

  QueueState state() {
    return state;
  }

  /** Commands that wait to be decided. */
  int mailboxSize() {
    return mailbox.size();
  }

  /** How long the oldest command has waited to be stored; zero when none waits. */
  Duration oldestWait() {
    Instant oldest = batchSince != null ? batchSince : mailbox.oldest();
    return oldest == null ? Duration.ZERO : Duration.between(oldest, scheduler.now());
  }

  /** Hands a command in; completes when what it led to is stored. */
  Future<Submitted> submit(QueueCommand command) {
    Submitted first = mailbox.before(command.id());
    if (first != null) {
      return Future.succeededFuture(first);
    }
    if (stopped) {
      return Future.failedFuture(
          new StoreException(StoreException.Kind.UNAVAILABLE, "this node no longer has the queue"));
    }
    Optional<Letter> letter = mailbox.put(command, scheduler.now());
    if (letter.isEmpty()) {
      return Future.failedFuture(
          new StoreException(
              StoreException.Kind.OVERLOADED, "the queue's mailbox is full: " + Mailbox.MAX));
    }
    pump();
    return letter.get().promise().future();
  }

  boolean stopped() {
    return stopped;
  }

  /** Takes nothing more; what waits fails as unavailable. A write under way still completes. */
  void stop() {
    stopped = true;
    timer.cancel();
    mailbox.close(new StoreException(StoreException.Kind.UNAVAILABLE, "the queue was given up"));
  }

  private void pump() {
    if (busy || stopped || mailbox.isEmpty()) {
      return;
    }
    if (!leaseGood.getAsBoolean()) {
      // a renewal is under way, or another node takes over: acting now could be acting twice
      busy = true;
      scheduler.after(RETRY_FIRST, this::goOn);
      return;
    }
    busy = true;
    List<Decided> batch = decide(mailbox.nextBatch());
    List<Entry> entries =
        batch.stream()
            .filter(d -> !d.decision().events().isEmpty())
            .map(QueueOwner::entry)
            .toList();
    if (entries.isEmpty()) {
      finish(batch);
    } else {
      batchSince = batch.getFirst().letter().since();
      QueueState next = batch.getLast().decision().state();
      write(
          batch,
          new Commit(lease.queue(), lease.epoch(), state.version(), next, entries),
          RETRY_FIRST,
          false);
    }
  }

  private void goOn() {
    busy = false;
    batchSince = null;
    pump();
  }

  private List<Decided> decide(List<Letter> batch) {
    List<Decided> decided = new ArrayList<>(batch.size());
    QueueState next = state;
    for (Letter letter : batch) {
      Decision decision = QueueLogic.decide(policy, next, letter.command());
      decided.add(new Decided(letter, decision));
      next = decision.state();
    }
    return decided;
  }

  private static Entry entry(Decided d) {
    QueueCommand command = d.letter().command();
    return new Entry(command.id(), command.at(), d.decision().events(), d.decision().refusal());
  }

  private void write(List<Decided> batch, Commit commit, Duration retry, boolean again) {
    store
        .commit(commit)
        .onComplete(done -> {
          if (done.succeeded()) {
            written(batch, done.result(), again);
          } else {
            notWritten(batch, commit, retry, done.cause());
          }
        });
  }

  private void written(List<Decided> batch, Committed result, boolean again) {
    switch (result) {
      case Committed.Stored _ -> finish(batch);
      case Committed.Known(List<Entry> firsts) -> alreadyThere(batch, firsts, again);
      case Committed.Fenced _ -> {
        LOG.atWarn().addKeyValue("queue", lease.queue()).log("another owner has the queue");
        mailbox.putBack(letters(batch));
        stop();
        listener.fenced(this);
      }
    }
  }

  private void notWritten(List<Decided> batch, Commit commit, Duration retry, Throwable cause) {
    if (cause instanceof StoreException e && e.kind() == StoreException.Kind.REFUSED) {
      refusedByStore(batch, e);
      return;
    }
    LOG.atWarn()
        .addKeyValue("queue", lease.queue())
        .addKeyValue("cause", cause.getMessage())
        .log("events could not be stored; trying again");
    Duration next =
        retry.multipliedBy(2).compareTo(RETRY_MAX) > 0 ? RETRY_MAX : retry.multipliedBy(2);
    scheduler.after(
        retry,
        () -> {
          if (stopped) {
            batch.forEach(d -> d.letter().promise().fail(cause));
          } else {
            write(batch, commit, next, true);
          }
        });
  }

  /** One poisonous command must not take others with it: each is tried alone. */
  private void refusedByStore(List<Decided> batch, StoreException cause) {
    if (batch.size() == 1) {
      LOG.atError()
          .addKeyValue("queue", lease.queue())
          .addKeyValue("command", batch.getFirst().letter().command().id())
          .addKeyValue("cause", cause.getMessage())
          .log("the database refused a command");
      batch.getFirst().letter().promise().fail(cause);
    } else {
      mailbox.putBackAlone(letters(batch));
    }
    goOn();
  }

  /**
   * Some commands are in the journal: they were told twice, or the answer to our own COMMIT was
   * lost and nothing of it has been acted on yet.
   */
  private void alreadyThere(List<Decided> batch, List<Entry> firsts, boolean again) {
    Map<CommandId, Entry> known =
        firsts.stream().collect(Collectors.toMap(Entry::command, e -> e, (a, _) -> a));
    store
        .load(lease.queue())
        .onComplete(loaded -> {
          if (loaded.failed()) {
            scheduler.after(RETRY_FIRST, () -> alreadyThere(batch, firsts, again));
            return;
          }
          state = loaded.result();
          List<Decided> rest = new ArrayList<>();
          for (Decided d : batch) {
            Entry first = known.get(d.letter().command().id());
            if (first == null) {
              rest.add(d);
              continue;
            }
            if (again) {
              first.events().forEach(event -> listener.happened(this, event, state));
            }
            mailbox.answer(d.letter(), new Submitted(first.events(), first.refusal()));
          }
          mailbox.putBack(letters(rest));
          timer.set();
          goOn();
        });
  }

  private static List<Letter> letters(List<Decided> batch) {
    return batch.stream().map(Decided::letter).toList();
  }

  private void finish(List<Decided> batch) {
    state = batch.getLast().decision().state();
    boolean changed = false;
    for (Decided d : batch) {
      if (!d.decision().events().isEmpty()) {
        changed = true;
        // what is free at the moment of one command need not be so at that of another
        checkInvariants(d.decision().state(), d.letter().command().at());
      }
      for (QueueEvent event : d.decision().events()) {
        listener.happened(this, event, state);
      }
    }
    if (changed) {
      timer.set();
    }
    for (Decided d : batch) {
      mailbox.answer(d.letter(), new Submitted(d.decision().events(), d.decision().refusal()));
    }
    goOn();
  }

  private void checkInvariants(QueueState after, Instant at) {
    List<String> wrong = QueueInvariants.violations(policy, after, at);
    if (!wrong.isEmpty()) {
      listener.broken(wrong.size());
      LOG.atError()
          .addKeyValue("queue", lease.queue())
          .addKeyValue("violations", wrong)
          .log("an invariant of the queue is broken");
    }
  }

  private void timePassed() {
    Instant now = scheduler.now();
    submit(new QueueCommand.PassTime(CommandIds.time(now), now))
        .onFailure(cause ->
            LOG.atWarn()
                .addKeyValue("queue", lease.queue())
                .addKeyValue("cause", cause.getMessage())
                .log("a deadline could not be handled"))
        .onComplete(_ -> keepTimer());
  }

  private void keepTimer() {
    if (!stopped) {
      timer.keep();
    }
  }
}
