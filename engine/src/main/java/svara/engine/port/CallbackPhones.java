package svara.engine.port;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import svara.engine.id.CallbackId;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.queue.AttemptResult;
import svara.engine.queue.CallerWish;
import svara.engine.queue.RingResult;

/**
 * The exchange, as the engine needs it to keep a promise: one attempt rings the technician, then
 * the caller. What an attempt comes to is told by {@link PhoneListener#attempted}. The phone
 * systems are held to one contract test here too; connection, time limits and failures are as in
 * {@link PhoneSystem}.
 *
 * <p>The caller's phone rings at most once for an attempt, whatever dies in the middle: right
 * before it is dialled the exchange itself claims the attempt, and keeps the claim until {@link
 * #forget}. The technician's phone may ring twice.
 */
public interface CallbackPhones {

  /**
   * Carries one attempt out. Completes when the exchange has taken it; one that it has taken before
   * is not carried out again, what became of it is then {@link PhoneListener#attempted reported}
   * again. With an epoch lower than the exchange knows nobody is called: it fails as REFUSED, or
   * ends as {@link Step.NotTaken} with FAILED.
   */
  Future<Void> callBack(Attempt attempt);

  /**
   * What the exchange knows of an attempt: after a crash, before it is sent again.
   *
   * @return empty: the caller was not dialled, and nobody's phone rings for it
   */
  Future<Optional<Trace>> trace(CallbackId callback, int attempt);

  /** Removes the claim of an attempt whose end is stored, and which will never be sent again. */
  Future<Void> forget(CallbackId callback, int attempt);

  /** An exchange that calls nobody back: every attempt is refused. */
  static CallbackPhones none() {
    return new CallbackPhones() {
      @Override
      public Future<Void> callBack(Attempt attempt) {
        return Future.failedFuture(
            new PhoneSystemException(
                PhoneSystemException.Kind.REFUSED, "this exchange calls nobody back"));
      }

      @Override
      public Future<Optional<Trace>> trace(CallbackId callback, int attempt) {
        return Future.succeededFuture(Optional.empty());
      }

      @Override
      public Future<Void> forget(CallbackId callback, int attempt) {
        return Future.succeededFuture();
      }
    };
  }

  /**
   * One dial-out.
   *
   * @param attempt counts the dial-outs of the callback from 1; with the callback it names the
   *     order
   * @param queue whose promise it is
   * @param epoch of the owner
   * @param technician is rung first, hears a tone and why
   * @param ringTime how long his phone rings
   * @param number is dialled then: {@code +46...} or an extension, which the number policy has
   *     allowed
   * @param shown the number that the caller sees: the queue's
   * @param language what the caller hears
   * @param callerRingTime how long his phone rings
   * @param longest they talk, then the call is cut
   */
  record Attempt(
      CallbackId callback,
      int attempt,
      QueueId queue,
      long epoch,
      TechnicianPhone technician,
      Duration ringTime,
      String number,
      String shown,
      Language language,
      Duration callerRingTime,
      Duration longest) {
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{1,20}");

    /**
     * @throws IllegalArgumentException when a number is more than digits after an optional +, or
     *     the attempt is not counted from 1
     */
    public Attempt {
      if (attempt < 1) {
        throw new IllegalArgumentException("attempts are counted from 1");
      }
      if (!NUMBER.matcher(number).matches() || !NUMBER.matcher(shown).matches()) {
        throw new IllegalArgumentException("a number is dialled and shown as digits after a +");
      }
    }
  }

  /** What happens in an attempt, in this order; the last of it is the end. */
  sealed interface Step {
    /** The technician has answered and hears why. */
    record TechnicianAnswered(TechnicianId technician) implements Step {}

    /** The attempt is claimed and the caller's phone is dialled. */
    record Dialled(TechnicianId technician) implements Step {}

    /** The caller pressed 1: the two talk. */
    record Joined(TechnicianId technician) implements Step {}

    /** The technician did not take it. That is no attempt: the caller was not dialled. */
    record NotTaken(TechnicianId technician, RingResult result) implements Step {}

    /** It is over, and the technician free; for one who has talked, when he hangs up. */
    record Ended(AttemptResult result, CallerWish wish) implements Step {}
  }

  /** What is known of an attempt that the exchange has taken. */
  sealed interface Trace {
    /** The technician's phone rings, or he is on the call. */
    record UnderWay(boolean dialled, boolean joined) implements Trace {}

    /**
     * It is over.
     *
     * @param dialledAt when the caller was dialled
     * @param joinedAt when the two could talk
     */
    record Over(
        AttemptResult result,
        CallerWish wish,
        Instant dialledAt,
        Optional<Instant> joinedAt,
        Instant endedAt)
        implements Trace {}
  }
}
