package svara.engine.port;

import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import svara.engine.id.CallId;
import svara.engine.id.QueueId;

/**
 * The exchange, as the engine needs it. Two implementations, held to one contract test: the real
 * one and one in memory.
 *
 * <p>All methods return at once. An order for a call that is not there (any more) is no failure: it
 * ends as {@code GONE}; one for a call that is not parked (it rings, talks, or is with the
 * exchange's own queue) as {@code OVERTAKEN}, and so does one under way when another order moves
 * the call. An order that is given twice (the same {@link OrderId}) is carried out once and has one
 * result, as long as the call lives and is not offered anew; one that failed may be given again. A
 * future fails with {@link PhoneSystemException} alone: no answer in time, no connection, or
 * refused by the exchange. What an order leads to later comes through the {@link PhoneListener}.
 */
public interface PhoneSystem {

  /**
   * Connects and keeps connected until {@link #close}: a lost connection is made again for ever.
   * Completes when the first connection stands; facts reach the listener on the caller's Vert.x
   * context, those of one call in the exchange's order. Calls found parked are reported as {@link
   * PhoneListener#offered}, here and whenever a lost connection is back. Opening twice is a bug:
   * {@link IllegalStateException}.
   */
  Future<Void> open(PhoneListener listener);

  /**
   * Ends the connection, whether or not the exchange still answers. Calls stay at the exchange and
   * go on there; nothing is reported any more. May be called again.
   */
  Future<Void> close();

  /**
   * Which phones belong to technicians. May be called again with another list; the state of every
   * phone is reported at once, whenever it changes, and after a lost connection is back.
   */
  Future<Void> watch(List<TechnicianPhone> phones);

  /**
   * Fences the queue at the exchange: from now on orders with a lower epoch are refused there.
   * Before any other order for the queue's calls. Completes when it has been read back; fails as
   * REFUSED when the exchange knows a higher one.
   */
  Future<Void> claim(QueueId queue, long epoch);

  /**
   * Tells the exchange that the engine lives and owns these queues; every second. When it is older
   * than 5 s the exchange serves new callers by itself. Parked callers are kept (the dead-man's
   * timeout is renewed) as long as the last beat, for whatever queues, is less than 30 s old; then
   * they pass to the exchange's own queue too.
   */
  Future<Void> beat(Set<QueueId> queues);

  /**
   * Keeps what the exchange's own queue needs when the engine is away: limits and who is on duty.
   */
  Future<Void> mirror(FallbackQueue queue);

  /**
   * Answers the caller if need be, says prompts, then plays music until the call is moved or ends.
   * Completes when the music has begun.
   */
  Future<Orders.Said> hold(Orders.Hold order);

  /**
   * Answers if need be, says prompts and listens for one key; a key counts from when the order was
   * given, before and during the prompts too, and cuts them short. Keys before that were {@link
   * PhoneListener#keyed}; each key is reported in one way only. Completes with the key, or with
   * none when the caller has been silent for the patience after the last prompt. Music plays
   * afterwards when {@code musicAfter}.
   */
  Future<Orders.Heard> ask(Orders.Ask order);

  /**
   * As {@link #ask}, for a number. The first digit cuts the prompts short; completes with the
   * digits when # or {@link Orders.AskNumber#DIGITS_MAX} is reached, or after the patience since
   * the last of them.
   */
  Future<Orders.Typed> askNumber(Orders.AskNumber order);

  /**
   * Says prompts and hangs up. Completes as DONE when the call is hung up by us, as GONE when the
   * caller hung up before.
   */
  Future<Orders.Said> dismiss(Orders.Dismiss order);

  /**
   * Moves the caller to ring technicians. Completes when the exchange has taken the order. Then
   * comes {@link PhoneListener#answered}, or {@link PhoneListener#ringEnded} when the call is
   * parked again, or {@link PhoneListener#ended}. With an epoch lower than the exchange knows
   * nobody is rung: it fails as REFUSED, or it is taken and the call comes back parked ({@link
   * PhoneListener#ringEnded} with FAILED).
   */
  Future<Orders.Said> connect(Orders.Connect order);

  /**
   * Moves the caller to where he is recorded: he hears a tone and speaks, until he hangs up,
   * presses #, is silent or the time is over; then he is thanked and hung up. Completes when the
   * exchange has taken the order; then comes {@link PhoneListener#ended}, and what he said is in
   * the {@link MessageFolder}. The exchange needs no engine for it. With an epoch lower than the
   * exchange knows he is not recorded: it fails as REFUSED, or he is parked and {@link
   * PhoneListener#offered offered} again.
   */
  Future<Orders.Said> takeMessage(Orders.TakeMessage order);

  /**
   * Takes a caller who waits in the exchange's own queue back: he is parked and {@link
   * PhoneListener#offered offered} with his first arrival, also before the first {@link #beat}; no
   * {@link OutageNote} is written of him. One whose technician is ringing or talking stays where he
   * is: OVERTAKEN. One who is parked already: DONE.
   */
  Future<Orders.Said> takeOver(CallId call);

  /** Hangs the call up, whatever it is doing; as busy when it was never answered. */
  Future<Orders.Said> hangUp(CallId call);

  /** What is at the exchange now: the truth, where events are a hint. */
  Future<ExchangeSnapshot> snapshot();

  /** Notes of calls that the exchange served alone; each until {@link #forget}. At most 1,000. */
  default Future<List<OutageNote>> notes() {
    return notes(List.of());
  }

  /**
   * Besides the notes, what the exchange remembers of short talks that ended while the engine
   * seemed to live: one that dies right after an answer has not stored it. It remembers about a
   * hundred, for as long as it runs.
   *
   * @param missing calls that are gone and were not heard to be answered
   */
  Future<List<OutageNote>> notes(List<CallId> missing);

  /** Removes a note that has been stored; one that is not there is removed already. */
  Future<Void> forget(OutageNote note);
}
