package svara.telephony.simulated;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.port.CallbackPhones.Attempt;
import svara.engine.port.CallbackPhones.Step;
import svara.engine.port.CallbackPhones.Trace;
import svara.engine.queue.AttemptResult;
import svara.engine.queue.CallerWish;
import svara.engine.queue.RingResult;

/** An attempt on its way: first the technician, then the claim, then the caller. */
final class CallbackAttempt implements Talk {
  private static final Duration WHY = Duration.ofSeconds(2);
  private static final Duration GREETING = Duration.ofSeconds(4);
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final Callbacks callbacks;
  private final SimulatedExchange exchange;
  private final Attempt order;
  private Stage stage = new Stage.Over();
  private SimulatedClock.@Nullable Timer timer;

  /** Where the attempt is. */
  private sealed interface Stage {
    record TechnicianRings(Ring ring) implements Stage {}

    /** He has answered and hears why; the attempt is not claimed. */
    record SaysWhy(SimulatedTechnician technician) implements Stage {}

    /** Claimed: the caller's phone rings, or he hears who calls. */
    record Dialled(SimulatedTechnician technician, @Nullable SimulatedSubscriber caller)
        implements Stage {}

    record Joined(SimulatedTechnician technician, SimulatedSubscriber caller, Instant since)
        implements Stage {}

    record Over() implements Stage {}
  }

  CallbackAttempt(Callbacks callbacks, SimulatedExchange exchange, Attempt order) {
    this.callbacks = callbacks;
    this.exchange = exchange;
    this.order = order;
  }

  Trace.UnderWay trace() {
    return switch (stage) {
      case Stage.TechnicianRings _, Stage.SaysWhy _, Stage.Over() ->
          new Trace.UnderWay(false, false);
      case Stage.Dialled _ -> new Trace.UnderWay(true, false);
      case Stage.Joined _ -> new Trace.UnderWay(true, true);
    };
  }

  void start() {
    Optional<SimulatedTechnician> phone = exchange.phone(order.technician());
    stage =
        new Stage.TechnicianRings(
            new Ring(
                exchange.clock(),
                phone.stream().toList(),
                order.ringTime(),
                this::technicianAnswered,
                this::notTaken));
  }

  private void technicianAnswered(SimulatedTechnician technician) {
    stage = new Stage.SaysWhy(technician);
    technician.holds(this);
    callbacks.step(order, new Step.TechnicianAnswered(order.technician().technician()));
    after(WHY, () -> dial(technician));
  }

  /** Nobody dials twice for an attempt: whoever comes second finds it claimed. */
  private void dial(SimulatedTechnician technician) {
    if (!callbacks.claim(order.callback(), order.attempt())) {
      technician.released();
      notTaken(RingResult.FAILED);
      return;
    }
    Optional<SimulatedSubscriber> caller = exchange.subscriber(order.number());
    stage = new Stage.Dialled(technician, caller.orElse(null));
    callbacks.step(order, new Step.Dialled(order.technician().technician()));
    after(order.callerRingTime(), () -> notReached(AttemptResult.NO_ANSWER));
    caller.ifPresentOrElse(
        subscriber -> subscriber.ring(this, order.shown()),
        () ->
            exchange
                .clock()
                .after(SimulatedExchange.HANDLING, () -> notReached(AttemptResult.INVALID)));
  }

  void notReached(AttemptResult why) {
    if (stage instanceof Stage.Dialled) {
      end(why, CallerWish.NONE);
    }
  }

  /**
   * The caller has taken his phone.
   *
   * @param key what he presses when he has heard who calls, or null
   */
  void answered(@Nullable Character key) {
    after(
        key == null ? GREETING.plus(PATIENCE) : GREETING,
        () -> {
          if (key == null) {
            notReached(AttemptResult.NO_KEY);
          } else {
            key(key);
          }
        });
  }

  void key(char key) {
    if (!(stage instanceof Stage.Dialled(SimulatedTechnician technician, var caller))
        || caller == null) {
      return;
    }
    switch (key) {
      case '1' -> join(technician, caller);
      case '2' -> end(AttemptResult.NO_KEY, CallerWish.LATER);
      case '3' -> end(AttemptResult.NO_KEY, CallerWish.NOT_NEEDED);
      default -> {} // has no meaning; he may still press another
    }
  }

  private void join(SimulatedTechnician technician, SimulatedSubscriber caller) {
    stage = new Stage.Joined(technician, caller, exchange.clock().instant());
    callbacks.step(order, new Step.Joined(order.technician().technician()));
    technician.talksIn(this);
    caller.joined(this);
    after(order.longest(), () -> end(AttemptResult.JOINED, CallerWish.NONE));
  }

  void callerHungUp() {
    end(
        stage instanceof Stage.Joined ? AttemptResult.JOINED : AttemptResult.CALLER_GONE,
        CallerWish.NONE);
  }

  @Override
  public void technicianHungUp(SimulatedTechnician technician) {
    switch (stage) {
      case Stage.SaysWhy _ -> {
        technician.released();
        notTaken(RingResult.REJECTED);
      }
      case Stage.Dialled _ -> end(AttemptResult.TECHNICIAN_GONE, CallerWish.NONE);
      case Stage.Joined _ -> end(AttemptResult.JOINED, CallerWish.NONE);
      case Stage.TechnicianRings _, Stage.Over() -> {}
    }
  }

  /** The exchange is restarted: nothing is reported, and nothing noted. */
  void lost() {
    cancel();
    switch (stage) {
      case Stage.TechnicianRings(Ring ring) -> ring.stop();
      case Stage.SaysWhy(SimulatedTechnician technician) -> technician.released();
      case Stage.Dialled(SimulatedTechnician technician, var caller) -> release(technician, caller);
      case Stage.Joined(SimulatedTechnician technician, var caller, var _) ->
          release(technician, caller);
      case Stage.Over() -> {}
    }
    stage = new Stage.Over();
  }

  private void notTaken(RingResult why) {
    cancel();
    stage = new Stage.Over();
    callbacks.notTaken(order, why);
  }

  private void end(AttemptResult result, CallerWish wish) {
    Instant since = null;
    switch (stage) {
      case Stage.Dialled(SimulatedTechnician technician, var caller) -> release(technician, caller);
      case Stage.Joined(SimulatedTechnician technician, var caller, Instant at) -> {
        since = at;
        release(technician, caller);
      }
      case Stage.TechnicianRings _, Stage.SaysWhy _, Stage.Over() -> {
        return;
      }
    }
    cancel();
    stage = new Stage.Over();
    callbacks.ended(order, result, wish, Optional.ofNullable(since));
  }

  private void release(SimulatedTechnician technician, @Nullable SimulatedSubscriber caller) {
    technician.released();
    if (caller != null) {
      caller.released(this);
    }
  }

  private void after(Duration time, Runnable action) {
    cancel();
    timer = exchange.clock().after(time, action);
  }

  private void cancel() {
    if (timer != null) {
      timer.cancel();
    }
  }
}
