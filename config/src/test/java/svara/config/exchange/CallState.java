package svara.config.exchange;

/** Where a call, or the promise that it became, stands when a fault strikes. */
enum CallState {
  /** The queue is full; he hears what he can choose. */
  OFFERED,
  HELD,
  RINGING,
  TALKING,
  WRAP_UP,
  /** Promised a callback; his call is over. */
  CALLBACK_STORED,
  DIALLING_THE_TECHNICIAN,
  DIALLING_THE_CALLER,
  JOINED;

  /** Whether a promise has been given. */
  boolean promised() {
    return compareTo(CALLBACK_STORED) >= 0;
  }
}
