package svara.engine.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallbackId;
import svara.engine.id.TechnicianId;
import svara.engine.queue.Technician.Work;

/** What is true of promises, and of the technicians who keep them, after an event. */
final class EvolvingPromises {
  private EvolvingPromises() {}

  static QueueState evolve(QueueState state, QueueEvent.OfCallback event) {
    return switch (event) {
      case QueueEvent.CallbackAgreed e -> promised(state, e.promise());
      case QueueEvent.CallbackDue e ->
          state.changeCallback(e.callback(), life -> life.at(new CallbackStage.Due()));
      case QueueEvent.CallbackHeld e ->
          state.changeCallback(e.callback(), life -> life.at(new CallbackStage.Owed(e.until())));
      case QueueEvent.CallbackRung e -> rung(state, e);
      case QueueEvent.CallbackNotTaken e -> notTaken(state, e);
      case QueueEvent.CallbackDialled e -> dialled(state, e);
      case QueueEvent.CallbackJoined e ->
          state.changeCallback(
              e.callback(),
              life -> life.at(new CallbackStage.Joined(e.order(), e.technician(), e.at())));
      case QueueEvent.AttemptEnded e -> ended(state, e);
      case QueueEvent.CallbackOvertaken e ->
          state.changeCallback(e.callback(), life -> life.overtaken(e.call()));
      case QueueEvent.CallbackKept e -> without(state, e.callback());
      case QueueEvent.CallbackExpired e -> without(state, e.callback());
      case QueueEvent.CallbackFinished e -> without(state, e.callback());
      case QueueEvent.CallbackWithdrawn e -> without(state, e.callback());
    };
  }

  static QueueState promised(QueueState state, Callback promise) {
    if (state.callback(promise.id()).isPresent()) {
      return state;
    }
    List<Callback> callbacks = new ArrayList<>(state.callbacks());
    callbacks.add(promise);
    return state.withCallbacks(callbacks);
  }

  private static QueueState rung(QueueState state, QueueEvent.CallbackRung e) {
    return state
        .changeCallback(
            e.callback(),
            life ->
                life.ordered(
                    new CallbackStage.Offered(
                        e.order(), e.technician(), e.at(), notBefore(life.stage()))))
        .changeTechnician(e.technician(), t -> t.with(new Work.CallingBack(e.callback())));
  }

  private static @Nullable Instant notBefore(CallbackStage stage) {
    return stage instanceof CallbackStage.Owed(Instant notBefore) ? notBefore : null;
  }

  private static QueueState notTaken(QueueState state, QueueEvent.CallbackNotTaken e) {
    Instant until = e.refusedUntil();
    return state
        .changeCallback(
            e.callback(),
            life -> {
              CallbackLife over = life.over(e.order(), back(life.stage()));
              return until == null ? over : over.refusedBy(e.technician(), until);
            })
        .changeTechnician(e.technician(), t -> freed(t, e.callback(), e.at(), null));
  }

  private static CallbackStage back(CallbackStage stage) {
    Instant back = stage instanceof CallbackStage.Offered offered ? offered.back() : null;
    return back == null ? new CallbackStage.Due() : new CallbackStage.Owed(back);
  }

  private static QueueState dialled(QueueState state, QueueEvent.CallbackDialled e) {
    QueueState.Dialling dialling = state.dialling();
    return state
        .changeCallback(
            e.callback(),
            life -> life.dialled(new CallbackStage.Dialling(e.order(), e.technician(), e.at())))
        .with(
            new QueueState.Dialling(
                dialling.stopped(), dialling.counts().dialled(e.number(), e.at(), e.zone())));
  }

  private static QueueState ended(QueueState state, QueueEvent.AttemptEnded e) {
    // where no attempt follows, the next event says how the promise ends
    Instant retryAt = e.retryAt() == null ? e.at() : e.retryAt();
    return state
        .changeCallback(e.callback(), life -> life.over(e.order(), new CallbackStage.Owed(retryAt)))
        .changeTechnician(e.technician(), t -> freed(t, e.callback(), e.at(), e.wrapUpUntil()));
  }

  /** Nothing changes for one who is known to be in another call by now. */
  private static Technician freed(
      Technician t, CallbackId callback, Instant at, @Nullable Instant wrapUpUntil) {
    if (!t.work().equals(new Work.CallingBack(callback))) {
      return t;
    }
    return wrapUpUntil == null ? t.idleSince(at) : t.with(new Work.WrapUp(wrapUpUntil));
  }

  private static QueueState without(QueueState state, CallbackId id) {
    return state.withCallbacks(state.callbacks().stream().filter(c -> !c.id().equals(id)).toList());
  }

  /** The promise whose order rings this technician, also while he is believed to talk elsewhere. */
  static Optional<Callback> offeredTo(QueueState state, TechnicianId technician) {
    return state.callbacks().stream()
        .filter(c -> c.stage() instanceof CallbackStage.Offered && keeps(c, technician))
        .findFirst();
  }

  /** Who is keeping a promise with this technician. */
  static boolean keeps(Callback callback, TechnicianId technician) {
    return callback.stage() instanceof CallbackStage.UnderWay underWay
        && underWay.technician().equals(technician);
  }
}
