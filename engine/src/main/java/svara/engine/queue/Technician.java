package svara.engine.queue;

import java.time.Instant;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.TechnicianId;

/**
 * A technician of the queue.
 *
 * @param id who
 * @param duty on, off or paused
 * @param reason why paused, or empty; {@code no_answer} when the system paused him
 * @param phone the phone as the exchange sees it
 * @param work what he does for this queue
 * @param freeSince since when he has had no call; who is free the longest rings first
 */
public record Technician(
    TechnicianId id, Duty duty, String reason, PhoneState phone, Work work, Instant freeSince) {

  public static final String NO_ANSWER = "no_answer";

  /** The reason of one whom the settings name no longer and whose last call goes on. */
  public static final String LEFT = "left";

  /** Whether a technician takes calls. */
  public enum Duty {
    ON,
    OFF,
    PAUSED
  }

  /** What a technician does for the queue at the moment. */
  public sealed interface Work {
    /** Nothing. */
    record None() implements Work {}

    /** The phone rings for a caller. */
    record Ringing(CallId call) implements Work {}

    /** With a caller; until his own leg is hung up, which may be before or after the caller's. */
    record Talking(CallId call) implements Work {}

    /** His phone rings to keep a promise, or he calls back, until his own leg is hung up. */
    record CallingBack(CallbackId callback) implements Work {}

    /** Writing up a call. */
    record WrapUp(Instant until) implements Work {}
  }

  /** Whether he can be offered a call: on duty, phone free, no call and no wrap-up here. */
  public boolean free() {
    return duty == Duty.ON && phone == PhoneState.FREE && work instanceof Work.None;
  }

  /** Whether the settings name him no longer; he goes when his call is over. */
  public boolean leaving() {
    return duty == Duty.OFF && reason.equals(LEFT);
  }

  /** Whether no call of this queue is with him. */
  public boolean idle() {
    return work instanceof Work.None || work instanceof Work.WrapUp;
  }

  Technician with(Work next) {
    return new Technician(id, duty, reason, phone, next, freeSince);
  }

  Technician idleSince(Instant at) {
    return new Technician(id, duty, reason, phone, new Work.None(), at);
  }

  Technician with(Duty next, String why) {
    return new Technician(id, next, why, phone, work, freeSince);
  }

  Technician with(PhoneState next) {
    return new Technician(id, duty, reason, next, work, freeSince);
  }
}
