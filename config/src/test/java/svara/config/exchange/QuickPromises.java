package svara.config.exchange;

import java.time.Duration;
import svara.engine.queue.CallbackPolicy;
import svara.engine.queue.QueuePolicy;

/** Promises kept in seconds, where a helpdesk takes minutes and hours; or by people alone. */
final class QuickPromises {
  private QuickPromises() {}

  /** The queue itself keeps them. */
  static QueuePolicy kept(QueuePolicy usual) {
    return with(usual, true, 3);
  }

  /** The queue itself keeps them, and tries once. */
  static QueuePolicy triedOnce(QueuePolicy usual) {
    return with(usual, true, 1);
  }

  /** The queue itself keeps them, however often it takes. */
  static QueuePolicy keptPatiently(QueuePolicy usual) {
    return with(usual, true, 10);
  }

  /** They stand in the list until people tick them off. */
  static QueuePolicy byPeople(QueuePolicy usual) {
    return with(usual, false, 3);
  }

  private static QueuePolicy with(QueuePolicy usual, boolean dial, int attempts) {
    CallbackPolicy callbacks = usual.callbacks();
    Duration soon = Duration.ofSeconds(3);
    return new QueuePolicy(
        usual.talkingMax(),
        usual.waitingMax(),
        usual.callbacksMax(),
        usual.turnedAwayMax(),
        usual.ringTime(),
        usual.waitMax(),
        usual.refusePause(),
        usual.wrapUp(),
        usual.shortAbandon(),
        usual.ring(),
        usual.hours(),
        new CallbackPolicy(
            dial,
            callbacks.order(),
            callbacks.near(),
            attempts,
            soon,
            soon,
            soon,
            callbacks.within(),
            callbacks.expireAfter(),
            Duration.ofSeconds(3),
            Duration.ofSeconds(1),
            callbacks.talkMax(),
            callbacks.perNumberDayMax(),
            callbacks.perHourMax(),
            callbacks.whenClosed(),
            callbacks.hours()));
  }

  /** More places. */
  static QueuePolicy places(QueuePolicy usual, int talking, int waiting) {
    return new QueuePolicy(
        talking,
        waiting,
        usual.callbacksMax(),
        usual.turnedAwayMax(),
        usual.ringTime(),
        usual.waitMax(),
        usual.refusePause(),
        usual.wrapUp(),
        usual.shortAbandon(),
        usual.ring(),
        usual.hours(),
        usual.callbacks());
  }
}
