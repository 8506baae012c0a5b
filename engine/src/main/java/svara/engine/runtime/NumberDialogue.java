package svara.engine.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.id.CallId;
import svara.engine.id.CallerNumber;
import svara.engine.id.Language;
import svara.engine.port.OrderId;
import svara.engine.port.Orders;
import svara.engine.port.PhoneSystem;
import svara.engine.port.Prompt;
import svara.engine.queue.Promises;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.QueueEffect;
import svara.engine.queue.QueuedCall;

/**
 * A caller names the number he wants to be called back at: he types it, hears it read back, and
 * confirms. Who is served meanwhile simply leaves it. What he does not confirm is forgotten.
 */
final class NumberDialogue {
  private static final Logger LOG = LoggerFactory.getLogger(NumberDialogue.class);
  private static final int TRIES = 3;
  private static final Duration DIGIT_PATIENCE = Duration.ofSeconds(8);
  private static final Duration KEY_PATIENCE = Duration.ofSeconds(6);

  private final QueueOwner owner;
  private final PhoneSystem phones;
  private final Scheduler scheduler;
  private final Function<String, CallerNumber> numberPlan;

  /** Callers in it: no more than there are calls. */
  private final Set<CallId> naming = new HashSet<>();

  /** Tells one time from another, of whichever call; the epoch tells engines apart. */
  private long times;

  NumberDialogue(
      QueueOwner owner,
      PhoneSystem phones,
      Scheduler scheduler,
      Function<String, CallerNumber> numberPlan) {
    this.owner = owner;
    this.phones = phones;
    this.scheduler = scheduler;
    this.numberPlan = numberPlan;
  }

  /** One caller's way through it. */
  private record Naming(CallId call, String name, Language language, boolean waits) {
    OrderId order(String what, int attempt) {
      return new OrderId("%s/%s-%d".formatted(name, what, attempt));
    }
  }

  /**
   * Whether a key belongs to it: 2 begins it; in the middle of it a key that came between two
   * questions means nothing else.
   */
  boolean takes(CallId id, char key) {
    if (naming.contains(id)) {
      return true;
    }
    return key == '2' && begins(id, List.of());
  }

  /** His own number is none to call back: he is asked for another. */
  void ask(QueueEffect.AskForNumber e) {
    if (!naming.contains(e.call())) {
      begins(e.call(), e.denied() ? List.of(Prompt.NUMBER_NOT_POSSIBLE) : List.of());
    }
  }

  private boolean begins(CallId id, List<Prompt> first) {
    Optional<QueuedCall> found = owner.state().call(id).filter(NumberDialogue::mayName);
    found.ifPresent(call -> {
      naming.add(id);
      String name = "%s/%d/name-%d".formatted(id, owner.lease().epoch(), ++times);
      type(new Naming(id, name, call.caller().language(), call.waiting()), 1, first);
    });
    return found.isPresent();
  }

  /** Whether he is in a state in which a number of his choice may be promised a call. */
  static boolean mayName(QueuedCall call) {
    return call.waiting()
        || (call.phase() instanceof QueuedCall.Phase.Dismissed(boolean promised)
            && !promised
            && !call.flags().leftMessage());
  }

  private void type(Naming who, int attempt, List<Prompt> first) {
    List<Prompt> prompts = new ArrayList<>(first);
    prompts.add(Prompt.NAME_NUMBER);
    phones
        .askNumber(
            new Orders.AskNumber(
                who.order("type", attempt),
                who.call(),
                who.language(),
                prompts,
                DIGIT_PATIENCE,
                who.waits()))
        .onSuccess(typed -> typed(who, attempt, typed))
        .onFailure(cause -> failed(who, cause));
  }

  private void typed(Naming who, int attempt, Orders.Typed typed) {
    if (typed.said() != Orders.Said.DONE) {
      naming.remove(who.call());
    } else if (typed.digits().isEmpty()) {
      givesUp(who);
    } else {
      CallerNumber number = numberPlan.apply(typed.digits());
      if (Promises.unfit(number).isPresent()) {
        again(who, attempt, List.of(Prompt.NUMBER_NOT_POSSIBLE));
      } else {
        readBack(who, attempt, typed.digits(), number);
      }
    }
  }

  private void readBack(Naming who, int attempt, String digits, CallerNumber number) {
    List<Prompt> prompts = new ArrayList<>();
    prompts.add(Prompt.YOU_TYPED);
    prompts.addAll(Prompt.digits(digits));
    prompts.add(Prompt.YES_OR_AGAIN);
    phones
        .ask(
            new Orders.Ask(
                who.order("confirm", attempt),
                who.call(),
                who.language(),
                prompts,
                "12",
                KEY_PATIENCE,
                who.waits()))
        .onSuccess(heard -> confirmed(who, attempt, heard, number))
        .onFailure(cause -> failed(who, cause));
  }

  private void confirmed(Naming who, int attempt, Orders.Heard heard, CallerNumber number) {
    if (heard.said() != Orders.Said.DONE) {
      naming.remove(who.call());
    } else if (heard.key().filter(key -> key == '1').isPresent()) {
      named(who, number);
    } else if (heard.key().isPresent()) {
      again(who, attempt, List.of());
    } else {
      givesUp(who);
    }
  }

  private void again(Naming who, int attempt, List<Prompt> first) {
    if (attempt < TRIES) {
      type(who, attempt + 1, first);
    } else {
      givesUp(who);
    }
  }

  private void named(Naming who, CallerNumber number) {
    naming.remove(who.call());
    submit(
        who,
        new QueueCommand.NameNumber(
            CommandIds.key(who.call(), who.name()), scheduler.now(), who.call(), number));
  }

  /** Turned away he is told to call later; waiting he goes on waiting. */
  private void givesUp(Naming who) {
    naming.remove(who.call());
    if (who.waits()) {
      goesOnWaiting(who);
    } else {
      submit(
          who,
          new QueueCommand.EndMessage(
              CommandIds.message(who.call(), who.name()), scheduler.now(), who.call()));
    }
  }

  private void submit(Naming who, QueueCommand command) {
    owner
        .submit(command)
        .onSuccess(done -> {
          if (done.refusal().isPresent() && who.waits()) {
            goesOnWaiting(who); // nobody else tells him
          }
        })
        .onFailure(cause -> failed(who, cause));
  }

  private void goesOnWaiting(Naming who) {
    phones
        .ask(
            new Orders.Ask(
                who.order("wait", 0),
                who.call(),
                who.language(),
                List.of(Prompt.STILL_WAITING),
                "",
                Duration.ZERO,
                true))
        .onFailure(cause -> failed(who, cause));
  }

  /** The next comparison with the exchange finds him where he is. */
  private void failed(Naming who, Throwable cause) {
    naming.remove(who.call());
    LOG.atWarn()
        .addKeyValue("call", who.call())
        .addKeyValue("cause", cause.getMessage())
        .log("a caller could not name another number");
  }
}
