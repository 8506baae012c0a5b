package svara.engine.ticket;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.queue.CallFlags;
import svara.engine.queue.Caller;
import svara.engine.queue.Outcome;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueueState;
import svara.engine.queue.Refusal;

/**
 * What a queue's events do to tickets: every call is on a ticket from the moment it is offered,
 * whatever becomes of it, and what happened to it stands on the ticket's timeline.
 */
public final class CallTickets {
  private final QueueState after;
  private @Nullable TicketNumber answeredLast;
  private final Map<CallId, Caller> callers = new HashMap<>();
  private final List<TicketUpdate> updates = new ArrayList<>();

  private CallTickets(QueueState after) {
    this.after = after;
    after.calls().forEach(call -> callers.put(call.caller().call(), call.caller()));
  }

  /**
   * What the events do, in their order.
   *
   * @param after the queue's state after all of them
   */
  public static List<TicketUpdate> of(QueueState after, List<QueueEvent> events) {
    CallTickets tickets = new CallTickets(after);
    // a call's last event names its caller too
    for (QueueEvent event : events) {
      if (event instanceof QueueEvent.CallOffered(Instant _, Caller caller)) {
        tickets.callers.put(caller.call(), caller);
      } else if (event instanceof QueueEvent.CallEnded ended) {
        tickets.callers.put(ended.call(), ended.caller());
      }
    }
    events.forEach(tickets::take);
    return List.copyOf(tickets.updates);
  }

  private void take(QueueEvent event) {
    switch (event) {
      case QueueEvent.CallOffered e -> offered(e);
      case QueueEvent.CallQueued e ->
          note(e, "call.queued", "", Map.of("position", Integer.toString(e.position())));
      case QueueEvent.MetFull e -> metFull(e);
      case QueueEvent.MetClosed e -> metClosed(e);
      case QueueEvent.VoiceMessageBegun e -> note(e, "call.message", "", Map.of());
      case QueueEvent.OutageToldFirst e -> note(e, "call.outage_told", "", Map.of());
      case QueueEvent.OutageHeard _ -> {}
      case QueueEvent.CallTaken e ->
          note(e, "call.taken", e.by(), Map.of("technicians", e.technician().value()));
      case QueueEvent.TechnicianRung e ->
          note(
              e,
              "call.ringing",
              "",
              Map.of(
                  "technicians", names(e.technicians()), "attempt", Integer.toString(e.attempt())));
      case QueueEvent.RingFound e ->
          note(
              e,
              "call.ringing",
              "exchange",
              Map.of(
                  "technicians", names(e.technicians()), "attempt", Integer.toString(e.attempt())));
      case QueueEvent.ServedAlone e -> servedAlone(e);
      case QueueEvent.RingEnded e ->
          note(
              e,
              "call.ring_ended",
              "",
              Map.of("technicians", names(e.technicians()), "result", word(e.result())));
      case QueueEvent.CallAnswered e -> {
        note(e, "call.answered", e.technician().value(), Map.of());
        answered(e.call(), e.at(), e.technician());
      }
      case QueueEvent.CallbackOffered e ->
          note(e, "callback.offered", "", Map.of("possible", Boolean.toString(e.possible())));
      case QueueEvent.CallbackPromised e -> promised(e);
      case QueueEvent.CallbackDeclined e -> note(e, "callback.declined", "", Map.of());
      case QueueEvent.CallbackRefused e ->
          note(e, "callback.refused", "", Map.of("reason", word(e.reason())));
      case QueueEvent.CallEnded e -> ended(e);
      case QueueEvent.OfCallback e -> {
        updates.addAll(CallbackTickets.of(after, e));
        if (e instanceof QueueEvent.CallbackWithdrawn withdrawn) {
          servedElsewhere(withdrawn);
        }
      }
      case QueueEvent.DiallingSwitched _,
          QueueEvent.ClosedNowSwitched _,
          QueueEvent.OutageSwitched _,
          QueueEvent.TechnicianReleased _,
          QueueEvent.WrapUpEnded _,
          QueueEvent.WrapUpExtended _,
          QueueEvent.TechnicianEnrolled _,
          QueueEvent.TechnicianLeft _,
          QueueEvent.DutyChanged _,
          QueueEvent.PhoneChanged _ -> {}
    }
  }

  private void offered(QueueEvent.CallOffered e) {
    Caller caller = e.caller();
    updates.add(new TicketUpdate.Opened(caller.ticket(), e.at(), after.queue(), caller));
    Map<String, String> facts = new HashMap<>();
    facts.put("queue", after.queue().value());
    facts.put("number", caller.number().key());
    if (!caller.name().isEmpty()) {
      facts.put("name", caller.name());
    }
    note(e, "call.offered", "", facts);
  }

  private void metFull(QueueEvent.MetFull e) {
    Map<String, String> facts = new HashMap<>();
    facts.put("offer", word(e.offer()));
    Refusal refusal = e.refusal();
    if (refusal != null) {
      facts.put("reason", word(refusal));
    }
    note(e, "call.met_full", "", facts);
  }

  private void metClosed(QueueEvent.MetClosed e) {
    Map<String, String> facts = new HashMap<>();
    if (Boolean.TRUE.equals(e.byHand())) {
      facts.put("byHand", "true");
    }
    Instant opensAt = e.opensAt();
    if (opensAt != null) {
      facts.put("opensAt", opensAt.toString());
    }
    QueueEvent.MetFull.Offer offer = e.offer();
    if (offer != null) {
      facts.put("offer", word(offer));
    }
    Refusal refusal = e.refusal();
    if (refusal != null) {
      facts.put("reason", word(refusal));
    }
    note(e, "call.met_closed", "", facts);
  }

  private void answered(CallId call, Instant at, TechnicianId technician) {
    Caller caller = caller(call);
    updates.add(new TicketUpdate.Answered(caller.ticket(), at, technician));
    answeredLast = caller.ticket();
    if (caller.number().recognisable()) {
      updates.add(new TicketUpdate.Served(caller.ticket(), at, caller));
    }
  }

  private void servedAlone(QueueEvent.ServedAlone e) {
    TechnicianId technician = e.technician();
    if (technician != null) {
      note(e, "call.answered", technician.value(), Map.of());
      answered(e.call(), e.at(), technician);
    }
    note(e, "call.served_alone", "exchange", Map.of());
  }

  private void promised(QueueEvent.CallbackPromised e) {
    TicketNumber own = caller(e.call()).ticket();
    TicketNumber promise = e.callback().caller().ticket();
    note(
        e,
        "callback.promised",
        "",
        Map.of("number", e.callback().number(), "callback", e.callback().id().value()));
    updates.add(new TicketUpdate.Promised(promise, e.at(), e.callback().id()));
    if (!own.equals(promise)) {
      updates.add(new TicketUpdate.PromisedElsewhere(own, e.at(), promise));
    }
  }

  private void ended(QueueEvent.CallEnded e) {
    note(e, "call.ended", "", Map.of("outcome", e.outcome().name()));
    if (e.outcome() != Outcome.ANSWERED) {
      updates.add(
          new TicketUpdate.Missed(e.caller().ticket(), e.at(), toCallBack(e.outcome(), e.flags())));
    }
  }

  /**
   * A promise is in a list of its own; who hung up at once or called at night wants nothing yet.
   */
  private static boolean toCallBack(Outcome outcome, CallFlags flags) {
    return switch (outcome) {
      case TURNED_AWAY, ABANDONED, FAILED -> !flags.outsideHours();
      case ANSWERED, CALLBACK_PROMISED, CLOSED, INFORMED, ABANDONED_SHORT -> false;
    };
  }

  private void note(QueueEvent.OfCall event, String kind, String by, Map<String, String> facts) {
    updates.add(
        new TicketUpdate.Noted(
            caller(event.call()).ticket(), event.at(), kind, event.call(), by, "", facts));
  }

  /** A promise is overtaken by the answer right before: on its ticket the caller was served. */
  private void servedElsewhere(QueueEvent.CallbackWithdrawn e) {
    TicketNumber served = answeredLast;
    if (e.by().equals(QueueEvent.CallbackWithdrawn.CALLER)
        && !e.note().equals(QueueEvent.CallbackWithdrawn.NOT_NEEDED)
        && served != null
        && !served.equals(e.ticket())) {
      updates.add(new TicketUpdate.ServedElsewhere(e.ticket(), e.at(), served));
    }
  }

  private Caller caller(CallId call) {
    Caller caller = callers.get(call);
    if (caller == null) {
      throw new IllegalStateException("an event of a call that was never offered: " + call);
    }
    return caller;
  }

  private static String names(List<TechnicianId> technicians) {
    return technicians.stream().map(TechnicianId::value).collect(Collectors.joining(" "));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
