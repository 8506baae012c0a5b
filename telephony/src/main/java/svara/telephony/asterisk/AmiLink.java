package svara.telephony.asterisk;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.asteriskjava.manager.DefaultManagerConnection;
import org.asteriskjava.manager.event.DisconnectEvent;
import org.asteriskjava.manager.event.FullyBootedEvent;
import org.asteriskjava.manager.event.ManagerEvent;
import org.asteriskjava.manager.event.ResponseEvent;
import org.asteriskjava.manager.response.ManagerResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.port.PhoneSystemException;
import svara.engine.port.PhoneSystemException.Kind;

/**
 * One connection to the manager port, from login to its end; never used again after. All state
 * lives on one Vert.x context. Asterisk-Java's own threads only hand over: it delivers in socket
 * order on one thread, and {@code runOnContext} keeps that order. One thread writes, since a write
 * to the socket may block.
 */
final class AmiLink {
  private static final Logger LOG = LoggerFactory.getLogger(AmiLink.class);

  /** Actions on their way to the socket; more means that it does not take any. */
  private static final int UNWRITTEN_MAX = 10_000;

  private final Vertx vertx;
  private final Context context;
  private final AsteriskAccess access;
  private final Consumer<ManagerEvent> events;
  private final Runnable broken;
  private final BlockingQueue<Consumer<DefaultManagerConnection>> unwritten =
      new ArrayBlockingQueue<>(UNWRITTEN_MAX);
  private final Set<Promise<?>> pending = new HashSet<>();
  private final Map<String, Listing> listings = new HashMap<>();
  private final Promise<Integer> booted = Promise.promise();
  private long actions;
  private @Nullable Thread writer;
  private volatile boolean ended;

  /** The answer to an action that answers by a list of events. */
  private record Listing(
      List<ManagerEvent> items,
      Class<? extends ManagerEvent> last,
      Promise<List<ManagerEvent>> whole) {}

  AmiLink(
      Vertx vertx,
      Context context,
      AsteriskAccess access,
      Consumer<ManagerEvent> events,
      Runnable broken) {
    this.vertx = vertx;
    this.context = context;
    this.access = access;
    this.events = events;
    this.broken = broken;
  }

  /** Logs in; completes with the exchange's uptime in seconds when it is fully booted. */
  Future<Integer> connect() {
    Promise<Void> loggedIn = Promise.promise();
    pending.add(booted);
    writer =
        Thread.ofVirtual()
            .name("ami-writer")
            .start(() -> {
              // made here: it reads 200 classes, which is too long for an event loop
              DefaultManagerConnection connection = connection();
              try {
                connection.login();
                context.runOnContext(nothing -> loggedIn.tryComplete());
                write(connection);
              } catch (Throwable e) { // whatever the library throws must not end it unseen
                context.runOnContext(nothing -> loggedIn.tryFail(e));
              }
              logOff(connection);
            });
    return loggedIn
        .future()
        .compose(nothing -> booted.future())
        .onComplete(result -> pending.remove(booted));
  }

  private DefaultManagerConnection connection() {
    DefaultManagerConnection connection =
        new DefaultManagerConnection(access.host(), access.port(), access.user(), access.secret());
    connection.setSocketTimeout(Math.toIntExact(access.slowAfter().toMillis()));
    // half-open TCP is never noticed otherwise; the answers to our pings keep a live one going
    connection.setSocketReadTimeout(Math.toIntExact(access.dropAfter().multipliedBy(2).toMillis()));
    connection.registerUserEventClass(DbTreeEntry.class);
    connection.registerUserEventClass(DbTreeComplete.class);
    connection.registerUserEventClass(DeviceStateListComplete.class);
    connection.addEventListener(this::handOver);
    return connection;
  }

  private void write(DefaultManagerConnection connection) {
    try {
      while (!ended) {
        unwritten.take().accept(connection);
      }
    } catch (InterruptedException e) {
      LOG.debug("the writer of a connection ends with it");
    }
  }

  private static void logOff(DefaultManagerConnection connection) {
    try {
      connection.logoff();
    } catch (RuntimeException e) {
      LOG.atDebug().setCause(e).log("logging off a connection that is gone");
    }
  }

  /** On the library's thread: an Error here would kill it for good, and with it all events. */
  private void handOver(ManagerEvent event) {
    try {
      context.runOnContext(nothing -> take(event));
    } catch (Throwable e) {
      LOG.atError().setCause(e).log("an event of the exchange could not be handed over");
    }
  }

  private void take(ManagerEvent event) {
    if (ended) {
      return;
    }
    switch (event) {
      case DisconnectEvent gone -> broken.run();
      case FullyBootedEvent up -> booted.tryComplete(up.getUptime() == null ? 0 : up.getUptime());
      case ResponseEvent item
          when item.getActionId() != null && listings.containsKey(item.getActionId()) ->
          listed(listings.get(item.getActionId()), item);
      default -> events.accept(event);
    }
  }

  private static void listed(@Nullable Listing listing, ManagerEvent e) {
    if (listing == null) {
      return;
    }
    if (listing.last().isInstance(e)) {
      listing.whole().tryComplete(listing.items());
    } else {
      listing.items().add(e);
    }
  }

  /** A round trip; without a limit, since one that comes late still shows that the link lives. */
  Future<AmiReply> ping() {
    Promise<AmiReply> answered = Promise.promise();
    pending.add(answered);
    return send(AmiAction.of("Ping"), answered).onComplete(done -> pending.remove(answered));
  }

  /** Sends; completes with the answer, also one that says no. */
  Future<AmiReply> send(AmiAction action) {
    return send(action, limited(Promise.promise(), action.getAction()));
  }

  private Future<AmiReply> send(AmiAction action, Promise<AmiReply> answered) {
    if (ended) {
      answered.tryFail(new PhoneSystemException(Kind.DISCONNECTED, "not connected"));
      return answered.future();
    }
    boolean queued =
        unwritten.offer(connection -> {
          try {
            connection.sendAction(
                action, response -> context.runOnContext(nothing -> answered(answered, response)));
          } catch (Exception e) {
            String why = String.valueOf(e.getMessage());
            context.runOnContext(
                nothing -> answered.tryFail(new PhoneSystemException(Kind.DISCONNECTED, why)));
          }
        });
    if (!queued) {
      answered.tryFail(
          new PhoneSystemException(Kind.DISCONNECTED, "the exchange takes no more actions"));
      broken.run();
    }
    return answered.future();
  }

  /** Asterisk-Java answers with nothing at all when the connection broke meanwhile. */
  private static void answered(Promise<AmiReply> answered, @Nullable ManagerResponse response) {
    if (response == null) {
      answered.tryFail(new PhoneSystemException(Kind.DISCONNECTED, "the connection broke"));
    } else {
      answered.tryComplete(new AmiReply(response));
    }
  }

  /** Sends an action that answers by events; completes with those before the last one. */
  Future<List<ManagerEvent>> list(AmiAction action, Class<? extends ManagerEvent> last) {
    String id = "list" + ++actions;
    action.setActionId(id);
    Promise<List<ManagerEvent>> whole = limited(Promise.promise(), action.getAction());
    listings.put(id, new Listing(new ArrayList<>(), last, whole));
    send(action)
        .onFailure(whole::tryFail)
        .onSuccess(reply -> {
          if (!reply.taken()) {
            whole.tryFail(new PhoneSystemException(Kind.REFUSED, reply.words()));
          }
        });
    return whole.future().onComplete(result -> listings.remove(id));
  }

  /** Ends by itself: by the answer, by the limit, or with the link. */
  private <T> Promise<T> limited(Promise<T> promise, String what) {
    pending.add(promise);
    long timer =
        vertx.setTimer(
            access.answerLimit().toMillis(),
            id ->
                promise.tryFail(
                    new PhoneSystemException(Kind.TIMEOUT, what + " was not answered in time")));
    promise
        .future()
        .onComplete(result -> {
          vertx.cancelTimer(timer);
          pending.remove(promise);
        });
    return promise;
  }

  /** Ends the connection and fails what is under way as DISCONNECTED. Never waits. */
  void end() {
    if (ended) {
      return;
    }
    ended = true;
    for (Promise<?> promise : List.copyOf(pending)) {
      promise.tryFail(new PhoneSystemException(Kind.DISCONNECTED, "the connection is gone"));
    }
    if (writer != null) {
      writer.interrupt();
    }
  }
}
