package svara.engine.ticket;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TechnicianId;
import svara.engine.queue.CallerWish;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueueState;
import svara.engine.queue.Refusal;
import svara.engine.queue.Technician;

/** What becomes of a promise, on its ticket. */
final class CallbackTickets {
  private static final String SYSTEM = QueueEvent.CallbackRung.SYSTEM;

  private CallbackTickets() {}

  static List<TicketUpdate> of(QueueState after, QueueEvent.OfCallback event) {
    return switch (event) {
      case QueueEvent.CallbackAgreed e ->
          List.of(
              new TicketUpdate.Opened(e.ticket(), e.at(), after.queue(), e.promise().caller()),
              note(
                  e,
                  "callback.promised",
                  e.by(),
                  "",
                  Map.of("number", e.promise().number(), "callback", e.callback().value())),
              new TicketUpdate.Promised(e.ticket(), e.at(), e.callback()));
      case QueueEvent.CallbackDue _ -> List.of();
      case QueueEvent.CallbackHeld e ->
          List.of(
              note(
                  e,
                  "callback.held",
                  "",
                  "",
                  Map.of("reason", word(e.reason()), "until", e.until().toString())));
      case QueueEvent.CallbackRung e ->
          List.of(note(e, "callback.ringing", e.by(), "", technician(e.technician())));
      case QueueEvent.CallbackNotTaken e ->
          List.of(
              note(
                  e,
                  "callback.not_taken",
                  "",
                  "",
                  Map.of("technicians", e.technician().value(), "result", word(e.result()))));
      case QueueEvent.CallbackDialled e ->
          List.of(
              note(
                  e,
                  "callback.dialled",
                  e.technician().value(),
                  "",
                  Map.of("number", e.number(), "attempt", Integer.toString(e.attempt()))));
      case QueueEvent.CallbackJoined e ->
          List.of(note(e, "callback.joined", e.technician().value(), "", Map.of()));
      case QueueEvent.AttemptEnded e ->
          List.of(note(e, "callback.attempt_ended", e.technician().value(), "", facts(e)));
      case QueueEvent.CallbackOvertaken e ->
          List.of(note(e, "callback.overtaken", "", "", Map.of("call", e.call().value())));
      case QueueEvent.CallbackKept e ->
          List.of(
              note(
                  e,
                  "callback.kept",
                  e.technician().value(),
                  "",
                  Map.of("inTime", Boolean.toString(e.inTime()))),
              new TicketUpdate.CalledBack(e.ticket(), e.at(), e.callback(), e.technician()));
      case QueueEvent.CallbackExpired e ->
          List.of(
              note(e, "callback.expired", "", "", facts(e)),
              new TicketUpdate.PromiseExpired(e.ticket(), e.at(), e.callback()));
      case QueueEvent.CallbackFinished e ->
          List.of(
              note(e, "callback.done", e.by(), e.note(), Map.of()),
              new TicketUpdate.CalledBack(
                  e.ticket(), e.at(), e.callback(), technicianOrNull(after, e.by())));
      case QueueEvent.CallbackWithdrawn e ->
          List.of(
              note(e, "callback.withdrawn", e.by(), e.note(), Map.of()),
              new TicketUpdate.PromiseWithdrawn(e.ticket(), e.at(), e.callback()));
    };
  }

  private static Map<String, String> facts(QueueEvent.AttemptEnded e) {
    Instant retryAt = e.retryAt();
    String wish = e.wish() == CallerWish.NONE ? "" : word(e.wish());
    return retryAt == null
        ? Map.of("result", e.result().name(), "wish", wish)
        : Map.of("result", e.result().name(), "wish", wish, "until", retryAt.toString());
  }

  private static Map<String, String> facts(QueueEvent.CallbackExpired e) {
    Refusal refusal = e.refusal();
    return refusal == null
        ? Map.of("reason", word(e.reason()))
        : Map.of("reason", word(e.reason()), "refusal", word(refusal));
  }

  private static Map<String, String> technician(TechnicianId technician) {
    return Map.of("technicians", technician.value());
  }

  private static TicketUpdate note(
      QueueEvent.OfCallback e, String kind, String by, String text, Map<String, String> facts) {
    return new TicketUpdate.Noted(
        e.ticket(), e.at(), kind, null, Objects.equals(by, SYSTEM) ? "" : by, text, facts);
  }

  /** Programs tick promises off too, and tickets are not theirs. */
  private static @Nullable TechnicianId technicianOrNull(QueueState after, String by) {
    return after.technicians().stream()
        .map(Technician::id)
        .filter(id -> id.value().equals(by))
        .findFirst()
        .orElse(null);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
