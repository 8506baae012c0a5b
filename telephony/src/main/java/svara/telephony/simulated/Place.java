package svara.telephony.simulated;

import java.time.Instant;
import svara.engine.queue.Outcome;

/** Where a call is in the exchange's dialplan. */
sealed interface Place {
  /** Waits for orders. */
  record Parked() implements Place {}

  record Ringing(Ring ring) implements Place {}

  record Talking(SimulatedTechnician technician, Instant since) implements Place {}

  /** Leaves a voice message. */
  record Recorded(Recorder recorder) implements Place {}

  /** In the exchange's own queue. */
  record FallbackWaiting() implements Place {}

  record FallbackRinging(Ring ring) implements Place {}

  record FallbackTalking(SimulatedTechnician technician, Instant since) implements Place {}

  /** Met a full or closed fallback and is being told. */
  record FallbackLeaving(Outcome why) implements Place {}

  record Gone() implements Place {}
}
