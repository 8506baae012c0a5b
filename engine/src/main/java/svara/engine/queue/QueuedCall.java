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
 * @param informedAt when the caller had heard what is out of order, or null
 */
public record QueuedCall(
    Caller caller,
    Phase phase,
    @Nullable Instant queuedAt,
    CallFlags flags,
    int attempts,
    Map<TechnicianId, Instant> refusals,
    @Nullable Instant informedAt) {

  public QueuedCall {
    refusals = Map.copyOf(refusals);
  }

  public QueuedCall(
      Caller caller,
      Phase phase,
      @Nullable Instant queuedAt,
      CallFlags flags,
      int attempts,
      Map<TechnicianId, Instant> refusals) {
    this(caller, phase, queuedAt, flags, attempts, refusals, null);
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

    /** Hears what is out of order, and is placed afterwards. */
    record Hearing(Instant since) implements Phase {}
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
      case Phase.Talking _, Phase.Dismissed _, Phase.Hearing _ -> false;
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
    return new QueuedCall(caller, next, queuedAt, flags, attempts, refusals, informedAt);
  }

  QueuedCall with(CallFlags next) {
    return new QueuedCall(caller, phase, queuedAt, next, attempts, refusals, informedAt);
  }

  QueuedCall with(Map<TechnicianId, Instant> next) {
    return new QueuedCall(caller, phase, queuedAt, flags, attempts, next, informedAt);
  }

  QueuedCall queuedFirst(Instant at) {
    return queuedAt != null
        ? this
        : new QueuedCall(caller, phase, at, flags, attempts, refusals, informedAt);
  }

  QueuedCall rung(Phase.Ringing next, int attempt) {
    return new QueuedCall(caller, next, queuedAt, flags, attempt, refusals, informedAt);
  }

  QueuedCall informed(Instant at) {
    return new QueuedCall(
        caller, new Phase.Waiting(false), queuedAt, flags, attempts, refusals, at);
  }
}
