package svara.engine.queue;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.Language;
import svara.engine.queue.QueuedCall.Phase;

/** Events of a live call, turned into orders to the exchange. */
final class Effects {
  private Effects() {}

  static Optional<QueueEffect.OfCall> resume(QueuedCall call) {
    CallId id = call.caller().call();
    Language language = call.caller().language();
    return switch (call.phase()) {
      case Phase.Waiting _ ->
          Optional.of(new QueueEffect.Hold(id, language, 1, false, call.attempts()));
      case Phase.Dismissed(boolean promised) -> {
        if (promised) {
          // whose call earned it is not known here any more, and this is true of both
          yield Optional.of(new QueueEffect.ConfirmPromise(id, language, false));
        }
        if (call.flags().leftMessage()) {
          yield Optional.of(new QueueEffect.TakeMessage(id, language));
        }
        yield Optional.of(
            call.flags().outsideHours()
                // what else he was told is not known any more
                ? new QueueEffect.SayClosed(id, language, false, null, false, null, false, false)
                : new QueueEffect.TurnAway(id, language, true, false));
      }
      case Phase.Hearing _ -> Optional.of(new QueueEffect.SayOutage(id, language, null));
      case Phase.Ringing _, Phase.Talking _ -> Optional.empty();
    };
  }

  static Optional<QueueEffect> of(QueueState after, QueuedCall call, QueueEvent event) {
    CallId id = call.caller().call();
    Language language = call.caller().language();
    return switch (event) {
      case QueueEvent.TechnicianRung rung ->
          call.phase() instanceof Phase.Ringing && call.attempts() == rung.attempt()
              ? Optional.of(
                  new QueueEffect.Connect(
                      id,
                      rung.technicians(),
                      rung.attempt(),
                      call.queuedAt() != null || call.informedAt() != null))
              : Optional.empty();
      case QueueEvent.CallQueued queued ->
          call.waiting()
              ? Optional.of(
                  new QueueEffect.Hold(
                      id, language, queued.position(), call.attempts() == 0, call.attempts()))
              : Optional.empty();
      case QueueEvent.MetFull full ->
          // one who is owed a callback already hears at once that his promise stands
          promised(call)
              ? Optional.empty()
              : Optional.of(
                  switch (full.offer()) {
                    case CALLBACK ->
                        new QueueEffect.TurnAway(id, language, true, isTrue(full.message()));
                    case CALL_LATER ->
                        new QueueEffect.TurnAway(id, language, false, isTrue(full.message()));
                    case BUSY -> new QueueEffect.HangUp(id);
                  });
      case QueueEvent.MetClosed closed ->
          promised(call)
              ? Optional.empty()
              : Optional.of(
                  new QueueEffect.SayClosed(
                      id,
                      language,
                      after.notices().outage() != null,
                      recording(after),
                      isTrue(closed.byHand()),
                      closed.opensAt(),
                      closed.offer() == QueueEvent.MetFull.Offer.CALLBACK,
                      isTrue(closed.message())));
      case QueueEvent.VoiceMessageBegun _ -> Optional.of(new QueueEffect.TakeMessage(id, language));
      case QueueEvent.OutageToldFirst _ ->
          call.phase() instanceof Phase.Hearing
              ? Optional.of(new QueueEffect.SayOutage(id, language, recording(after)))
              : Optional.empty();
      case QueueEvent.CallbackOffered offered ->
          call.waiting()
              ? Optional.of(new QueueEffect.SayStillWaiting(id, language, offered.possible()))
              : Optional.empty();
      case QueueEvent.CallbackPromised promised ->
          Optional.of(
              new QueueEffect.ConfirmPromise(
                  id, language, !promised.callback().caller().call().equals(id)));
      case QueueEvent.CallbackRefused refused when refused.ofNumber() ->
          Optional.of(
              new QueueEffect.AskForNumber(
                  id, language, refused.reason() != Refusal.NUMBER_NOT_USABLE));
      case QueueEvent.CallbackRefused _, QueueEvent.CallbackDeclined _ ->
          Optional.of(new QueueEffect.AskToCallLater(id, language, call.flags().outsideHours()));
      case QueueEvent.CallOffered _,
          QueueEvent.RingFound _,
          QueueEvent.ServedAlone _,
          QueueEvent.RingEnded _,
          QueueEvent.CallAnswered _,
          QueueEvent.CallEnded _,
          QueueEvent.OfCallback _,
          QueueEvent.OutageHeard _,
          QueueEvent.CallTaken _,
          QueueEvent.DiallingSwitched _,
          QueueEvent.ClosedNowSwitched _,
          QueueEvent.OutageSwitched _,
          QueueEvent.TechnicianReleased _,
          QueueEvent.WrapUpEnded _,
          QueueEvent.WrapUpExtended _,
          QueueEvent.TechnicianEnrolled _,
          QueueEvent.TechnicianLeft _,
          QueueEvent.DutyChanged _,
          QueueEvent.PhoneChanged _ ->
          Optional.empty();
    };
  }

  static Optional<QueueEffect> of(QueueState after, QueueEvent.OfCallback event) {
    return switch (event) {
      case QueueEvent.CallbackRung rung ->
          after
              .callback(rung.callback())
              .filter(callback ->
                  callback.stage() instanceof CallbackStage.Offered offered
                      && offered.order() == rung.order())
              .flatMap(Effects::resume)
              .map(effect -> effect);
      case QueueEvent.AttemptEnded ended ->
          Optional.of(new QueueEffect.ForgetAttempt(ended.callback(), ended.order()));
      case QueueEvent.CallbackAgreed _,
          QueueEvent.CallbackDue _,
          QueueEvent.CallbackHeld _,
          QueueEvent.CallbackNotTaken _,
          QueueEvent.CallbackDialled _,
          QueueEvent.CallbackJoined _,
          QueueEvent.CallbackOvertaken _,
          QueueEvent.CallbackKept _,
          QueueEvent.CallbackExpired _,
          QueueEvent.CallbackFinished _,
          QueueEvent.CallbackWithdrawn _ ->
          Optional.empty();
    };
  }

  static Optional<QueueEffect.CallBack> resume(Callback callback) {
    return callback.stage() instanceof CallbackStage.Offered offered
        ? Optional.of(
            new QueueEffect.CallBack(
                callback.id(),
                offered.order(),
                offered.technician(),
                callback.number(),
                callback.caller().language()))
        : Optional.empty();
  }

  private static @Nullable String recording(QueueState after) {
    Notices.Outage outage = after.notices().outage();
    return outage == null ? null : outage.recording();
  }

  private static boolean isTrue(@Nullable Boolean value) {
    return Boolean.TRUE.equals(value);
  }

  private static boolean promised(QueuedCall call) {
    return call.phase() instanceof QueuedCall.Phase.Dismissed(boolean promised) && promised;
  }
}
