package svara.telephony.asterisk;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.asteriskjava.manager.event.AsyncAgiEndEvent;
import org.asteriskjava.manager.event.AsyncAgiExecEvent;
import org.asteriskjava.manager.event.AsyncAgiStartEvent;
import org.asteriskjava.manager.event.HangupEvent;
import org.asteriskjava.manager.event.ManagerEvent;
import svara.engine.id.CallId;
import svara.engine.id.TechnicianId;
import svara.engine.port.FeatureCode;
import svara.engine.port.Orders.Dismiss;
import svara.engine.port.Orders.Said;
import svara.engine.port.PhoneListener;
import svara.engine.port.PhoneSystemException;
import svara.engine.port.PhoneSystemException.Kind;
import svara.engine.port.Prompt;

/**
 * Technicians who have dialled a code and wait to hear what came of it. The exchange lets them wait
 * for 10 s, so that one whose engine dies hears that too.
 */
final class PhoneCodes {
  private final AmiConnection ami;
  private final PhoneListener listener;
  private final PhoneBook phones;
  private final ExchangeClock clock;
  private final Sounds sounds;
  private final String tag;
  private final Map<String, AgiSession> waiting = new HashMap<>();

  PhoneCodes(
      AmiConnection ami,
      PhoneListener listener,
      PhoneBook phones,
      ExchangeClock clock,
      Sounds sounds,
      String tag) {
    this.ami = ami;
    this.listener = listener;
    this.phones = phones;
    this.clock = clock;
    this.sounds = sounds;
    this.tag = tag;
  }

  boolean waits(CallId call) {
    return waiting.containsKey(call.value());
  }

  /**
   * One event of the exchange.
   *
   * @return whether it concerns a dialled code, and hence no caller
   */
  boolean take(ManagerEvent event) {
    return switch (event) {
      case AsyncAgiStartEvent e -> parked(e, clock.at(e.getTimestamp()));
      case AsyncAgiExecEvent e -> executed(e);
      case AsyncAgiEndEvent e -> gone(e.getUniqueId());
      case HangupEvent e -> {
        gone(e.getUniqueId());
        yield false; // the phone is free again: that is for others to see
      }
      default -> false;
    };
  }

  private boolean parked(AsyncAgiStartEvent e, Instant at) {
    ChannelFacts facts = ChannelFacts.of(e);
    if (!facts.state().equals(ChannelFacts.CODE) || !facts.callers(e.getUniqueId())) {
      return false;
    }
    CallId call = new CallId(e.getUniqueId());
    AgiSession session = new AgiSession(ami, call, tag + "." + call.value());
    waiting.put(call.value(), session);
    Optional<TechnicianId> technician = phones.at(PhoneBook.address(e.getChannel()));
    Optional<FeatureCode> code = FeatureCode.of(facts.dialled());
    if (technician.isPresent() && code.isPresent()) {
      listener.dialledCode(
          call,
          technician.get(),
          code.get(),
          Optional.of(facts.result()).filter(Sounds::isRecording),
          at);
    } else {
      say(session, call, "", List.of(Prompt.CODE_REFUSED));
    }
    return true;
  }

  private boolean executed(AsyncAgiExecEvent e) {
    AgiSession session = waiting.get(e.getUniqueId());
    if (session != null && e.getCommandId() != null) {
      session.executed(e.getCommandId(), AgiSession.answer(e));
    }
    return session != null;
  }

  private boolean gone(String uniqueId) {
    AgiSession session = waiting.remove(uniqueId);
    if (session != null) {
      session.end(new Unparked());
    }
    return session != null;
  }

  /** What came of it, and he is hung up. */
  Future<Said> say(Dismiss order) {
    AgiSession session = waiting.get(order.call().value());
    if (session == null) {
      return Future.succeededFuture(Said.GONE);
    }
    return session
        .exec("SET VARIABLE CHANNEL(language) " + order.language().code())
        .compose(set -> say(session, order.call(), order.language().code(), order.prompts()))
        .recover(why -> why instanceof Unparked ? gone() : Future.failedFuture(why));
  }

  private Future<Said> say(AgiSession session, CallId call, String language, List<Prompt> prompts) {
    Future<Void> said = Future.succeededFuture();
    for (Prompt prompt : prompts) {
      said = said.compose(before -> sounds.play(session, language, prompt, ""));
    }
    return said.compose(all -> ami.send(AmiAction.of("Hangup").with("Channel", call.value())))
        .map(reply -> reply.taken() ? Said.DONE : Said.GONE);
  }

  private static Future<Said> gone() {
    return Future.succeededFuture(Said.GONE);
  }

  void disconnected() {
    waiting
        .values()
        .forEach(session ->
            session.end(new PhoneSystemException(Kind.DISCONNECTED, "the connection is gone")));
    waiting.clear();
  }
}
