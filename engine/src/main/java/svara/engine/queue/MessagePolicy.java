package svara.engine.queue;

import java.time.Duration;

/**
 * Whether callers who can not be taken may leave a voice message, and how it is recorded.
 *
 * @param offered a turned-away caller and one outside opening hours may press 3 for it
 * @param longest it is cut after so long; 5 s to 5 min, so that it fits into an attachment
 * @param silence so much silence ends it
 */
public record MessagePolicy(boolean offered, Duration longest, Duration silence) {
  /** Nobody is recorded. */
  public static MessagePolicy defaults() {
    return new MessagePolicy(false, Duration.ofMinutes(2), Duration.ofSeconds(5));
  }
}
