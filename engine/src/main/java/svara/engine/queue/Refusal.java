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
  /** An emergency or short number: never dialled. */
  NUMBER_EMERGENCY_OR_SHORT,
  /** Begins as a number that the settings deny. */
  NUMBER_DENIED,
  /** Looks like an extension and is none of the internal plan. */
  NUMBER_NOT_INTERNAL,
  /** No valid telephone number. */
  NUMBER_MALFORMED,
  /** Premium, foreign, or of another kind that the settings do not allow. */
  NUMBER_NOT_ALLOWED,
  /** The number has been dialled as often today as a number may be. */
  NUMBER_LIMIT,
  /** As many numbers have been dialled within an hour as may be. */
  HOUR_LIMIT,
  /** All dialling is stopped. */
  DIALLING_STOPPED,
  /** Nobody is called at this time. */
  OUTSIDE_HOURS,
  /** The promise is in a technician's hands at this moment. */
  CALLBACK_UNDER_WAY,
  /** The technician is off duty, on a call, or his phone is not free. */
  TECHNICIAN_NOT_FREE,
  /** All talking places are taken. */
  NO_PLACE,
  /** A place is open: the caller is served without being taken, or the settings let nobody take. */
  NOT_TO_BE_TAKEN,
  /** The key means nothing here. */
  KEY_WITHOUT_MEANING
}
