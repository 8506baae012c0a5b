package svara.engine.runtime;

import java.time.Instant;
import java.util.Locale;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.CommandId;
import svara.engine.id.TechnicianId;
import svara.engine.queue.PhoneState;

/** Names of commands, made of the exchange's own facts so that a fact told twice has one name. */
final class CommandIds {
  private CommandIds() {}

  static CommandId offer(CallId call) {
    return new CommandId(call + "/offer");
  }

  /** Whatever ends a call has this name, so that a call ends once: a hang-up, a note, a search. */
  static CommandId end(CallId call) {
    return new CommandId(call + "/end");
  }

  static CommandId ringEnd(CallId call, int attempt) {
    return new CommandId(call + "/ring/" + attempt);
  }

  static CommandId answer(CallId call, TechnicianId technician) {
    return new CommandId(call + "/answered/" + technician);
  }

  /** A ring of the exchange's own queue has no name there; it is named by when it was seen. */
  static CommandId foundRinging(CallId call, TechnicianId technician, Instant at) {
    return new CommandId(
        "%s/found-ringing/%s/%d/%d".formatted(call, technician, at.getEpochSecond(), at.getNano()));
  }

  static CommandId alone(CallId call) {
    return new CommandId(call + "/alone");
  }

  static CommandId release(CallId call, TechnicianId technician) {
    return new CommandId(call + "/released/" + technician);
  }

  static CommandId key(CallId call, String serial) {
    return new CommandId(call + "/key/" + serial);
  }

  static CommandId message(CallId call, String order) {
    return new CommandId(call + "/message/" + order);
  }

  /** Whatever ends an offer to a technician has this name. */
  static CommandId offerEnd(CallbackId callback, int order) {
    return new CommandId(callback + "/" + order + "/offer-end");
  }

  static CommandId dialled(CallbackId callback, int order) {
    return new CommandId(callback + "/" + order + "/dialled");
  }

  static CommandId joined(CallbackId callback, int order) {
    return new CommandId(callback + "/" + order + "/joined");
  }

  /** Whatever ends an attempt has this name: a report, or what the exchange says when asked. */
  static CommandId attemptEnd(CallbackId callback, int order) {
    return new CommandId(callback + "/" + order + "/end");
  }

  static CommandId phone(TechnicianId technician, PhoneState state, Instant at) {
    return new CommandId(
        "phone/%s/%s/%s/%d"
            .formatted(
                technician,
                state.name().toLowerCase(Locale.ROOT),
                at.getEpochSecond(),
                at.getNano()));
  }

  static CommandId enrol(long epoch) {
    return new CommandId("enrol/" + epoch);
  }

  /** The settings name other technicians while the queue is ours. */
  static CommandId enrol(long epoch, Instant at) {
    return new CommandId("enrol/%d/%d/%d".formatted(epoch, at.getEpochSecond(), at.getNano()));
  }

  static CommandId time(Instant at) {
    return new CommandId("time/%d/%d".formatted(at.getEpochSecond(), at.getNano()));
  }
}
