package svara.telephony.simulated;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.port.FeatureCode;
import svara.engine.port.Prompt;
import svara.engine.port.TechnicianPhone;
import svara.engine.queue.PhoneState;
import svara.engine.queue.RingResult;

/** A technician and his phone. Reachable, and answers at once, until told otherwise. */
public final class SimulatedTechnician {
  private final SimulatedExchange exchange;
  private final TechnicianPhone phone;
  private Behaviour behaviour = new Behaviour.Answers(Duration.ZERO, null);
  private boolean registered = true;
  private boolean otherCall;
  private @Nullable Ring rings;
  private @Nullable Talk talks;
  private @Nullable Duration talking;
  private CodeCalls.@Nullable CodeCall code;
  private List<Prompt> heardOfCode = List.of();
  private int timesRung;

  /** What he does when his phone rings. */
  private sealed interface Behaviour {
    record Answers(Duration ringing, @Nullable Duration talking) implements Behaviour {}

    record LetsItRing() implements Behaviour {}

    record Refuses(RingResult how) implements Behaviour {}
  }

  SimulatedTechnician(SimulatedExchange exchange, TechnicianPhone phone) {
    this.exchange = exchange;
    this.phone = phone;
  }

  public TechnicianPhone phone() {
    return phone;
  }

  /** Answers after so much ringing and talks until somebody hangs up. */
  public void answersAfter(Duration ringing) {
    behaviour = new Behaviour.Answers(ringing, null);
  }

  /** Answers after so much ringing and hangs up after so much talking. */
  public void answersAfter(Duration ringing, Duration talking) {
    behaviour = new Behaviour.Answers(ringing, talking);
  }

  public void doesNotAnswer() {
    behaviour = new Behaviour.LetsItRing();
  }

  /** His phone answers 486. */
  public void isBusy() {
    behaviour = new Behaviour.Refuses(RingResult.BUSY);
  }

  /** His phone answers 603. */
  public void rejects() {
    behaviour = new Behaviour.Refuses(RingResult.REJECTED);
  }

  public void unplugs() {
    registered = false;
    exchange.phoneChanged(this);
  }

  public void plugsIn() {
    registered = true;
    exchange.phoneChanged(this);
  }

  /** Begins a call of his own that is no call of a queue. */
  public void takesOtherCall() {
    otherCall = true;
    exchange.phoneChanged(this);
  }

  public void endsOtherCall() {
    otherCall = false;
    exchange.phoneChanged(this);
  }

  /** Dials a code such as {@code *11} and listens until he is hung up. */
  public void dials(String dialled) {
    dials(dialled, Optional.empty());
  }

  /** Dials the code of the outage message, speaks one and keeps it, all in no time. */
  public void recordsOutage(String sound) {
    dials(FeatureCode.OUTAGE_MESSAGE.dialled(), Optional.of(sound));
  }

  private void dials(String dialled, Optional<String> recording) {
    if (!waitsForCode()) {
      code = exchange.codes().dialled(this, dialled, recording);
      exchange.phoneChanged(this);
    }
  }

  /** He is on the line with a code that he dialled. */
  public boolean waitsForCode() {
    return code != null;
  }

  /** He is being told what came of it. */
  public boolean hearsCode() {
    return code != null && code.speaks();
  }

  /** What he was told of the code that he dialled last. */
  public List<Prompt> heardOfCode() {
    return heardOfCode;
  }

  void codeOver(List<Prompt> told) {
    heardOfCode = told;
    code = null;
    exchange.phoneChanged(this);
  }

  public void hangsUp() {
    if (talks != null) {
      talks.technicianHungUp(this);
    }
  }

  /** How often a queue's call reached the phone, refused ones too. */
  public int timesRung() {
    return timesRung;
  }

  public boolean rings() {
    return rings != null;
  }

  public boolean talks() {
    return talks != null;
  }

  PhoneState state() {
    if (!phone.observable()) {
      return PhoneState.FREE;
    }
    if (!registered) {
      return PhoneState.UNREACHABLE;
    }
    return otherCall || code != null ? PhoneState.BUSY : PhoneState.FREE;
  }

  /** Whether the exchange's own queue may ring him: {@code ringinuse=no}. */
  boolean idle() {
    return registered && !otherCall && code == null && talks == null && rings == null;
  }

  void ring(Ring ring) {
    if (!registered) {
      later(() -> ring.refusedBy(this, RingResult.UNREACHABLE));
      return;
    }
    timesRung++;
    if (!idle()) {
      later(() -> ring.refusedBy(this, RingResult.BUSY));
      return;
    }
    rings = ring;
    switch (behaviour) {
      case Behaviour.Answers(Duration ringing, Duration lasting) ->
          exchange
              .clock()
              .after(SimulatedExchange.HANDLING.plus(ringing), () -> answer(ring, lasting));
      case Behaviour.Refuses(RingResult how) ->
          later(() -> {
            stopRinging(ring);
            ring.refusedBy(this, how);
          });
      case Behaviour.LetsItRing() -> {}
    }
  }

  void stopRinging(Ring ring) {
    if (rings == ring) {
      rings = null;
    }
  }

  /** Is in a call whose other side is still to come. */
  void holds(Talk talk) {
    talks = talk;
  }

  void talksIn(Talk talk) {
    talks = talk;
    if (talking != null) {
      exchange
          .clock()
          .after(
              talking,
              () -> {
                if (talk.equals(talks)) {
                  hangsUp();
                }
              });
    }
  }

  void released() {
    talks = null;
  }

  private void answer(Ring ring, @Nullable Duration lasting) {
    if (rings == ring) {
      rings = null;
      talking = lasting;
      ring.answeredBy(this);
    }
  }

  private void later(Runnable action) {
    exchange.clock().after(SimulatedExchange.HANDLING, action);
  }
}
