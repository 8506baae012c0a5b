package svara.engine.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import svara.engine.id.CallId;
import svara.engine.id.TechnicianId;
import svara.engine.queue.QueuedCall.Phase;
import svara.engine.queue.Technician.Work;

/** What is true after an event. Takes each event as a fact and never refuses one. */
final class Evolving {
  private Evolving() {}

  static QueueState evolve(QueueState state, QueueEvent event) {
    return switch (event) {
      case QueueEvent.CallOffered e -> offered(state.at(e.at()), e);
      case QueueEvent.CallQueued e ->
          state.changeCall(
              e.call(),
              call -> call.queuedFirst(e.at()).with(new Phase.Waiting(call.callbackOffered())));
      case QueueEvent.MetFull e ->
          state.changeCall(
              e.call(),
              call -> call.with(call.flags().andMetFull()).with(new Phase.Dismissed(false)));
      case QueueEvent.MetClosed e ->
          state.changeCall(
              e.call(),
              call -> call.with(call.flags().andOutsideHours()).with(new Phase.Dismissed(false)));
      case QueueEvent.VoiceMessageBegun e ->
          state.changeCall(e.call(), call -> call.with(call.flags().andVoiceMessage()));
      case QueueEvent.OutageToldFirst e ->
          state.changeCall(e.call(), call -> call.with(new Phase.Hearing(e.at())));
      case QueueEvent.OutageHeard e -> state.changeCall(e.call(), call -> call.informed(e.at()));
      case QueueEvent.CallTaken e ->
          state.changeCall(e.call(), call -> call.with(call.flags().with(true)));
      case QueueEvent.TechnicianRung e ->
          rung(state, e.at(), e.call(), e.technicians(), e.attempt());
      case QueueEvent.ServedAlone e ->
          state.changeCall(e.call(), call -> call.with(call.flags().andWithoutEngine()));
      case QueueEvent.RingFound e -> rung(state, e.at(), e.call(), e.technicians(), e.attempt());
      case QueueEvent.RingEnded e -> ringEnded(state, e);
      case QueueEvent.CallAnswered e -> answered(state, e);
      case QueueEvent.CallbackOffered e ->
          state.changeCall(e.call(), call -> call.with(new Phase.Waiting(true)));
      case QueueEvent.CallbackPromised e -> promised(state, e);
      case QueueEvent.CallbackRefused e ->
          // one who waits goes on waiting, and has had his answer
          state.changeCall(e.call(), c -> c.waiting() ? c.with(new Phase.Waiting(true)) : c);
      case QueueEvent.CallbackDeclined _ -> state;
      case QueueEvent.CallEnded e -> ended(state, e);
      case QueueEvent.OfCallback e -> EvolvingPromises.evolve(state, e);
      case QueueEvent.DiallingSwitched e ->
          state.with(new QueueState.Dialling(e.stopped(), state.dialling().counts()));
      case QueueEvent.ClosedNowSwitched e ->
          state.with(
              state
                  .notices()
                  .with(
                      e.closed()
                          ? new Notices.ClosedNow(e.at(), e.until(), e.by(), e.reason())
                          : (Notices.ClosedNow) null));
      case QueueEvent.OutageSwitched e ->
          state.with(
              state
                  .notices()
                  .with(
                      e.on()
                          ? new Notices.Outage(e.at(), e.by(), e.reason(), e.recording())
                          : (Notices.Outage) null));
      case QueueEvent.TechnicianReleased e -> released(state, e);
      case QueueEvent.WrapUpEnded e ->
          state.changeTechnician(e.technician(), t -> t.idleSince(e.at()));
      case QueueEvent.WrapUpExtended e ->
          state.changeTechnician(e.technician(), t -> t.with(new Work.WrapUp(e.until())));
      case QueueEvent.TechnicianEnrolled e -> enrolled(state, e);
      case QueueEvent.TechnicianLeft e ->
          state.withTechnicians(
              state.technicians().stream().filter(t -> !t.id().equals(e.technician())).toList());
      case QueueEvent.DutyChanged e ->
          state.changeTechnician(e.technician(), t -> dutyChanged(t, e));
      case QueueEvent.PhoneChanged e ->
          state.changeTechnician(e.technician(), t -> t.with(e.state()));
    };
  }

  private static QueueState offered(QueueState state, QueueEvent.CallOffered e) {
    List<QueuedCall> calls = new ArrayList<>(state.calls());
    calls.add(
        new QueuedCall(e.caller(), new Phase.Waiting(false), null, CallFlags.NONE, 0, Map.of()));
    return state.withCalls(calls);
  }

  private static QueueState rung(
      QueueState state, Instant at, CallId call, List<TechnicianId> technicians, int attempt) {
    QueueState next =
        state.changeCall(
            call, c -> c.rung(new Phase.Ringing(technicians, at, c.callbackOffered()), attempt));
    for (TechnicianId id : technicians) {
      next = next.changeTechnician(id, t -> t.with(new Work.Ringing(call)));
    }
    return next;
  }

  private static QueueState ringEnded(QueueState state, QueueEvent.RingEnded e) {
    QueueState next =
        state.changeCall(
            // not queued by this: the next technician may ring at once, and he is never held
            e.call(),
            c ->
                refusedBy(c, e)
                    .with(c.flags().with(false))
                    .with(new Phase.Waiting(c.callbackOffered())));
    return stopRinging(next, e.call());
  }

  private static QueuedCall refusedBy(QueuedCall c, QueueEvent.RingEnded e) {
    if (e.refusedUntil() == null) {
      return c;
    }
    Map<TechnicianId, Instant> refusals = new HashMap<>(c.refusals());
    for (TechnicianId id : e.technicians()) {
      refusals.put(id, e.refusedUntil());
    }
    return c.with(refusals);
  }

  private static QueueState answered(QueueState state, QueueEvent.CallAnswered e) {
    QueueState next =
        stopRinging(
            state.changeCall(e.call(), c -> c.with(new Phase.Talking(e.technician(), e.at()))),
            e.call());
    return next.changeTechnician(e.technician(), t -> t.with(new Work.Talking(e.call())));
  }

  private static QueueState promised(QueueState state, QueueEvent.CallbackPromised e) {
    QueueState next = state.changeCall(e.call(), c -> c.with(new Phase.Dismissed(true)));
    return EvolvingPromises.promised(next, e.callback());
  }

  private static QueueState ended(QueueState state, QueueEvent.CallEnded e) {
    return stopRinging(state.without(e.call()), e.call());
  }

  private static QueueState released(QueueState state, QueueEvent.TechnicianReleased e) {
    Instant until = e.wrapUpUntil();
    Optional<Callback> offered = EvolvingPromises.offeredTo(state, e.technician());
    return state.changeTechnician(
        e.technician(),
        t -> {
          if (offered.isPresent()) {
            return t.with(new Work.CallingBack(offered.get().id()));
          }
          return until == null ? t.idleSince(e.at()) : t.with(new Work.WrapUp(until));
        });
  }

  private static QueueState enrolled(QueueState state, QueueEvent.TechnicianEnrolled e) {
    List<Technician> technicians = new ArrayList<>(state.technicians());
    technicians.add(
        new Technician(
            e.technician(),
            Technician.Duty.ON,
            "",
            PhoneState.UNREACHABLE,
            new Work.None(),
            e.at()));
    return state.withTechnicians(technicians);
  }

  private static Technician dutyChanged(Technician t, QueueEvent.DutyChanged e) {
    Technician next = t.with(e.duty(), e.reason());
    return e.duty() == Technician.Duty.ON && t.work() instanceof Work.None
        ? next.idleSince(e.at())
        : next;
  }

  private static QueueState stopRinging(QueueState state, CallId call) {
    return state.withTechnicians(
        state.technicians().stream()
            .map(t -> t.work().equals(new Work.Ringing(call)) ? t.with(new Work.None()) : t)
            .toList());
  }
}
