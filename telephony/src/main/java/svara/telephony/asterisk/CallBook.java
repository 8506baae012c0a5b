package svara.telephony.asterisk;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.asteriskjava.manager.event.AsyncAgiEndEvent;
import org.asteriskjava.manager.event.AsyncAgiExecEvent;
import org.asteriskjava.manager.event.AsyncAgiStartEvent;
import org.asteriskjava.manager.event.AttendedTransferEvent;
import org.asteriskjava.manager.event.BlindTransferEvent;
import org.asteriskjava.manager.event.BridgeEnterEvent;
import org.asteriskjava.manager.event.BridgeLeaveEvent;
import org.asteriskjava.manager.event.DeviceStateChangeEvent;
import org.asteriskjava.manager.event.DialBeginEvent;
import org.asteriskjava.manager.event.DtmfEndEvent;
import org.asteriskjava.manager.event.HangupEvent;
import org.asteriskjava.manager.event.ManagerEvent;
import org.asteriskjava.manager.event.NewChannelEvent;
import org.asteriskjava.manager.event.NewStateEvent;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.TechnicianId;
import svara.engine.port.ExchangeSnapshot.Seen;
import svara.engine.port.Orders.Said;
import svara.engine.port.PhoneListener;

/**
 * The calls that live, kept by the exchange's events, and what the engine is told of them. Calls
 * are known by the Uniqueid of the caller's channel, technicians' legs by the dialling that made
 * them.
 */
final class CallBook {
  /** Ended calls that a list made a moment before may still name. */
  private static final int ENDED_MAX = 1000;

  /** Q.850 causes of the network's or our failure, not of a person's doing. */
  private static final Set<Integer> FAILURES = Set.of(27, 34, 38, 41, 42, 44, 47, 50, 58, 88, 111);

  private static final int STATE_UP = 6;

  private final AmiConnection ami;
  private final PhoneListener listener;
  private final PhoneBook phones;
  private final ExchangeClock clock;
  private final String tag;
  private final Map<String, Call> calls = new HashMap<>();
  private final Map<String, Call> callsByLeg = new HashMap<>();
  private final Set<CallId> ended = new LinkedHashSet<>();

  /** Those of them whose end was seen only by their absence from a list. */
  private final Set<String> unobserved = new HashSet<>();

  /**
   * @param tag makes the ids of commands to parked callers unlike those of any other engine or life
   */
  CallBook(
      AmiConnection ami,
      PhoneListener listener,
      PhoneBook phones,
      ExchangeClock clock,
      String tag) {
    this.ami = ami;
    this.listener = listener;
    this.phones = phones;
    this.clock = clock;
    this.tag = tag;
  }

  @Nullable Call find(CallId id) {
    return calls.get(id.value());
  }

  Collection<Call> all() {
    return calls.values();
  }

  /** One event of the exchange. */
  void take(ManagerEvent event) {
    Instant at = clock.at(event.getTimestamp());
    switch (event) {
      case NewChannelEvent e -> channel(e.getChannel(), e.getUniqueId(), e);
      case NewStateEvent e -> state(e);
      case AsyncAgiStartEvent e -> parked(e, at);
      case AsyncAgiExecEvent e -> executed(e);
      case AsyncAgiEndEvent e -> left(e);
      case DialBeginEvent e -> rung(e);
      case BridgeEnterEvent e -> bridged(e.getUniqueId(), e.getBridgeUniqueId(), at);
      case BridgeLeaveEvent e -> bridged(e.getUniqueId(), null, at);
      case DtmfEndEvent e -> key(e, at);
      case HangupEvent e -> hungUp(e, at);
      case BlindTransferEvent e -> transferred(e.getTransfererUniqueId(), e.getResult(), at);
      case AttendedTransferEvent e -> {
        transferred(e.getOrigTransfererUniqueid(), e.getResult(), at);
        transferred(e.getSecondTransfererUniqueid(), e.getResult(), at);
      }
      case DeviceStateChangeEvent e -> phones.device(e.getDevice(), e.getState());
      default -> {
        // the rest says nothing that is not said by these
      }
    }
  }

  // --- a channel at a phone: whose is it?

  private void channel(String channel, String uniqueId, ManagerEvent event) {
    // a channel that dials out is known as ours or not only when the dialling is reported
    boolean dialledOut = event.getChannelState() != null && event.getChannelState() == 0;
    if (!dialledOut) {
      ours(channel, uniqueId, ChannelFacts.of(event));
    }
  }

  private void state(NewStateEvent e) {
    ChannelFacts facts = ChannelFacts.of(e);
    ours(e.getChannel(), e.getUniqueId(), facts);
    Call call = callOf(e.getUniqueId());
    if (call != null && e.getChannelState() != null && e.getChannelState() == STATE_UP) {
      call.up = true;
    }
  }

  private void ours(String channel, String uniqueId, ChannelFacts facts) {
    if (facts.call().isPresent() && !facts.callers(uniqueId)) {
      phones.noStranger(uniqueId);
    } else {
      phones.stranger(channel, uniqueId);
    }
  }

  // --- parked, and what is done to the parked

  private void parked(AsyncAgiStartEvent e, Instant at) {
    ChannelFacts facts = ChannelFacts.of(e);
    if (!facts.callers(e.getUniqueId())) {
      return; // somebody else's AsyncAGI
    }
    Call call = call(facts);
    call.learn(facts, clock);
    call.up |= e.getChannelState() != null && e.getChannelState() == STATE_UP;
    call.held = facts.state().equals(ChannelFacts.HELD);
    call.legs.keySet().forEach(callsByLeg::remove);
    call.legs.clear();
    Call.Ring ring = call.ring;
    call.ring = null;
    stay(call);
    if (ring != null) {
      ring.taken().tryComplete(Said.DONE);
    }
    if (facts.state().equals(ChannelFacts.ASKING)) {
      if (facts.result().isEmpty()) {
        listener.offered(call.offer(at));
      } else {
        listener.ringEnded(call.id, facts.attempt(), facts.ringResult(), at);
      }
    }
  }

  private void stay(Call call) {
    call.arrivedIn(new AgiSession(ami, call.id, tag + "." + call.id.value() + "." + call.entry()));
  }

  private void executed(AsyncAgiExecEvent e) {
    Call call = callOf(e.getUniqueId());
    if (call != null && call.session != null && e.getCommandId() != null) {
      call.session.executed(e.getCommandId(), AgiSession.answer(e));
    }
  }

  private void left(AsyncAgiEndEvent e) {
    Call call = callOf(e.getUniqueId());
    if (call != null) {
      call.left();
    }
  }

  private void key(DtmfEndEvent e, Instant at) {
    Call call = callOf(e.getUniqueId());
    if (call == null || !"Received".equalsIgnoreCase(e.getDirection()) || e.getDigit() == null) {
      return;
    }
    char key = e.getDigit().isEmpty() ? ' ' : e.getDigit().charAt(0);
    Typing question = call.listening;
    if (question != null) {
      question.key(key);
    } else if ("0123456789*#".indexOf(key) >= 0 && call.session != null) {
      listener.keyed(call.id, key, clock.micros(e.getTimestamp()), at);
    }
  }

  // --- ringing and talking

  private void rung(DialBeginEvent e) {
    Call call = callOf(e.getUniqueId());
    String leg = e.getDestUniqueId();
    if (call == null) {
      boolean ours = ChannelFacts.of(e).call().isPresent(); // of the exchange's own queue
      if (!ours && leg != null && e.getDestChannel() != null) {
        phones.stranger(e.getDestChannel(), leg);
      }
      return;
    }
    String address = "PJSIP/" + e.getDialString();
    Call.Ring ring = call.ring;
    Optional<TechnicianId> technician =
        ring == null
            ? phones.at(address)
            : Optional.ofNullable(ring.dialled().get(address)).or(() -> phones.at(address));
    call.legs.put(leg, new Call.Leg(technician));
    callsByLeg.put(leg, call);
    phones.noStranger(leg);
    if (ring != null) {
      ring.taken().tryComplete(Said.DONE);
    }
    call.decide(Said.OVERTAKEN);
  }

  /** Talking is caller and technician in one bridge, not a dialling that ended in ANSWER. */
  private void bridged(String uniqueId, @Nullable String bridge, Instant at) {
    Call call = callOf(uniqueId);
    if (call != null) {
      call.bridge = bridge;
    } else {
      call = callsByLeg.get(uniqueId);
      Call.Leg leg = call == null ? null : call.legs.get(uniqueId);
      if (call == null || leg == null) {
        return;
      }
      leg.bridge = bridge;
    }
    for (Call.Leg leg : call.legs.values()) {
      if (bridge != null && bridge.equals(leg.bridge) && bridge.equals(call.bridge)) {
        talks(call, leg, at);
      }
    }
  }

  private void talks(Call call, Call.Leg leg, Instant at) {
    if (leg.answeredAt == null) {
      leg.answeredAt = at;
      call.up = true;
      leg.technician.ifPresent(technician -> listener.answered(call.id, technician, at));
    }
  }

  // --- gone

  private void hungUp(HangupEvent e, Instant at) {
    phones.noStranger(e.getUniqueId());
    Call call = callOf(e.getUniqueId());
    boolean failed = e.getCause() != null && FAILURES.contains(e.getCause());
    if (call != null) {
      gone(call, failed, at);
      return;
    }
    if (unobserved.remove(e.getUniqueId())) {
      // a list without it had overtaken this event
      listener.ended(new CallId(e.getUniqueId()), failed, at);
      return;
    }
    Call legs = callsByLeg.remove(e.getUniqueId());
    Call.Leg leg = legs == null ? null : legs.legs.remove(e.getUniqueId());
    if (legs != null && leg != null && leg.answeredAt != null) {
      leg.technician.ifPresent(technician -> listener.released(legs.id, technician, at));
    }
  }

  private void remove(Call call) {
    calls.remove(call.id.value());
    ended.add(call.id);
    if (ended.size() > ENDED_MAX) {
      CallId eldest = ended.iterator().next();
      ended.remove(eldest);
      unobserved.remove(eldest.value());
    }
    call.end();
  }

  /**
   * A technician has sent the caller on: the call with the queue ends, though the caller talks on.
   * The dialplan has taken the marks of Svara's calls off him when he passes it; when both were
   * joined by the phone (attended) nothing has, so that is done here.
   */
  private void transferred(@Nullable String transferer, @Nullable String result, Instant at) {
    Call call = transferer == null ? null : callsByLeg.get(transferer);
    if (call == null || !"Success".equalsIgnoreCase(result)) {
      return;
    }
    for (String variable :
        List.of("SVARA_STATE", "SVARA_CALL", "GROUP(svara)", "GROUP(svara-talk)")) {
      ami.send(
          AmiAction.of("Setvar")
              .with("Channel", call.id.value())
              .with("Variable", variable)
              .with("Value", variable.equals("SVARA_STATE") ? "transferred" : ""));
    }
    gone(call, false, at);
  }

  private void gone(Call call, boolean failed, Instant at) {
    remove(call);
    listener.ended(call.id, failed, at);
    // legs that were answered outlive the caller for a moment; the others are cancelled with him
    call.legs
        .entrySet()
        .removeIf(leg -> leg.getValue().answeredAt == null && forgets(leg.getKey()));
  }

  private boolean forgets(String uniqueId) {
    callsByLeg.remove(uniqueId);
    return true;
  }

  // --- compared with the exchange's list

  /** Nothing more will be heard of what was under way. */
  void disconnected(Throwable why) {
    List.copyOf(calls.values()).forEach(call -> call.disconnected(why));
  }

  /**
   * Makes the book the list. What it shows is told again, since a fact may be reported twice but
   * not be missed. Calls that are not in it have ended unobserved, which is not told here: how they
   * ended, the exchange's notes may know better, and whoever compares reads those first.
   *
   * @param all whether known calls are learned anew too: after a connection was lost
   */
  void compare(ExchangeList list, boolean all) {
    Instant at = list.at();
    for (Call call : List.copyOf(calls.values())) {
      if (list.find(call.id) == null && call.arrivedAt.isBefore(at)) {
        forget(call, list);
      }
    }
    list.strangers().forEach((uniqueId, channel) -> phones.stranger(channel, uniqueId));
    for (ExchangeList.Caller caller : list.callers()) {
      CallId id = caller.call();
      Call known = calls.get(id.value());
      if (known != null && !all) {
        recognise(known, caller);
      } else if (!ended.contains(id)) {
        learn(caller, list);
      }
    }
  }

  private void forget(Call call, ExchangeList list) {
    remove(call);
    unobserved.add(call.id.value());
    call.legs.entrySet().removeIf(leg -> !list.has(leg.getKey()) && forgets(leg.getKey()));
  }

  /** Legs that were met before it was said whose phones there are. */
  private void recognise(Call call, ExchangeList.Caller caller) {
    for (ExchangeList.Leg found : caller.legs()) {
      Call.Leg leg = call.legs.get(found.uniqueId());
      if (leg != null && leg.technician.isEmpty() && found.technician().isPresent()) {
        leg.technician = found.technician();
        if (leg.answeredAt != null) {
          listener.answered(call.id, found.technician().get(), leg.answeredAt);
        }
      }
    }
  }

  private void releaseAbsent(Call call, ExchangeList list, Instant at) {
    for (Map.Entry<String, Call.Leg> entry : List.copyOf(call.legs.entrySet())) {
      Call.Leg leg = entry.getValue();
      if (!list.has(entry.getKey())) {
        call.legs.remove(entry.getKey());
        callsByLeg.remove(entry.getKey());
        if (leg.answeredAt != null) {
          leg.technician.ifPresent(technician -> listener.released(call.id, technician, at));
        }
      }
    }
  }

  private void learn(ExchangeList.Caller caller, ExchangeList list) {
    Call call = call(caller.facts());
    call.learn(caller.facts(), clock);
    call.up = caller.up();
    call.held = caller.facts().state().equals(ChannelFacts.HELD);
    call.bridge = caller.bridge();
    releaseAbsent(call, list, list.at());
    for (ExchangeList.Leg found : caller.legs()) {
      Call.Leg leg =
          call.legs.computeIfAbsent(found.uniqueId(), id -> new Call.Leg(found.technician()));
      callsByLeg.put(found.uniqueId(), call);
      leg.bridge = found.bridge();
      if (found.bridge() != null && found.bridge().equals(call.bridge)) {
        leg.answeredAt = null;
        talks(call, leg, found.since());
      }
    }
    if (caller.inAgi()) {
      stay(call);
      listener.offered(call.offer(list.at()));
    }
  }

  /** A call of the list, with the moment of talking that only events tell. */
  Seen seen(ExchangeList.Caller caller, Instant at) {
    Seen seen = caller.seen(clock, at);
    Call call = find(caller.call());
    if (call == null || seen.bridgedAt().isEmpty()) {
      return seen;
    }
    Optional<Instant> since =
        call.legs.values().stream()
            .filter(leg -> leg.answeredAt != null)
            .map(leg -> leg.answeredAt)
            .findFirst();
    return new Seen(
        seen.call(),
        seen.queue(),
        seen.where(),
        seen.technician(),
        seen.dialled(),
        seen.number(),
        seen.name(),
        seen.arrivedAt(),
        since.or(seen::bridgedAt));
  }

  private Call call(ChannelFacts facts) {
    CallId id = facts.call().orElseThrow();
    return calls.computeIfAbsent(id.value(), unknown -> new Call(id, clock.now()));
  }

  private @Nullable Call callOf(@Nullable String uniqueId) {
    return uniqueId == null ? null : calls.get(uniqueId);
  }
}
