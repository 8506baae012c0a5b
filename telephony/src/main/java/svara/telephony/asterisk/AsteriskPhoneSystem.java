package svara.telephony.asterisk;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.asteriskjava.manager.event.DeviceStateChangeEvent;
import org.asteriskjava.manager.event.InvalidAccountId;
import org.asteriskjava.manager.event.ManagerEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.QueueId;
import svara.engine.port.CallbackPhones;
import svara.engine.port.ExchangeSnapshot;
import svara.engine.port.ExchangeSnapshot.Seen;
import svara.engine.port.FallbackQueue;
import svara.engine.port.Orders;
import svara.engine.port.OutageNote;
import svara.engine.port.PhoneListener;
import svara.engine.port.PhoneListener.Connection;
import svara.engine.port.PhoneSystem;
import svara.engine.port.PhoneSystemException;
import svara.engine.port.PhoneSystemException.Kind;
import svara.engine.port.TechnicianPhone;

/**
 * A real Asterisk, with the contexts of {@code config/asterisk}. Everything here lives on the
 * Vert.x context that opened it; orders from elsewhere hop there and their results come back on it.
 */
public final class AsteriskPhoneSystem implements PhoneSystem, CallbackPhones {
  private static final Logger LOG = LoggerFactory.getLogger(AsteriskPhoneSystem.class);
  private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f.:]{2,45}");

  private final Vertx vertx;
  private final AsteriskAccess access;
  private final ParkedTimes times;
  private final ExchangeClock clock;
  private @Nullable Parts parts;
  private Instant exchangeStartedAt = Instant.EPOCH;
  private boolean closed;

  /** What there is from {@link #open} on. */
  private record Parts(
      Context context,
      PhoneListener listener,
      AmiConnection ami,
      PhoneBook phones,
      CallBook book,
      CallOrders orders,
      CallbackCalls callbacks,
      PhoneCodes codes,
      QueueOwnership owned,
      DeadMan deadMan,
      FallbackMirror fallback,
      OutageNotes notes) {}

  /** With the times of the design. */
  public AsteriskPhoneSystem(Vertx vertx, AsteriskAccess access, InstantSource clock) {
    this(vertx, access, ParkedTimes.defaults(), clock);
  }

  public AsteriskPhoneSystem(
      Vertx vertx, AsteriskAccess access, ParkedTimes times, InstantSource clock) {
    this.vertx = vertx;
    this.access = access;
    this.times = times;
    this.clock = new ExchangeClock(clock);
  }

  @Override
  public Future<Void> open(PhoneListener listener) {
    if (parts != null) {
      return Future.failedFuture(new IllegalStateException("opened twice"));
    }
    Context context = vertx.getOrCreateContext();
    AmiConnection ami =
        new AmiConnection(
            vertx, context, access, clock, this::take, this::compare, this::connection);
    PhoneBook phones = new PhoneBook(listener, clock);
    String tag = access.node() + Long.toString(clock.now().toEpochMilli(), Character.MAX_RADIX);
    CallBook book = new CallBook(ami, listener, phones, clock, tag);
    QueueOwnership owned = new QueueOwnership(ami, clock, access.node(), times);
    Sounds sounds = new Sounds();
    CallOrders orders = new CallOrders(vertx, ami, book, phones, clock, owned, sounds);
    DeadMan deadMan = new DeadMan(vertx, ami, book, owned, times);
    parts =
        new Parts(
            context,
            listener,
            ami,
            phones,
            book,
            orders,
            new CallbackCalls(vertx, ami, listener, phones, clock),
            new PhoneCodes(ami, listener, phones, clock, sounds, tag),
            owned,
            deadMan,
            new FallbackMirror(ami, clock),
            new OutageNotes(ami, phones, clock));
    deadMan.start();
    return ami.open();
  }

  @Override
  public Future<Void> close() {
    Parts open = parts;
    if (open == null || closed) {
      return Future.succeededFuture();
    }
    return on(known -> {
      closed = true;
      known.deadMan().stop();
      known.ami().close();
      return Future.succeededFuture();
    });
  }

  // --- what the exchange reports

  private void take(ManagerEvent event) {
    Parts open = parts;
    if (open == null || closed) {
      return;
    }
    try {
      if (event instanceof InvalidAccountId refused) {
        stranger(open.listener(), refused);
      } else if (!open.callbacks().take(event) && !open.codes().take(event)) {
        open.book().take(event);
      }
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("event", event.getClass().getSimpleName())
          .setCause(e)
          .log("an event of the exchange could not be used");
    }
  }

  /** The manager port refuses whom it does not know too: that is none of the callers. */
  private void stranger(PhoneListener listener, InvalidAccountId refused) {
    if ("PJSIP".equals(refused.getService())) {
      listener.strangerRefused(address(refused.getRemoteAddress()), clock.now());
    }
  }

  /** Of {@code IPV4/UDP/10.1.2.3/5060}: the address, and nothing that is none. */
  static String address(@Nullable String remote) {
    String[] words = remote == null ? new String[0] : remote.split("/", -1);
    return words.length == 4 && ADDRESS.matcher(words[2]).matches() ? words[2] : "";
  }

  /** After each login: what is at the exchange, before anything is said to the engine. */
  private Future<Void> compare(Instant startedAt) {
    Parts open = parts;
    if (open == null) {
      return Future.failedFuture(new IllegalStateException("not open"));
    }
    // uptimes are in whole seconds, so that two readings of one life differ a little
    boolean first = exchangeStartedAt.equals(Instant.EPOCH);
    boolean restarted = !first && startedAt.isAfter(exchangeStartedAt.plusSeconds(5));
    open.phones().forgetStates();
    return open.ami()
        .list(AmiAction.of("DeviceStateList"), DeviceStateListComplete.class)
        .compose(devices -> {
          devices(open, devices);
          return ExchangeList.read(open.ami(), open.phones(), clock);
        })
        .map(list -> {
          exchangeStartedAt =
              restarted || first ? startedAt : earlier(startedAt, exchangeStartedAt);
          open.book().compare(list, true);
          open.callbacks().compare(list);
          open.phones().reportAll();
          return null;
        });
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static void devices(Parts open, List<ManagerEvent> states) {
    for (ManagerEvent state : states) {
      if (state instanceof DeviceStateChangeEvent change) {
        open.phones().device(change.getDevice(), change.getState());
      }
    }
  }

  private void connection(Connection state) {
    Parts open = parts;
    if (open == null || closed) {
      return;
    }
    if (state == Connection.DOWN) {
      open.codes().disconnected();
      open.book()
          .disconnected(new PhoneSystemException(Kind.DISCONNECTED, "the connection is gone"));
    }
    open.listener().connection(state);
  }

  // --- what the engine orders

  @Override
  public Future<Void> watch(List<TechnicianPhone> phones) {
    return on(open ->
        open.ami()
            .list(AmiAction.of("DeviceStateList"), DeviceStateListComplete.class)
            .compose(devices -> {
              devices(open, devices);
              return ExchangeList.read(open.ami(), open.phones(), clock);
            })
            .map(list -> {
              open.phones().watch(phones);
              open.book().compare(list, false);
              return null;
            }));
  }

  @Override
  public Future<Void> claim(QueueId queue, long epoch) {
    return on(open -> open.owned().claim(queue, epoch));
  }

  @Override
  public Future<Void> beat(Set<QueueId> queues) {
    return on(open -> open.owned().beat(queues));
  }

  @Override
  public Future<Void> mirror(FallbackQueue queue) {
    return on(open -> open.fallback().mirror(queue));
  }

  @Override
  public Future<Orders.Said> hold(Orders.Hold order) {
    return on(open -> open.orders().hold(order));
  }

  @Override
  public Future<Orders.Typed> askNumber(Orders.AskNumber order) {
    return on(open -> open.orders().askNumber(order));
  }

  @Override
  public Future<Orders.Heard> ask(Orders.Ask order) {
    return on(open -> open.orders().ask(order));
  }

  @Override
  public Future<Orders.Said> dismiss(Orders.Dismiss order) {
    return on(open ->
        open.codes().waits(order.call()) ? open.codes().say(order) : open.orders().dismiss(order));
  }

  @Override
  public Future<Orders.Said> connect(Orders.Connect order) {
    return on(open -> open.orders().connect(order));
  }

  @Override
  public Future<Orders.Said> takeMessage(Orders.TakeMessage order) {
    return on(open -> open.orders().takeMessage(order));
  }

  @Override
  public Future<Orders.Said> takeOver(CallId call) {
    return on(open -> open.orders().takeOver(call));
  }

  @Override
  public Future<Orders.Said> hangUp(CallId call) {
    return on(open -> open.orders().hangUp(call));
  }

  @Override
  public Future<ExchangeSnapshot> snapshot() {
    return on(open ->
        ExchangeList.read(open.ami(), open.phones(), clock)
            .map(list -> {
              open.book().compare(list, false);
              open.callbacks().compare(list);
              List<Seen> calls = new ArrayList<>();
              list.callers().forEach(c -> calls.add(open.book().seen(c, list.at())));
              return new ExchangeSnapshot(list.at(), exchangeStartedAt, calls);
            }));
  }

  @Override
  public Future<List<OutageNote>> notes(List<CallId> missing) {
    return on(open -> open.notes().read(missing));
  }

  @Override
  public Future<Void> forget(OutageNote note) {
    return on(open -> open.notes().forget(note));
  }

  @Override
  public Future<Void> callBack(Attempt attempt) {
    return on(open -> open.callbacks().callBack(attempt));
  }

  @Override
  public Future<Optional<Trace>> trace(CallbackId callback, int attempt) {
    return on(open -> open.callbacks().trace(callback, attempt));
  }

  @Override
  public Future<Void> forget(CallbackId callback, int attempt) {
    return on(open -> open.callbacks().forget(callback, attempt));
  }

  private <T> Future<T> on(Function<Parts, Future<T>> order) {
    Parts open = parts;
    if (open == null || closed) {
      return Future.failedFuture(new PhoneSystemException(Kind.DISCONNECTED, "not open"));
    }
    if (vertx.getOrCreateContext().equals(open.context())) {
      return order.apply(open);
    }
    Promise<T> result = Promise.promise();
    open.context().runOnContext(nothing -> order.apply(open).onComplete(result));
    return result.future();
  }
}
