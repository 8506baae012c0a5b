package svara.telephony.asterisk;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import svara.telephony.CalleesUnderTest.CalleeAtPhone;
import svara.telephony.asterisk.SipDialog.State;

/** The other end of the trunk: people outside, each at a number of his own. */
final class OutsideLine implements AutoCloseable {
  private final SipPhone line;
  private final List<Callee> callees;

  OutsideLine(AsteriskInstance asterisk, List<String> numbers) {
    line = new SipPhone("home", asterisk.sip(), asterisk.trunkPort());
    callees = numbers.stream().map(Callee::new).toList();
    line.onCall(call ->
        callees.stream()
            .filter(callee -> callee.number.equals(call.dialled()))
            .findFirst()
            .ifPresentOrElse(
                callee -> callee.behaviour.accept(call), () -> call.refuse(404, "Not Found")));
  }

  List<CalleeAtPhone> callees() {
    return List.copyOf(callees);
  }

  @Override
  public void close() {
    line.close();
  }

  private final class Callee implements CalleeAtPhone {
    private final String number;
    private volatile Consumer<SipDialog> behaviour = SipDialog::answer;

    Callee(String number) {
      this.number = number;
      answersAfter(Duration.ZERO);
    }

    @Override
    public String number() {
      return number;
    }

    @Override
    public void answersAfter(Duration ringing) {
      behaviour =
          call -> {
            call.ring();
            line.later(ringing, call::answer);
          };
    }

    @Override
    public void doesNotAnswer() {
      behaviour = SipDialog::ring;
    }

    @Override
    public void isBusy() {
      behaviour = call -> call.refuse(486, "Busy Here");
    }

    @Override
    public void rejects() {
      behaviour = call -> call.refuse(603, "Decline");
    }

    @Override
    public void press(char key) {
      answered().forEach(call -> call.press(key));
    }

    @Override
    public void hangsUp() {
      answered().forEach(SipDialog::hangUp);
    }

    @Override
    public int timesRung() {
      return (int) calls().count();
    }

    @Override
    public boolean rings() {
      return calls().anyMatch(call -> call.state() == State.RINGING);
    }

    @Override
    public boolean inCall() {
      return answered().anyMatch(call -> call.media().connected());
    }

    @Override
    public boolean hearsSound() {
      return answered().anyMatch(call -> call.media().hearsSound(500));
    }

    @Override
    public String lastShown() {
      String from = calls().reduce((first, last) -> last).orElseThrow().received("From");
      return from.replaceAll(".*sip:([^@>]*)@.*", "$1");
    }

    private Stream<SipDialog> calls() {
      return line.calls().stream().filter(call -> call.dialled().equals(number));
    }

    private Stream<SipDialog> answered() {
      return calls().filter(call -> call.state() == State.ANSWERED);
    }
  }
}
