package svara.engine.queue;

/** A technician's phone as the exchange sees it, calls of the queue itself left out. */
public enum PhoneState {
  /** Can be rung (NOT_INUSE), or nothing is known of it (a mobile behind a trunk). */
  FREE,
  /** On a call that is not this queue's. */
  BUSY,
  /** Not registered, or the exchange has no such endpoint. */
  UNREACHABLE
}
