package svara.engine.queue;

import java.time.Duration;
import svara.engine.calendar.OpeningHours;

/**
 * What the settings say of a queue. One talking, one waiting and ten callbacks are the defaults,
 * because that is the helpdesk this was made for; a bigger one changes numbers.
 *
 * @param talkingMax callers with technicians at once, ringing included; 1 to 1,000
 * @param waitingMax callers waiting at once; 0 to 10,000
 * @param callbacksMax open callbacks at once; 0 to 10,000; 0 makes no promises
 * @param turnedAwayMax callers in the turned-away menu at once; beyond that they hear busy
 * @param ringTime how long one technician's phone rings before the next is tried
 * @param waitMax after so long a waiting caller is offered a callback, once
 * @param refusePause a technician who refused a call is not offered the same call again for so long
 * @param wrapUp how long a technician is kept free of calls after one
 * @param shortAbandon hanging up sooner than this after the offer is a short abandon
 * @param ring who is rung
 * @param hours when the queue is open
 * @param callbacks how promises are kept
 * @param takeIt a free technician may take a waiting caller beyond the talking places
 * @param messages whether callers who can not be taken may leave a voice message
 */
public record QueuePolicy(
    int talkingMax,
    int waitingMax,
    int callbacksMax,
    int turnedAwayMax,
    Duration ringTime,
    Duration waitMax,
    Duration refusePause,
    Duration wrapUp,
    Duration shortAbandon,
    Ring ring,
    OpeningHours hours,
    CallbackPolicy callbacks,
    boolean takeIt,
    MessagePolicy messages) {

  /** Nobody takes callers beyond the talking places, and nobody leaves messages. */
  public QueuePolicy(
      int talkingMax,
      int waitingMax,
      int callbacksMax,
      int turnedAwayMax,
      Duration ringTime,
      Duration waitMax,
      Duration refusePause,
      Duration wrapUp,
      Duration shortAbandon,
      Ring ring,
      OpeningHours hours,
      CallbackPolicy callbacks) {
    this(
        talkingMax,
        waitingMax,
        callbacksMax,
        turnedAwayMax,
        ringTime,
        waitMax,
        refusePause,
        wrapUp,
        shortAbandon,
        ring,
        hours,
        callbacks,
        false,
        MessagePolicy.defaults());
  }

  /** Promises are kept in the usual way, in the hours of the queue. */
  public QueuePolicy(
      int talkingMax,
      int waitingMax,
      int callbacksMax,
      int turnedAwayMax,
      Duration ringTime,
      Duration waitMax,
      Duration refusePause,
      Duration wrapUp,
      Duration shortAbandon,
      Ring ring,
      OpeningHours hours) {
    this(
        talkingMax,
        waitingMax,
        callbacksMax,
        turnedAwayMax,
        ringTime,
        waitMax,
        refusePause,
        wrapUp,
        shortAbandon,
        ring,
        hours,
        CallbackPolicy.defaults(hours));
  }

  /** The same queue with other rules for voice messages. */
  public QueuePolicy with(MessagePolicy other) {
    return new QueuePolicy(
        talkingMax,
        waitingMax,
        callbacksMax,
        turnedAwayMax,
        ringTime,
        waitMax,
        refusePause,
        wrapUp,
        shortAbandon,
        ring,
        hours,
        callbacks,
        takeIt,
        other);
  }

  /** Who is rung for a caller. */
  public enum Ring {
    LONGEST_FREE,
    ALL_AT_ONCE
  }

  public static QueuePolicy defaults() {
    return new QueuePolicy(
        1,
        1,
        10,
        20,
        Duration.ofSeconds(20),
        Duration.ofMinutes(10),
        Duration.ofMinutes(2),
        Duration.ZERO,
        Duration.ofSeconds(5),
        Ring.LONGEST_FREE,
        OpeningHours.always());
  }
}
