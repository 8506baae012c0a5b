package svara.engine.queue;

/**
 * How dialling out to a caller who is owed a callback ended. The words are those of the figures.
 */
public enum AttemptResult {
  /** He pressed 1 and talks, or has talked, with the technician. */
  JOINED,
  /** His phone rang and nobody took it. */
  NO_ANSWER,
  /** His phone is busy, or he refused. */
  BUSY,
  /** The line to him, or the exchange, failed. */
  CONGESTION,
  /** There is no such number, or it may not be dialled. */
  INVALID,
  /** Somebody took it and did not ask to talk: silent, or {@link CallerWish otherwise}. */
  NO_KEY,
  /** The technician hung up before the two could talk. */
  TECHNICIAN_GONE,
  /** He took it and hung up before he pressed anything. */
  CALLER_GONE
}
