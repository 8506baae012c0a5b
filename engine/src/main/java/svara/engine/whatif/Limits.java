package svara.engine.whatif;

import org.jspecify.annotations.Nullable;
import svara.engine.calendar.OpeningHours;
import svara.engine.queue.CallbackPolicy;
import svara.engine.queue.QueuePolicy;

/**
 * What is to be otherwise than it was; what is null stays.
 *
 * @param talkingMax talking places
 * @param waitingMax waiting places
 * @param callbacksMax open promises; 0 makes none
 * @param technicians how many; more work the hours of those there are, fewer are the first of them
 * @param hours when the queue is open, and callers are dialled
 */
public record Limits(
    @Nullable Integer talkingMax,
    @Nullable Integer waitingMax,
    @Nullable Integer callbacksMax,
    @Nullable Integer technicians,
    @Nullable OpeningHours hours) {

  /** All stays as it was. */
  public static final Limits IN_FORCE = new Limits(null, null, null, null, null);

  /** The policy with these limits in it. */
  public QueuePolicy in(QueuePolicy p) {
    return new QueuePolicy(
        talkingMax == null ? p.talkingMax() : talkingMax,
        waitingMax == null ? p.waitingMax() : waitingMax,
        callbacksMax == null ? p.callbacksMax() : callbacksMax,
        p.turnedAwayMax(),
        p.ringTime(),
        p.waitMax(),
        p.refusePause(),
        p.wrapUp(),
        p.shortAbandon(),
        p.ring(),
        hours == null ? p.hours() : hours,
        callbacks(p.callbacks()),
        p.takeIt(),
        p.messages());
  }

  private CallbackPolicy callbacks(CallbackPolicy c) {
    return hours == null
        ? c
        : new CallbackPolicy(
            c.dial(),
            c.order(),
            c.near(),
            c.attemptsMax(),
            c.retryDelay(),
            c.busyDelay(),
            c.laterDelay(),
            c.within(),
            c.expireAfter(),
            c.callerRingTime(),
            c.talkMin(),
            c.talkMax(),
            c.perNumberDayMax(),
            c.perHourMax(),
            c.whenClosed(),
            hours);
  }
}
