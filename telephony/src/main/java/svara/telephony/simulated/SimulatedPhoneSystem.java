package svara.telephony.simulated;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.QueueId;
import svara.engine.port.CallbackPhones;
import svara.engine.port.ExchangeSnapshot;
import svara.engine.port.FallbackQueue;
import svara.engine.port.MessageFolder;
import svara.engine.port.Orders;
import svara.engine.port.Orders.Heard;
import svara.engine.port.Orders.Said;
import svara.engine.port.Orders.Typed;
import svara.engine.port.OutageNote;
import svara.engine.port.PhoneListener;
import svara.engine.port.PhoneListener.Connection;
import svara.engine.port.PhoneSystem;
import svara.engine.port.PhoneSystemException;
import svara.engine.port.PhoneSystemException.Kind;
import svara.engine.port.TechnicianPhone;
import svara.engine.queue.PhoneState;

/**
 * One engine's connection to a {@link SimulatedExchange}. Facts and results come while the
 * exchange's clock is advanced, on the thread that advances it: an engine on a Vert.x context
 * advances it there.
 */
public final class SimulatedPhoneSystem implements PhoneSystem, CallbackPhones, MessageFolder {
  /** How long an answer is waited for. */
  public static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

  private static final Duration RENEWAL = Duration.ofSeconds(2);
  private static final Duration RENEWED_WITHOUT_BEAT = Duration.ofSeconds(30);

  private final SimulatedExchange exchange;
  private final SimulatedClock clock;
  private final ReportFaults faults;
  private final Ends ends = new Ends();
  private final Map<QueueId, Long> claimed = new HashMap<>();
  private final List<Promise<?>> pending = new ArrayList<>();
  private List<TechnicianPhone> watched = List.of();
  private @Nullable PhoneListener listener;
  private Network.@Nullable Line line;
  private final Promise<Void> opened = Promise.promise();
  private Instant lastBeat = Instant.MIN;
  private boolean closed;
  private Runnable stopRenewing = () -> {};

  public SimulatedPhoneSystem(SimulatedExchange exchange) {
    this(exchange, ReportFaults.NONE);
  }

  public SimulatedPhoneSystem(SimulatedExchange exchange, ReportFaults faults) {
    this.exchange = exchange;
    this.clock = exchange.clock();
    this.faults = faults;
  }

  // --- the connection

  @Override
  public Future<Void> open(PhoneListener to) {
    if (listener != null || closed) {
      return Future.failedFuture(new IllegalStateException("opened before"));
    }
    listener = to;
    stopRenewing = clock.every(RENEWAL, this::renew);
    exchange.network().connect(ends);
    return opened.future();
  }

  @Override
  public Future<Void> close() {
    closed = true;
    stopRenewing.run();
    if (line != null) {
      line.close();
      line = null;
    }
    failPending();
    return Future.succeededFuture();
  }

  /** The engine's end of the line. */
  private final class Ends implements Network.Ends {
    @Override
    public void made(Network.Line made) {
      line = made;
      opened.tryComplete();
      tell(l -> l.connection(Connection.UP));
      List<PhoneState> states = watched.stream().map(SimulatedPhoneSystem.this::state).toList();
      for (int i = 0; i < states.size(); i++) {
        tellPhone(watched.get(i), states.get(i));
      }
      exchange.parked().forEach(call -> tell(l -> l.offered(call)));
    }

    @Override
    public void slow() {
      tell(l -> l.connection(Connection.SLOW));
    }

    @Override
    public void quickAgain() {
      tell(l -> l.connection(Connection.UP));
    }

    @Override
    public void lost() {
      line = null;
      failPending();
      tell(l -> l.connection(Connection.DOWN));
      exchange.network().connect(this);
    }

    @Override
    public boolean closed() {
      return closed;
    }

    @Override
    public void report(Consumer<PhoneListener> fact) {
      RandomGenerator random = exchange.random();
      if (random.nextDouble() < faults.doubled()) {
        clock.after(lateness(), () -> tell(fact));
      }
      if (random.nextDouble() < faults.late()) {
        clock.after(lateness(), () -> tell(fact));
      } else if (random.nextDouble() >= faults.lost()) {
        tell(fact);
      }
    }
  }

  private Duration lateness() {
    return Duration.ofNanos(exchange.random().nextLong(1, faults.lateMax().toNanos() + 1));
  }

  private void tell(Consumer<PhoneListener> fact) {
    if (listener != null && !closed) {
      fact.accept(listener);
    }
  }

  private void tellPhone(TechnicianPhone phone, PhoneState state) {
    Instant at = clock.instant();
    tell(l -> l.phone(phone.technician(), state, at));
  }

  private PhoneState state(TechnicianPhone phone) {
    return exchange
        .phone(phone)
        .map(SimulatedTechnician::state)
        .orElse(phone.observable() ? PhoneState.UNREACHABLE : PhoneState.FREE);
  }

  private void renew() {
    boolean living = !clock.instant().isAfter(lastBeatPlus(RENEWED_WITHOUT_BEAT));
    if (line != null && living) {
      Map<QueueId, Long> mine = Map.copyOf(claimed);
      line.send(() -> mine.forEach(exchange::renew));
    }
  }

  private Instant lastBeatPlus(Duration time) {
    return lastBeat.equals(Instant.MIN) ? Instant.MIN : lastBeat.plus(time);
  }

  private void failPending() {
    List<Promise<?>> open = List.copyOf(pending);
    pending.clear();
    open.forEach(promise -> promise.tryFail(disconnected()));
  }

  private static PhoneSystemException disconnected() {
    return new PhoneSystemException(Kind.DISCONNECTED, "no connection to the exchange");
  }

  /** Asks the exchange: it must take the order in time, and may take longer to carry it out. */
  private <T> Future<T> request(Supplier<Future<T>> atExchange) {
    Network.Line over = line;
    if (over == null) {
      return Future.failedFuture(disconnected());
    }
    Promise<T> promise = Promise.promise();
    pending.add(promise);
    SimulatedClock.Timer limit =
        clock.after(
            ANSWER_LIMIT,
            () -> {
              pending.remove(promise);
              promise.tryFail(new PhoneSystemException(Kind.TIMEOUT, "no answer in time"));
            });
    over.send(() -> {
      Future<T> result = atExchange.get();
      over.send(limit::cancel);
      result.onComplete(done ->
          over.send(() -> {
            pending.remove(promise);
            if (done.succeeded()) {
              promise.tryComplete(done.result());
            } else {
              promise.tryFail(done.cause());
            }
          }));
    });
    return promise.future();
  }

  private Future<Void> tellExchange(Runnable atExchange) {
    return request(() -> {
      atExchange.run();
      return Future.succeededFuture();
    });
  }

  // --- queues

  @Override
  public Future<Void> watch(List<TechnicianPhone> phones) {
    List<TechnicianPhone> list = List.copyOf(phones);
    watched = list;
    return request(() -> Future.succeededFuture(list.stream().map(this::state).toList()))
        .map(states -> {
          for (int i = 0; i < list.size(); i++) {
            tellPhone(list.get(i), states.get(i));
          }
          return null;
        });
  }

  @Override
  public Future<Void> claim(QueueId queue, long epoch) {
    return request(() ->
            exchange.claim(queue, epoch)
                ? Future.<Void>succeededFuture()
                : Future.<Void>failedFuture(
                    new PhoneSystemException(Kind.REFUSED, "the exchange knows a higher epoch")))
        .onSuccess(claim -> claimed.put(queue, epoch));
  }

  @Override
  public Future<Void> beat(Set<QueueId> queues) {
    lastBeat = clock.instant();
    Set<QueueId> mine = Set.copyOf(queues);
    return tellExchange(() -> mine.forEach(exchange::beat));
  }

  @Override
  public Future<Void> mirror(FallbackQueue queue) {
    return tellExchange(() -> exchange.mirror(queue));
  }

  @Override
  public Future<ExchangeSnapshot> snapshot() {
    Instant askedAt = clock.instant();
    return request(() -> Future.succeededFuture(exchange.snapshot(askedAt)));
  }

  @Override
  public Future<List<OutageNote>> notes(List<CallId> missing) {
    return request(() -> Future.succeededFuture(exchange.notes(missing)));
  }

  @Override
  public Future<Void> forget(OutageNote note) {
    return tellExchange(() -> exchange.forget(note.call()));
  }

  // --- calls

  @Override
  public Future<Said> hold(Orders.Hold order) {
    return order(order.call(), channel -> channel.hold(order), Said.GONE);
  }

  @Override
  public Future<Heard> ask(Orders.Ask order) {
    return order(
        order.call(), channel -> channel.ask(order), new Heard(Said.GONE, Optional.empty()));
  }

  @Override
  public Future<Typed> askNumber(Orders.AskNumber order) {
    return order(order.call(), channel -> channel.askNumber(order), new Typed(Said.GONE, ""));
  }

  @Override
  public Future<Said> dismiss(Orders.Dismiss order) {
    if (exchange.codes().waits(order.call())) {
      return request(() -> exchange.codes().say(order));
    }
    return order(order.call(), channel -> channel.dismiss(order), Said.GONE);
  }

  @Override
  public Future<Said> connect(Orders.Connect order) {
    return order(order.call(), channel -> channel.connect(order), Said.GONE);
  }

  @Override
  public Future<Said> takeOver(CallId call) {
    return order(
        call,
        channel ->
            Future.succeededFuture(
                switch (channel.place()) {
                  case Place.Parked() -> Said.DONE;
                  case Place.FallbackWaiting() -> {
                    exchange.takeBack(channel);
                    yield Said.DONE;
                  }
                  case Place.Gone() -> Said.GONE;
                  case Place.Ringing _,
                      Place.Talking _,
                      Place.Recorded _,
                      Place.FallbackRinging _,
                      Place.FallbackTalking _,
                      Place.FallbackLeaving _ ->
                      Said.OVERTAKEN;
                }),
        Said.GONE);
  }

  @Override
  public Future<Said> hangUp(CallId call) {
    return order(
        call,
        channel -> {
          channel.hangUp();
          return Future.succeededFuture(Said.DONE);
        },
        Said.GONE);
  }

  @Override
  public Future<Said> takeMessage(Orders.TakeMessage order) {
    return order(order.call(), channel -> channel.takeMessage(order), Said.GONE);
  }

  // --- messages

  @Override
  public Future<List<CallId>> messages() {
    return request(() ->
        Future.succeededFuture(
            exchange.recordings().keySet().stream().limit(MESSAGES_MAX).toList()));
  }

  @Override
  public Future<Optional<Recording>> message(CallId call) {
    return request(
        () -> Future.succeededFuture(Optional.ofNullable(exchange.recordings().get(call))));
  }

  @Override
  public Future<Void> forget(CallId call) {
    return tellExchange(() -> exchange.recordings().remove(call));
  }

  // --- promises

  @Override
  public Future<Void> callBack(Attempt attempt) {
    return request(() -> exchange.callbacks().callBack(attempt));
  }

  @Override
  public Future<Optional<Trace>> trace(CallbackId callback, int attempt) {
    return request(() -> Future.succeededFuture(exchange.callbacks().trace(callback, attempt)));
  }

  @Override
  public Future<Void> forget(CallbackId callback, int attempt) {
    return tellExchange(() -> exchange.callbacks().forget(callback, attempt));
  }

  private <T> Future<T> order(CallId call, Function<Channel, Future<T>> order, T gone) {
    return request(
        () -> exchange.channel(call).map(order).orElseGet(() -> Future.succeededFuture(gone)));
  }
}
