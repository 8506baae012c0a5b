package svara.engine.port;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.queue.QueueEvent;

/**
 * One piece of news: what happened to what, and little more. Who wants more asks the API.
 *
 * @param name {@code call.offered}, {@code callback.promised}, {@code technician.changed}, {@code
 *     ticket.changed}, {@code health} and the like
 * @param at when it happened
 * @param detail one further word where there is one: an outcome, a duty, a phone's state; else
 *     empty
 */
public record LiveUpdate(
    String name,
    Instant at,
    @Nullable QueueId queue,
    @Nullable CallId call,
    @Nullable CallbackId callback,
    @Nullable TicketNumber ticket,
    @Nullable TechnicianId technician,
    String detail) {

  /** What a queue's event is to those who watch; empty when it is nothing to them. */
  public static Optional<LiveUpdate> of(QueueId queue, QueueEvent event) {
    return switch (event) {
      case QueueEvent.CallOffered e ->
          news("call.offered", queue, e.at(), e.call(), e.caller().ticket(), null, "");
      case QueueEvent.CallQueued e -> ofCall("call.queued", queue, e, "");
      case QueueEvent.MetFull e ->
          ofCall("call.met_full", queue, e, e.refusal() == null ? "" : word(e.refusal()));
      case QueueEvent.MetClosed e -> ofCall("call.met_closed", queue, e, "");
      case QueueEvent.VoiceMessageBegun e -> ofCall("call.message", queue, e, "");
      case QueueEvent.OutageToldFirst e -> ofCall("call.outage_told", queue, e, "");
      case QueueEvent.OutageHeard _ -> Optional.empty();
      case QueueEvent.CallTaken e ->
          news("call.taken", queue, e.at(), e.call(), null, e.technician(), "");
      case QueueEvent.TechnicianRung e -> ofCall("call.ringing", queue, e, "");
      case QueueEvent.RingFound e -> ofCall("call.ringing", queue, e, "");
      case QueueEvent.ServedAlone e -> ofCall("call.served_alone", queue, e, "");
      case QueueEvent.RingEnded e -> ofCall("call.ring_ended", queue, e, word(e.result()));
      case QueueEvent.CallAnswered e ->
          news("call.answered", queue, e.at(), e.call(), null, e.technician(), "");
      case QueueEvent.CallbackOffered e -> ofCall("callback.offered", queue, e, "");
      case QueueEvent.CallbackPromised e ->
          Optional.of(
              new LiveUpdate(
                  "callback.promised",
                  e.at(),
                  queue,
                  e.call(),
                  e.callback().id(),
                  e.callback().caller().ticket(),
                  null,
                  ""));
      case QueueEvent.CallbackDeclined e -> ofCall("callback.declined", queue, e, "");
      case QueueEvent.CallbackRefused e -> ofCall("callback.refused", queue, e, word(e.reason()));
      case QueueEvent.CallEnded e ->
          news(
              "call.ended",
              queue,
              e.at(),
              e.call(),
              e.caller().ticket(),
              e.technician(),
              e.outcome().name());
      case QueueEvent.OfCallback e -> ofPromise(queue, e);
      case QueueEvent.DiallingSwitched e ->
          news("dialling.switched", queue, e.at(), null, null, null, e.stopped() ? "stopped" : "");
      case QueueEvent.ClosedNowSwitched e ->
          news("queue.closed_now", queue, e.at(), null, null, null, e.closed() ? "closed" : "");
      case QueueEvent.OutageSwitched e ->
          news("queue.outage", queue, e.at(), null, null, null, e.on() ? "on" : "");
      case QueueEvent.WrapUpExtended e ->
          ofTechnician(queue, e, e.technician(), "wrap_up_extended");
      case QueueEvent.TechnicianReleased e -> ofTechnician(queue, e, e.technician(), "released");
      case QueueEvent.WrapUpEnded e -> ofTechnician(queue, e, e.technician(), "wrap_up_over");
      case QueueEvent.TechnicianEnrolled e -> ofTechnician(queue, e, e.technician(), "enrolled");
      case QueueEvent.TechnicianLeft e -> ofTechnician(queue, e, e.technician(), "left");
      case QueueEvent.DutyChanged e -> ofTechnician(queue, e, e.technician(), word(e.duty()));
      case QueueEvent.PhoneChanged e -> ofTechnician(queue, e, e.technician(), word(e.state()));
    };
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static Optional<LiveUpdate> ofCall(
      String name, QueueId queue, QueueEvent.OfCall event, String detail) {
    return news(name, queue, event.at(), event.call(), null, null, detail);
  }

  private static Optional<LiveUpdate> ofTechnician(
      QueueId queue, QueueEvent event, TechnicianId technician, String detail) {
    return news("technician.changed", queue, event.at(), null, null, technician, detail);
  }

  private static Optional<LiveUpdate> ofPromise(QueueId queue, QueueEvent.OfCallback event) {
    return switch (event) {
      case QueueEvent.CallbackAgreed e -> ofCallback("callback.promised", queue, e, null, "");
      case QueueEvent.CallbackDue e -> ofCallback("callback.due", queue, e, null, "");
      case QueueEvent.CallbackHeld e ->
          ofCallback("callback.held", queue, e, null, word(e.reason()));
      case QueueEvent.CallbackRung e ->
          ofCallback("callback.ringing", queue, e, e.technician(), "");
      case QueueEvent.CallbackNotTaken e ->
          ofCallback("callback.not_taken", queue, e, e.technician(), word(e.result()));
      case QueueEvent.CallbackDialled e ->
          ofCallback("callback.dialled", queue, e, e.technician(), "");
      case QueueEvent.CallbackJoined e ->
          ofCallback("callback.joined", queue, e, e.technician(), "");
      case QueueEvent.AttemptEnded e ->
          ofCallback("callback.attempt_ended", queue, e, e.technician(), e.result().name());
      case QueueEvent.CallbackOvertaken e -> ofCallback("callback.overtaken", queue, e, null, "");
      case QueueEvent.CallbackKept e -> ofCallback("callback.kept", queue, e, e.technician(), "");
      case QueueEvent.CallbackExpired e ->
          ofCallback("callback.expired", queue, e, null, word(e.reason()));
      case QueueEvent.CallbackFinished e -> ofCallback("callback.done", queue, e, null, "");
      case QueueEvent.CallbackWithdrawn e -> ofCallback("callback.withdrawn", queue, e, null, "");
    };
  }

  private static Optional<LiveUpdate> ofCallback(
      String name,
      QueueId queue,
      QueueEvent.OfCallback event,
      @Nullable TechnicianId technician,
      String detail) {
    return Optional.of(
        new LiveUpdate(
            name, event.at(), queue, null, event.callback(), event.ticket(), technician, detail));
  }

  private static Optional<LiveUpdate> news(
      String name,
      QueueId queue,
      Instant at,
      @Nullable CallId call,
      @Nullable TicketNumber ticket,
      @Nullable TechnicianId technician,
      String detail) {
    return Optional.of(new LiveUpdate(name, at, queue, call, null, ticket, technician, detail));
  }
}
