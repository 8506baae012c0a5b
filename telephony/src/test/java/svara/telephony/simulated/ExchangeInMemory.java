package svara.telephony.simulated;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import svara.engine.id.CallbackId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.MessageFolder;
import svara.engine.port.PhoneSystem;
import svara.engine.port.TechnicianPhone;
import svara.telephony.CalleesUnderTest;
import svara.telephony.ReportedFacts;

/** The simulated exchange as the contract needs it: time passes only while something is awaited. */
final class ExchangeInMemory implements CalleesUnderTest {
  private static final QueueId QUEUE = new QueueId("helpdesk");
  private static final Instant START = Instant.parse("2026-03-02T07:00:00Z");

  private final SimulatedClock clock = new SimulatedClock(START);
  private final SimulatedExchange exchange = new SimulatedExchange(clock, new Random(1));
  private final List<TechnicianAtPhone> technicians;
  private final List<CalleeAtPhone> callees;

  ExchangeInMemory() {
    exchange.addQueue(QUEUE, number());
    technicians =
        Stream.of("anna", "bo", "cecilia")
            .map(name ->
                exchange.addTechnician(
                    new TechnicianPhone(new TechnicianId(name), "PJSIP/" + name)))
            .<TechnicianAtPhone>map(AtPhone::new)
            .toList();
    callees =
        Stream.of("+46701740607", "+46701740608")
            .map(exchange::addSubscriber)
            .<CalleeAtPhone>map(Callee::new)
            .toList();
  }

  @Override
  public List<CalleeAtPhone> callees() {
    return callees;
  }

  @Override
  public void claim(CallbackId callback, int attempt) {
    exchange.callbacks().claim(callback, attempt);
  }

  @Override
  public QueueId queue() {
    return QUEUE;
  }

  @Override
  public String number() {
    return "100";
  }

  @Override
  public long epoch() {
    return 1;
  }

  @Override
  public Duration answerLimit() {
    return SimulatedPhoneSystem.ANSWER_LIMIT;
  }

  @Override
  public List<TechnicianAtPhone> technicians() {
    return technicians;
  }

  @Override
  public PhoneSystem phoneSystem() {
    return new SimulatedPhoneSystem(exchange);
  }

  @Override
  public MessageFolder messages() {
    SimulatedPhoneSystem messages = new SimulatedPhoneSystem(exchange);
    Future<Void> opened = messages.open(new ReportedFacts());
    await(opened::isComplete, Duration.ofSeconds(5));
    return messages;
  }

  @Override
  public <T> Future<T> order(Supplier<Future<T>> order) {
    return order.get();
  }

  @Override
  public Runnable every(Duration period, Runnable action) {
    action.run();
    return clock.every(period, action);
  }

  @Override
  public boolean await(BooleanSupplier condition, Duration limit) {
    return clock.runUntil(condition, limit);
  }

  @Override
  public void pass(Duration time) {
    clock.advance(time);
  }

  @Override
  public CallerAtPhone call(String from, String name) {
    return new Caller(exchange.place(number(), from, name));
  }

  @Override
  public void cut() {
    exchange.network().cut();
  }

  @Override
  public void restore() {
    exchange.network().restore();
  }

  @Override
  public void stall() {
    exchange.network().stall();
  }

  @Override
  public void resume() {
    exchange.network().resume();
  }

  @Override
  public void close() {}

  private record Caller(SimulatedCaller caller) implements CallerAtPhone {
    @Override
    public void press(char key) {
      caller.press(key);
    }

    @Override
    public void hangUp() {
      caller.hangUp();
    }

    @Override
    public void speaks() {
      // who is recorded here speaks
    }

    @Override
    public boolean answered() {
      return caller.answered();
    }

    @Override
    public boolean over() {
      return caller.over();
    }

    @Override
    public boolean refusedAsBusy() {
      return caller.refusedAsBusy();
    }

    @Override
    public boolean hearsSound() {
      return caller.answered() && caller.hears() != Sound.NOTHING;
    }
  }

  private record Callee(SimulatedSubscriber subscriber) implements CalleeAtPhone {
    @Override
    public String number() {
      return subscriber.number();
    }

    @Override
    public void answersAfter(Duration ringing) {
      subscriber.answersAfter(ringing);
    }

    @Override
    public void doesNotAnswer() {
      subscriber.doesNotAnswer();
    }

    @Override
    public void isBusy() {
      subscriber.isBusy();
    }

    @Override
    public void rejects() {
      subscriber.rejects();
    }

    @Override
    public void press(char key) {
      subscriber.press(key);
    }

    @Override
    public void hangsUp() {
      subscriber.hangsUp();
    }

    @Override
    public int timesRung() {
      return subscriber.timesRung();
    }

    @Override
    public boolean rings() {
      return subscriber.rings();
    }

    @Override
    public boolean inCall() {
      return subscriber.inCall();
    }

    @Override
    public boolean hearsSound() {
      return subscriber.inCall(); // nobody is left in silence here
    }

    @Override
    public String lastShown() {
      return subscriber.lastShown();
    }
  }

  private record AtPhone(SimulatedTechnician technician) implements TechnicianAtPhone {
    @Override
    public TechnicianPhone phone() {
      return technician.phone();
    }

    @Override
    public void answersAfter(Duration ringing) {
      technician.answersAfter(ringing);
    }

    @Override
    public void doesNotAnswer() {
      technician.doesNotAnswer();
    }

    @Override
    public void isBusy() {
      technician.isBusy();
    }

    @Override
    public void rejects() {
      technician.rejects();
    }

    @Override
    public void unplugs() {
      technician.unplugs();
    }

    @Override
    public void plugsIn() {
      technician.plugsIn();
    }

    @Override
    public void takesOtherCall() {
      technician.takesOtherCall();
    }

    @Override
    public void endsOtherCall() {
      technician.endsOtherCall();
    }

    @Override
    public void dials(String code) {
      technician.dials(code);
    }

    @Override
    public void recordsOutage() {
      technician.recordsOutage("/sounds/outage");
    }

    @Override
    public boolean codeOver() {
      return !technician.waitsForCode();
    }

    @Override
    public boolean hearsSound() {
      return technician.talks(); // nobody is left in silence here
    }

    @Override
    public boolean hearsCode() {
      return technician.hearsCode();
    }

    @Override
    public void hangsUp() {
      technician.hangsUp();
    }

    @Override
    public int timesRung() {
      return technician.timesRung();
    }

    @Override
    public boolean rings() {
      return technician.rings();
    }

    @Override
    public boolean talks() {
      return technician.talks();
    }
  }
}
