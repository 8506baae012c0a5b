package svara.telephony.asterisk;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.id.CallId;
import svara.engine.id.TechnicianId;
import svara.engine.port.Orders.Ask;
import svara.engine.port.Orders.AskNumber;
import svara.engine.port.Orders.Connect;
import svara.engine.port.Orders.Dismiss;
import svara.engine.port.Orders.Heard;
import svara.engine.port.Orders.Hold;
import svara.engine.port.Orders.Said;
import svara.engine.port.Orders.TakeMessage;
import svara.engine.port.Orders.Typed;
import svara.engine.port.TechnicianPhone;

/**
 * Carries the engine's orders out: AGI commands talk to a parked caller, Redirect moves him into
 * the dialplan. A caller who leaves in the middle fails the script as {@link Unparked}; what became
 * of him then is GONE or OVERTAKEN.
 */
final class CallOrders {
  private static final Logger LOG = LoggerFactory.getLogger(CallOrders.class);
  private static final int NORMAL_CLEARING = 16;
  private static final int USER_BUSY = 17;

  /** Between AsyncAGIEnd and the Hangup or the next stay that explains it. */
  private static final long FATE_LIMIT_MILLIS = 2000;

  private final AmiConnection ami;
  private final CallBook book;
  private final PhoneBook phones;
  private final ExchangeClock clock;
  private final QueueOwnership owned;
  private final Sounds sounds;
  private final Questions questions;
  private @Nullable Future<ExchangeList> listUnderWay;

  CallOrders(
      Vertx vertx,
      AmiConnection ami,
      CallBook book,
      PhoneBook phones,
      ExchangeClock clock,
      QueueOwnership owned,
      Sounds sounds) {
    this.ami = ami;
    this.book = book;
    this.phones = phones;
    this.clock = clock;
    this.owned = owned;
    this.sounds = sounds;
    this.questions = new Questions(vertx, sounds);
  }

  Future<Said> hold(Hold order) {
    return on(
        order.call(),
        Said.GONE,
        call -> call.once(order.id(), () -> said(call, () -> holds(call, order))));
  }

  Future<Heard> ask(Ask order) {
    return on(
        order.call(),
        new Heard(Said.GONE, Optional.empty()),
        call -> call.once(order.id(), () -> asks(call, order)));
  }

  Future<Typed> askNumber(AskNumber order) {
    return on(
        order.call(),
        new Typed(Said.GONE, ""),
        call -> call.once(order.id(), () -> asksNumber(call, order)));
  }

  Future<Said> dismiss(Dismiss order) {
    return on(order.call(), Said.GONE, call -> call.once(order.id(), () -> dismisses(call, order)));
  }

  Future<Said> connect(Connect order) {
    return on(order.call(), Said.GONE, call -> call.once(order.id(), () -> connects(call, order)));
  }

  Future<Said> takeMessage(TakeMessage order) {
    return on(
        order.call(), Said.GONE, call -> call.once(order.id(), () -> takesMessage(call, order)));
  }

  Future<Said> hangUp(CallId id) {
    Call call = book.find(id);
    return hangUp(id, call != null && call.up ? NORMAL_CLEARING : USER_BUSY);
  }

  private Future<Said> hangUp(CallId id, int cause) {
    // no place any more: the dialplan then notes nothing, since the engine has dealt with the call
    ami.send(
        AmiAction.of("Setvar")
            .with("Channel", id.value())
            .with("Variable", "GROUP(svara)")
            .with("Value", ""));
    return ami.send(AmiAction.of("Hangup").with("Channel", id.value()).with("Cause", cause))
        .map(reply -> reply.taken() ? Said.DONE : Said.GONE);
  }

  // --- held and talked to

  private Future<?> holds(Call call, Hold order) {
    return call.parked()
        .compose(stay -> call.held ? Future.succeededFuture(stay) : answeredWithMusic(call))
        .compose(stay -> sounds.say(call, stay, order.language(), order.prompts(), ""))
        .compose(stay -> Sounds.music(stay, !order.prompts().isEmpty()));
  }

  /** The dialplan answers and starts the music: by AGI this would take 100 ms more. */
  private Future<AgiSession> answeredWithMusic(Call call) {
    Future<AgiSession> parked = call.park();
    return redirect(call, "svara-hold", owned.epoch(call.queue))
        .compose(nothing -> parked, why -> parkedByOther(call, parked, why));
  }

  private static Future<AgiSession> parkedByOther(
      Call call, Future<AgiSession> parked, Throwable why) {
    return why instanceof Unparked && call.session != null ? parked : Future.failedFuture(why);
  }

  private Future<Heard> asks(Call call, Ask order) {
    return questions
        .ask(call, order)
        .map(key -> new Heard(Said.DONE, key.chars().mapToObj(c -> (char) c).findFirst()))
        .recover(why -> became(call, why).map(said -> new Heard(said, Optional.empty())));
  }

  private Future<Typed> asksNumber(Call call, AskNumber order) {
    return questions
        .askNumber(call, order)
        .map(digits -> new Typed(Said.DONE, digits))
        .recover(why -> became(call, why).map(said -> new Typed(said, "")));
  }

  private Future<Said> dismisses(Call call, Dismiss order) {
    return call.parked()
        .compose(stay ->
            order.prompts().isEmpty() ? Future.succeededFuture(stay) : sounds.answer(call, stay))
        .compose(Questions::noPlace)
        .compose(stay -> sounds.say(call, stay, order.language(), order.prompts(), ""))
        .compose(stay -> hangUp(call.id, call.up ? NORMAL_CLEARING : USER_BUSY))
        .recover(why -> became(call, why));
  }

  // --- moved

  private Future<Said> connects(Call call, Connect order) {
    Call.Ring under = call.ring;
    if (under != null && under.order().equals(order.id())) {
      return Future.succeededFuture(Said.DONE); // an answer was lost, the ring was not
    }
    Map<String, TechnicianId> dialled = new HashMap<>();
    order.technicians().forEach(phone -> dialled.put(phone.dial(), phone.technician()));
    Call.Ring ring = new Call.Ring(order.id(), dialled, Promise.promise());
    String told =
        "%d|%d|%d|%d|%s"
                .formatted(
                    order.epoch(),
                    order.attempt(),
                    Math.max(1, order.ringTime().toSeconds()),
                    order.held() ? 1 : 0,
                    order.technicians().stream()
                        .map(TechnicianPhone::dial)
                        .collect(Collectors.joining("&")))
            + toConfirm(order);
    return call.parked()
        .compose(stay -> {
          call.ring = ring;
          // both at once: one session carries actions out in their order
          Future<AmiReply> set =
              ami.send(
                  AmiAction.of("Setvar")
                      .with("Channel", call.id.value())
                      .with("Variable", "SVARA_CONNECT")
                      .with("Value", told));
          Future<Void> moved = redirect(call, "svara-connect", order.epoch());
          return set.compose(reply -> moved).onFailure(why -> notRung(call, ring, why));
        })
        .compose(nothing -> ring.taken().future())
        .recover(why -> became(call, why));
  }

  /** The numbers, as DIALEDPEERNUMBER has them, at which somebody must press 1. */
  private static String toConfirm(Connect order) {
    String numbers =
        order.technicians().stream()
            .filter(TechnicianPhone::confirm)
            .map(phone -> phone.dial().substring("PJSIP/".length()))
            .collect(Collectors.joining("&"));
    return numbers.isEmpty() ? "" : "|" + numbers;
  }

  /** The dialplan records him by itself. The epoch stands in both, as for a ring. */
  private Future<Said> takesMessage(Call call, TakeMessage order) {
    String told =
        "%d|%d|%d|%s"
            .formatted(
                order.epoch(),
                Math.max(1, order.longest().toSeconds()),
                Math.max(1, order.silence().toSeconds()),
                order.language().code());
    return call.parked()
        .compose(stay -> {
          // both at once: one session carries actions out in their order
          Future<AmiReply> set =
              ami.send(
                  AmiAction.of("Setvar")
                      .with("Channel", call.id.value())
                      .with("Variable", "SVARA_MESSAGE")
                      .with("Value", told));
          Future<Void> moved = redirect(call, "svara-message", order.epoch());
          return set.compose(reply -> moved);
        })
        .map(nothing -> Said.DONE)
        .recover(why -> became(call, why));
  }

  /** An order without an answer may have been carried out: only a refusal is no ring for sure. */
  private static void notRung(Call call, Call.Ring ring, Throwable why) {
    if (ring.equals(call.ring) && why instanceof Unparked) {
      call.ring = null;
    }
  }

  Future<Said> takeOver(CallId id) {
    return list()
        .compose(list -> {
          ExchangeList.Caller caller = list.find(id);
          book.compare(list, false);
          Call call = book.find(id);
          if (caller == null || call == null) {
            return Future.succeededFuture(Said.GONE);
          }
          return switch (caller.where()) {
            case PARKED -> said(call, call::parked);
            case FALLBACK_WAITING -> said(call, () -> taken(call));
            default ->
                call.moving() ? said(call, call::parked) : Future.succeededFuture(Said.OVERTAKEN);
          };
        });
  }

  /** A hundred callers are taken over by one list, not each by one of a hundred channels. */
  private Future<ExchangeList> list() {
    Future<ExchangeList> asked = listUnderWay;
    if (asked != null) {
      return asked;
    }
    Future<ExchangeList> list = ExchangeList.read(ami, phones, clock);
    if (!list.isComplete()) {
      listUnderWay = list;
      list.onComplete(_ -> listUnderWay = null);
    }
    return list;
  }

  private Future<?> taken(Call call) {
    if (call.moving()) {
      return call.parked();
    }
    Future<AgiSession> parked = call.park();
    return redirect(call, "svara-take", owned.epoch(call.queue)).compose(nothing -> parked);
  }

  private Future<Void> redirect(Call call, String context, long epoch) {
    return ami.send(
            AmiAction.of("Redirect")
                .with("Channel", call.id.value())
                .with("Context", context)
                .with("Exten", epoch)
                .with("Priority", 1))
        .compose(reply ->
            reply.taken() ? Future.succeededFuture() : Future.failedFuture(new Unparked()));
  }

  // --- how it ended

  private <T> Future<T> on(CallId id, T gone, Function<Call, Future<T>> carryOut) {
    if (!ami.connected()) {
      return AmiConnection.disconnected();
    }
    Call call = book.find(id);
    return call == null ? Future.succeededFuture(gone) : carryOut.apply(call);
  }

  private Future<Said> said(Call call, Supplier<? extends Future<?>> script) {
    return script.get().map(nothing -> Said.DONE).recover(why -> became(call, why));
  }

  private Future<Said> became(Call call, Throwable why) {
    if (!(why instanceof Unparked)) {
      return Future.failedFuture(why);
    }
    if (call.ring != null) {
      return Future.succeededFuture(Said.OVERTAKEN);
    }
    return call.fate()
        .timeout(FATE_LIMIT_MILLIS, TimeUnit.MILLISECONDS)
        .recover(late -> {
          if (late instanceof TimeoutException) {
            LOG.atDebug().addKeyValue("call", call.id).log("an order was overtaken");
            return Future.succeededFuture(Said.OVERTAKEN);
          }
          return Future.failedFuture(late);
        });
  }
}
