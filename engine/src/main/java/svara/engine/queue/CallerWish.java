package svara.engine.queue;

/** What a caller who was called back asks for instead of talking. */
public enum CallerWish {
  /** Nothing else: he talks, or nothing is known of what he wants. */
  NONE,
  /** He pressed 2: to be called in half an hour. */
  LATER,
  /** He pressed 3: it is no longer needed. */
  NOT_NEEDED
}
