package svara.telephony.asterisk;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.asteriskjava.manager.AuthenticationFailedException;
import org.asteriskjava.manager.event.ManagerEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.port.PhoneListener.Connection;
import svara.engine.port.PhoneSystemException;
import svara.engine.port.PhoneSystemException.Kind;

/**
 * Keeps a connection to the manager port: makes it, sees by round trips whether it lives (nothing
 * else tells: Asterisk-Java's state can be CONNECTED over a dead one in three ways), and makes it
 * anew for ever. It is UP only after the exchange has been compared with what is known.
 */
final class AmiConnection {
  private static final Logger LOG = LoggerFactory.getLogger(AmiConnection.class);
  private static final Duration AGAIN_FIRST = Duration.ofMillis(200);
  private static final Duration AGAIN_LAST = Duration.ofSeconds(2);

  /** From the first byte to having compared everything; an exchange that boots is tried again. */
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(15);

  /** The exchange counts wrong passwords (authlimit); hammering it helps nobody. */
  private static final Duration AGAIN_REFUSED = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final Context context;
  private final AsteriskAccess access;
  private final ExchangeClock clock;
  private final Consumer<ManagerEvent> events;
  private final Function<Instant, Future<Void>> compare;
  private final Consumer<Connection> changed;
  private final Promise<Void> firstUp = Promise.promise();
  private @Nullable AmiLink link;
  private Connection state = Connection.DOWN;
  private Duration again = AGAIN_FIRST;
  private long pinger = -1;
  private @Nullable Instant pingSentAt;
  private long lastPongNanos;
  private boolean closed;

  /**
   * @param compare run after each login, with the time the exchange was started
   * @param changed told whenever the state changes
   */
  AmiConnection(
      Vertx vertx,
      Context context,
      AsteriskAccess access,
      ExchangeClock clock,
      Consumer<ManagerEvent> events,
      Function<Instant, Future<Void>> compare,
      Consumer<Connection> changed) {
    this.vertx = vertx;
    this.context = context;
    this.access = access;
    this.clock = clock;
    this.events = events;
    this.compare = compare;
    this.changed = changed;
  }

  /** Completes when the first connection is UP. */
  Future<Void> open() {
    connect();
    return firstUp.future();
  }

  void close() {
    closed = true;
    state = Connection.DOWN;
    drop();
    firstUp.tryFail(new PhoneSystemException(Kind.DISCONNECTED, "closed"));
  }

  boolean up() {
    return state == Connection.UP;
  }

  /** Whether orders can be given; they may be answered late. */
  boolean connected() {
    return link != null && state != Connection.DOWN;
  }

  /**
   * Whether a round trip has ended so lately that what is known is true. After a freeze of this
   * process it is not, until everything that happened meanwhile has been heard.
   */
  boolean fresh() {
    return link != null
        && System.nanoTime() - lastPongNanos < access.pingEvery().multipliedBy(2).toNanos();
  }

  Future<AmiReply> send(AmiAction action) {
    AmiLink now = link;
    return now == null ? disconnected() : now.send(action);
  }

  /** Sends; an answer that says no is a failure. */
  Future<AmiReply> must(AmiAction action) {
    return send(action)
        .compose(reply ->
            reply.taken()
                ? Future.succeededFuture(reply)
                : Future.failedFuture(
                    new PhoneSystemException(
                        Kind.REFUSED, action.getAction() + ": " + reply.words())));
  }

  Future<List<ManagerEvent>> list(AmiAction action, Class<? extends ManagerEvent> last) {
    AmiLink now = link;
    return now == null ? disconnected() : now.list(action, last);
  }

  /** A function or variable as the exchange sees it; empty when it has none. */
  Future<String> read(String variable) {
    return must(AmiAction.of("Getvar").with("Variable", variable))
        .map(reply -> reply.header("value"));
  }

  /** Sets a global variable. */
  Future<Void> write(String global, String value) {
    return must(AmiAction.of("Setvar").with("Variable", global).with("Value", value)).mapEmpty();
  }

  static <T> Future<T> disconnected() {
    return Future.failedFuture(
        new PhoneSystemException(Kind.DISCONNECTED, "no connection to the exchange"));
  }

  private void connect() {
    if (closed) {
      return;
    }
    AmiLink[] made = new AmiLink[1];
    made[0] =
        new AmiLink(
            vertx,
            context,
            access,
            event -> {
              if (link == made[0]) {
                events.accept(event);
              }
            },
            () -> lost(made[0], "the exchange closed the connection"));
    AmiLink making = made[0];
    making
        .connect()
        .compose(uptime -> loggedIn(making, uptime))
        .timeout(CONNECT_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(done -> {
          if (done.failed() && !closed) {
            notMade(making, done.cause());
          }
        });
  }

  private Future<Void> loggedIn(AmiLink made, int uptimeSeconds) {
    if (closed) {
      made.end();
      return Future.succeededFuture();
    }
    link = made;
    lastPongNanos = System.nanoTime();
    // the uptime is in whole seconds: it may have started up to one earlier
    Instant startedAt = clock.now().minusSeconds(uptimeSeconds + 1L);
    return ping(made)
        .compose(nothing -> compare.apply(startedAt))
        .onSuccess(nothing -> {
          if (link == made) {
            again = AGAIN_FIRST;
            pinger = vertx.setPeriodic(access.pingEvery().toMillis(), id -> keepAlive(made));
            become(Connection.UP);
            firstUp.tryComplete();
          }
        });
  }

  private void notMade(AmiLink failed, Throwable why) {
    boolean refused = why instanceof AuthenticationFailedException;
    if (refused) {
      LOG.atError()
          .addKeyValue("user", access.user())
          .addKeyValue("why", why.getMessage())
          .log("the exchange refuses the manager user: check telephony.ami in the settings");
    }
    if (link == failed) {
      drop();
    } else {
      failed.end();
    }
    Duration pause = refused ? AGAIN_REFUSED : again;
    again = again.multipliedBy(2).compareTo(AGAIN_LAST) < 0 ? again.multipliedBy(2) : AGAIN_LAST;
    vertx.setTimer(pause.toMillis(), id -> connect());
  }

  private void lost(AmiLink gone, String why) {
    if (link != gone || closed) {
      return;
    }
    LOG.atWarn().addKeyValue("why", why).log("the connection to the exchange is lost");
    boolean wasUp = state != Connection.DOWN;
    drop();
    become(Connection.DOWN);
    if (wasUp) {
      vertx.setTimer(AGAIN_FIRST.toMillis(), id -> connect());
    }
  }

  private void drop() {
    AmiLink gone = link;
    link = null;
    vertx.cancelTimer(pinger);
    pingSentAt = null;
    if (gone != null) {
      gone.end();
    }
  }

  /** One ping at a time; how long it has been on its way says how the connection is. */
  private void keepAlive(AmiLink on) {
    if (link != on) {
      return;
    }
    Instant sent = pingSentAt;
    if (sent == null) {
      Future<Void> pong = ping(on);
      long slow =
          vertx.setTimer(
              access.slowAfter().toMillis(),
              id -> {
                if (link == on && !pong.isComplete()) {
                  become(Connection.SLOW);
                }
              });
      pong.onComplete(done -> vertx.cancelTimer(slow));
    } else if (Duration.between(sent, clock.now()).compareTo(access.dropAfter()) >= 0) {
      lost(on, "no answer to a ping");
    }
  }

  private Future<Void> ping(AmiLink on) {
    Instant sent = clock.now();
    pingSentAt = sent;
    // no limit of its own: a late pong still says that the connection lives
    return on.ping()
        .map(reply -> {
          if (link == on) {
            lastPongNanos = System.nanoTime();
            pingSentAt = null;
            Instant there = ExchangeClock.parse(reply.header("timestamp"));
            if (there != null) {
              clock.roundTrip(sent, clock.now(), there);
            }
            if (state == Connection.SLOW) {
              become(Connection.UP);
            }
          }
          return null;
        });
  }

  private void become(Connection next) {
    if (state != next && !closed) {
      state = next;
      changed.accept(next);
    }
  }
}
