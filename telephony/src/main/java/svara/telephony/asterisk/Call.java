package svara.telephony.asterisk;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.OfferedCall;
import svara.engine.port.OrderId;
import svara.engine.port.Orders.Said;

/** A caller's call as far as it is known here: where it is, and what has been ordered for it. */
final class Call {
  /** Orders of one call whose results are remembered; a call has a dozen. */
  private static final int ORDERS_MAX = 200;

  final CallId id;
  final Map<String, Leg> legs = new HashMap<>();
  Optional<QueueId> queue = Optional.empty();
  private String dialled = "";
  private String number = "";
  private String name = "";
  Instant arrivedAt;
  private int entry;

  /** The caller has been answered: 200 to his INVITE. */
  boolean up;

  /** He is held: music plays when nothing is said. */
  boolean held;

  /** The language his prompts were last asked for in. */
  String language = "";

  @Nullable AgiSession session;
  @Nullable Ring ring;

  /** A question has been asked. */
  @Nullable Typing listening;

  /** The bridge his channel is in. */
  @Nullable String bridge;

  private @Nullable Promise<AgiSession> parking;
  private Promise<Said> fate = Promise.promise();
  private final Promise<Void> over = Promise.promise();
  private final LinkedHashMap<OrderId, Future<?>> orders = new LinkedHashMap<>();

  /** A technician's leg. */
  static final class Leg {
    Optional<TechnicianId> technician;
    @Nullable String bridge;
    @Nullable Instant answeredAt;

    Leg(Optional<TechnicianId> technician) {
      this.technician = technician;
    }
  }

  /** A ring that was ordered here. */
  record Ring(OrderId order, Map<String, TechnicianId> dialled, Promise<Said> taken) {}

  Call(CallId id, Instant arrivedAt) {
    this.id = id;
    this.arrivedAt = arrivedAt;
  }

  void learn(ChannelFacts facts, ExchangeClock clock) {
    queue = facts.queue();
    dialled = facts.dialled();
    number = facts.number();
    name = facts.name();
    entry = facts.entry();
    if (facts.arrivedAt() != null) {
      arrivedAt = clock.fromExchange(facts.arrivedAt());
    }
  }

  OfferedCall offer(Instant at) {
    // the dialplan's clock reads whole milliseconds: an arrival must not lie after its own offer
    Instant arrived = arrivedAt.isAfter(at) ? at : arrivedAt;
    return new OfferedCall(id, Math.max(1, entry), dialled, queue, number, name, arrived, at);
  }

  int entry() {
    return entry;
  }

  /** An order is carried out once; one that failed may be given again. */
  @SuppressWarnings("unchecked") // an order id names one order, which has one type of result
  <T> Future<T> once(OrderId order, Supplier<Future<T>> carryOut) {
    Future<?> before = orders.get(order);
    if (before != null && !before.failed()) {
      return (Future<T>) before;
    }
    if (orders.size() >= ORDERS_MAX) {
      orders.pollFirstEntry();
    }
    Future<T> result = carryOut.get();
    orders.put(order, result);
    return result;
  }

  /** The stay that commands go to: the present one, or the one that a move of ours leads to. */
  Future<AgiSession> parked() {
    if (parking != null) {
      return parking.future();
    }
    return session == null ? Future.failedFuture(new Unparked()) : Future.succeededFuture(session);
  }

  /** A move has been ordered that ends parked. */
  Future<AgiSession> park() {
    Promise<AgiSession> promise = parking == null ? Promise.promise() : parking;
    parking = promise;
    return promise.future();
  }

  /** Whether a move is under way that ends parked. */
  boolean moving() {
    return parking != null;
  }

  void arrivedIn(AgiSession stay) {
    AgiSession former = session;
    session = stay;
    if (former != null) {
      former.end(new Unparked());
    }
    Promise<AgiSession> waited = parking;
    parking = null;
    if (waited != null) {
      waited.tryComplete(stay);
    }
    decide(Said.OVERTAKEN);
  }

  /** The stay has ended, by a move, the dead-man's timeout, or hanging up. */
  void left() {
    AgiSession former = session;
    session = null;
    if (former != null) {
      former.end(new Unparked());
    }
  }

  /** Everything under way fails: nothing more will be heard of it. */
  void disconnected(Throwable why) {
    AgiSession former = session;
    session = null;
    if (former != null) {
      former.end(why);
    }
    Promise<AgiSession> waited = parking;
    parking = null;
    if (waited != null) {
      waited.tryFail(why);
    }
    Ring rung = ring;
    ring = null;
    if (rung != null) {
      rung.taken().tryFail(why);
    }
    if (listening != null) {
      listening.fail(why);
    }
    fate.tryFail(why);
    fate = Promise.promise();
  }

  /** What became of a caller who was not parked any more: GONE or OVERTAKEN, when it is known. */
  Future<Said> fate() {
    return over.future().isComplete() ? Future.succeededFuture(Said.GONE) : fate.future();
  }

  void decide(Said said) {
    Promise<Said> decided = fate;
    fate = Promise.promise();
    decided.tryComplete(said);
  }

  Future<Void> over() {
    return over.future();
  }

  void end() {
    over.tryComplete();
    left();
    decide(Said.GONE);
    if (parking != null) {
      parking.tryFail(new Unparked());
    }
    if (listening != null) {
      listening.fail(new Unparked());
    }
    if (ring != null) {
      ring.taken().tryComplete(Said.GONE);
    }
  }
}
