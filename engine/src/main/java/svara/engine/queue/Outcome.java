package svara.engine.queue;

/** How a call ended; exactly one a call, the first that is true in this order ({@code figures}). */
public enum Outcome {
  /** Two people talked. */
  ANSWERED,
  CALLBACK_PROMISED,
  /** Outside opening hours. */
  CLOSED,
  /** Hung up during or within 10 s after an outage message. */
  INFORMED,
  /** Met a full queue and left with the message. */
  TURNED_AWAY,
  /** Hung up within the queue's threshold. */
  ABANDONED_SHORT,
  /** Hung up before two people talked. */
  ABANDONED,
  /** Technical. */
  FAILED
}
