package svara.telephony.simulated;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.FallbackQueue;
import svara.engine.port.OutageNote;
import svara.engine.port.TechnicianPhone;
import svara.engine.queue.Outcome;

/** The exchange's own queue: the same places, served with whom the engine had mirrored to it. */
final class Fallback {
  private static final Duration RING_TIME = Duration.ofSeconds(20);
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final Duration MESSAGE = Duration.ofSeconds(4);

  private final SimulatedExchange exchange;
  private final Map<QueueId, FallbackQueue> mirrored = new HashMap<>();
  private final Map<TechnicianId, Instant> restUntil = new HashMap<>();

  Fallback(SimulatedExchange exchange) {
    this.exchange = exchange;
  }

  void mirror(FallbackQueue queue) {
    mirrored.put(queue.queue(), queue);
    serve(queue.queue());
  }

  void enter(Channel channel) {
    QueueId queue = channel.caller().queue();
    FallbackQueue limits = limits(queue);
    long others =
        exchange
            .calls(queue)
            .filter(c -> c != channel && !(c.place() instanceof Place.FallbackLeaving))
            .count();
    channel.answer();
    Instant now = exchange.clock().instant();
    if (limits.closed().stream()
        .anyMatch(c -> !now.isBefore(c.from()) && now.isBefore(c.until()))) {
      turnAway(channel, Outcome.CLOSED);
    } else if (others >= limits.talkingMax() + (long) limits.waitingMax()) {
      turnAway(channel, Outcome.TURNED_AWAY);
    } else {
      channel.waitsSince(exchange.clock().instant());
      waits(channel);
      serve(queue);
    }
  }

  private void turnAway(Channel channel, Outcome why) {
    channel.moveTo(new Place.FallbackLeaving(why));
    channel.hears(Sound.PROMPT);
    exchange.clock().after(MESSAGE, channel::hangUp);
  }

  private static void waits(Channel channel) {
    channel.moveTo(new Place.FallbackWaiting());
    channel.hears(Sound.MUSIC);
  }

  /** Rings whoever can be rung for whoever arrived first. */
  void serve(QueueId queue) {
    FallbackQueue limits = limits(queue);
    long talking = exchange.calls(queue).filter(c -> busy(c.place())).count();
    Optional<Channel> next =
        exchange
            .calls(queue)
            .filter(c -> c.place() instanceof Place.FallbackWaiting)
            .min(Comparator.comparing(c -> c.caller().arrivedAt()));
    if (next.isPresent() && talking < limits.talkingMax()) {
      candidate(limits).ifPresent(technician -> ring(next.get(), technician));
    }
  }

  private static boolean busy(Place place) {
    return switch (place) {
      case Place.Ringing _, Place.Talking _, Place.FallbackRinging _, Place.FallbackTalking _ ->
          true;
      case Place.Parked _,
          Place.Recorded _,
          Place.FallbackWaiting _,
          Place.FallbackLeaving _,
          Place.Gone _ ->
          false;
    };
  }

  private Optional<SimulatedTechnician> candidate(FallbackQueue limits) {
    Set<TechnicianPhone> paused = new HashSet<>(limits.paused());
    Instant now = exchange.clock().instant();
    return limits.onDuty().stream()
        .filter(phone -> !paused.contains(phone))
        .filter(p -> !restUntil.getOrDefault(p.technician(), Instant.MIN).isAfter(now))
        .flatMap(phone -> exchange.phone(phone).stream())
        .filter(SimulatedTechnician::idle)
        .findFirst();
  }

  private void ring(Channel channel, SimulatedTechnician technician) {
    QueueId queue = channel.caller().queue();
    Ring ring =
        new Ring(
            exchange.clock(),
            List.of(technician),
            RING_TIME,
            by -> {
              Instant at = exchange.clock().instant();
              channel.moveTo(new Place.FallbackTalking(by, at));
              exchange.joined(channel, by, at);
            },
            result -> {
              restUntil.put(
                  technician.phone().technician(), exchange.clock().instant().plus(RETRY));
              exchange.clock().after(RETRY, () -> serve(queue));
              waits(channel);
              serve(queue);
            });
    channel.moveTo(new Place.FallbackRinging(ring));
  }

  /**
   * What is written down of a call that ended here, of a talk that ended while no engine lived, and
   * of a call that no engine ever gave an order for; nothing of others, which the engine knows.
   */
  Optional<OutageNote> note(Channel channel, Place last, boolean failed, boolean engineLives) {
    return switch (last) {
      case Place.FallbackTalking(SimulatedTechnician technician, Instant since) ->
          Optional.of(
              note(
                  channel,
                  Optional.of(since),
                  Outcome.ANSWERED,
                  Optional.of(technician.phone().technician())));
      case Place.FallbackWaiting(), Place.FallbackRinging _ ->
          Optional.of(
              note(
                  channel,
                  Optional.empty(),
                  failed ? Outcome.FAILED : Outcome.ABANDONED,
                  Optional.empty()));
      case Place.FallbackLeaving(Outcome why) ->
          Optional.of(note(channel, Optional.empty(), why, Optional.empty()));
      case Place.Talking(SimulatedTechnician technician, Instant since) when !engineLives ->
          Optional.of(
              note(
                  channel,
                  Optional.of(since),
                  Outcome.ANSWERED,
                  Optional.of(technician.phone().technician())));
      case Place.Parked() when !channel.ordered() ->
          Optional.of(
              note(
                  channel,
                  Optional.empty(),
                  failed ? Outcome.FAILED : Outcome.ABANDONED,
                  Optional.empty()));
      case Place.Parked _, Place.Ringing _, Place.Talking _, Place.Recorded _, Place.Gone _ ->
          Optional.empty();
    };
  }

  private OutageNote note(
      Channel channel,
      Optional<Instant> answeredAt,
      Outcome outcome,
      Optional<TechnicianId> technician) {
    Channel.Caller caller = channel.caller();
    return new OutageNote(
        caller.call(),
        caller.queue(),
        caller.dialled(),
        caller.number(),
        caller.arrivedAt(),
        Optional.ofNullable(channel.queuedAt()),
        answeredAt,
        exchange.clock().instant(),
        outcome,
        outcome == Outcome.TURNED_AWAY,
        technician);
  }

  private FallbackQueue limits(QueueId queue) {
    return mirrored.getOrDefault(
        queue, new FallbackQueue(queue, 1, 1, List.of(), List.of(), List.of()));
  }
}
