package svara.engine.runtime;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.CallerNumber;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.CallbackPhones;
import svara.engine.port.OfferedCall;
import svara.engine.port.QueueService.Submitted;
import svara.engine.port.QueueStore;
import svara.engine.port.QueueStore.CallerFacts;
import svara.engine.port.StoreException;
import svara.engine.queue.Caller;
import svara.engine.queue.PhoneState;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.QueueLogic;
import svara.engine.queue.QueuedCall;
import svara.engine.queue.RingResult;

/**
 * Turns what the exchange reports into commands for the owners of this node. Facts of one call pass
 * in order: a caller is looked up in the database before he is offered, and a hang-up that comes
 * meanwhile must not overtake him.
 */
final class Switchboard {
  private static final Logger LOG = LoggerFactory.getLogger(Switchboard.class);
  static final int CALLS_MAX = 20_000;
  private static final Duration LOOK_UP_RETRY = Duration.ofMillis(250);
  private static final Duration LOOK_UP_MAX = Duration.ofSeconds(60);

  /** So long late news of a call that has ended still finds it. */
  private static final Duration FORGET_AFTER = Duration.ofSeconds(60);

  /** What of one call is under way. */
  private static final class Line {
    private final QueueId queue;
    private Future<?> last = Future.succeededFuture();
    private boolean gone;

    private Line(QueueId queue) {
      this.queue = queue;
    }
  }

  private final Map<QueueId, OwnedQueue> owned;
  private final QueueStore store;
  private final Scheduler scheduler;
  private final Function<String, CallerNumber> numberPlan;
  private final Duration rejoin;
  private final Map<CallId, Line> lines = new HashMap<>();
  private final Map<CallId, Instant> lookUps = new HashMap<>();

  Switchboard(
      Map<QueueId, OwnedQueue> owned,
      QueueStore store,
      Scheduler scheduler,
      Function<String, CallerNumber> numberPlan,
      Duration rejoin) {
    this.owned = owned;
    this.store = store;
    this.scheduler = scheduler;
    this.numberPlan = numberPlan;
    this.rejoin = rejoin;
  }

  /** Calls whose facts are followed. */
  int calls() {
    return lines.size();
  }

  /** How long the oldest caller has waited to be looked up; zero when none waits. */
  Duration oldestLookUp() {
    return lookUps.values().stream()
        .min(Comparator.naturalOrder())
        .map(since -> Duration.between(since, scheduler.now()))
        .orElse(Duration.ZERO);
  }

  /** From now on facts of the call are this queue's. */
  void know(CallId call, QueueId queue) {
    lines.putIfAbsent(call, new Line(queue));
  }

  /** Facts of calls of a queue that was given up are no longer ours. */
  void forget(QueueId queue) {
    lines.values().removeIf(line -> line.queue.equals(queue));
  }

  Future<Optional<Submitted>> offered(OfferedCall call, QueueId queue) {
    OwnedQueue target = owned.get(queue);
    if (target == null) {
      return Future.succeededFuture(Optional.empty());
    }
    Optional<QueuedCall> known = target.owner().state().call(call.call());
    if (known.isPresent()) {
      if (call.entry() > 1) {
        // parked anew, out of the exchange's own queue: what he was hearing has ended
        QueueLogic.resume(known.get())
            .ifPresent(effect -> target.effects().again(effect, call.entry()));
      }
      return Future.succeededFuture(Optional.empty());
    }
    if (!lines.containsKey(call.call()) && lines.size() >= CALLS_MAX) {
      LOG.atError().addKeyValue("call", call.call()).log("too many calls; left to the exchange");
      return Future.succeededFuture(Optional.empty());
    }
    know(call.call(), queue);
    return inOrder(
        call.call(),
        () ->
            caller(call, target.setup())
                .compose(caller ->
                    target
                        .owner()
                        .submit(
                            new QueueCommand.OfferCall(
                                CommandIds.offer(call.call()), call.at(), caller)))
                .map(Optional::of));
  }

  /** Who calls, with the ticket the call goes on. */
  Future<Caller> caller(OfferedCall call, QueueSetup setup) {
    CallerNumber number = numberPlan.apply(call.number());
    Instant since = scheduler.now();
    lookUps.put(call.call(), since);
    return lookUp(call.call(), number, since)
        .map(facts -> caller(call, setup, number, facts))
        .onComplete(_ -> lookUps.remove(call.call()));
  }

  private static Caller caller(
      OfferedCall call, QueueSetup setup, CallerNumber number, CallerFacts facts) {
    Language own = facts.language();
    return new Caller(
        call.call(),
        facts.ticket(),
        number,
        call.name(),
        facts.person(),
        own == null ? setup.language(call.dialled()) : own,
        call.arrivedAt(),
        call.at());
  }

  /** The database may be away for a while: the caller is held, bounded, and asked about again. */
  private Future<CallerFacts> lookUp(CallId call, CallerNumber number, Instant since) {
    Promise<CallerFacts> promise = Promise.promise();
    store
        .callerFacts(number, scheduler.now(), rejoin)
        .onSuccess(promise::complete)
        .onFailure(cause -> {
          boolean passing =
              cause instanceof StoreException e && e.kind() != StoreException.Kind.REFUSED;
          Line line = lines.get(call);
          boolean alive = line == null || !line.gone;
          boolean inTime = Duration.between(since, scheduler.now()).compareTo(LOOK_UP_MAX) < 0;
          if (passing && alive && inTime) {
            scheduler.after(LOOK_UP_RETRY, () -> lookUp(call, number, since).onComplete(promise));
          } else {
            promise.fail(cause);
          }
        });
    return promise.future();
  }

  void keyed(CallId call, char key, long serial, Instant at) {
    Line line = lines.get(call);
    OwnedQueue queue = line == null ? null : owned.get(line.queue);
    if (queue != null && queue.numbers().takes(call, key)) {
      return;
    }
    submit(
        call,
        new QueueCommand.PressKey(CommandIds.key(call, Long.toString(serial)), at, call, key));
  }

  void ringEnded(CallId call, int attempt, RingResult result, Instant at) {
    submit(
        call,
        new QueueCommand.EndRing(CommandIds.ringEnd(call, attempt), at, call, attempt, result));
  }

  void answered(CallId call, TechnicianId technician, Instant at) {
    submit(
        call,
        new QueueCommand.ConfirmAnswer(CommandIds.answer(call, technician), at, call, technician));
  }

  void released(CallId call, TechnicianId technician, Instant at) {
    submit(
        call,
        new QueueCommand.ReleaseTechnician(
            CommandIds.release(call, technician), at, call, technician));
    Line line = lines.get(call);
    if (line != null && line.gone) {
      lines.remove(call);
    }
  }

  void ended(CallId call, boolean failed, Instant at) {
    Line line = lines.get(call);
    if (line == null) {
      return;
    }
    line.gone = true;
    OwnedQueue queue = owned.get(line.queue);
    if (queue != null && !queue.settled()) {
      queue.endBeforeSettled();
      forgetSoon(call);
      return;
    }
    submit(call, new QueueCommand.EndCall(CommandIds.end(call), at, call, failed))
        .onComplete(_ -> forgetSoon(call));
  }

  /** The technician's own leg may outlive the caller's. */
  private void forgetSoon(CallId call) {
    scheduler.after(FORGET_AFTER, () -> lines.remove(call));
  }

  void phone(TechnicianId technician, PhoneState state, Instant at) {
    for (OwnedQueue queue : owned.values()) {
      queue
          .owner()
          .state()
          .technician(technician)
          .filter(t -> t.phone() != state)
          .ifPresent(_ ->
              logged(
                  queue
                      .owner()
                      .submit(
                          new QueueCommand.NotePhone(
                              CommandIds.phone(technician, state, at), at, technician, state))));
    }
  }

  void attempted(CallbackId callback, int order, CallbackPhones.Step step, Instant at) {
    for (OwnedQueue queue : owned.values()) {
      queue
          .owner()
          .state()
          .callback(callback)
          .ifPresent(open -> queue.promises().attempted(open, order, step, at));
    }
  }

  private Future<Optional<Submitted>> submit(CallId call, QueueCommand command) {
    Line line = lines.get(call);
    if (line == null) {
      return Future.succeededFuture(Optional.empty()); // another node's call
    }
    return inOrder(
        call,
        () -> {
          OwnedQueue queue = owned.get(line.queue);
          return queue == null
              ? Future.succeededFuture(Optional.empty())
              : queue.owner().submit(command).map(Optional::of);
        });
  }

  private Future<Optional<Submitted>> inOrder(
      CallId call, Supplier<Future<Optional<Submitted>>> next) {
    Line line = lines.get(call);
    if (line == null) {
      return Future.succeededFuture(Optional.empty());
    }
    Future<Optional<Submitted>> done =
        line.last.isComplete() && line.last.succeeded()
            ? next.get()
            : line.last.transform(_ -> next.get());
    line.last = done.otherwiseEmpty();
    return logged(done);
  }

  private static <T> Future<T> logged(Future<T> future) {
    return future.onFailure(cause ->
        LOG.atWarn()
            .addKeyValue("cause", cause.getMessage())
            .log("a fact of the exchange could not be stored; the next comparison mends it"));
  }
}
