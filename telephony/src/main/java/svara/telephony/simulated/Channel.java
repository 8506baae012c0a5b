package svara.telephony.simulated;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.QueueId;
import svara.engine.port.OrderId;
import svara.engine.port.Orders;
import svara.engine.port.Orders.Heard;
import svara.engine.port.Orders.Said;
import svara.engine.port.Orders.Typed;
import svara.engine.port.PhoneSystemException;
import svara.engine.port.PhoneSystemException.Kind;
import svara.engine.port.Prompt;
import svara.engine.queue.Outcome;
import svara.engine.queue.RingResult;

/** A caller's call at the exchange. */
final class Channel implements Talk {
  private final SimulatedExchange exchange;
  private final Caller caller;
  private final Deque<ParkedOrder> orders = new ArrayDeque<>();
  private final Map<OrderId, Future<?>> known = new HashMap<>();
  private final List<Prompt> heard = new ArrayList<>();
  private final List<String> recordings = new ArrayList<>();
  private Place place = new Place.FallbackLeaving(Outcome.TURNED_AWAY);
  private Sound hears = Sound.NOTHING;
  private boolean answered;
  private boolean refusedAsBusy;
  private boolean talked;
  private Consumer<Prompt> listener = prompt -> {};
  private int entry;
  private int keys;
  private int parkings;
  private boolean ordered;
  private Instant deadline = Instant.MIN;
  private @Nullable Instant queuedAt;

  /** What does not change while the call lives. */
  record Caller(
      CallId call, QueueId queue, String dialled, String number, String name, Instant arrivedAt) {}

  Channel(SimulatedExchange exchange, Caller caller) {
    this.exchange = exchange;
    this.caller = caller;
  }

  SimulatedExchange exchange() {
    return exchange;
  }

  Caller caller() {
    return caller;
  }

  CallId id() {
    return caller.call();
  }

  Place place() {
    return place;
  }

  int entry() {
    return entry;
  }

  @Nullable Instant queuedAt() {
    return queuedAt;
  }

  boolean answered() {
    return answered;
  }

  boolean refusedAsBusy() {
    return refusedAsBusy;
  }

  boolean gone() {
    return place instanceof Place.Gone;
  }

  Sound hears() {
    return hears;
  }

  void hears(Sound sound) {
    hears = sound;
    talked |= sound == Sound.PERSON;
  }

  boolean talked() {
    return talked;
  }

  void listener(Consumer<Prompt> to) {
    listener = to;
  }

  List<Prompt> heard() {
    return List.copyOf(heard);
  }

  /** In the place of the usual words about what is out of order. */
  void hearsRecording(String recording) {
    recordings.add(recording);
  }

  List<String> recordings() {
    return List.copyOf(recordings);
  }

  void say(Prompt prompt) {
    heard.add(prompt);
    hears = Sound.PROMPT;
    listener.accept(prompt);
  }

  void answer() {
    answered = true;
  }

  void moveTo(Place next) {
    place = next;
  }

  /** Whether an engine has ever given it an order: it has stored the call then. */
  boolean ordered() {
    return ordered;
  }

  void waitsSince(Instant at) {
    if (queuedAt == null) {
      queuedAt = at;
    }
  }

  // --- parked

  /** Comes to wait for orders as a new arrival: what it was told before counts no more. */
  void parkAnew() {
    known.clear();
    keys = 0;
    entry++;
    hears = answered ? Sound.NOTHING : Sound.RINGING;
    park();
  }

  void park() {
    place = new Place.Parked();
    parkings++;
    renew();
    watchDeadline();
  }

  void renew() {
    deadline = exchange.clock().instant().plus(SimulatedExchange.DEAD_MAN);
  }

  private void watchDeadline() {
    int parking = parkings;
    exchange
        .clock()
        .after(
            Duration.between(exchange.clock().instant(), deadline),
            () -> {
              if (parkings != parking || !(place instanceof Place.Parked)) {
                return;
              }
              if (exchange.clock().instant().isBefore(deadline)) {
                watchDeadline();
              } else {
                breakOff(Said.OVERTAKEN);
                exchange.toFallback(this);
              }
            });
  }

  Future<Said> hold(Orders.Hold order) {
    return once(order.id(), () -> said(() -> add(new ParkedOrder.Hold(this, order)).result()));
  }

  Future<Heard> ask(Orders.Ask order) {
    return once(
        order.id(),
        () ->
            place instanceof Place.Parked
                ? add(new ParkedOrder.Ask(this, order)).result()
                : Future.succeededFuture(new Heard(notParked(), Optional.empty())));
  }

  Future<Typed> askNumber(Orders.AskNumber order) {
    return once(
        order.id(),
        () ->
            place instanceof Place.Parked
                ? add(new ParkedOrder.AskNumber(this, order)).result()
                : Future.succeededFuture(new Typed(notParked(), "")));
  }

  Future<Said> dismiss(Orders.Dismiss order) {
    return once(order.id(), () -> said(() -> add(new ParkedOrder.Dismiss(this, order)).result()));
  }

  Future<Said> connect(Orders.Connect order) {
    if (order.epoch() < exchange.epoch(order.queue())) {
      return Future.failedFuture(
          new PhoneSystemException(Kind.REFUSED, "the exchange knows a higher epoch"));
    }
    return once(
        order.id(),
        () ->
            said(() -> {
              breakOff(Said.OVERTAKEN);
              hears = order.held() ? Sound.MUSIC : Sound.RINGING;
              ring(order);
              return Future.succeededFuture(Said.DONE);
            }));
  }

  Future<Said> takeMessage(Orders.TakeMessage order) {
    if (order.epoch() < exchange.epoch(order.queue())) {
      return Future.failedFuture(
          new PhoneSystemException(Kind.REFUSED, "the exchange knows a higher epoch"));
    }
    return once(
        order.id(),
        () ->
            said(() -> {
              breakOff(Said.OVERTAKEN);
              Recorder recorder = new Recorder(this, order);
              place = new Place.Recorded(recorder);
              recorder.begin();
              return Future.succeededFuture(Said.DONE);
            }));
  }

  private void ring(Orders.Connect order) {
    List<SimulatedTechnician> phones =
        order.technicians().stream().flatMap(p -> exchange.phone(p).stream()).toList();
    Ring ring =
        new Ring(
            exchange.clock(),
            phones,
            order.ringTime(),
            technician -> exchange.bridged(this, technician),
            result -> exchange.notAnswered(this, order.attempt(), result));
    place = new Place.Ringing(ring);
  }

  private Future<Said> said(Supplier<Future<Said>> order) {
    return place instanceof Place.Parked ? order.get() : Future.succeededFuture(notParked());
  }

  private Said notParked() {
    return gone() ? Said.GONE : Said.OVERTAKEN;
  }

  @SuppressWarnings("unchecked") // an order's id names one order of one kind
  private <T> Future<T> once(OrderId id, Supplier<Future<T>> order) {
    Future<?> first = known.get(id);
    if (first != null) {
      return (Future<T>) first;
    }
    ordered = true;
    Future<T> result = order.get();
    known.put(id, result);
    return result;
  }

  private <O extends ParkedOrder> O add(O order) {
    orders.add(order);
    if (orders.size() == 1) {
      order.begin();
    }
    return order;
  }

  void carriedOut(ParkedOrder order) {
    if (orders.peek() == order) {
      orders.remove();
      if (!orders.isEmpty()) {
        orders.element().begin();
      }
    }
  }

  private void breakOff(Said why) {
    List<ParkedOrder> open = List.copyOf(orders);
    orders.clear();
    open.forEach(order -> order.breakOff(why));
  }

  // --- the caller and the technician

  void key(char key) {
    if (place instanceof Place.Recorded(Recorder recorder)) {
      recorder.key(key);
    }
    if (!(place instanceof Place.Parked)) {
      return;
    }
    for (ParkedOrder order : orders) {
      if (order.key(key)) {
        return;
      }
    }
    exchange.keyed(this, key, ++keys);
  }

  /** Hangs up from the exchange's side. */
  void hangUp() {
    refusedAsBusy = !answered;
    end(false);
  }

  @Override
  public void technicianHungUp(SimulatedTechnician technician) {
    release(technician);
    end(false);
  }

  /** The caller's side ends, by him or by us. */
  void end(boolean failed) {
    if (gone()) {
      return;
    }
    Place last = place;
    place = new Place.Gone();
    hears = Sound.NOTHING;
    breakOff(Said.GONE);
    exchange.ended(this, last, failed);
    switch (last) {
      case Place.Ringing(Ring ring) -> ring.stop();
      case Place.FallbackRinging(Ring ring) -> ring.stop();
      case Place.Talking(SimulatedTechnician technician, var _) -> release(technician);
      case Place.FallbackTalking(SimulatedTechnician technician, var _) -> release(technician);
      case Place.Recorded(Recorder recorder) -> recorder.stop();
      case Place.Parked _, Place.FallbackWaiting _, Place.FallbackLeaving _, Place.Gone _ -> {}
    }
    exchange.afterEnd(this);
  }

  private void release(SimulatedTechnician technician) {
    if (technician.talks()) {
      technician.released();
      exchange.released(this, technician);
    }
  }

  /** Nobody took the call: parked again, by the same order of the engine's. */
  RingResult parkedAfter(RingResult result) {
    hears = answered ? Sound.MUSIC : Sound.RINGING;
    park();
    return result;
  }
}
