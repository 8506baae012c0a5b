package svara.telephony;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import svara.engine.id.QueueId;
import svara.engine.port.MessageFolder;
import svara.engine.port.PhoneSystem;
import svara.engine.port.TechnicianPhone;

/**
 * An exchange with people at its phones, as {@link PhoneSystemContract} needs it. The contract
 * plays the people through this and the engine through {@link PhoneSystem}; it knows neither
 * whether the exchange is real nor how its time passes.
 *
 * <p>What a fixture must provide:
 *
 * <ul>
 *   <li>one queue, reached by one number, and three technicians' phones that the exchange can
 *       observe (their state is known to it), all idle and reachable, answering at once;
 *   <li>no call, note, claim or mirrored duty left over from an earlier test; an epoch that was
 *       claimed may stay when {@link #epoch} goes on from it;
 *   <li>prompts of 1 to 10 s, so that something can happen during one, and the times of the design:
 *       heartbeat stale after 5 s, dead-man 10 s;
 *   <li>phones that do what they are told <em>while</em> a call lives. SIPp plays a script fixed
 *       beforehand; a small SIP endpoint of one's own serves better here;
 *   <li>a connection between engine and exchange that can be cut and stalled without the exchange's
 *       calls noticing: a TCP proxy between the two.
 * </ul>
 */
public interface ExchangeUnderTest extends AutoCloseable {

  /** The queue that {@link #number} leads to. */
  QueueId queue();

  /** The number that callers dial. */
  String number();

  /** The first epoch that may be claimed; higher than any that was claimed before. */
  long epoch();

  /** How long the phone system waits for an answer to an order before it fails as TIMEOUT. */
  Duration answerLimit();

  /** The technicians' phones, three. */
  List<TechnicianAtPhone> technicians();

  /** A phone system for this exchange that is not open yet; another one each time. */
  PhoneSystem phoneSystem();

  /** What callers have left to be heard. */
  MessageFolder messages();

  /** Gives an order where an engine would give it: on one and the same Vert.x context. */
  <T> Future<T> order(Supplier<Future<T>> order);

  /** Repeats an action, first at once, until the returned one is run or the exchange is closed. */
  Runnable every(Duration period, Runnable action);

  /**
   * Lets time pass until something is so.
   *
   * @return whether it became so within the limit
   */
  boolean await(BooleanSupplier condition, Duration limit);

  /** Lets so much time pass. */
  void pass(Duration time);

  /**
   * Somebody calls the queue's number.
   *
   * @param from his number; empty: withheld
   * @param name the name his phone shows; may hold anything that SIP can carry
   */
  CallerAtPhone call(String from, String name);

  /** Breaks every connection between phone systems and exchange; new ones are refused. */
  void cut();

  /** Connections can be made again. */
  void restore();

  /** Connections stay, but nothing passes any more, in either direction. */
  void stall();

  /** What was held back passes, in order; then all is as before. */
  void resume();

  /** Ends all calls, phones and phone systems. */
  @Override
  void close();

  /** A caller and his phone. */
  interface CallerAtPhone {
    /** Presses a key, as his phone sends it (RFC 4733 or SIP INFO). */
    void press(char key);

    /** Hangs up, also before anybody answered. */
    void hangUp();

    /** From now on he speaks, without a pause. */
    void speaks();

    /** The exchange has answered: 200 to his INVITE. */
    boolean answered();

    /** The exchange has hung up on him or refused him, or he has hung up. */
    boolean over();

    /** The exchange refused him as busy: 486. */
    boolean refusedAsBusy();

    /** Sound that is not silence reaches him within half a second, by whomever. */
    boolean hearsSound();
  }

  /** A technician and his phone. */
  interface TechnicianAtPhone {
    TechnicianPhone phone();

    /** From now on he answers after so much ringing. */
    void answersAfter(Duration ringing);

    /** From now on he lets it ring. */
    void doesNotAnswer();

    /** From now on his phone answers 486. */
    void isBusy();

    /** From now on he refuses: 603. */
    void rejects();

    /** His phone signs off at the exchange (or was never registered). */
    void unplugs();

    /** His phone is registered again. */
    void plugsIn();

    /** His phone is in a call of his own at the exchange that is no call of Svara's. */
    void takesOtherCall();

    void endsOtherCall();

    /** He dials a code such as {@code *11} on his phone. */
    void dials(String code);

    /** He dials the outage message's code, speaks one, hears it and keeps it. */
    void recordsOutage();

    /** The call of the code that he dialled last is over. */
    boolean codeOver();

    /** In it he hears sound that is not silence. */
    boolean hearsCode();

    /** He hangs up the call that he is in. */
    void hangsUp();

    /** How often his phone has been rung for a queue's call: INVITEs received, rejected too. */
    int timesRung();

    /** His phone is ringing now. */
    boolean rings();

    /** He is in a queue's call now. */
    boolean talks();

    /** In it sound that is not silence reaches him within half a second. */
    boolean hearsSound();
  }
}
