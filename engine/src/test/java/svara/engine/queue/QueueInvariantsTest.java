package svara.engine.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Constructor;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import svara.engine.id.CallbackId;
import svara.engine.id.CallerNumber;
import svara.engine.id.TechnicianId;
import svara.engine.queue.QueuedCall.Phase;
import svara.engine.queue.Technician.Work;

/** Every rule is shown a state that breaks it: a check that cannot fail proves nothing. */
class QueueInvariantsTest {
  private static final Instant AT = Desk.MORNING;
  private static final QueuePolicy ONE_AND_ONE = Desk.places(1, 1, 1);

  private enum Fault {
    RUNG_BESIDE_A_FULL_QUEUE(
        "1: 2 talk, 1 may",
        List.of(talking(1, Desk.ANNA), ringing(2, Desk.BERTIL)),
        List.of(),
        List.of(
            technician(Desk.ANNA, new Work.Talking(Desk.call(1))),
            technician(Desk.BERTIL, new Work.Ringing(Desk.call(2))))),
    TOO_MANY_WAIT("1: 2 wait, 1 may", List.of(waiting(1, 0), waiting(2, 0)), List.of(), List.of()),
    TOO_MANY_IN_ALL(
        "1: 3 callers in all places",
        List.of(waiting(1, 1), waiting(2, 1), waiting(3, 0)),
        List.of(),
        List.of()),
    TOO_MANY_CALLBACKS(
        "1: 2 callbacks, 1 may", List.of(), List.of(callback(1), callback(2)), List.of()),
    WAITS_BESIDE_A_FREE_TECHNICIAN(
        "2: svara-1760508000.1 waits and anna is free",
        List.of(waiting(1, 0)),
        List.of(),
        List.of(technician(Desk.ANNA, new Work.None()))),
    TWO_PROMISES_TO_ONE_NUMBER(
        "5: two callbacks to one number, the second cb-svara-1760508000.1",
        List.of(),
        List.of(callback(1), callback(1)),
        List.of()),
    ONE_CALL_TWICE(
        "4: the call is there twice: svara-1760508000.1",
        List.of(talking(1, Desk.ANNA), waiting(1, 0)),
        List.of(),
        List.of(technician(Desk.ANNA, new Work.Talking(Desk.call(1))))),
    RUNG_WHILE_TALKING(
        "1: anna is rung for svara-1760508000.2 beside another call",
        List.of(talking(1, Desk.ANNA), ringing(2, Desk.ANNA)),
        List.of(),
        List.of(technician(Desk.ANNA, new Work.Ringing(Desk.call(2))))),
    RUNG_FOR_TWO(
        "1: anna is rung for svara-1760508000.2 beside another call",
        List.of(ringing(1, Desk.ANNA), ringing(2, Desk.ANNA)),
        List.of(),
        List.of(technician(Desk.ANNA, new Work.Ringing(Desk.call(2))))),
    RINGS_FOR_NO_CALL(
        "1: anna rings for no call",
        List.of(),
        List.of(),
        List.of(technician(Desk.ANNA, new Work.Ringing(Desk.call(1))))),
    TALKS_IN_A_CALL_THAT_WAITS(
        "1: anna talks in svara-1760508000.1, which does not know",
        List.of(waiting(1, 0)),
        List.of(),
        List.of(technician(Desk.ANNA, new Work.Talking(Desk.call(1))))),
    RINGS_ONE_WHO_IS_IDLE(
        "1: svara-1760508000.1 rings somebody who does not know",
        List.of(ringing(1, Desk.ANNA)),
        List.of(),
        List.of(technician(Desk.ANNA, new Work.None()))),
    RINGS_NOBODY(
        "1: svara-1760508000.1 rings somebody who does not know",
        List.of(call(1, new Phase.Ringing(List.of(), AT, false), 1)),
        List.of(),
        List.of()),
    ONE_TECHNICIAN_TWICE(
        "1: anna is there twice",
        List.of(),
        List.of(),
        List.of(technician(Desk.ANNA, new Work.None()), technician(Desk.ANNA, new Work.None())));

    private final String said;
    private final QueueState state;

    Fault(
        String said,
        List<QueuedCall> calls,
        List<Callback> callbacks,
        List<Technician> technicians) {
      this.said = said;
      this.state = new QueueState(Desk.QUEUE, 1, calls, callbacks, technicians);
    }
  }

  @ParameterizedTest
  @EnumSource
  void plantedFaultIsFound(Fault fault) {
    List<String> wrong = QueueInvariants.violations(ONE_AND_ONE, fault.state, AT);
    assertTrue(wrong.contains(fault.said), () -> fault + " gave " + wrong);
  }

  @Test
  void callWithoutTicketIsFound() throws ReflectiveOperationException {
    Caller caller = waiting(1, 0).caller();
    Constructor<?> constructor = Caller.class.getDeclaredConstructors()[0];
    Object[] parts = {caller.call(), null, caller.number(), "", null, caller.language(), AT, AT};
    Caller ticketless = (Caller) constructor.newInstance(parts);
    QueuedCall call =
        new QueuedCall(ticketless, new Phase.Waiting(false), AT, CallFlags.NONE, 0, Map.of());
    QueueState state = new QueueState(Desk.QUEUE, 1, List.of(call), List.of(), List.of());
    assertEquals(
        List.of("6: no ticket for svara-1760508000.1"),
        QueueInvariants.violations(ONE_AND_ONE, state, AT));
  }

  @Test
  void fullAndRightQueueHasNothingWrong() {
    QueueState state =
        new QueueState(
            Desk.QUEUE,
            1,
            List.of(talking(1, Desk.ANNA), waiting(2, 0)),
            List.of(callback(3)),
            List.of(
                technician(Desk.ANNA, new Work.Talking(Desk.call(1))),
                technician(Desk.BERTIL, new Work.None())));
    assertEquals(List.of(), QueueInvariants.violations(ONE_AND_ONE, state, AT));
  }

  @Test
  void moreTalkThanTheLoweredLimitAllowsIsNoFaultOfTheQueue() {
    QueueState state =
        new QueueState(
            Desk.QUEUE,
            1,
            List.of(talking(1, Desk.ANNA), talking(2, Desk.BERTIL), waiting(3, 0)),
            List.of(),
            Arrays.asList(
                technician(Desk.ANNA, new Work.Talking(Desk.call(1))),
                technician(Desk.BERTIL, new Work.Talking(Desk.call(2))),
                technician(Desk.CILLA, new Work.None())));
    assertEquals(List.of(), QueueInvariants.violations(ONE_AND_ONE, state, AT));
  }

  private static QueuedCall talking(int n, TechnicianId with) {
    return call(n, new Phase.Talking(with, AT), 1);
  }

  private static QueuedCall ringing(int n, TechnicianId who) {
    return call(n, new Phase.Ringing(List.of(who), AT, false), 1);
  }

  private static QueuedCall waiting(int n, int attempts) {
    return call(n, new Phase.Waiting(false), attempts);
  }

  private static QueuedCall call(int n, Phase phase, int attempts) {
    CallerNumber number = Desk.mobile(n);
    return new QueuedCall(
        Desk.caller(n, number, AT), phase, AT, CallFlags.NONE, attempts, Map.of());
  }

  private static Callback callback(int n) {
    Caller caller = Desk.caller(n, Desk.mobile(n), AT);
    return new Callback(new CallbackId("cb-" + caller.call()), caller, caller.number().key(), AT);
  }

  private static Technician technician(TechnicianId id, Work work) {
    return new Technician(id, Technician.Duty.ON, "", PhoneState.FREE, work, AT);
  }
}
