package svara.config.exchange;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import svara.telephony.asterisk.AsteriskInstance;
import svara.telephony.asterisk.SipDialog;
import svara.telephony.asterisk.SipDialog.State;
import svara.telephony.asterisk.SipPhone;

/** The phones of a helpdesk's three technicians, registered. */
final class Desks implements AutoCloseable {
  /** Extensions of the technicians. */
  static final int[] AT = {201, 202, 203};

  private final List<SipPhone> phones = new CopyOnWriteArrayList<>();
  private final List<SipDialog> calls = new CopyOnWriteArrayList<>();
  private volatile Duration ringing;

  Desks(AsteriskInstance asterisk, Duration ringing) {
    this.ringing = ringing;
    for (int extension : AT) {
      SipPhone phone = new SipPhone(Integer.toString(extension), asterisk.sip());
      phone.register(AsteriskInstance.PHONE_SECRET, true);
      phone.onCall(call -> {
        calls.add(call);
        call.ring();
        phone.later(this.ringing, call::answer);
      });
      phones.add(phone);
    }
  }

  /** From now on they ring for so long. */
  void answerAfter(Duration time) {
    ringing = time;
  }

  long ringing() {
    return calls.stream().filter(call -> call.state() == State.RINGING).count();
  }

  /** How often a phone rang. */
  int rung() {
    return calls.size();
  }

  long talking() {
    return calls.stream().filter(Desks::talks).count();
  }

  /**
   * Whether so many calls came and the last of them is heard at both ends: the one before may still
   * be there when it comes.
   */
  boolean talksInCall(int number) {
    return calls.size() == number && talks(calls.getLast());
  }

  private static boolean talks(SipDialog call) {
    return call.state() == State.ANSWERED && call.media().connected();
  }

  /** The phones that have two calls on the line now. */
  List<String> withTwoCalls() {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < phones.size(); i++) {
      long live =
          phones.get(i).calls().stream().filter(call -> call.state() == State.ANSWERED).count();
      if (live > 1) {
        found.add(AT[i] + " had " + live + " calls at one time");
      }
    }
    return found;
  }

  @Override
  public void close() {
    phones.forEach(SipPhone::close);
  }
}
