package svara.telephony.asterisk;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.asteriskjava.manager.event.CoreShowChannelEvent;
import org.asteriskjava.manager.event.CoreShowChannelsCompleteEvent;
import org.asteriskjava.manager.event.ManagerEvent;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.TechnicianId;
import svara.engine.port.ExchangeSnapshot.Seen;
import svara.engine.port.ExchangeSnapshot.Where;

/**
 * The exchange's own list of channels at one moment, read as calls.
 *
 * @param at when it was asked for, by the engine's clock
 * @param strangers channels that are no leg of Svara's, by Uniqueid
 * @param callbacks technicians' channels of callbacks, by Uniqueid
 */
record ExchangeList(
    Instant at,
    List<Caller> callers,
    Map<String, String> strangers,
    Map<String, CallbackLeg> callbacks,
    Set<String> ids) {
  private static final int STATE_UP = 6;

  /** A caller's channel. */
  record Caller(
      ChannelFacts facts, String application, boolean up, @Nullable String bridge, List<Leg> legs) {

    CallId call() {
      return facts.call().orElseThrow();
    }

    /** Who has heard a prompt stands in the list with what played it, until he is moved. */
    boolean inAgi() {
      return application.equalsIgnoreCase("AGI") || application.equalsIgnoreCase(Sounds.PLAYER);
    }

    /** Connected by our order, and talks with somebody whom no order of ours has rung. */
    private boolean sentOn() {
      return facts.state().equals(ChannelFacts.CONNECTING) && bridge != null && legs.isEmpty();
    }

    private Optional<Leg> talking() {
      return legs.stream().filter(leg -> bridge != null && bridge.equals(leg.bridge())).findFirst();
    }

    Where where() {
      return switch (facts.state()) {
        case ChannelFacts.ASKING, ChannelFacts.HELD -> Where.PARKED;
        case ChannelFacts.CONNECTING ->
            bridge == null ? Where.RINGING : talking().isPresent() ? Where.TALKING : Where.OTHER;
        case ChannelFacts.FALLBACK -> inFallback();
        default -> Where.OTHER;
      };
    }

    private Where inFallback() {
      if (talking().isPresent()) {
        return Where.FALLBACK_TALKING;
      }
      if (!legs.isEmpty()) {
        return Where.FALLBACK_RINGING;
      }
      // who hears that it is full or closed does not wait
      return application.equalsIgnoreCase("Playback") ? Where.OTHER : Where.FALLBACK_WAITING;
    }

    Seen seen(ExchangeClock clock, Instant at) {
      Optional<Leg> talking = talking();
      Where where = where();
      Optional<Leg> leg = where == Where.FALLBACK_RINGING ? legs.stream().findFirst() : talking;
      return new Seen(
          call(),
          facts.queue(),
          where,
          leg.flatMap(Leg::technician),
          facts.dialled(),
          facts.number(),
          facts.name(),
          facts.arrivedAt() == null ? at : clock.fromExchange(facts.arrivedAt()),
          talking.map(Leg::since));
    }
  }

  /**
   * A technician's leg.
   *
   * @param since when it was made, to the second: an answered one was answered later
   */
  record Leg(
      String uniqueId, Optional<TechnicianId> technician, @Nullable String bridge, Instant since) {}

  /** A technician's channel of a callback. */
  record CallbackLeg(boolean up, @Nullable String bridge) {}

  @Nullable Caller find(CallId call) {
    return callers.stream().filter(c -> c.call().equals(call)).findFirst().orElse(null);
  }

  boolean has(String uniqueId) {
    return ids.contains(uniqueId);
  }

  static Future<ExchangeList> read(AmiConnection ami, PhoneBook phones, ExchangeClock clock) {
    Instant at = clock.now();
    return ami.list(AmiAction.of("CoreShowChannels"), CoreShowChannelsCompleteEvent.class)
        .map(events -> of(at, events, phones));
  }

  private static ExchangeList of(Instant at, List<ManagerEvent> events, PhoneBook phones) {
    Map<String, List<Leg>> legs = new HashMap<>();
    Map<String, CoreShowChannelEvent> callers = new LinkedHashMap<>();
    Map<String, String> strangers = new HashMap<>();
    Map<String, CallbackLeg> callbacks = new HashMap<>();
    Set<String> ids = new HashSet<>();
    for (ManagerEvent event : events) {
      if (!(event instanceof CoreShowChannelEvent channel) || channel.getUniqueid() == null) {
        continue;
      }
      ids.add(channel.getUniqueid());
      if (AttemptNotes.channelOfCallback(channel.getUniqueid())) {
        callbacks.put(
            channel.getUniqueid(),
            new CallbackLeg(up(channel), blankAsNull(channel.getBridgeid())));
        continue;
      }
      ChannelFacts facts = ChannelFacts.of(channel);
      if (facts.call().isPresent() && !facts.callers(channel.getUniqueid())) {
        legs.computeIfAbsent(facts.call().get().value(), call -> new ArrayList<>())
            .add(leg(channel, at, phones));
        continue;
      }
      strangers.put(channel.getUniqueid(), channel.getChannel());
      if (facts.call().isPresent() && !facts.state().equals(ChannelFacts.CODE)) {
        callers.put(channel.getUniqueid(), channel);
      }
    }
    List<Caller> read = new ArrayList<>();
    callers.forEach((id, channel) -> {
      Caller caller = caller(channel, legs.getOrDefault(id, List.of()));
      if (!caller.sentOn()) {
        read.add(caller);
      }
    });
    return new ExchangeList(at, read, strangers, callbacks, ids);
  }

  private static Caller caller(CoreShowChannelEvent channel, List<Leg> legs) {
    String application = channel.getApplication();
    return new Caller(
        ChannelFacts.of(channel),
        application == null ? "" : application,
        up(channel),
        blankAsNull(channel.getBridgeid()),
        legs);
  }

  private static boolean up(CoreShowChannelEvent channel) {
    return channel.getChannelState() != null && channel.getChannelState() == STATE_UP;
  }

  private static Leg leg(CoreShowChannelEvent channel, Instant at, PhoneBook phones) {
    return new Leg(
        channel.getUniqueid(),
        phones.of(channel.getChannel(), channel.getCallerIdNum()),
        blankAsNull(channel.getBridgeid()),
        at.minus(duration(channel.getDuration())));
  }

  private static @Nullable String blankAsNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }

  /** {@code HH:MM:SS} since the channel was made. */
  private static Duration duration(@Nullable String text) {
    if (text == null || !text.matches("\\d+:\\d\\d:\\d\\d")) {
      return Duration.ZERO;
    }
    String[] parts = text.split(":", -1);
    return Duration.ofHours(Long.parseLong(parts[0]))
        .plusMinutes(Long.parseLong(parts[1]))
        .plusSeconds(Long.parseLong(parts[2]));
  }
}
