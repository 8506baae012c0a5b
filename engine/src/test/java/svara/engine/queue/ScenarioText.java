package svara.engine.queue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import svara.engine.queue.QueuedCall.Phase;
import svara.engine.queue.Technician.Duty;
import svara.engine.queue.Technician.Work;

/** Writes what came of a command in words that a person can check. */
final class ScenarioText {
  private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");

  List<String> of(Decision decision) {
    List<String> lines = new ArrayList<>();
    decision.refusal().ifPresent(why -> lines.add("- " + lower(why)));
    for (QueueEvent event : decision.events()) {
      lines.add(": " + of(event));
    }
    for (QueueEvent event : decision.events()) {
      QueueLogic.effect(decision.state(), event).ifPresent(effect -> lines.add("> " + of(effect)));
    }
    return lines;
  }

  private String of(QueueEvent event) {
    return switch (event) {
      case QueueEvent.CallOffered e -> e.call() + " offered on ticket " + e.caller().ticket();
      case QueueEvent.CallQueued e -> e.call() + " queued, number " + e.position();
      case QueueEvent.MetFull e -> e.call() + " met a full queue: " + lower(e.offer());
      case QueueEvent.MetClosed e -> e.call() + " met a closed queue" + closed(e);
      case QueueEvent.VoiceMessageBegun e -> e.call() + " leaves a voice message";
      case QueueEvent.OutageToldFirst e -> e.call() + " is told of the outage first";
      case QueueEvent.OutageHeard e -> e.call() + " has heard of the outage";
      case QueueEvent.CallTaken e ->
          "%s is taken by %s, by order of %s".formatted(e.call(), e.technician(), e.by());
      case QueueEvent.ClosedNowSwitched e -> {
        Instant until = e.until();
        yield (e.closed() ? "closed by hand by " : "opened by ")
            + e.by()
            + (until == null ? "" : " until " + time(until));
      }
      case QueueEvent.OutageSwitched e ->
          "outage message "
              + (e.on() ? "on" : "off")
              + " by "
              + e.by()
              + (e.recording() == null ? "" : ", recorded in " + e.recording());
      case QueueEvent.WrapUpExtended e -> e.technician() + " writes until " + time(e.until());
      case QueueEvent.TechnicianRung e ->
          "%s rings %s, attempt %d".formatted(e.call(), all(e.technicians()), e.attempt());
      case QueueEvent.ServedAlone e -> "%s was served by the exchange alone".formatted(e.call());
      case QueueEvent.RingFound e ->
          "%s is found ringing %s, attempt %d"
              .formatted(e.call(), all(e.technicians()), e.attempt());
      case QueueEvent.RingEnded e -> {
        Instant until = e.refusedUntil();
        String pause = until == null ? "" : ", not again before " + time(until);
        yield "%s rang %s: %s%s"
            .formatted(e.call(), all(e.technicians()), lower(e.result()), pause);
      }
      case QueueEvent.CallAnswered e -> e.call() + " answered by " + e.technician();
      case QueueEvent.CallbackOffered e ->
          e.call() + " has waited long" + (e.possible() ? ", may be called back" : "");
      case QueueEvent.CallbackPromised e ->
          "%s promised %s to %s".formatted(e.call(), e.callback().id(), e.callback().number());
      case QueueEvent.CallbackDeclined e -> e.call() + " declined a callback";
      case QueueEvent.CallbackRefused e -> e.call() + " promised nothing: " + lower(e.reason());
      case QueueEvent.CallEnded e ->
          "%s ended %s after %ds, ticket %s%s"
              .formatted(
                  e.call(),
                  lower(e.outcome()),
                  e.at().getEpochSecond() - e.caller().offeredAt().getEpochSecond(),
                  e.caller().ticket(),
                  of(e.flags()));
      case QueueEvent.OfCallback e -> e.callback() + " " + ofPromise(e);
      case QueueEvent.DiallingSwitched e ->
          "dialling " + (e.stopped() ? "stopped" : "allowed") + " by " + e.by();
      case QueueEvent.TechnicianReleased e -> {
        Instant until = e.wrapUpUntil();
        yield e.technician()
            + " left "
            + e.call()
            + (until == null ? "" : ", writes until " + time(until));
      }
      case QueueEvent.WrapUpEnded e -> e.technician() + " has written";
      case QueueEvent.TechnicianEnrolled e -> e.technician() + " enrolled";
      case QueueEvent.TechnicianLeft e -> e.technician() + " gone";
      case QueueEvent.DutyChanged e ->
          "%s %s%s by %s".formatted(e.technician(), lower(e.duty()), because(e.reason()), e.by());
      case QueueEvent.PhoneChanged e -> e.technician() + "'s phone " + lower(e.state());
    };
  }

  private String closed(QueueEvent.MetClosed e) {
    Instant opensAt = e.opensAt();
    return (Boolean.TRUE.equals(e.byHand()) ? ", by hand" : "")
        + (opensAt == null ? "" : ", opens " + day(opensAt) + " " + time(opensAt))
        + (e.offer() == QueueEvent.MetFull.Offer.CALLBACK ? ", may be called back" : "")
        + (e.refusal() == null ? "" : ", " + lower(Objects.requireNonNull(e.refusal())));
  }

  private static String day(Instant at) {
    return LocalDate.ofInstant(at, ZONE).toString();
  }

  private String ofPromise(QueueEvent.OfCallback event) {
    return switch (event) {
      case QueueEvent.CallbackAgreed e ->
          "promised by %s to %s".formatted(e.by(), e.promise().number());
      case QueueEvent.CallbackDue _ -> "due";
      case QueueEvent.CallbackHeld e ->
          "held until %s: %s".formatted(time(e.until()), lower(e.reason()));
      case QueueEvent.CallbackRung e ->
          "offered to %s, order %d by %s".formatted(e.technician(), e.order(), e.by());
      case QueueEvent.CallbackNotTaken e -> {
        Instant until = e.refusedUntil();
        String pause = until == null ? "" : ", not again before " + time(until);
        yield "not taken by %s: %s%s".formatted(e.technician(), lower(e.result()), pause);
      }
      case QueueEvent.CallbackDialled e ->
          "dialled %s for %s, attempt %d".formatted(e.number(), e.technician(), e.attempt());
      case QueueEvent.CallbackJoined e -> "joined with " + e.technician();
      case QueueEvent.AttemptEnded e -> {
        Instant retryAt = e.retryAt();
        String wish = e.wish() == CallerWish.NONE ? "" : ", " + lower(e.wish());
        yield "attempt ended %s%s%s"
            .formatted(
                lower(e.result()), wish, retryAt == null ? "" : ", again at " + time(retryAt));
      }
      case QueueEvent.CallbackOvertaken e -> "overtaken by " + e.call();
      case QueueEvent.CallbackKept e ->
          "kept by %s%s".formatted(e.technician(), e.inTime() ? "" : ", late");
      case QueueEvent.CallbackExpired e ->
          "expired: "
              + lower(e.reason())
              + (e.refusal() == null ? "" : ", " + lower(Objects.requireNonNull(e.refusal())));
      case QueueEvent.CallbackFinished e -> "finished by " + e.by();
      case QueueEvent.CallbackWithdrawn e ->
          "withdrawn by " + e.by() + (e.note().isEmpty() ? "" : ": " + e.note());
    };
  }

  private static String of(QueueEffect effect) {
    return switch (effect) {
      case QueueEffect.CallBack e ->
          "ring %s, then dial %s for %s, order %d"
              .formatted(e.technician(), e.number(), e.callback(), e.order());
      case QueueEffect.ForgetAttempt e ->
          "forget order %d of %s".formatted(e.order(), e.callback());
      case QueueEffect.Connect e ->
          "connect %s with %s%s"
              .formatted(e.call(), all(e.technicians()), e.held() ? ", music goes on" : "");
      case QueueEffect.Hold e ->
          "hold %s at number %d%s"
              .formatted(e.call(), e.position(), e.greet() ? " with greeting" : "");
      case QueueEffect.TurnAway e ->
          "turn %s away%s%s"
              .formatted(
                  e.call(),
                  e.offerCallback() ? ", 1 for a callback" : "",
                  e.offerMessage() ? ", 3 for a message" : "");
      case QueueEffect.TakeMessage e -> "record " + e.call();
      case QueueEffect.SayStillWaiting e ->
          "say to %s that he still waits%s"
              .formatted(e.call(), e.offerCallback() ? ", 1 for a callback" : "");
      case QueueEffect.ConfirmPromise e ->
          e.stands()
              ? "tell " + e.call() + " that the promise stands"
              : "confirm the promise to " + e.call();
      case QueueEffect.AskForNumber e ->
          "ask %s for a number to call%s"
              .formatted(e.call(), e.denied() ? ", since his own is not called" : "");
      case QueueEffect.AskToCallLater e ->
          e.closed() ? "say goodbye to " + e.call() : "ask %s to call later".formatted(e.call());
      case QueueEffect.SayClosed e ->
          "say to %s that it is closed%s%s%s%s%s"
              .formatted(
                  e.call(),
                  e.byHand() ? " by hand" : "",
                  e.outage() ? ", of the outage first" : "",
                  e.opensAt() == null ? "" : ", when it opens",
                  e.offerCallback() ? ", 1 for a callback" : "",
                  e.offerMessage() ? ", 3 for a message" : "");
      case QueueEffect.SayOutage e ->
          "say to %s what is out of order%s"
              .formatted(e.call(), e.recording() == null ? "" : ", as recorded");
      case QueueEffect.HangUp e -> "busy tone to " + e.call();
    };
  }

  /** The queue at a glance: callers with what they do, promises, technicians. */
  String of(QueueState state) {
    List<String> parts = new ArrayList<>();
    if (state.notices().closedNow() != null) {
      parts.add("closed by hand");
    }
    if (state.notices().outage() != null) {
      parts.add("outage message");
    }
    state.calls().forEach(call -> parts.add(of(call)));
    state.callbacks().forEach(callback -> parts.add(of(callback)));
    state.technicians().forEach(technician -> parts.add(of(technician)));
    return String.join(" | ", parts);
  }

  private String of(Callback callback) {
    String stage =
        switch (callback.stage()) {
          case CallbackStage.Owed(Instant notBefore) -> " not before " + time(notBefore);
          case CallbackStage.Due() -> " due";
          case CallbackStage.Offered offered -> " offered to " + offered.technician();
          case CallbackStage.Dialling dialling -> " dialled for " + dialling.technician();
          case CallbackStage.Joined joined -> " talks with " + joined.technician();
        };
    return "owed " + callback.number() + stage;
  }

  private static String of(QueuedCall call) {
    String id = call.caller().call().value();
    return switch (call.phase()) {
      case Phase.Waiting _ -> id + " waits";
      case Phase.Ringing ringing -> id + " rings " + all(ringing.technicians());
      case Phase.Talking(var with, var _) -> id + " talks with " + with;
      case Phase.Hearing _ -> id + " hears of the outage";
      case Phase.Dismissed(boolean promised) -> id + (promised ? " promised" : " dismissed");
    };
  }

  private String of(Technician technician) {
    String phone =
        technician.phone() == PhoneState.FREE ? "" : ", phone " + lower(technician.phone());
    String duty =
        technician.duty() == Duty.ON
            ? ""
            : ", " + lower(technician.duty()) + because(technician.reason());
    return technician.id() + " " + of(technician.work()) + duty + phone;
  }

  private String of(Work work) {
    return switch (work) {
      case Work.None _ -> "idle";
      case Work.Ringing(var call) -> "rings for " + call;
      case Work.Talking(var call) -> "in " + call;
      case Work.CallingBack(var callback) -> "calls back for " + callback;
      case Work.WrapUp(Instant until) -> "writes until " + time(until);
    };
  }

  private static String of(CallFlags flags) {
    return (flags.metFull() ? ", met full" : "")
        + (flags.outsideHours() ? ", outside hours" : "")
        + (flags.withoutEngine() ? ", without engine" : "")
        + (flags.takenByHand() ? ", taken" : "")
        + (flags.leftMessage() ? ", message" : "");
  }

  String time(Instant at) {
    return LocalTime.ofInstant(at, ZONE).toString();
  }

  private static String because(String reason) {
    return reason.isEmpty() ? "" : " (" + reason + ")";
  }

  private static String all(Collection<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(" and "));
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
