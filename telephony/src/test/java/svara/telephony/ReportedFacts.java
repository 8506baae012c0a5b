package svara.telephony;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.TechnicianId;
import svara.engine.port.CallbackPhones;
import svara.engine.port.FeatureCode;
import svara.engine.port.OfferedCall;
import svara.engine.port.PhoneListener;
import svara.engine.queue.PhoneState;
import svara.engine.queue.RingResult;

/** Writes down what the exchange reports, in order. */
public final class ReportedFacts implements PhoneListener {
  private final List<Fact> facts = new CopyOnWriteArrayList<>();

  /** One report. */
  public sealed interface Fact {
    record Offered(OfferedCall call) implements Fact {}

    record Keyed(CallId call, char key, long serial) implements Fact {}

    record RingEnded(CallId call, int attempt, RingResult result) implements Fact {}

    record Answered(CallId call, TechnicianId technician) implements Fact {}

    record Released(CallId call, TechnicianId technician) implements Fact {}

    record Ended(CallId call, boolean failed) implements Fact {}

    record Coded(CallId call, TechnicianId technician, FeatureCode code, Optional<String> recording)
        implements Fact {}

    record Attempted(CallbackId callback, int attempt, CallbackPhones.Step step) implements Fact {}

    record Phone(TechnicianId technician, PhoneState state) implements Fact {}

    record Connected(Connection state) implements Fact {}
  }

  public List<Fact> all() {
    return List.copyOf(facts);
  }

  public <F extends Fact> List<F> of(Class<F> kind) {
    return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  public <F extends Fact> Optional<F> last(Class<F> kind, Predicate<F> which) {
    return of(kind).reversed().stream().filter(which).findFirst();
  }

  public boolean has(Fact fact) {
    return facts.contains(fact);
  }

  /** Forgets what was reported so far. */
  public void clear() {
    facts.clear();
  }

  @Override
  public void offered(OfferedCall call) {
    facts.add(new Fact.Offered(call));
  }

  @Override
  public void keyed(CallId call, char key, long serial, Instant at) {
    facts.add(new Fact.Keyed(call, key, serial));
  }

  @Override
  public void ringEnded(CallId call, int attempt, RingResult result, Instant at) {
    facts.add(new Fact.RingEnded(call, attempt, result));
  }

  @Override
  public void answered(CallId call, TechnicianId technician, Instant at) {
    facts.add(new Fact.Answered(call, technician));
  }

  @Override
  public void released(CallId call, TechnicianId technician, Instant at) {
    facts.add(new Fact.Released(call, technician));
  }

  @Override
  public void ended(CallId call, boolean failed, Instant at) {
    facts.add(new Fact.Ended(call, failed));
  }

  @Override
  public void dialledCode(
      CallId call,
      TechnicianId technician,
      FeatureCode code,
      Optional<String> recording,
      Instant at) {
    facts.add(new Fact.Coded(call, technician, code, recording));
  }

  @Override
  public void attempted(CallbackId callback, int attempt, CallbackPhones.Step step, Instant at) {
    facts.add(new Fact.Attempted(callback, attempt, step));
  }

  @Override
  public void phone(TechnicianId technician, PhoneState state, Instant at) {
    facts.add(new Fact.Phone(technician, state));
  }

  @Override
  public void connection(Connection state) {
    facts.add(new Fact.Connected(state));
  }
}
