package svara.engine.whatif;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.CommandId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.queue.Caller;
import svara.engine.queue.PhoneState;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.Technician;
import svara.engine.queue.Technician.Duty;
import svara.engine.whatif.Recording.Order;
import svara.engine.whatif.Recording.Pause;

/**
 * Makes a recording of a queue's events, taken in their order. What the queue decided itself is
 * left out: a replay decides anew. Calls that began before the first event, and those that the
 * exchange served alone, are not followed.
 */
public final class Recorder {
  static final CommandId REPLAYED = new CommandId("replayed");
  private static final long EARNED = 10_000_000_000L;

  private final Recording recording;
  private final CallRecorder calls;
  private final Map<Order, Long> rung = new HashMap<>();
  private final Map<TechnicianId, Order> lastOrder = new HashMap<>();
  private final Map<TechnicianId, Instant> wrapUpUntil = new HashMap<>();
  private final Map<TechnicianId, CallId> lastCall = new HashMap<>();
  private final Map<TechnicianId, Long> pausedSince = new HashMap<>();
  private final List<TechnicianId> enrolled = new ArrayList<>();
  private @Nullable Instant first;
  private long moment;
  private long position;

  public Recorder(QueueId queue) {
    recording = new Recording(queue);
    calls = new CallRecorder(recording);
  }

  public Recording recording() {
    calls.finish();
    recording.recorded.endAt(Recording.instant(moment));
    return recording;
  }

  public void add(QueueEvent event) {
    if (first == null) {
      first = event.at();
    }
    position++;
    long at = Recording.nanos(event.at());
    moment = Math.max(moment, at);
    calls.at(moment, position, moment - at);
    recording.recorded.add(recording.queue, event);
    switch (event) {
      case QueueEvent.TechnicianEnrolled e -> enrolled(e);
      case QueueEvent.TechnicianLeft e -> wrapUpUntil.remove(e.technician());
      case QueueEvent.DutyChanged e -> dutyChanged(e);
      case QueueEvent.PhoneChanged e -> {
        known(
            e.technician(),
            Duty.ON,
            e.state() == PhoneState.FREE ? PhoneState.BUSY : PhoneState.FREE);
        fact(new QueueCommand.NotePhone(REPLAYED, e.at(), e.technician(), e.state()));
      }
      case QueueEvent.TechnicianReleased e -> released(e);
      case QueueEvent.WrapUpEnded e -> wrapUpEnded(e);
      case QueueEvent.DiallingSwitched e ->
          fact(new QueueCommand.SwitchDialling(REPLAYED, e.at(), e.stopped(), e.by(), e.reason()));
      case QueueEvent.ClosedNowSwitched e when e.by().equals("system") -> {}
      case QueueEvent.ClosedNowSwitched e ->
          fact(
              new QueueCommand.CloseNow(
                  REPLAYED, e.at(), e.closed(), e.until(), e.by(), e.reason()));
      case QueueEvent.OutageSwitched e ->
          fact(new QueueCommand.SwitchOutage(REPLAYED, e.at(), e.on(), e.by(), e.reason()));
      case QueueEvent.WrapUpExtended e -> {
        wrapUp(e.technician(), e.until());
        fact(new QueueCommand.ExtendWrapUp(REPLAYED, e.at(), e.technician(), e.until()));
      }
      case QueueEvent.OfCallback e -> ofCallback(e);
      case QueueEvent.OfCall e -> ofCall(e);
    }
  }

  private void ofCall(QueueEvent.OfCall event) {
    switch (event) {
      case QueueEvent.CallOffered e -> calls.offered(asHeCame(e.caller()));
      case QueueEvent.TechnicianRung e -> {
        e.technicians().forEach(t -> known(t, Duty.ON, PhoneState.FREE));
        calls.rung(e);
      }
      case QueueEvent.CallAnswered e -> {
        lastCall.put(e.technician(), e.call());
        calls.answered(e);
      }
      case QueueEvent.CallTaken e ->
          fact(new QueueCommand.TakeCall(REPLAYED, e.at(), e.call(), e.technician(), e.by()));
      default -> calls.add(event);
    }
  }

  /**
   * Without the place that an earlier call had earned him: a replay gives it again, or does not.
   */
  private static Caller asHeCame(Caller c) {
    boolean earned = Recording.nanos(c.offeredAt()) - Recording.nanos(c.arrivedAt()) > EARNED;
    return earned
        ? new Caller(
            c.call(),
            c.ticket(),
            c.number(),
            c.name(),
            c.person(),
            c.language(),
            c.offeredAt(),
            c.offeredAt())
        : c;
  }

  // ---- technicians

  private void enrolled(QueueEvent.TechnicianEnrolled e) {
    enrolled.add(e.technician());
    remember(e.technician());
    fact(new QueueCommand.EnrolTechnicians(REPLAYED, e.at(), List.copyOf(enrolled)));
  }

  private void remember(TechnicianId technician) {
    if (!recording.technicians.contains(technician)) {
      recording.technicians.add(technician);
    }
  }

  /** One who is heard of without having come was there before the recording began. */
  private void known(TechnicianId technician, Duty duty, PhoneState phone) {
    if (enrolled.contains(technician)) {
      return;
    }
    enrolled.add(technician);
    remember(technician);
    Instant since = first == null ? Instant.EPOCH : first;
    recording.atFirst.add(
        new Technician(technician, duty, "", phone, new Technician.Work.None(), since));
    recording.recorded.time().begin(technician, since, duty == Duty.ON, false);
  }

  private void dutyChanged(QueueEvent.DutyChanged e) {
    known(e.technician(), e.duty() == Duty.ON ? Duty.OFF : Duty.ON, PhoneState.FREE);
    Long since = pausedSince.remove(e.technician());
    if (e.duty() == Duty.ON && since != null) {
      recording.pools.pauses.add(moment - since);
    }
    if (e.by().equals("system")) {
      pausedSince.put(e.technician(), moment);
      recording.pausesBySystem.add(new Pause(e.technician(), moment));
      return;
    }
    if (e.reason().equals(Technician.LEFT)) {
      enrolled.remove(e.technician());
      fact(new QueueCommand.EnrolTechnicians(REPLAYED, e.at(), List.copyOf(enrolled)));
      return;
    }
    if (e.by().equals("settings")) {
      return; // came with an enrolment
    }
    fact(
        new QueueCommand.ChangeDuty(
            REPLAYED, e.at(), e.technician(), e.duty(), e.reason(), e.by()));
  }

  private void released(QueueEvent.TechnicianReleased e) {
    lastOrder.remove(e.technician());
    lastCall.put(e.technician(), e.call());
    wrapUp(e.technician(), e.wrapUpUntil());
    calls.released(e);
  }

  private void wrapUp(TechnicianId technician, @Nullable Instant until) {
    if (until == null) {
      wrapUpUntil.remove(technician);
    } else {
      wrapUpUntil.put(technician, until);
    }
  }

  /** Ended before its time by the technician himself; else the queue ends it by itself. */
  private void wrapUpEnded(QueueEvent.WrapUpEnded e) {
    Instant until = wrapUpUntil.remove(e.technician());
    if (until == null || !e.at().isBefore(until)) {
      return;
    }
    Order order = lastOrder.remove(e.technician());
    CallId call = lastCall.get(e.technician());
    if (order != null) {
      script(order).wrapUpEnds = since(order);
    } else if (call != null) {
      calls.wrapUpEnded(call);
    }
  }

  // ---- promises

  private void ofCallback(QueueEvent.OfCallback event) {
    switch (event) {
      case QueueEvent.CallbackRung e -> callbackRung(e);
      case QueueEvent.CallbackNotTaken e -> {
        OrderScript script = script(new Order(e.callback(), e.order()));
        script.notTaken = since(new Order(e.callback(), e.order()));
        script.why = e.result();
      }
      case QueueEvent.CallbackDialled e ->
          script(new Order(e.callback(), e.order())).dialled =
              since(new Order(e.callback(), e.order()));
      case QueueEvent.CallbackJoined e ->
          script(new Order(e.callback(), e.order())).joined =
              since(new Order(e.callback(), e.order()));
      case QueueEvent.AttemptEnded e -> attemptEnded(e);
      case QueueEvent.CallbackAgreed e ->
          fact(new QueueCommand.PromiseCallback(REPLAYED, e.at(), e.promise().caller(), e.by()));
      case QueueEvent.CallbackFinished e ->
          fact(new QueueCommand.FinishCallback(REPLAYED, e.at(), e.callback(), e.by(), e.note()));
      case QueueEvent.CallbackWithdrawn e
          when !e.by().equals(QueueEvent.CallbackWithdrawn.CALLER) ->
          fact(new QueueCommand.WithdrawCallback(REPLAYED, e.at(), e.callback(), e.by(), e.note()));
      // what the queue decided by itself
      default -> {}
    }
  }

  private void callbackRung(QueueEvent.CallbackRung e) {
    known(e.technician(), Duty.ON, PhoneState.FREE);
    Order order = new Order(e.callback(), e.order());
    rung.put(order, moment);
    recording.orders.put(order, new OrderScript());
    if (!e.by().equals(QueueEvent.CallbackRung.SYSTEM)) {
      fact(new QueueCommand.DialCallback(REPLAYED, e.at(), e.callback(), e.technician(), e.by()));
    }
  }

  private void attemptEnded(QueueEvent.AttemptEnded e) {
    Order order = new Order(e.callback(), e.order());
    OrderScript script = script(order);
    script.ended = since(order);
    script.result = e.result();
    script.wish = e.wish();
    lastOrder.put(e.technician(), order);
    wrapUp(e.technician(), e.wrapUpUntil());
    if (rung.containsKey(order)) {
      recording.pools.orders.add(script);
    }
  }

  private OrderScript script(Order order) {
    return Optional.ofNullable(recording.orders.get(order)).orElseGet(OrderScript::new);
  }

  private Act since(Order order) {
    return calls.since(rung.getOrDefault(order, moment));
  }

  private void fact(QueueCommand command) {
    recording.facts.add(new Fact(moment, position, command));
  }
}
