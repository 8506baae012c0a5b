package svara.engine.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import svara.engine.id.CallId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;

/**
 * The calls of Svara that the exchange has at one moment.
 *
 * @param at when it was asked for, by the engine's clock: what was reported later is newer
 * @param startedAt when the exchange was started: calls from before are gone by its fault
 * @param calls callers' calls
 */
public record ExchangeSnapshot(Instant at, Instant startedAt, List<Seen> calls) {
  public ExchangeSnapshot {
    calls = List.copyOf(calls);
  }

  /**
   * One call.
   *
   * @param where what it is doing
   * @param technician with whom it is bridged, or whom the exchange's own queue rings for it
   * @param bridgedAt since when, as well as the exchange knows
   */
  public record Seen(
      CallId call,
      Optional<QueueId> queue,
      Where where,
      Optional<TechnicianId> technician,
      String dialled,
      String number,
      String name,
      Instant arrivedAt,
      Optional<Instant> bridgedAt) {}

  /** What a call at the exchange is doing. */
  public enum Where {
    /** Parked: waits for orders or hears a prompt or music by our order. */
    PARKED,
    RINGING,
    TALKING,
    /** In the exchange's own queue, not with a technician. */
    FALLBACK_WAITING,
    FALLBACK_RINGING,
    FALLBACK_TALKING,
    OTHER
  }
}
