package svara.telephony.asterisk;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
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
import svara.engine.id.Language;
import svara.engine.id.TechnicianId;
import svara.engine.port.Orders.Ask;
import svara.engine.port.Orders.Connect;
import svara.engine.port.Orders.Dismiss;
import svara.engine.port.Orders.Heard;
import svara.engine.port.Orders.Hold;
import svara.engine.port.Orders.Said;
import svara.engine.port.Prompt;
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

  private final Vertx vertx;
  private final AmiConnection ami;
  private final CallBook book;
  private final PhoneBook phones;
  private final ExchangeClock clock;
  private final QueueOwnership owned;
  private @Nullable Future<ExchangeList> listUnderWay;

  CallOrders(
      Vertx vertx,
      AmiConnection ami,
      CallBook book,
      PhoneBook phones,
      ExchangeClock clock,
      QueueOwnership owned) {
    this.vertx = vertx;
    this.ami = ami;
    this.book = book;
    this.phones = phones;
    this.clock = clock;
    this.owned = owned;
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

  Future<Said> dismiss(Dismiss order) {
    return on(order.call(), Said.GONE, call -> call.once(order.id(), () -> dismisses(call, order)));
  }

  Future<Said> connect(Connect order) {
    return on(order.call(), Said.GONE, call -> call.once(order.id(), () -> connects(call, order)));
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
        .compose(stay -> says(call, stay, order.language(), order.prompts(), ""))
        .compose(stay -> music(stay, !order.prompts().isEmpty()));
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
    Promise<Character> pressed = Promise.promise();
    Call.Listening question = new Call.Listening(order.keys(), pressed);
    call.listening = question;
    // a key may come before the prompts have ended: it is the answer, whatever is still playing
    Promise<Optional<Character>> answer = Promise.promise();
    pressed.future().onSuccess(key -> answer.tryComplete(Optional.of(key)));
    call.parked()
        .compose(stay -> answers(call, stay))
        .compose(stay -> order.musicAfter() ? Future.succeededFuture(stay) : givesUpPlace(stay))
        .compose(stay -> call.held ? musicOff(stay) : Future.succeededFuture(stay))
        .compose(stay -> says(call, stay, order.language(), order.prompts(), order.keys()))
        .compose(stay -> silence(order, pressed.future()).map(stay))
        .compose(stay -> {
          boolean silent = !pressed.future().isComplete();
          return music(stay, order.musicAfter() && silent);
        })
        .onSuccess(stay -> answer.tryComplete(Optional.empty()))
        .onFailure(answer::tryFail);
    return answer
        .future()
        .onComplete(done -> {
          if (question.equals(call.listening)) {
            call.listening = null;
          }
        })
        .map(key -> new Heard(Said.DONE, key))
        .recover(why -> became(call, why).map(said -> new Heard(said, Optional.empty())));
  }

  /** Waits for a key on an idle channel: its DTMFEnd is heard, though AGI would miss it. */
  private Future<Void> silence(Ask order, Future<Character> pressed) {
    Promise<Void> over = Promise.promise();
    long patience = Math.max(1, order.patience().toMillis());
    long timer = vertx.setTimer(patience, id -> over.tryComplete());
    pressed.onComplete(key -> over.tryComplete());
    return over.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  private Future<Said> dismisses(Call call, Dismiss order) {
    return call.parked()
        .compose(
            stay -> order.prompts().isEmpty() ? Future.succeededFuture(stay) : answers(call, stay))
        .compose(CallOrders::givesUpPlace)
        .compose(stay -> says(call, stay, order.language(), order.prompts(), ""))
        .compose(stay -> hangUp(call.id, call.up ? NORMAL_CLEARING : USER_BUSY))
        .recover(why -> became(call, why));
  }

  private static Future<AgiSession> answers(Call call, AgiSession stay) {
    return call.up
        ? Future.succeededFuture(stay)
        : stay.exec("ANSWER")
            .map(nothing -> {
              call.up = true;
              return stay;
            });
  }

  /** Who is turned away holds no place any more, in the exchange's own count either. */
  private static Future<AgiSession> givesUpPlace(AgiSession stay) {
    return stay.exec("SET VARIABLE GROUP(svara) \"\"").map(stay);
  }

  private static Future<AgiSession> musicOff(AgiSession stay) {
    return stay.exec("SET MUSIC OFF").map(stay);
  }

  private static Future<AgiSession> music(AgiSession stay, boolean on) {
    return on ? stay.exec("SET MUSIC ON svara").map(stay) : Future.succeededFuture(stay);
  }

  /**
   * Says prompts one after the other until one of the keys is pressed. Known fault: STREAM FILE of
   * a prompt that the exchange does not have ends the stay, and the caller is offered again.
   */
  private Future<AgiSession> says(
      Call call, AgiSession stay, Language language, List<Prompt> prompts, String keys) {
    if (prompts.isEmpty()) {
      return Future.succeededFuture(stay);
    }
    Future<Void> said = Future.succeededFuture();
    if (!call.language.equals(language.code())) {
      call.language = language.code();
      said = stay.exec("SET VARIABLE CHANNEL(language) " + language.code());
    }
    for (Prompt prompt : prompts) {
      said =
          said.compose(nothing ->
              pressed(call)
                  ? Future.succeededFuture()
                  : stay.exec("STREAM FILE svara/" + prompt.key() + " \"" + keys + "\""));
    }
    return said.map(stay);
  }

  private static boolean pressed(Call call) {
    return call.listening != null && call.listening.pressed().future().isComplete();
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
                    .collect(Collectors.joining("&")));
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
