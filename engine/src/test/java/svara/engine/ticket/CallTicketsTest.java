package svara.engine.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.CallerNumber;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.queue.CallFlags;
import svara.engine.queue.Caller;
import svara.engine.queue.Outcome;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueueState;

class CallTicketsTest {
  private static final QueueState EMPTY = QueueState.empty(new QueueId("helpdesk"));
  private static final Instant AT = Instant.parse("2026-03-02T09:00:00Z");
  private static final TechnicianId ANNA = new TechnicianId("anna");
  private static final TicketNumber PROMISE = new TicketNumber(2026, 1);
  private static final TicketNumber SERVED = new TicketNumber(2026, 2);
  private static final CallId CALL = new CallId("svara-1.2");

  @Test
  void aPromiseOvertakenOnAnotherTicketIsClosedAndLinkedToIt() {
    List<TicketUpdate> updates =
        CallTickets.of(
            EMPTY,
            List.of(
                new QueueEvent.CallOffered(AT, caller()),
                new QueueEvent.CallAnswered(AT, CALL, ANNA),
                withdrawn(QueueEvent.CallbackWithdrawn.CALLER)));
    TicketLife promise =
        TicketLife.opened(AT)
            .after(new TicketUpdate.Missed(PROMISE, AT, true))
            .after(new TicketUpdate.Promised(PROMISE, AT, new CallbackId("cb-svara-1.1")));
    for (TicketUpdate update : updates) {
      if (update.ticket().equals(PROMISE)) {
        promise = promise.after(update);
      }
    }
    assertEquals(TicketStatus.CLOSED, promise.status());
    assertEquals(SERVED, promise.closedBy());
  }

  @Test
  void aPromiseThatSomebodyTakesBackIsLinkedToNothing() {
    List<TicketUpdate> updates =
        CallTickets.of(
            EMPTY,
            List.of(
                new QueueEvent.CallOffered(AT, caller()),
                new QueueEvent.CallAnswered(AT, CALL, ANNA),
                withdrawn("anna")));
    assertTrue(
        updates.stream().noneMatch(TicketUpdate.ServedElsewhere.class::isInstance),
        updates::toString);
  }

  @Test
  void whomTheExchangeServedAloneWasAnsweredOnce() {
    QueueEvent.CallEnded ended =
        new QueueEvent.CallEnded(
            AT.plusSeconds(60),
            caller(),
            null,
            AT,
            Outcome.ANSWERED,
            new CallFlags(false, false, true),
            ANNA);
    List<QueueEvent> noted =
        List.of(
            new QueueEvent.CallOffered(AT, caller()),
            new QueueEvent.ServedAlone(AT, CALL, ANNA),
            ended);
    List<QueueEvent> watched =
        List.of(
            new QueueEvent.CallOffered(AT, caller()),
            new QueueEvent.CallAnswered(AT, CALL, ANNA),
            new QueueEvent.ServedAlone(AT, CALL, null),
            ended);
    for (List<QueueEvent> events : List.of(noted, watched)) {
      List<TicketUpdate> updates = CallTickets.of(EMPTY, events);
      assertEquals(1, updates.stream().filter(TicketUpdate.Answered.class::isInstance).count());
      assertEquals(
          List.of("call.offered", "call.answered", "call.served_alone", "call.ended"),
          updates.stream()
              .filter(TicketUpdate.Noted.class::isInstance)
              .map(update -> ((TicketUpdate.Noted) update).kind())
              .toList());
    }
  }

  private static QueueEvent withdrawn(String by) {
    return new QueueEvent.CallbackWithdrawn(
        AT, new CallbackId("cb-svara-1.1"), PROMISE, by, "answered in call " + CALL);
  }

  private static Caller caller() {
    return new Caller(CALL, SERVED, CallerNumber.withheld(), "", null, Language.SV, AT, AT);
  }
}
