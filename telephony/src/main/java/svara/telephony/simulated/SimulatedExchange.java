package svara.telephony.simulated;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.QueueId;
import svara.engine.port.ExchangeSnapshot;
import svara.engine.port.ExchangeSnapshot.Seen;
import svara.engine.port.ExchangeSnapshot.Where;
import svara.engine.port.FallbackQueue;
import svara.engine.port.MessageFolder.Recording;
import svara.engine.port.OfferedCall;
import svara.engine.port.OutageNote;
import svara.engine.port.PhoneListener;
import svara.engine.port.Prompt;
import svara.engine.port.TechnicianPhone;
import svara.engine.queue.RingResult;

/**
 * An exchange in memory: callers, technicians' phones, the dialplan's decisions, its own queue for
 * when the engine is away, and what it keeps. Engines reach it through {@link
 * SimulatedPhoneSystem}s, as many as like.
 */
public final class SimulatedExchange {
  static final Duration HANDLING = Duration.ofMillis(1);
  static final Duration DEAD_MAN = Duration.ofSeconds(10);
  static final Duration STALE = Duration.ofSeconds(5);

  private static final int NAME_MAX = 80;
  private static final int NUMBER_MAX = 40;
  private static final int NOTES_MAX = 1000;
  private static final int REMEMBERED_MAX = 100;

  private final SimulatedClock clock;
  private final RandomGenerator random;
  private final Network network;
  private final Fallback fallback = new Fallback(this);
  private final Callbacks callbacks = new Callbacks(this);
  private final CodeCalls codes = new CodeCalls(this);
  private final Map<String, QueueId> queues = new HashMap<>();
  private final Map<String, SimulatedTechnician> phones = new LinkedHashMap<>();
  private final Map<String, SimulatedSubscriber> subscribers = new LinkedHashMap<>();
  private final Map<CallId, Channel> channels = new LinkedHashMap<>();
  private final Map<QueueId, Long> epochs = new HashMap<>();
  private final Map<QueueId, Instant> beats = new HashMap<>();
  private final Map<Prompt, Duration> lengths = new EnumMap<>(Prompt.class);
  private final List<OutageNote> notes = new ArrayList<>();
  private final Map<CallId, Recording> recordings = new LinkedHashMap<>();
  private final List<OutageNote> remembered = new ArrayList<>();
  private Instant startedAt;
  private int calls;

  /**
   * @param clock the time everything happens in
   * @param random decides what is left to chance; the same seed gives the same day
   */
  public SimulatedExchange(SimulatedClock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
    this.network = new Network(clock);
    this.startedAt = clock.instant();
  }

  // --- what is set up

  /** A number that leads to a queue. */
  public void addQueue(QueueId queue, String number) {
    queues.put(number, queue);
  }

  public SimulatedTechnician addTechnician(TechnicianPhone phone) {
    SimulatedTechnician technician = new SimulatedTechnician(this, phone);
    phones.put(phone.dial(), technician);
    return technician;
  }

  /** Somebody who can be called at this number: {@code +46...} or an extension. */
  public SimulatedSubscriber addSubscriber(String number) {
    return subscribers.computeIfAbsent(number, n -> new SimulatedSubscriber(this, n));
  }

  /** How long a prompt lasts; 2 s where nothing is set. */
  public void setLength(Prompt prompt, Duration length) {
    lengths.put(prompt, length);
  }

  // --- what people do

  /**
   * Somebody calls.
   *
   * @param number what he dials; must lead to a queue
   * @param from his number; empty: withheld
   * @param name the name his phone shows
   */
  public SimulatedCaller place(String number, String from, String name) {
    QueueId queue = queues.get(number);
    if (queue == null) {
      throw new IllegalArgumentException("no queue has the number " + number);
    }
    CallId id = new CallId("sim-" + startedAt.getEpochSecond() + "." + ++calls);
    Channel channel =
        new Channel(
            this,
            new Channel.Caller(
                id, queue, number, filteredNumber(from), filteredName(name), clock.instant()));
    channels.put(id, channel);
    clock.after(HANDLING, () -> enter(channel));
    return new SimulatedCaller(channel);
  }

  /** All calls fail, and what is not kept on disk is forgotten: claims and heartbeats. */
  public void restart() {
    List.copyOf(channels.values()).forEach(channel -> channel.end(true));
    callbacks.restart();
    epochs.clear();
    beats.clear();
    startedAt = clock.instant();
    network.cut();
    network.restore();
  }

  /** The way between engines and this exchange. */
  public Network network() {
    return network;
  }

  /** How many callers' calls there are. */
  public int callsAlive() {
    return channels.size();
  }

  // --- the dialplan

  private void enter(Channel channel) {
    if (channel.gone()) {
      return;
    }
    if (fresh(channel.caller().queue())) {
      offer(channel);
    } else {
      fallback.enter(channel);
    }
  }

  private boolean fresh(QueueId queue) {
    Instant beat = beats.getOrDefault(queue, Instant.MIN);
    return clock.instant().isBefore(beat.plus(STALE)) || clock.instant().equals(beat.plus(STALE));
  }

  private void offer(Channel channel) {
    channel.parkAnew();
    OfferedCall offered = offered(channel);
    report(listener -> listener.offered(offered));
  }

  private OfferedCall offered(Channel channel) {
    Channel.Caller caller = channel.caller();
    return new OfferedCall(
        caller.call(),
        channel.entry(),
        caller.dialled(),
        Optional.of(caller.queue()),
        caller.number(),
        caller.name(),
        caller.arrivedAt(),
        clock.instant());
  }

  void toFallback(Channel channel) {
    fallback.enter(channel);
  }

  void bridged(Channel channel, SimulatedTechnician technician) {
    Instant at = clock.instant();
    channel.answer();
    channel.moveTo(new Place.Talking(technician, at));
    joined(channel, technician, at);
  }

  void joined(Channel channel, SimulatedTechnician technician, Instant at) {
    channel.hears(Sound.PERSON);
    technician.talksIn(channel);
    report(l -> l.answered(channel.id(), technician.phone().technician(), at));
  }

  void notAnswered(Channel channel, int attempt, RingResult result) {
    if (!fresh(channel.caller().queue())) {
      fallback.enter(channel);
      return;
    }
    Instant at = clock.instant();
    RingResult told = channel.parkedAfter(result);
    report(l -> l.ringEnded(channel.id(), attempt, told, at));
  }

  void keyed(Channel channel, char key, long serial) {
    Instant at = clock.instant();
    report(l -> l.keyed(channel.id(), key, serial, at));
  }

  void released(Channel channel, SimulatedTechnician technician) {
    Instant at = clock.instant();
    report(l -> l.released(channel.id(), technician.phone().technician(), at));
  }

  void ended(Channel channel, Place last, boolean failed) {
    Instant at = clock.instant();
    channels.remove(channel.id());
    boolean engineLives = fresh(channel.caller().queue());
    fallback.note(channel, last, failed, engineLives).ifPresent(this::keep);
    if (engineLives && last instanceof Place.Talking) {
      fallback.note(channel, last, failed, false).ifPresent(this::remember);
    }
    report(l -> l.ended(channel.id(), failed, at));
  }

  private void remember(OutageNote note) {
    remembered.addLast(note);
    if (remembered.size() > REMEMBERED_MAX) {
      remembered.removeFirst();
    }
  }

  private void keep(OutageNote note) {
    if (notes.size() < NOTES_MAX) {
      notes.add(note);
    }
  }

  void afterEnd(Channel channel) {
    fallback.serve(channel.caller().queue());
  }

  void phoneChanged(SimulatedTechnician technician) {
    Instant at = clock.instant();
    if (technician.phone().observable()) {
      report(l -> l.phone(technician.phone().technician(), technician.state(), at));
    }
    queues.values().forEach(fallback::serve);
  }

  void technicianFreed(QueueId queue) {
    fallback.serve(queue);
  }

  void report(Consumer<PhoneListener> fact) {
    network.report(fact);
  }

  // --- what engines ask

  Optional<Channel> channel(CallId call) {
    return Optional.ofNullable(channels.get(call));
  }

  Stream<OfferedCall> parked() {
    return channels.values().stream()
        .filter(channel -> channel.place() instanceof Place.Parked)
        .map(this::offered)
        .toList()
        .stream();
  }

  long epoch(QueueId queue) {
    return epochs.getOrDefault(queue, Long.MIN_VALUE);
  }

  /** Claims a queue; tells whether the claim holds. */
  boolean claim(QueueId queue, long epoch) {
    return epochs.merge(queue, epoch, Math::max) == epoch;
  }

  void beat(QueueId queue) {
    beats.put(queue, clock.instant());
  }

  /** Keeps the parked callers of a queue for another dead-man's time. */
  void renew(QueueId queue, long epoch) {
    if (epoch >= epoch(queue)) {
      calls(queue).filter(c -> c.place() instanceof Place.Parked).forEach(Channel::renew);
    }
  }

  void mirror(FallbackQueue queue) {
    fallback.mirror(queue);
  }

  void takeBack(Channel channel) {
    offer(channel);
  }

  ExchangeSnapshot snapshot(Instant askedAt) {
    return new ExchangeSnapshot(
        askedAt, startedAt, channels.values().stream().map(SimulatedExchange::seen).toList());
  }

  private static Seen seen(Channel channel) {
    Channel.Caller caller = channel.caller();
    @Nullable SimulatedTechnician with = null;
    Instant since = null;
    Where where =
        switch (channel.place()) {
          case Place.Parked() -> Where.PARKED;
          case Place.Ringing _ -> Where.RINGING;
          case Place.Talking(SimulatedTechnician t, Instant at) -> {
            with = t;
            since = at;
            yield Where.TALKING;
          }
          case Place.FallbackWaiting() -> Where.FALLBACK_WAITING;
          case Place.FallbackRinging(Ring ring) -> {
            with = ring.first();
            yield Where.FALLBACK_RINGING;
          }
          case Place.FallbackTalking(SimulatedTechnician t, Instant at) -> {
            with = t;
            since = at;
            yield Where.FALLBACK_TALKING;
          }
          case Place.Recorded _, Place.FallbackLeaving _, Place.Gone _ -> Where.OTHER;
        };
    return new Seen(
        caller.call(),
        Optional.of(caller.queue()),
        where,
        Optional.ofNullable(with).map(t -> t.phone().technician()),
        caller.dialled(),
        caller.number(),
        caller.name(),
        caller.arrivedAt(),
        Optional.ofNullable(since));
  }

  List<OutageNote> notes(List<CallId> missing) {
    return Stream.concat(
            notes.stream(), remembered.stream().filter(note -> missing.contains(note.call())))
        .toList();
  }

  void forget(CallId call) {
    notes.removeIf(note -> note.call().equals(call));
  }

  void recorded(Recording recording) {
    recordings.put(recording.call(), recording);
  }

  /** What callers have left to be heard. */
  Map<CallId, Recording> recordings() {
    return recordings;
  }

  // --- the parts

  CodeCalls codes() {
    return codes;
  }

  Callbacks callbacks() {
    return callbacks;
  }

  Optional<SimulatedSubscriber> subscriber(String number) {
    @Nullable SimulatedSubscriber known = subscribers.get(number);
    return Optional.ofNullable(known);
  }

  SimulatedClock clock() {
    return clock;
  }

  RandomGenerator random() {
    return random;
  }

  Stream<Channel> calls(QueueId queue) {
    return channels.values().stream()
        .filter(c -> c.caller().queue().equals(queue))
        .toList()
        .stream();
  }

  Optional<SimulatedTechnician> phone(TechnicianPhone phone) {
    @Nullable SimulatedTechnician known = phones.get(phone.dial());
    return Optional.ofNullable(known);
  }

  Duration lengthOf(Prompt prompt) {
    return lengths.getOrDefault(prompt, Duration.ofSeconds(2));
  }

  private static String filteredName(String name) {
    String shown =
        name.codePoints()
            .filter(c -> !Character.isISOControl(c))
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return shown.length() <= NAME_MAX ? shown : shown.substring(0, NAME_MAX);
  }

  private static String filteredNumber(String number) {
    String shown = number.replaceAll("[^0-9+*#A-Za-z._-]", "");
    return shown.length() <= NUMBER_MAX ? shown : shown.substring(0, NUMBER_MAX);
  }
}
