package svara.engine.runtime;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallerNumber;
import svara.engine.id.TechnicianId;
import svara.engine.port.CallbackPhones;
import svara.engine.port.FallbackQueue;
import svara.engine.port.PhoneSystem;
import svara.engine.port.TechnicianPhone;
import svara.engine.queue.CallbackStage;
import svara.engine.queue.QueueEffect;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueueLogic;
import svara.engine.queue.QueueState;
import svara.engine.queue.QueuedCall;
import svara.engine.queue.Technician;

/** A queue that this node owns: its owner, and what is needed to act for it at the exchange. */
final class OwnedQueue {
  private static final Duration MIRROR_DELAY = Duration.ofMillis(200);
  static final int HELD_MAX = 1000;

  /** How long the exchange should keep the hours by itself: a long weekend and a day to mend it. */
  private static final int CLOSED_DAYS = 8;

  private final QueueOwner owner;
  private final EffectRunner effects;
  private final NumberDialogue numbers;
  private final PromiseDesk promises;
  private final Announcements announcements;
  private final PhoneClaims claims;
  private final PhoneSystem phones;
  private final Scheduler scheduler;
  private final List<QueueEffect> held = new ArrayList<>();
  private int holds = 1;
  private QueueSetup setup;
  private boolean settled;
  private boolean endsToLookFor;
  private boolean mirrorDue;
  private @Nullable FallbackQueue mirrored;
  private long leaseStart;
  private long lastBeat;

  OwnedQueue(
      QueueSetup setup,
      QueueOwner owner,
      PhoneSystem phones,
      CallbackPhones callbacks,
      Function<String, CallerNumber> numberPlan,
      Scheduler scheduler,
      Announcements announcements,
      PhoneClaims claims,
      long leaseStart) {
    this.setup = setup;
    this.owner = owner;
    this.phones = phones;
    this.scheduler = scheduler;
    this.announcements = announcements;
    this.claims = claims;
    this.numbers = new NumberDialogue(owner, phones, scheduler, numberPlan);
    this.effects =
        new EffectRunner(setup, this::toRing, owner, phones, scheduler, announcements, numbers);
    this.promises = new PromiseDesk(setup, this::toRing, owner, callbacks, scheduler, numberPlan);
    this.leaseStart = leaseStart;
  }

  QueueSetup setup() {
    return setup;
  }

  /** The settings name other technicians from now on. */
  void technicians(List<QueueSetup.TechnicianSetup> others) {
    setup = setup.with(others);
    mirrorChanges();
  }

  QueueOwner owner() {
    return owner;
  }

  EffectRunner effects() {
    return effects;
  }

  NumberDialogue numbers() {
    return numbers;
  }

  PromiseDesk promises() {
    return promises;
  }

  /** Claimed at the exchange and compared with it: from now on it may be said to be served. */
  boolean settled() {
    return settled;
  }

  /** Until it is settled no order is given: the exchange may know better than we do. */
  void settled(boolean value) {
    if (value != settled) {
      settled = value;
      if (value) {
        lastBeat = scheduler.nanos();
        releaseOrders();
      } else {
        holdOrders();
      }
    }
  }

  /**
   * A call ended before the queue was settled. Its note may know better than we how, and is read
   * first; who compares next looks for the call.
   */
  void endBeforeSettled() {
    endsToLookFor = true;
  }

  /** Whether calls have ended so; asking takes note of it. */
  boolean endsToLookFor() {
    boolean there = endsToLookFor;
    endsToLookFor = false;
    return there;
  }

  /** Monotonic time when the last sign of life was sent that arrived. */
  long lastBeat() {
    return lastBeat;
  }

  void beaten(long nanos) {
    lastBeat = nanos;
  }

  /** Monotonic time at the <em>start</em> of the last good renewal. */
  long leaseStart() {
    return leaseStart;
  }

  void renewedAt(long nanos) {
    leaseStart = nanos;
  }

  void happened(QueueEvent event, QueueState after) {
    announcements.note(event);
    QueueLogic.effect(after, event).ifPresent(this::carryOut);
    switch (event) {
      case QueueEvent.DutyChanged _, QueueEvent.TechnicianEnrolled _, QueueEvent.TechnicianLeft _ ->
          mirrorSoon();
      default -> {}
    }
  }

  private void carryOut(QueueEffect effect) {
    if (holds > 0) {
      if (held.size() >= HELD_MAX) {
        held.removeFirst(); // what it was about is found by the comparison that ends the holding
      }
      held.add(effect);
    } else {
      run(effect);
    }
  }

  private void run(QueueEffect effect) {
    switch (effect) {
      case QueueEffect.CallBack e -> promises.run(e);
      case QueueEffect.ForgetAttempt e -> promises.run(e);
      case QueueEffect.OfCall e -> effects.run(e);
    }
  }

  /** Orders that wait for a comparison to end. */
  int ordersHeld() {
    return held.size();
  }

  /**
   * While the queue is being told who talks no order is given: the place and the technician that
   * one fact makes free may go to a caller whom the next fact shows to be talking.
   */
  void holdOrders() {
    holds++;
  }

  /** Gives those orders that still fit. */
  void releaseOrders() {
    holds--;
    if (holds == 0) {
      List<QueueEffect> orders = List.copyOf(held);
      held.clear();
      orders.stream().filter(this::stillFits).forEach(this::run);
    }
  }

  private boolean stillFits(QueueEffect order) {
    return switch (order) {
      case QueueEffect.CallBack e ->
          owner
              .state()
              .callback(e.callback())
              .filter(callback ->
                  callback.stage() instanceof CallbackStage.Offered offered
                      && offered.order() == e.order())
              .isPresent();
      case QueueEffect.ForgetAttempt _ -> true;
      case QueueEffect.OfCall e -> stillFits(e);
    };
  }

  private boolean stillFits(QueueEffect.OfCall order) {
    Optional<QueuedCall> call = owner.state().call(order.call());
    return switch (order) {
      case QueueEffect.Connect connect ->
          call.filter(c -> c.phase() instanceof QueuedCall.Phase.Ringing)
              .filter(c -> c.attempts() == connect.attempt())
              .isPresent();
      case QueueEffect.Hold _, QueueEffect.SayStillWaiting _ ->
          call.filter(QueuedCall::waiting).isPresent();
      case QueueEffect.AskForNumber _ -> call.filter(NumberDialogue::mayName).isPresent();
      case QueueEffect.SayOutage _ ->
          call.filter(c -> c.phase() instanceof QueuedCall.Phase.Hearing).isPresent();
      case QueueEffect.TurnAway _,
          QueueEffect.TakeMessage _,
          QueueEffect.ConfirmPromise _,
          QueueEffect.AskToCallLater _,
          QueueEffect.SayClosed _,
          QueueEffect.HangUp _ ->
          call.filter(c -> c.phase() instanceof QueuedCall.Phase.Dismissed).isPresent();
    };
  }

  /** Several changes at once are one message to the exchange. */
  void mirrorSoon() {
    if (!mirrorDue) {
      mirrorDue = true;
      scheduler.after(
          MIRROR_DELAY,
          () -> {
            mirrorDue = false;
            mirror();
          });
    }
  }

  private void mirror() {
    FallbackQueue now = fallback();
    mirrored = now;
    phones.mirror(now).onFailure(unmirrored -> mirrored = null);
  }

  /** Time alone changes it: the coming closed hours, and what could not be told before. */
  void mirrorChanges() {
    if (!fallback().equals(mirrored)) {
      mirrorSoon();
    }
  }

  private FallbackQueue fallback() {
    return new FallbackQueue(
        setup.queue(),
        setup.policy().talkingMax(),
        setup.policy().waitingMax(),
        phonesOf(Technician.Duty.ON),
        phonesOf(Technician.Duty.PAUSED),
        setup.policy().hours().closedFrom(scheduler.now(), CLOSED_DAYS));
  }

  private List<TechnicianPhone> phonesOf(Technician.Duty duty) {
    return owner.state().technicians().stream()
        .filter(t -> t.duty() == duty)
        .map(Technician::id)
        .map(this::phone)
        .flatMap(Optional::stream)
        .toList();
  }

  /** Nothing where another queue rings him or has him on the line. */
  private Future<Optional<TechnicianPhone>> toRing(TechnicianId id) {
    Optional<TechnicianPhone> phone = phone(id);
    return phone.isEmpty()
        ? Future.succeededFuture(phone)
        : claims.claim(id, setup.queue()).map(ours -> phone.filter(_ -> ours));
  }

  private Optional<TechnicianPhone> phone(TechnicianId id) {
    return setup.phone(id);
  }
}
