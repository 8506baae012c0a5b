package svara.telephony.simulated;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import svara.engine.queue.AttemptResult;

/** Somebody who can be called at a number. Answers at once and presses nothing until told so. */
public final class SimulatedSubscriber {
  private final SimulatedExchange exchange;
  private final String number;
  private Behaviour behaviour = new Behaviour.Answers(Duration.ZERO, null);
  private @Nullable Duration talking;
  private @Nullable CallbackAttempt call;
  private boolean rings;
  private int timesRung;
  private String lastShown = "";

  /** What happens when his phone is called. */
  private sealed interface Behaviour {
    record Answers(Duration ringing, @Nullable Character key) implements Behaviour {}

    record LetsItRing() implements Behaviour {}

    record Refuses(AttemptResult how) implements Behaviour {}
  }

  SimulatedSubscriber(SimulatedExchange exchange, String number) {
    this.exchange = exchange;
    this.number = number;
  }

  public String number() {
    return number;
  }

  /** Answers after so much ringing, and presses nothing. */
  public void answersAfter(Duration ringing) {
    behaviour = new Behaviour.Answers(ringing, null);
  }

  /** Answers after so much ringing, hears who calls, and presses a key. */
  public void answersAndPresses(Duration ringing, char key) {
    behaviour = new Behaviour.Answers(ringing, key);
  }

  /** Hangs up after so much talking; until told so he leaves it to the technician. */
  public void talksFor(Duration time) {
    talking = time;
  }

  public void doesNotAnswer() {
    behaviour = new Behaviour.LetsItRing();
  }

  public void isBusy() {
    behaviour = new Behaviour.Refuses(AttemptResult.BUSY);
  }

  public void rejects() {
    behaviour = new Behaviour.Refuses(AttemptResult.BUSY);
  }

  /** Presses a key while he hears who calls, or after it. */
  public void press(char key) {
    if (call != null && !rings) {
      call.key(key);
    }
  }

  /** Hangs up, also while it is not decided yet whether he talks. */
  public void hangsUp() {
    if (call != null && !rings) {
      call.callerHungUp();
    }
  }

  /** How often his phone rang, refused calls too. */
  public int timesRung() {
    return timesRung;
  }

  public boolean rings() {
    return rings;
  }

  /** Somebody is on the line with him, the exchange or a technician. */
  public boolean inCall() {
    return call != null && !rings;
  }

  /** The number that his phone showed last. */
  public String lastShown() {
    return lastShown;
  }

  void ring(CallbackAttempt by, String shown) {
    timesRung++;
    lastShown = shown;
    if (call != null) {
      later(() -> by.notReached(AttemptResult.BUSY));
      return;
    }
    switch (behaviour) {
      case Behaviour.Refuses(AttemptResult how) -> later(() -> by.notReached(how));
      case Behaviour.LetsItRing() -> begin(by);
      case Behaviour.Answers(Duration ringing, Character key) -> {
        begin(by);
        exchange.clock().after(SimulatedExchange.HANDLING.plus(ringing), () -> answer(by, key));
      }
    }
  }

  private void begin(CallbackAttempt by) {
    call = by;
    rings = true;
  }

  private void answer(CallbackAttempt by, @Nullable Character key) {
    if (call == by && rings) {
      rings = false;
      by.answered(key);
    }
  }

  void joined(CallbackAttempt by) {
    if (talking != null) {
      exchange
          .clock()
          .after(
              talking,
              () -> {
                if (call == by) {
                  hangsUp();
                }
              });
    }
  }

  void released(CallbackAttempt by) {
    if (call == by) {
      call = null;
      rings = false;
    }
  }

  private void later(Runnable action) {
    exchange.clock().after(SimulatedExchange.HANDLING, action);
  }
}
