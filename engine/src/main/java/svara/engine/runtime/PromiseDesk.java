package svara.engine.runtime;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.id.CallbackId;
import svara.engine.id.CallerNumber;
import svara.engine.id.TechnicianId;
import svara.engine.port.CallbackPhones;
import svara.engine.port.CallbackPhones.Attempt;
import svara.engine.port.CallbackPhones.Step;
import svara.engine.port.CallbackPhones.Trace;
import svara.engine.port.PhoneSystemException;
import svara.engine.port.TechnicianPhone;
import svara.engine.queue.AttemptResult;
import svara.engine.queue.Callback;
import svara.engine.queue.CallbackPolicy;
import svara.engine.queue.CallbackStage;
import svara.engine.queue.CallerWish;
import svara.engine.queue.Promises;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.QueueEffect;
import svara.engine.queue.QueueLogic;
import svara.engine.queue.Refusal;
import svara.engine.queue.RingResult;

/**
 * Has the promises of one queue kept at the exchange, and takes in what comes of it. After a crash,
 * of either side, the exchange is asked what it knows of an attempt before it is given again.
 */
final class PromiseDesk {
  private static final Logger LOG = LoggerFactory.getLogger(PromiseDesk.class);

  /** What was ordered so shortly before a comparison may still be on its way. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private final QueueSetup setup;
  private final Function<TechnicianId, Future<Optional<TechnicianPhone>>> phoneOf;
  private final QueueOwner owner;
  private final CallbackPhones phones;
  private final Scheduler scheduler;
  private final Function<String, CallerNumber> numberPlan;

  PromiseDesk(
      QueueSetup setup,
      Function<TechnicianId, Future<Optional<TechnicianPhone>>> phoneOf,
      QueueOwner owner,
      CallbackPhones phones,
      Scheduler scheduler,
      Function<String, CallerNumber> numberPlan) {
    this.setup = setup;
    this.phoneOf = phoneOf;
    this.owner = owner;
    this.phones = phones;
    this.scheduler = scheduler;
    this.numberPlan = numberPlan;
  }

  // ---- orders

  void run(QueueEffect.CallBack e) {
    Optional<Refusal> denied = Promises.unfit(numberPlan.apply(e.number()));
    if (denied.isPresent()) {
      submit(
          new QueueCommand.RefuseOrder(
              CommandIds.offerEnd(e.callback(), e.order()),
              scheduler.now(),
              e.callback(),
              e.order(),
              denied.get()));
    } else {
      phoneOf
          .apply(e.technician())
          .onSuccess(phone -> phone.ifPresentOrElse(free -> callBack(e, free), () -> notTaken(e)))
          .onFailure(cause -> log(e.callback(), e.order(), cause));
    }
  }

  private void callBack(QueueEffect.CallBack e, TechnicianPhone phone) {
    phones
        .callBack(attempt(e, phone))
        .onFailure(cause -> {
          log(e.callback(), e.order(), cause);
          if (cause instanceof PhoneSystemException p
              && p.kind() == PhoneSystemException.Kind.REFUSED) {
            notTaken(e);
          } // unknown otherwise: the next comparison with the exchange tells
        });
  }

  private Attempt attempt(QueueEffect.CallBack e, TechnicianPhone phone) {
    CallbackPolicy policy = setup.policy().callbacks();
    return new Attempt(
        e.callback(),
        e.order(),
        setup.queue(),
        owner.lease().epoch(),
        phone,
        setup.policy().ringTime(),
        e.number(),
        setup.shownNumber(),
        e.language(),
        policy.callerRingTime(),
        policy.talkMax());
  }

  /** He left the settings, or another queue has him, or he can not be rung: another is asked. */
  private void notTaken(QueueEffect.CallBack e) {
    submit(
        new QueueCommand.EndOffer(
            CommandIds.offerEnd(e.callback(), e.order()),
            scheduler.now(),
            e.callback(),
            e.order(),
            e.technician(),
            RingResult.FAILED));
  }

  void run(QueueEffect.ForgetAttempt e) {
    phones.forget(e.callback(), e.order()).onFailure(cause -> log(e.callback(), e.order(), cause));
  }

  // ---- reports

  void attempted(Callback callback, int order, Step step, Instant at) {
    CallbackId id = callback.id();
    switch (step) {
      case Step.TechnicianAnswered _ -> {} // whether it is an attempt is seen when he is dialled
      case Step.NotTaken taken ->
          submit(
              new QueueCommand.EndOffer(
                  CommandIds.offerEnd(id, order),
                  at,
                  id,
                  order,
                  taken.technician(),
                  taken.result()));
      case Step.Dialled dialled ->
          submit(
              new QueueCommand.NoteDialled(
                  CommandIds.dialled(id, order), at, id, order, dialled.technician()));
      case Step.Joined joined ->
          submit(
              new QueueCommand.NoteJoined(
                  CommandIds.joined(id, order), at, id, order, joined.technician()));
      case Step.Ended ended -> ended(callback, order, ended, at);
    }
  }

  /** Where it was never heard that the two were joined, the exchange is asked when they were. */
  private void ended(Callback callback, int order, Step.Ended ended, Instant at) {
    CallbackId id = callback.id();
    boolean unheard =
        ended.result() == AttemptResult.JOINED
            && !(callback.stage() instanceof CallbackStage.Joined);
    Future<Optional<Trace>> asked =
        unheard ? phones.trace(id, order) : Future.succeededFuture(Optional.empty());
    asked
        .otherwise(Optional.empty())
        .onSuccess(trace -> {
          Instant joinedAt =
              trace
                  .filter(Trace.Over.class::isInstance)
                  .flatMap(over -> ((Trace.Over) over).joinedAt())
                  .orElse(null);
          submit(
              new QueueCommand.EndAttempt(
                  CommandIds.attemptEnd(id, order),
                  at,
                  id,
                  order,
                  ended.result(),
                  ended.wish(),
                  joinedAt));
        });
  }

  // ---- comparison

  /**
   * Asks the exchange about every promise in a technician's hands.
   *
   * @param at when the comparison began
   * @param takeOver this node has just become the owner: nothing of its own is on its way
   */
  Future<Void> compare(Instant at, boolean takeOver) {
    List<Future<?>> questions = new ArrayList<>();
    for (Callback callback : owner.state().callbacks()) {
      if (callback.stage() instanceof CallbackStage.UnderWay underWay
          && (takeOver || since(underWay).isBefore(at.minus(MARGIN)))) {
        questions.add(
            phones
                .trace(callback.id(), underWay.order())
                .compose(trace -> settle(callback, underWay, trace)));
      }
    }
    return Future.join(questions).mapEmpty();
  }

  private static Instant since(CallbackStage.UnderWay stage) {
    return switch (stage) {
      case CallbackStage.Offered offered -> offered.since();
      case CallbackStage.Dialling dialling -> dialling.since();
      case CallbackStage.Joined joined -> joined.since();
    };
  }

  private Future<?> settle(Callback callback, CallbackStage.UnderWay stage, Optional<Trace> trace) {
    CallbackId id = callback.id();
    int order = stage.order();
    Instant now = scheduler.now();
    if (trace.isEmpty()) {
      return lost(callback, stage);
    }
    return switch (trace.get()) {
      case Trace.Over over ->
          submit(
              new QueueCommand.EndAttempt(
                  CommandIds.attemptEnd(id, order),
                  over.endedAt(),
                  id,
                  order,
                  over.result(),
                  over.wish(),
                  over.joinedAt().orElse(null)));
      case Trace.UnderWay(boolean dialled, boolean joined) -> {
        if (joined && !(stage instanceof CallbackStage.Joined)) {
          yield submit(
              new QueueCommand.NoteJoined(
                  CommandIds.joined(id, order), now, id, order, stage.technician()));
        }
        if (dialled && stage instanceof CallbackStage.Offered) {
          yield submit(
              new QueueCommand.NoteDialled(
                  CommandIds.dialled(id, order), now, id, order, stage.technician()));
        }
        yield Future.succeededFuture();
      }
    };
  }

  /**
   * The exchange knows nothing of it: the same order is given again, which it carries out at most
   * once. One that was dialled and has no trace any more is over, nobody knows how.
   */
  private Future<?> lost(Callback callback, CallbackStage.UnderWay stage) {
    if (stage instanceof CallbackStage.Offered) {
      owner
          .state()
          .callback(callback.id())
          .filter(now -> now.stage().equals(stage))
          .flatMap(QueueLogic::resume)
          .ifPresent(this::run);
      return Future.succeededFuture();
    }
    return submit(
        new QueueCommand.EndAttempt(
            CommandIds.attemptEnd(callback.id(), stage.order()),
            scheduler.now(),
            callback.id(),
            stage.order(),
            AttemptResult.CONGESTION,
            CallerWish.NONE,
            null));
  }

  private Future<?> submit(QueueCommand command) {
    return owner
        .submit(command)
        .onFailure(cause ->
            LOG.atWarn()
                .addKeyValue("queue", setup.queue())
                .addKeyValue("command", command.id())
                .addKeyValue("cause", cause.getMessage())
                .log("what came of a promise could not be stored; the next comparison mends it"));
  }

  private static void log(CallbackId callback, int order, Throwable cause) {
    LOG.atWarn()
        .addKeyValue("callback", callback)
        .addKeyValue("order", order)
        .addKeyValue("cause", cause.getMessage())
        .log("the exchange did not carry out an order for a promise");
  }
}
