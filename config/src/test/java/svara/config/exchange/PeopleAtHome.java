package svara.config.exchange;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import svara.telephony.asterisk.AsteriskInstance;
import svara.telephony.asterisk.SipDialog;
import svara.telephony.asterisk.SipDialog.State;
import svara.telephony.asterisk.SipPhone;

/**
 * The phones of people who were promised a call, at the other end of the exchange's trunk. Each
 * does at its first ringing what was planned first, then the next; a call that nobody expects is
 * answered with 404 and counts all the same.
 */
final class PeopleAtHome implements AutoCloseable {
  /** From the answer to the key: the greeting plays. */
  private static final Duration THINKS = Duration.ofMillis(1_500);

  private static final Duration TALKS = Duration.ofMillis(2_500);

  private final SipPhone line;
  private final Map<String, Deque<Consumer<SipDialog>>> plans = new ConcurrentHashMap<>();
  private final AtomicInteger mostAtOnce = new AtomicInteger();

  PeopleAtHome(AsteriskInstance asterisk) {
    line = new SipPhone("home", asterisk.sip(), asterisk.trunkPort());
    line.onCall(this::rings);
  }

  private void rings(SipDialog call) {
    int living = (int) line.calls().stream().filter(c -> c.state() != State.OVER).count();
    mostAtOnce.accumulateAndGet(living, Math::max);
    Deque<Consumer<SipDialog>> plan = plans.get(call.dialled());
    Consumer<SipDialog> next = plan == null ? null : plan.poll();
    if (next == null) {
      call.refuse(404, "Not Found");
    } else {
      next.accept(call);
    }
  }

  /** What the person at a number does, call by call. */
  PeopleAtHome plan(String number, List<Consumer<SipDialog>> calls) {
    plans.put(number, new ArrayDeque<>(calls));
    return this;
  }

  static Consumer<SipDialog> busy() {
    return call -> call.refuse(486, "Busy Here");
  }

  static Consumer<SipDialog> declines() {
    return call -> call.refuse(603, "Decline");
  }

  static Consumer<SipDialog> letsItRing() {
    return SipDialog::ring;
  }

  Consumer<SipDialog> answers() {
    return call -> {
      call.ring();
      line.later(Duration.ofMillis(100), call::answer);
    };
  }

  Consumer<SipDialog> answersAndPresses(char key) {
    return presses(key, THINKS);
  }

  private Consumer<SipDialog> presses(char key, Duration after) {
    return answers().andThen(call -> line.later(after, () -> call.press(key)));
  }

  /** Presses 1, says something for a while, and hangs up. */
  Consumer<SipDialog> talks() {
    return talksAfter(THINKS);
  }

  /** Listens for a time before pressing 1, then talks. */
  Consumer<SipDialog> talksAfter(Duration listening) {
    return presses('1', listening)
        .andThen(call ->
            line.later(
                listening.plus(TALKS),
                () -> {
                  call.media().say(620);
                  line.later(TALKS, call::hangUp);
                }));
  }

  /** Calls that this person's phone has got. */
  List<SipDialog> calls(String number) {
    return line.calls().stream().filter(call -> call.dialled().equals(number)).toList();
  }

  int rang(String number) {
    return calls(number).size();
  }

  /** The numbers in the order in which they were first rung. */
  List<String> order() {
    return line.calls().stream().map(SipDialog::dialled).distinct().toList();
  }

  /** The most phones that were in use at one time. */
  int mostAtOnce() {
    return mostAtOnce.get();
  }

  @Override
  public void close() {
    line.close();
  }
}
