package svara.engine.queue;

import java.time.Duration;
import svara.engine.calendar.OpeningHours;

/**
 * How a queue keeps its promises.
 *
 * @param dial promises are kept by the queue itself; otherwise people keep them from the list
 * @param order who is served first
 * @param near with {@link Order#WAITING_FIRST}: so long before its promised time a callback is
 *     served in the order of arrival after all
 * @param attemptsMax dial-outs a promise; 1 to 20
 * @param retryDelay before the next attempt when nobody took the phone or pressed a key
 * @param busyDelay before the next attempt when the line was busy or failed
 * @param laterDelay when the caller asks with 2 to be called later
 * @param within the promise: called back within so much opening time
 * @param expireAfter so much opening time after the promise it becomes work for people
 * @param callerRingTime how long the caller's phone rings
 * @param talkMin a shorter talk does not keep the promise
 * @param talkMax the caller's leg is cut after so long
 * @param perNumberDayMax dial-outs to one number a day; 1 to 100
 * @param perHourMax dial-outs of the queue within an hour; 1 to 3,600
 * @param whenClosed who calls outside opening hours may be promised a callback for when it opens
 * @param hours when callers are dialled
 */
public record CallbackPolicy(
    boolean dial,
    Order order,
    Duration near,
    int attemptsMax,
    Duration retryDelay,
    Duration busyDelay,
    Duration laterDelay,
    Duration within,
    Duration expireAfter,
    Duration callerRingTime,
    Duration talkMin,
    Duration talkMax,
    int perNumberDayMax,
    int perHourMax,
    boolean whenClosed,
    OpeningHours hours) {

  /** Who is served first. */
  public enum Order {
    /** Waiting callers and due callbacks in the order of their first arrival. */
    BY_ARRIVAL,
    /** Waiting callers, until a callback is near its promised time. */
    WAITING_FIRST
  }

  public static CallbackPolicy defaults(OpeningHours hours) {
    return new CallbackPolicy(
        true,
        Order.BY_ARRIVAL,
        Duration.ofMinutes(30),
        3,
        Duration.ofMinutes(15),
        Duration.ofMinutes(3),
        Duration.ofMinutes(30),
        Duration.ofHours(4),
        Duration.ofHours(16),
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        Duration.ofHours(2),
        6,
        60,
        false,
        hours);
  }

  /** How long after an attempt that ended so the next one follows. */
  Duration delay(AttemptResult result, CallerWish wish) {
    if (wish == CallerWish.LATER) {
      return laterDelay;
    }
    return switch (result) {
      case BUSY, CONGESTION, TECHNICIAN_GONE -> busyDelay;
      case JOINED, NO_ANSWER, INVALID, NO_KEY, CALLER_GONE -> retryDelay;
    };
  }
}
