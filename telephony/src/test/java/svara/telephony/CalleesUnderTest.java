package svara.telephony;

import java.time.Duration;
import java.util.List;
import svara.engine.id.CallbackId;

/**
 * An exchange that {@link CallbackContract} can have people called back by; its phone systems are
 * {@link svara.engine.port.CallbackPhones} too.
 */
public interface CalleesUnderTest extends ExchangeUnderTest {

  /** People who can be called by the exchange, two, each at a number of his own. */
  List<CalleeAtPhone> callees();

  /** Claims an attempt at the exchange, as if another had dialled it just now. */
  void claim(CallbackId callback, int attempt);

  /** Somebody who is called back, and his phone. Answers at once until told otherwise. */
  interface CalleeAtPhone {
    /** As the engine names it: {@code +46...} or an extension. */
    String number();

    /** From now on he answers after so much ringing. */
    void answersAfter(Duration ringing);

    /** From now on he lets it ring. */
    void doesNotAnswer();

    /** From now on his phone answers 486. */
    void isBusy();

    /** From now on he refuses: 603. */
    void rejects();

    /** Presses a key in the call that he is in. */
    void press(char key);

    /** Hangs up the call that he is in. */
    void hangsUp();

    /** How often his phone has been called: INVITEs received, refused ones too. */
    int timesRung();

    /** His phone is ringing now. */
    boolean rings();

    /** He has taken his phone and nobody has hung up. */
    boolean inCall();

    /** Sound that is not silence reaches him within half a second. */
    boolean hearsSound();

    /** The number that his phone showed last. */
    String lastShown();
  }
}
