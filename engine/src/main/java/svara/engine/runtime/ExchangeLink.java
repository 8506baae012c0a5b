package svara.engine.runtime;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.CallbackPhones;
import svara.engine.port.ExchangeSnapshot.Seen;
import svara.engine.port.FeatureCode;
import svara.engine.port.OfferedCall;
import svara.engine.port.PhoneListener;
import svara.engine.queue.PhoneState;
import svara.engine.queue.RingResult;

/** The engine's ear at the exchange: finds out whose a fact is, and knows how the line is. */
final class ExchangeLink implements PhoneListener {
  private static final Logger LOG = LoggerFactory.getLogger(ExchangeLink.class);

  private final Switchboard switchboard;
  private final FeatureCodes codes;
  private final EngineCounts counts;
  private final Scheduler scheduler;
  private final Runnable onUp;
  private final Runnable onDown;
  private final Map<String, QueueId> numbers;
  private final Map<TechnicianId, PhoneState> phones = new LinkedHashMap<>();
  private Connection connection = Connection.DOWN;
  private Instant since;

  ExchangeLink(
      List<QueueSetup> queues,
      Switchboard switchboard,
      FeatureCodes codes,
      EngineCounts counts,
      Scheduler scheduler,
      Runnable onUp,
      Runnable onDown) {
    this.switchboard = switchboard;
    this.codes = codes;
    this.counts = counts;
    this.scheduler = scheduler;
    this.onUp = onUp;
    this.onDown = onDown;
    this.since = scheduler.now();
    this.numbers =
        queues.stream()
            .flatMap(q -> q.numbers().stream().map(n -> Map.entry(n, q.queue())))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, _) -> a));
  }

  Connection state() {
    return connection;
  }

  Instant since() {
    return since;
  }

  Optional<QueueId> queueOf(Seen seen) {
    return queueOf(seen.queue(), seen.dialled());
  }

  /** Tells again what is known of all phones, for a queue that has just become ours. */
  void repeatPhones() {
    phones.forEach((who, state) -> switchboard.phone(who, state, scheduler.now()));
  }

  private Optional<QueueId> queueOf(Optional<QueueId> named, String dialled) {
    return named.isPresent() ? named : Optional.ofNullable(numbers.get(dialled));
  }

  @Override
  public void offered(OfferedCall call) {
    queueOf(call.queue(), call.dialled())
        .ifPresentOrElse(
            queue -> switchboard.offered(call, queue),
            () ->
                LOG.atWarn()
                    .addKeyValue("call", call.call())
                    .log("a call for no queue of ours; left to the exchange"));
  }

  @Override
  public void keyed(CallId call, char key, long serial, Instant at) {
    switchboard.keyed(call, key, serial, at);
  }

  @Override
  public void ringEnded(CallId call, int attempt, RingResult result, Instant at) {
    switchboard.ringEnded(call, attempt, result, at);
  }

  @Override
  public void answered(CallId call, TechnicianId technician, Instant at) {
    switchboard.answered(call, technician, at);
  }

  @Override
  public void released(CallId call, TechnicianId technician, Instant at) {
    switchboard.released(call, technician, at);
  }

  @Override
  public void ended(CallId call, boolean failed, Instant at) {
    switchboard.ended(call, failed, at);
  }

  @Override
  public void attempted(CallbackId callback, int attempt, CallbackPhones.Step step, Instant at) {
    switchboard.attempted(callback, attempt, step, at);
  }

  @Override
  public void phone(TechnicianId technician, PhoneState state, Instant at) {
    phones.put(technician, state);
    switchboard.phone(technician, state, at);
  }

  @Override
  public void dialledCode(
      CallId call,
      TechnicianId technician,
      FeatureCode code,
      Optional<String> recording,
      Instant at) {
    codes.dialled(new FeatureCodes.Dialled(call, technician, code, recording.orElse(null), at));
  }

  @Override
  public void strangerRefused(String from, Instant at) {
    counts.stranger(from, at);
  }

  @Override
  public void connection(Connection state) {
    if (state != connection) {
      LOG.atInfo().addKeyValue("state", state).log("connection to the exchange");
      connection = state;
      since = scheduler.now();
    }
    switch (state) {
      case UP -> onUp.run();
      case DOWN -> onDown.run();
      case SLOW -> {}
    }
  }
}
