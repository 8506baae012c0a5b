package svara.engine.runtime;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.id.CallId;
import svara.engine.id.Language;
import svara.engine.id.TechnicianId;
import svara.engine.port.OrderId;
import svara.engine.port.Orders;
import svara.engine.port.PhoneSystem;
import svara.engine.port.PhoneSystemException;
import svara.engine.port.Prompt;
import svara.engine.port.TechnicianPhone;
import svara.engine.queue.MessagePolicy;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.QueueEffect;
import svara.engine.queue.RingResult;

/**
 * Carries the effects of one queue out at the exchange; what comes of an order goes back as a
 * command. Orders are named by what led to them, so a repeated effect is one order.
 */
final class EffectRunner {
  private static final Logger LOG = LoggerFactory.getLogger(EffectRunner.class);
  private static final Duration KEY_PATIENCE = Duration.ofSeconds(6);

  /** To be called back, at one's own number or at another. */
  private static final String KEYS = "12";

  /** To leave a voice message. */
  private static final String MESSAGE_KEY = "3";

  /** Between a message that wants no key and what comes after it. */
  private static final Duration BREATH = Duration.ofMillis(500);

  private final QueueSetup setup;
  private final Function<TechnicianId, Future<Optional<TechnicianPhone>>> phoneOf;
  private final QueueOwner owner;
  private final PhoneSystem phones;
  private final Scheduler scheduler;
  private final Announcements announcements;
  private final NumberDialogue numbers;
  private String parking = "";

  EffectRunner(
      QueueSetup setup,
      Function<TechnicianId, Future<Optional<TechnicianPhone>>> phoneOf,
      QueueOwner owner,
      PhoneSystem phones,
      Scheduler scheduler,
      Announcements announcements,
      NumberDialogue numbers) {
    this.setup = setup;
    this.phoneOf = phoneOf;
    this.owner = owner;
    this.phones = phones;
    this.scheduler = scheduler;
    this.announcements = announcements;
    this.numbers = numbers;
  }

  /**
   * Gives an order again to a call that was parked anew, as an order of its own.
   *
   * @param entry which parking it is
   */
  void again(QueueEffect.OfCall effect, int entry) {
    parking = "/entry-" + entry;
    run(effect);
    parking = "";
  }

  void run(QueueEffect.OfCall effect) {
    switch (effect) {
      case QueueEffect.Connect e -> connect(e);
      case QueueEffect.Hold e ->
          watch(
              e,
              phones.hold(
                  new Orders.Hold(
                      order(e, "hold-" + e.round()),
                      e.call(),
                      e.language(),
                      announcements.forHold(e, setup.policy()))));
      case QueueEffect.TurnAway e -> turnAway(e);
      case QueueEffect.SayStillWaiting e -> sayStillWaiting(e);
      case QueueEffect.ConfirmPromise e ->
          dismiss(
              e,
              "promise",
              e.language(),
              List.of(
                  e.stands() ? Prompt.PLACE_AND_PROMISE_STAND : Prompt.PROMISE_CONFIRMED,
                  Prompt.GOODBYE));
      case QueueEffect.AskForNumber e -> numbers.ask(e);
      case QueueEffect.AskToCallLater e ->
          dismiss(
              e, "later", e.language(), List.of(e.closed() ? Prompt.GOODBYE : Prompt.CALL_LATER));
      case QueueEffect.SayClosed e -> sayClosed(e);
      case QueueEffect.SayOutage e -> sayOutage(e);
      case QueueEffect.TakeMessage e -> takeMessage(e);
      case QueueEffect.HangUp e -> watch(e, phones.hangUp(e.call()));
    }
  }

  private void connect(QueueEffect.Connect e) {
    Future<List<TechnicianPhone>> claimed = Future.succeededFuture(List.of());
    for (TechnicianId technician : e.technicians()) {
      claimed = claimed.compose(others -> phoneOf.apply(technician).map(one -> and(others, one)));
    }
    claimed.onSuccess(rung -> connect(e, rung)).onFailure(cause -> log(e, cause));
  }

  private static List<TechnicianPhone> and(
      List<TechnicianPhone> others, Optional<TechnicianPhone> one) {
    List<TechnicianPhone> all = new ArrayList<>(others);
    one.ifPresent(all::add);
    return all;
  }

  private void connect(QueueEffect.Connect e, List<TechnicianPhone> rung) {
    if (rung.isEmpty()) {
      // left the settings since, or another of his queues was first: somebody else is tried
      ringFailed(e.call(), e.attempt());
      return;
    }
    phones
        .connect(
            new Orders.Connect(
                order(e, "ring-" + e.attempt()),
                e.call(),
                setup.queue(),
                owner.lease().epoch(),
                e.attempt(),
                rung,
                setup.policy().ringTime(),
                e.held()))
        .onFailure(cause -> {
          log(e, cause);
          if (refused(cause)) {
            ringFailed(e.call(), e.attempt());
          } // unknown otherwise: the next comparison with the exchange tells
        });
  }

  private void ringFailed(CallId call, int attempt) {
    submit(
        new QueueCommand.EndRing(
            CommandIds.ringEnd(call, attempt), scheduler.now(), call, attempt, RingResult.FAILED));
  }

  private void turnAway(QueueEffect.TurnAway e) {
    if (e.offerCallback()) {
      ask(e, "offer", e.language(), List.of(Prompt.ALL_BUSY_OFFER), e.offerMessage());
    } else if (e.offerMessage()) {
      askForMessage(e, e.language(), List.of(Prompt.ALL_BUSY), Prompt.CALL_LATER);
    } else {
      dismiss(e, "busy", e.language(), List.of(Prompt.ALL_BUSY, Prompt.CALL_LATER));
    }
  }

  private void sayOutage(QueueEffect.SayOutage e) {
    OrderId order = order(e, "outage");
    String recording = e.recording();
    if (recording == null) {
      ask(e, order, e.language(), List.of(Prompt.OUTAGE), "", BREATH, true);
      return;
    }
    phones
        .ask(recorded(order, e, e.language(), recording, true))
        .onSuccess(heard -> heard(e.call(), order, heard))
        .onFailure(cause -> {
          log(e, cause);
          if (refused(cause)) {
            endMessage(e.call(), order);
          }
        });
  }

  private static Orders.Ask recorded(
      OrderId order,
      QueueEffect.OfCall e,
      Language language,
      String recording,
      boolean musicAfter) {
    return new Orders.Ask(order, e.call(), language, List.of(), "", BREATH, musicAfter, recording);
  }

  /** What is out of order is said first where somebody has recorded it: then the rest. */
  private void sayClosed(QueueEffect.SayClosed e) {
    String recording = e.recording();
    if (recording == null) {
      sayClosedNow(e);
      return;
    }
    phones
        .ask(recorded(order(e, "closed-outage"), e, e.language(), recording, false))
        .onSuccess(heard -> {
          if (heard.said() == Orders.Said.DONE) {
            sayClosedNow(e);
          }
        })
        .onFailure(cause -> {
          log(e, cause);
          if (refused(cause)) {
            sayClosedNow(e);
          }
        });
  }

  private void sayClosedNow(QueueEffect.SayClosed e) {
    List<Prompt> prompts = ClosedWords.of(e, scheduler.now(), setup.policy().hours().zone());
    if (e.offerCallback()) {
      ask(e, "closed", e.language(), prompts, e.offerMessage());
    } else if (e.offerMessage()) {
      askForMessage(e, e.language(), prompts, Prompt.GOODBYE);
    } else {
      dismiss(e, "closed", e.language(), prompts);
    }
  }

  /** Whether he wants to be called back, or to leave a message where that is possible. */
  private void ask(
      QueueEffect.OfCall e, String what, Language language, List<Prompt> prompts, boolean message) {
    ask(
        e,
        order(e, what),
        language,
        message ? with(prompts, Prompt.MESSAGE_OFFER) : prompts,
        message ? KEYS + MESSAGE_KEY : KEYS,
        KEY_PATIENCE,
        false);
  }

  /**
   * Who leaves no message hears the last words; nothing has become of his call that is to store.
   */
  private void askForMessage(
      QueueEffect.OfCall e, Language language, List<Prompt> prompts, Prompt lastWords) {
    OrderId order = order(e, "message-offer");
    phones
        .ask(
            new Orders.Ask(
                order,
                e.call(),
                language,
                with(prompts, Prompt.MESSAGE_OFFER),
                MESSAGE_KEY,
                KEY_PATIENCE,
                false))
        .onSuccess(heard -> {
          if (heard.key().isPresent()) {
            heard(e.call(), order, heard);
          } else if (heard.said() == Orders.Said.DONE) {
            dismiss(e, "no-message", language, List.of(lastWords));
          }
        })
        .onFailure(cause -> {
          log(e, cause);
          if (refused(cause)) {
            dismiss(e, "no-message", language, List.of(lastWords));
          }
        });
  }

  private static List<Prompt> with(List<Prompt> prompts, Prompt another) {
    return Stream.concat(prompts.stream(), Stream.of(another)).toList();
  }

  private void takeMessage(QueueEffect.TakeMessage e) {
    MessagePolicy policy = setup.policy().messages();
    phones
        .takeMessage(
            new Orders.TakeMessage(
                order(e, "message"),
                e.call(),
                setup.queue(),
                owner.lease().epoch(),
                e.language(),
                policy.longest(),
                policy.silence()))
        .onFailure(cause -> {
          log(e, cause);
          if (refused(cause)) {
            dismiss(e, "not-recorded", e.language(), List.of(Prompt.CALL_LATER));
          }
        });
  }

  private void sayStillWaiting(QueueEffect.SayStillWaiting e) {
    OrderId order = order(e, "still");
    Prompt prompt = e.offerCallback() ? Prompt.STILL_WAITING_OFFER : Prompt.STILL_WAITING;
    ask(e, order, e.language(), List.of(prompt), KEYS, KEY_PATIENCE, true);
  }

  private void ask(
      QueueEffect.OfCall e,
      OrderId order,
      Language language,
      List<Prompt> prompts,
      String keys,
      Duration patience,
      boolean musicAfter) {
    phones
        .ask(new Orders.Ask(order, e.call(), language, prompts, keys, patience, musicAfter))
        .onSuccess(heard -> heard(e.call(), order, heard))
        .onFailure(cause -> {
          log(e, cause);
          if (refused(cause)) {
            endMessage(e.call(), order);
          }
        });
  }

  private void heard(CallId call, OrderId order, Orders.Heard heard) {
    if (heard.said() != Orders.Said.DONE) {
      return;
    }
    heard.key().ifPresentOrElse(key -> pressed(call, order, key), () -> endMessage(call, order));
  }

  private void pressed(CallId call, OrderId order, char key) {
    if (!numbers.takes(call, key)) {
      submit(
          new QueueCommand.PressKey(
              CommandIds.key(call, order.value()), scheduler.now(), call, key));
    }
  }

  private void endMessage(CallId call, OrderId order) {
    submit(
        new QueueCommand.EndMessage(
            CommandIds.message(call, order.value()), scheduler.now(), call));
  }

  private void dismiss(QueueEffect.OfCall e, String what, Language language, List<Prompt> prompts) {
    watch(e, phones.dismiss(new Orders.Dismiss(order(e, what), e.call(), language, prompts)));
  }

  /** The epoch is part of the name: a new owner's orders are not those of the one before. */
  private OrderId order(QueueEffect.OfCall e, String what) {
    return new OrderId("%s/%d/%s%s".formatted(e.call(), owner.lease().epoch(), what, parking));
  }

  private void submit(QueueCommand command) {
    owner
        .submit(command)
        .onFailure(cause ->
            LOG.atWarn()
                .addKeyValue("queue", setup.queue())
                .addKeyValue("command", command.id())
                .addKeyValue("cause", cause.getMessage())
                .log("what came of an order could not be stored"));
  }

  private void watch(QueueEffect.OfCall e, Future<?> order) {
    order.onFailure(cause -> log(e, cause));
  }

  private static boolean refused(Throwable cause) {
    return cause instanceof PhoneSystemException p && p.kind() == PhoneSystemException.Kind.REFUSED;
  }

  private static void log(QueueEffect.OfCall e, Throwable cause) {
    LOG.atWarn()
        .addKeyValue("call", e.call())
        .addKeyValue("order", e.getClass().getSimpleName().toLowerCase(Locale.ROOT))
        .addKeyValue("cause", cause.getMessage())
        .log("the exchange did not carry an order out");
  }
}
