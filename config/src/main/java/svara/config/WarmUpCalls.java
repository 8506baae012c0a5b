package svara.config;

import java.time.Instant;
import java.util.List;
import svara.engine.id.CallId;
import svara.engine.id.CallerNumber;
import svara.engine.id.CommandId;
import svara.engine.id.Language;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.queue.Caller;
import svara.engine.queue.PhoneState;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.RingResult;

/** A few calls that take the ways most calls take: answered, held, turned away, refused, ended. */
final class WarmUpCalls {
  private static final Instant AT = Instant.EPOCH;
  private static final TechnicianId ONE = new TechnicianId("one");
  private static final TechnicianId OTHER = new TechnicianId("other");

  private WarmUpCalls() {}

  static List<QueueCommand> commands() {
    return List.of(
        new QueueCommand.EnrolTechnicians(name("enrol"), AT, List.of(ONE, OTHER)),
        new QueueCommand.NotePhone(name("one"), AT, ONE, PhoneState.FREE),
        new QueueCommand.NotePhone(name("other"), AT, OTHER, PhoneState.FREE),
        offer(1),
        new QueueCommand.EndRing(name("ring"), AT, call(1), 1, RingResult.BUSY),
        new QueueCommand.ConfirmAnswer(name("answer"), AT, call(1), OTHER),
        offer(2),
        offer(3),
        new QueueCommand.PressKey(name("key"), AT, call(3), '1'),
        new QueueCommand.EndMessage(name("message"), AT, call(3)),
        end(3),
        end(1),
        new QueueCommand.ReleaseTechnician(name("release"), AT, call(1), OTHER),
        new QueueCommand.PassTime(name("time"), AT.plusSeconds(600)),
        end(2));
  }

  private static QueueCommand offer(int n) {
    Caller caller =
        new Caller(
            call(n),
            new TicketNumber(2000, n),
            new CallerNumber("0701740605", "+46701740605", CallerNumber.Kind.PUBLIC, false),
            "",
            null,
            Language.SV,
            AT,
            AT);
    return new QueueCommand.OfferCall(name("offer-" + n), AT, caller);
  }

  private static QueueCommand end(int n) {
    return new QueueCommand.EndCall(name("end-" + n), AT, call(n), false);
  }

  private static CallId call(int n) {
    return new CallId("warm-up-" + n);
  }

  private static CommandId name(String what) {
    return new CommandId("warm-up/" + what);
  }
}
