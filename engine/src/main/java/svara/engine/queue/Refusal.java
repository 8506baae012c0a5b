package svara.engine.queue;

/** Why a command changed nothing, or a wish could not be met. */
public enum Refusal {
  /** The queue does not know the call; it ended, or never came. */
  UNKNOWN_CALL,
  UNKNOWN_TECHNICIAN,
  UNKNOWN_CALLBACK,
  /** The fact is already known, or no longer true. */
  STALE,
  /** There are as many open callbacks as the queue may promise. */
  CALLBACKS_FULL,
  /** A withheld or shared number: nobody knows whom to call. */
  NUMBER_NOT_USABLE,
  /** The key means nothing here. */
  KEY_WITHOUT_MEANING
}
