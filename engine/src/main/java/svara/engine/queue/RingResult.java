package svara.engine.queue;

/** How ringing a technician ended without an answer. */
public enum RingResult {
  /** The phone rang for the ring time. The technician is paused. */
  NO_ANSWER,
  /** On another call (SIP 486). Pauses nobody. */
  BUSY,
  /** Refused by the technician (SIP 603 and the like). Not an absence: pauses nobody. */
  REJECTED,
  /** Not registered, or the line to it is down. */
  UNREACHABLE,
  /** The exchange could not carry the order out. */
  FAILED
}
