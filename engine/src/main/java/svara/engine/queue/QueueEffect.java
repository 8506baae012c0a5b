package svara.engine.queue;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.Language;
import svara.engine.id.TechnicianId;

/** An order to the exchange that follows from an event. Safe to carry out twice. */
public sealed interface QueueEffect {

  /** An order about a caller's call. */
  sealed interface OfCall extends QueueEffect {
    CallId call();
  }

  /**
   * Ring a technician to keep a promise, then dial the caller.
   *
   * @param order names the order, with the callback
   * @param number to dial
   */
  record CallBack(
      CallbackId callback, int order, TechnicianId technician, String number, Language language)
      implements QueueEffect {}

  /** An attempt's end is stored: the exchange may forget it. */
  record ForgetAttempt(CallbackId callback, int order) implements QueueEffect {}

  /**
   * Ring technicians for a caller.
   *
   * @param attempt counts the rings of the call from 1; names the order
   * @param held the caller was already answered and hears music, which goes on until the answer
   */
  record Connect(CallId call, List<TechnicianId> technicians, int attempt, boolean held)
      implements OfCall {
    public Connect {
      technicians = List.copyOf(technicians);
    }
  }

  /**
   * Greet, say the place, play music.
   *
   * @param greet the caller hears the greeting; not when he comes back from an unanswered ring
   * @param round names the order: 0 at first, then the attempt he came back from
   */
  record Hold(CallId call, Language language, int position, boolean greet, int round)
      implements OfCall {}

  /**
   * Say that both places are taken, and offer a callback or ask to call later.
   *
   * @param offerCallback there is room for a promise and a number to call
   * @param offerMessage he may leave a voice message
   */
  record TurnAway(CallId call, Language language, boolean offerCallback, boolean offerMessage)
      implements OfCall {}

  /** Record what he says until he hangs up. */
  record TakeMessage(CallId call, Language language) implements OfCall {}

  /**
   * Tell a caller who has waited long that he still waits; music goes on afterwards.
   *
   * @param offerCallback he may press 1 to be called back
   */
  record SayStillWaiting(CallId call, Language language, boolean offerCallback) implements OfCall {}

  /**
   * Confirm a promise, which is stored by now, and hang up.
   *
   * @param stands an earlier call of the same caller earned it
   */
  record ConfirmPromise(CallId call, Language language, boolean stands) implements OfCall {}

  /**
   * Ask for the number to call back, since the one he calls from is none.
   *
   * @param denied say first that his own may not be called; else it shows nobody whom to call
   */
  record AskForNumber(CallId call, Language language, boolean denied) implements OfCall {}

  /**
   * Ask to call later, and hang up.
   *
   * @param closed it is closed: later is when it is open, which he has heard
   */
  record AskToCallLater(CallId call, Language language, boolean closed) implements OfCall {}

  /**
   * Say that the queue is closed, and hang up.
   *
   * @param outage say first what is out of order
   * @param recording in these words, a sound of the exchange's own; null for the usual ones
   * @param byHand it was closed by hand, which has words of its own
   * @param opensAt when it opens, where that is known, or null
   * @param offerCallback he may press 1 to be called back then
   * @param offerMessage he may leave a voice message
   */
  record SayClosed(
      CallId call,
      Language language,
      boolean outage,
      @Nullable String recording,
      boolean byHand,
      @Nullable Instant opensAt,
      boolean offerCallback,
      boolean offerMessage)
      implements OfCall {}

  /**
   * Say what is out of order; the caller is placed when he has heard it.
   *
   * @param recording a sound of the exchange's own; null for the usual words
   */
  record SayOutage(CallId call, Language language, @Nullable String recording) implements OfCall {}

  /** The menu is full as well: busy at once. */
  record HangUp(CallId call) implements OfCall {}
}
