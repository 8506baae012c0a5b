package svara.engine.statistics;

/**
 * What calls, tickets and mails are told apart by. Whatever has no value is under the empty one.
 */
public enum Dimension {
  /** All of them together. */
  ALL,
  /** The person's department when the call was offered, or when the ticket became his. */
  DEPARTMENT,
  /** Who answered the call; whose the ticket is. */
  TECHNICIAN,
  /** The system that the ticket is about, now. */
  SYSTEM,
  /** What kind of matter the ticket is, now. */
  CATEGORY,
  /** {@code phone}, {@code mail} or {@code console}. */
  CHANNEL
}
