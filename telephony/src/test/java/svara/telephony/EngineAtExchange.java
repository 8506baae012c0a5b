package svara.telephony;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import svara.engine.id.CallId;
import svara.engine.id.Language;
import svara.engine.port.ExchangeSnapshot;
import svara.engine.port.ExchangeSnapshot.Seen;
import svara.engine.port.FallbackQueue;
import svara.engine.port.OrderId;
import svara.engine.port.Orders;
import svara.engine.port.PhoneSystem;
import svara.engine.port.Prompt;
import svara.engine.port.TechnicianPhone;
import svara.telephony.ExchangeUnderTest.TechnicianAtPhone;
import svara.telephony.ReportedFacts.Fact;

/** Plays the engine's part against a {@link PhoneSystem}: claims, beats, gives orders, listens. */
final class EngineAtExchange {
  /** By when what happened at the exchange must have been reported. */
  static final Duration SOON = Duration.ofSeconds(5);

  /** By when anything at all must have ended: prompts, patience, a ring, a connection made anew. */
  static final Duration AT_LAST = Duration.ofSeconds(40);

  static final Duration RING_TIME = Duration.ofSeconds(3);

  private final ExchangeUnderTest exchange;
  private final long epoch;
  private Runnable stopBeating = () -> {};
  final PhoneSystem phones;
  final ReportedFacts facts = new ReportedFacts();

  EngineAtExchange(ExchangeUnderTest exchange, long epoch) {
    this.exchange = exchange;
    this.epoch = epoch;
    this.phones = exchange.phoneSystem();
  }

  /** Connects, claims the queue, says who is on duty, and lives. */
  EngineAtExchange start() {
    get(() -> phones.open(facts));
    get(() -> phones.claim(exchange.queue(), epoch));
    get(() -> phones.watch(allPhones()));
    get(() -> phones.mirror(duty(allPhones(), List.of())));
    get(() -> phones.beat(Set.of(exchange.queue())));
    startBeating();
    return this;
  }

  void startBeating() {
    stopBeating =
        exchange.every(
            Duration.ofSeconds(1),
            () -> exchange.order(() -> phones.beat(Set.of(exchange.queue()))));
  }

  void stopBeating() {
    stopBeating.run();
  }

  long epoch() {
    return epoch;
  }

  <T> Future<T> give(Supplier<Future<T>> order) {
    return exchange.order(order);
  }

  /** Gives an order that must succeed, and waits for its result. */
  <T> T get(Supplier<Future<T>> order) {
    return result(give(order));
  }

  <T> T result(Future<T> ordered) {
    until(ordered::isComplete, "the order ends");
    if (ordered.failed()) {
      fail("the order failed", ordered.cause());
    }
    return ordered.result();
  }

  /** Gives an order that must fail, and waits for how. */
  Throwable failure(Supplier<? extends Future<?>> order) {
    Future<?> ordered = give(() -> order.get().mapEmpty());
    until(ordered::isComplete, "the order ends");
    assertTrue(ordered.failed(), "the order should have failed");
    return ordered.cause();
  }

  void until(BooleanSupplier condition, String what) {
    assertTrue(exchange.await(condition, AT_LAST), () -> "not in time: " + what + "; " + facts());
  }

  void soon(BooleanSupplier condition, String what) {
    assertTrue(exchange.await(condition, SOON), () -> "not soon: " + what + "; " + facts());
  }

  void soon(Fact fact) {
    soon(() -> facts.has(fact), fact.toString());
  }

  private String facts() {
    return "reported: " + facts.all();
  }

  /** The call of this number, when it is offered. */
  CallId offered(String from) {
    soon(() -> offer(from) != null, "offered: " + from);
    return offer(from).call().call();
  }

  private Fact.Offered offer(String from) {
    return facts.last(Fact.Offered.class, f -> f.call().number().equals(from)).orElse(null);
  }

  List<TechnicianPhone> allPhones() {
    return exchange.technicians().stream().map(TechnicianAtPhone::phone).toList();
  }

  FallbackQueue duty(List<TechnicianPhone> onDuty, List<TechnicianPhone> paused) {
    return new FallbackQueue(exchange.queue(), 1, 1, onDuty, paused, List.of());
  }

  ExchangeSnapshot snapshot() {
    return get(phones::snapshot);
  }

  /** The call at the exchange; none when it is gone. */
  List<Seen> seen(CallId call) {
    return snapshot().calls().stream().filter(s -> s.call().equals(call)).toList();
  }

  Future<Orders.Said> hold(CallId call, String id) {
    return give(() -> phones.hold(holdOrder(call, id)));
  }

  static Orders.Hold holdOrder(CallId call, String id) {
    return new Orders.Hold(new OrderId(id), call, Language.SV, List.of(Prompt.GREETING));
  }

  Future<Orders.Heard> ask(CallId call, String id) {
    return give(() -> phones.ask(askOrder(call, id)));
  }

  static Orders.Ask askOrder(CallId call, String id) {
    return new Orders.Ask(
        new OrderId(id),
        call,
        Language.SV,
        List.of(Prompt.GREETING),
        "12",
        Duration.ofSeconds(3),
        true);
  }

  Future<Orders.Typed> askNumber(CallId call, String id) {
    return give(() -> phones.askNumber(numberOrder(call, id)));
  }

  static Orders.AskNumber numberOrder(CallId call, String id) {
    return new Orders.AskNumber(
        new OrderId(id), call, Language.SV, List.of(Prompt.GREETING), Duration.ofSeconds(3), true);
  }

  Future<Orders.Said> dismiss(CallId call, String id) {
    return give(() -> phones.dismiss(dismissOrder(call, id)));
  }

  static Orders.Dismiss dismissOrder(CallId call, String id) {
    return new Orders.Dismiss(new OrderId(id), call, Language.SV, List.of(Prompt.GREETING));
  }

  Future<Orders.Said> takeMessage(CallId call, String id) {
    return give(() -> phones.takeMessage(messageOrder(call, id, epoch)));
  }

  Orders.TakeMessage messageOrder(CallId call, String id, long asEpoch) {
    return new Orders.TakeMessage(
        new OrderId(id),
        call,
        exchange.queue(),
        asEpoch,
        Language.SV,
        Duration.ofSeconds(20),
        Duration.ofSeconds(4));
  }

  Future<Orders.Said> connect(CallId call, int attempt, TechnicianAtPhone... to) {
    return give(() -> phones.connect(connectOrder(call, attempt, epoch, to)));
  }

  Orders.Connect connectOrder(CallId call, int attempt, long asEpoch, TechnicianAtPhone... to) {
    List<TechnicianPhone> ringing = new ArrayList<>();
    for (TechnicianAtPhone technician : to) {
      ringing.add(technician.phone());
    }
    return new Orders.Connect(
        new OrderId("connect-" + call + "-" + attempt),
        call,
        exchange.queue(),
        asEpoch,
        attempt,
        ringing,
        RING_TIME,
        false);
  }
}
