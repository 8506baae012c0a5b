package svara.telephony.asterisk;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.asteriskjava.manager.event.BridgeEnterEvent;
import org.asteriskjava.manager.event.DialBeginEvent;
import org.asteriskjava.manager.event.HangupEvent;
import org.asteriskjava.manager.event.HangupRequestEvent;
import org.asteriskjava.manager.event.ManagerEvent;
import org.asteriskjava.manager.event.NewChannelEvent;
import org.asteriskjava.manager.event.NewStateEvent;
import org.asteriskjava.manager.event.OriginateResponseEvent;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallbackId;
import svara.engine.id.TechnicianId;
import svara.engine.port.CallbackPhones.Attempt;
import svara.engine.port.CallbackPhones.Step;
import svara.engine.port.CallbackPhones.Trace;
import svara.engine.port.PhoneListener;
import svara.engine.queue.RingResult;

/**
 * Attempts to keep a promise, performed by {@code svara-callback} of the dialplan. The technician's
 * channel is made with an id that names the attempt, so that there is one at a time; the caller is
 * dialled at most once because the dialplan claims the attempt in AstDB. Whatever is not heard here
 * is read from there.
 */
final class CallbackCalls {
  private static final int STATE_UP = 6;
  private static final int NORMAL_CLEARING = 16;

  /** From the order until the channel must stand in the exchange's list. */
  private static final long MADE_WITHIN_SECONDS = 5;

  /** Between the failure of an order and the Hangup of its channel, which says why. */
  private static final long CAUSE_WITHIN_MILLIS = 1000;

  /** Ends that are remembered: more than can be on their way to the store at one time. */
  private static final int TOLD_MAX = 1_000;

  private final Vertx vertx;
  private final AmiConnection ami;
  private final PhoneListener listener;
  private final PhoneBook phones;
  private final ExchangeClock clock;
  private final AttemptNotes notes;
  private final Map<String, UnderWay> attempts = new HashMap<>();
  private final Map<String, Told> told = new LinkedHashMap<>();

  /** How an order ended; its name is never used for another. */
  private record Told(Step end, Instant at) {}

  /** An attempt that was ordered here and has not ended. */
  private static final class UnderWay {
    final Attempt order;
    Instant orderedAt;
    Future<Void> taken = Future.succeededFuture();
    boolean answered;
    boolean dialled;
    boolean joined;
    @Nullable String bridge;
    @Nullable String callerLeg;
    boolean callerAnswered;
    @Nullable String callerBridge;
    @Nullable Integer failure;
    @Nullable Integer cause;

    UnderWay(Attempt order, Instant orderedAt) {
      this.order = order;
      this.orderedAt = orderedAt;
    }

    String channel() {
      return AttemptNotes.channel(order.callback(), order.attempt());
    }
  }

  CallbackCalls(
      Vertx vertx,
      AmiConnection ami,
      PhoneListener listener,
      PhoneBook phones,
      ExchangeClock clock) {
    this.vertx = vertx;
    this.ami = ami;
    this.listener = listener;
    this.phones = phones;
    this.clock = clock;
    this.notes = new AttemptNotes(ami, clock);
  }

  // --- ordered

  Future<Void> callBack(Attempt order) {
    if (!ami.connected()) {
      return AmiConnection.disconnected();
    }
    UnderWay known = attempts.get(AttemptNotes.channel(order.callback(), order.attempt()));
    if (known != null && !known.taken.failed()) {
      return known.taken;
    }
    Told before = told.get(AttemptNotes.channel(order.callback(), order.attempt()));
    if (before != null) {
      // its end is still on its way to the store: dialled again, the caller's phone would ring
      // twice
      listener.attempted(order.callback(), order.attempt(), before.end(), before.at());
      return Future.succeededFuture();
    }
    UnderWay attempt = known == null ? new UnderWay(order, clock.now()) : known;
    attempt.orderedAt = clock.now();
    attempts.put(attempt.channel(), attempt);
    attempt.taken =
        look(order.callback(), order.attempt())
            .compose(found -> found.isPresent() ? retold(attempt, found.get()) : ordered(attempt));
    return attempt.taken;
  }

  Future<Optional<Trace>> trace(CallbackId callback, int attempt) {
    return look(callback, attempt).map(found -> found.map(Found::trace));
  }

  Future<Void> forget(CallbackId callback, int attempt) {
    return notes.forget(callback, attempt);
  }

  /** An attempt that the exchange knows. */
  private record Found(boolean answered, @Nullable String bridge, Trace trace) {}

  /**
   * The list first: the end is noted before a channel leaves it, so that a channel that is missing
   * in the list has its end in a note that is read afterwards.
   */
  private Future<Optional<Found>> look(CallbackId callback, int attempt) {
    String channel = AttemptNotes.channel(callback, attempt);
    return ExchangeList.read(ami, phones, clock)
        .compose(list ->
            notes
                .read(callback, attempt)
                .map(note -> found(list.callbacks().get(channel), note.orElse(null))));
  }

  private static Optional<Found> found(
      ExchangeList.@Nullable CallbackLeg leg, AttemptNotes.@Nullable Note note) {
    if (note != null && (note.ended() || leg == null)) {
      return Optional.of(new Found(true, null, note.over()));
    }
    if (leg == null) {
      return Optional.empty();
    }
    boolean joined = note != null && note.joinedAt().isPresent();
    return Optional.of(new Found(leg.up(), leg.bridge(), new Trace.UnderWay(note != null, joined)));
  }

  /** It has been carried out before, by us or by an engine that died: what is known is told. */
  private Future<Void> retold(UnderWay attempt, Found found) {
    switch (found.trace()) {
      case Trace.UnderWay(boolean dialled, boolean joined) -> {
        attempt.bridge = found.bridge();
        catchUp(attempt, found.answered(), dialled, joined);
      }
      case Trace.Over over -> {
        catchUp(attempt, true, true, over.joinedAt().isPresent());
        ended(attempt, new Step.Ended(over.result(), over.wish()), over.endedAt());
      }
    }
    return Future.succeededFuture();
  }

  private void catchUp(UnderWay attempt, boolean answered, boolean dialled, boolean joined) {
    Instant at = clock.now();
    attempt.answered = false;
    attempt.dialled = false;
    attempt.joined = false;
    if (answered) {
      answered(attempt, at);
    }
    if (dialled) {
      dialled(attempt, at);
    }
    if (joined) {
      joined(attempt, at);
    }
  }

  private Future<Void> ordered(UnderWay attempt) {
    Attempt order = attempt.order;
    String told =
        "%d|%s|%d|%s|%s|%s|%d|%d|%s|%d"
            .formatted(
                order.epoch(),
                order.callback(),
                order.attempt(),
                order.queue(),
                order.number(),
                order.shown(),
                Math.max(1, order.callerRingTime().toSeconds()),
                Math.max(1, order.longest().toSeconds()),
                order.language().code(),
                order.technician().confirm() ? 1 : 0);
    AmiAction originate =
        AmiAction.of("Originate")
            .with("Channel", order.technician().dial())
            .with("ChannelId", attempt.channel())
            .with("Context", "svara-callback")
            .with("Exten", order.epoch())
            .with("Priority", 1)
            .with("Timeout", Math.max(1000, order.ringTime().toMillis()))
            .with("CallerID", "\"Svara\" <" + order.number() + ">")
            .with("Variable", "SVARA_CALLBACK=" + told)
            .with("Async", "true");
    originate.setActionId(attempt.channel());
    return ami.must(originate).mapEmpty();
  }

  // --- what the exchange reports

  /**
   * One event of the exchange.
   *
   * @return whether it concerns a technician's channel of a callback, ours or another engine's, and
   *     hence no caller
   */
  boolean take(ManagerEvent event) {
    Instant at = clock.at(event.getTimestamp());
    return switch (event) {
      case NewChannelEvent e -> AttemptNotes.channelOfCallback(e.getUniqueId());
      case NewStateEvent e -> state(e, at);
      case DialBeginEvent e -> callerRung(e, at);
      case BridgeEnterEvent e -> bridged(e.getUniqueId(), e.getBridgeUniqueId(), at);
      case OriginateResponseEvent e -> notTaken(e, at);
      case HangupRequestEvent e -> hangsUp(e);
      case HangupEvent e -> hungUp(e, at);
      default -> false;
    };
  }

  private boolean state(NewStateEvent e, Instant at) {
    boolean up = e.getChannelState() != null && e.getChannelState() == STATE_UP;
    UnderWay attempt = attempts.get(e.getUniqueId());
    if (attempt != null && up) {
      answered(attempt, at);
    }
    if (up) {
      attempts.values().stream()
          .filter(other -> e.getUniqueId().equals(other.callerLeg))
          .forEach(other -> other.callerAnswered = true);
    }
    return AttemptNotes.channelOfCallback(e.getUniqueId());
  }

  private boolean callerRung(DialBeginEvent e, Instant at) {
    UnderWay attempt = e.getUniqueId() == null ? null : attempts.get(e.getUniqueId());
    if (attempt != null) {
      attempt.callerLeg = e.getDestUniqueId();
      dialled(attempt, at);
    }
    // its own ringing, too, is reported as a dialling: by nobody, of the channel
    return AttemptNotes.channelOfCallback(e.getUniqueId())
        || AttemptNotes.channelOfCallback(e.getDestUniqueId());
  }

  /** They talk when both are in one bridge: the caller has pressed 1. */
  private boolean bridged(String uniqueId, String bridge, Instant at) {
    for (UnderWay attempt : attempts.values()) {
      if (uniqueId.equals(attempt.channel())) {
        attempt.bridge = bridge;
      } else if (uniqueId.equals(attempt.callerLeg)) {
        attempt.callerBridge = bridge;
      } else {
        continue;
      }
      if (attempt.bridge != null && attempt.bridge.equals(attempt.callerBridge)) {
        joined(attempt, at);
      }
    }
    return AttemptNotes.channelOfCallback(uniqueId);
  }

  private boolean notTaken(OriginateResponseEvent e, Instant at) {
    UnderWay attempt = e.getActionId() == null ? null : attempts.get(e.getActionId());
    if (attempt == null || !"Failure".equalsIgnoreCase(e.getResponse())) {
      return attempt != null;
    }
    attempt.failure = e.getReason() == null ? 0 : e.getReason();
    if (attempt.cause != null) {
      refused(attempt, at);
    } else {
      vertx.setTimer(CAUSE_WITHIN_MILLIS, id -> refusedWithoutCause(attempt, at));
    }
    return true;
  }

  /**
   * The technician has hung up. While the caller is asked nobody in the exchange looks at the
   * technician's channel, so the question is ended here; at all other times the exchange sees it.
   */
  private boolean hangsUp(HangupRequestEvent e) {
    UnderWay attempt = attempts.get(e.getUniqueId());
    if (attempt != null && attempt.callerAnswered && !attempt.joined) {
      ami.send(
          AmiAction.of("Hangup")
              .with("Channel", String.valueOf(attempt.callerLeg))
              .with("Cause", NORMAL_CLEARING));
    }
    return AttemptNotes.channelOfCallback(e.getUniqueId());
  }

  private boolean hungUp(HangupEvent e, Instant at) {
    UnderWay attempt = attempts.get(e.getUniqueId());
    if (attempt != null) {
      if (attempt.answered) {
        over(attempt, ChannelFacts.of(e).result(), at);
      } else {
        attempt.cause = e.getCause() == null ? 0 : e.getCause();
        if (attempt.failure != null) {
          refused(attempt, at);
        }
      }
    }
    return AttemptNotes.channelOfCallback(e.getUniqueId());
  }

  /** No channel was made: there is none to that phone, or one of that name lives already. */
  private void refusedWithoutCause(UnderWay attempt, Instant at) {
    if (!attempts.containsValue(attempt) || attempt.answered || attempt.cause != null) {
      return;
    }
    ExchangeList.read(ami, phones, clock)
        .onSuccess(list -> {
          if (!list.callbacks().containsKey(attempt.channel())) {
            refused(attempt, at);
          }
        });
  }

  private void refused(UnderWay attempt, Instant at) {
    ended(attempt, new Step.NotTaken(technician(attempt), ringResult(attempt)), at);
  }

  /** By the cause of the phone's own answer (Q.850), else by Asterisk's reason. */
  private static RingResult ringResult(UnderWay attempt) {
    int cause = attempt.cause == null ? 0 : attempt.cause;
    int reason = attempt.failure == null ? 0 : attempt.failure;
    if (cause == 21) {
      return RingResult.REJECTED;
    }
    if (cause == 17 || reason == 5) {
      return RingResult.BUSY;
    }
    return reason == 3 ? RingResult.NO_ANSWER : RingResult.UNREACHABLE;
  }

  private void over(UnderWay attempt, String result, Instant at) {
    switch (result) {
      case "LATE" -> ended(attempt, new Step.NotTaken(technician(attempt), RingResult.FAILED), at);
      case "CLAIMED" -> fromNote(attempt, at);
      // he hung up while he heard why: nobody was dialled
      case "" -> ended(attempt, new Step.NotTaken(technician(attempt), RingResult.REJECTED), at);
      default -> ended(attempt, AttemptNotes.end(result), at);
    }
  }

  /** It was dialled by somebody before; what came of it stands beside the claim. */
  private void fromNote(UnderWay attempt, Instant at) {
    Attempt order = attempt.order;
    look(order.callback(), order.attempt())
        .onSuccess(found -> {
          if (!attempts.containsValue(attempt)) {
            return;
          }
          if (found.isPresent()) {
            retold(attempt, found.get());
          } else {
            ended(attempt, new Step.NotTaken(technician(attempt), RingResult.FAILED), at);
          }
        });
  }

  /** Attempts of which nothing more will be heard: their channel is gone from the list. */
  void compare(ExchangeList list) {
    for (UnderWay attempt : List.copyOf(attempts.values())) {
      boolean made = attempt.orderedAt.plusSeconds(MADE_WITHIN_SECONDS).isBefore(list.at());
      ExchangeList.CallbackLeg leg = list.callbacks().get(attempt.channel());
      if (made && (leg == null || (leg.up() && !attempt.joined))) {
        fromNote(attempt, list.at());
      }
    }
  }

  // --- told

  private void answered(UnderWay attempt, Instant at) {
    if (!attempt.answered) {
      attempt.answered = true;
      tell(attempt, new Step.TechnicianAnswered(technician(attempt)), at);
    }
  }

  private void dialled(UnderWay attempt, Instant at) {
    if (!attempt.dialled) {
      attempt.dialled = true;
      tell(attempt, new Step.Dialled(technician(attempt)), at);
    }
  }

  private void joined(UnderWay attempt, Instant at) {
    if (!attempt.joined) {
      attempt.joined = true;
      tell(attempt, new Step.Joined(technician(attempt)), at);
    }
  }

  private void ended(UnderWay attempt, Step end, Instant at) {
    attempts.remove(attempt.channel());
    told.put(attempt.channel(), new Told(end, at));
    if (told.size() > TOLD_MAX) {
      told.remove(told.keySet().iterator().next());
    }
    tell(attempt, end, at);
  }

  private void tell(UnderWay attempt, Step step, Instant at) {
    listener.attempted(attempt.order.callback(), attempt.order.attempt(), step, at);
  }

  private static TechnicianId technician(UnderWay attempt) {
    return attempt.order.technician().technician();
  }
}
