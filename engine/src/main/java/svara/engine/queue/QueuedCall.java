package svara.engine.queue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TechnicianId;

/**
 * A call that the queue knows of and that has not ended.
 *
 * @param caller who calls
 * @param phase where the call stands
 * @param queuedAt when it was first put on hold, or null when it never was
 * @param flags what figures count beside the outcome
 * @param attempts how many times technicians were rung for it
 * @param refusals technicians who refused the call, and until when it is not offered to them again
 */
public record QueuedCall(
    Caller caller,
    Phase phase,
    @Nullable Instant queuedAt,
    CallFlags flags,
    int attempts,
    Map<TechnicianId, Instant> refusals) {

  public QueuedCall {
    refusals = Map.copyOf(refusals);
  }

  /** Where a call stands. */
  public sealed interface Phase {
    /**
     * On hold with music.
     *
     * @param callbackOffered the caller has waited the longest and was offered a callback
     */
    record Waiting(boolean callbackOffered) implements Phase {}

    /**
     * Technicians' phones ring.
     *
     * @param callbackOffered as in {@link Waiting}: the offer is made once, whatever rings between
     */
    record Ringing(List<TechnicianId> technicians, Instant since, boolean callbackOffered)
        implements Phase {
      public Ringing {
        technicians = List.copyOf(technicians);
      }
    }

    /** Two people talk. */
    record Talking(TechnicianId technician, Instant answeredAt) implements Phase {}

    /**
     * Met a full or a closed queue and is being told.
     *
     * @param promised a callback was promised in this call
     */
    record Dismissed(boolean promised) implements Phase {}
  }

  /** Whether the call fills a talking place: ringing a technician does already. */
  public boolean talkingOrRinging() {
    return phase instanceof Phase.Talking || phase instanceof Phase.Ringing;
  }

  /** Whether the call rings this technician, or is with him. */
  boolean occupies(TechnicianId id) {
    return talksWith(id)
        || (phase instanceof Phase.Ringing ringing && ringing.technicians().contains(id));
  }

  boolean callbackOffered() {
    return switch (phase) {
      case Phase.Waiting(boolean offered) -> offered;
      case Phase.Ringing ringing -> ringing.callbackOffered();
      case Phase.Talking _, Phase.Dismissed _ -> false;
    };
  }

  boolean talksWith(TechnicianId id) {
    return phase instanceof Phase.Talking(TechnicianId technician, Instant _)
        && technician.equals(id);
  }

  public boolean waiting() {
    return phase instanceof Phase.Waiting;
  }

  QueuedCall with(Phase next) {
    return new QueuedCall(caller, next, queuedAt, flags, attempts, refusals);
  }
}
