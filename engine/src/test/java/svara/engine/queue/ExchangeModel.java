package svara.engine.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.TechnicianId;

/**
 * An exchange of callers and technicians' phones that do only what real ones can: it carries orders
 * out and says what happened. It knows nothing of queues.
 */
final class ExchangeModel {
  /** Where a caller's line is. */
  sealed interface Line {
    /** Waits for orders, or hears something. */
    record Parked() implements Line {}

    record Ringing(int attempt, List<TechnicianId> phones) implements Line {}

    record Bridged(TechnicianId with, Instant since) implements Line {}
  }

  private final Map<CallId, Caller> callers = new LinkedHashMap<>();
  private final Map<CallId, Line> lines = new LinkedHashMap<>();
  private final Set<CallId> heardOffer = new HashSet<>();
  private final Set<TechnicianId> elsewhere = new HashSet<>();
  private final Set<CallId> answered = new HashSet<>();
  private final List<String> harm = new ArrayList<>();
  private final PromiseModel promises = new PromiseModel();

  /** Orders that would have hurt a person, in words. */
  List<String> harm() {
    List<String> all = new ArrayList<>(harm);
    all.addAll(promises.harm());
    return all;
  }

  PromiseModel promises() {
    return promises;
  }

  /** Calls in which two people talked. */
  Set<CallId> answered() {
    return answered;
  }

  /** Every call there ever was. */
  Map<CallId, Caller> callers() {
    return callers;
  }

  Map<CallId, Line> lines() {
    return lines;
  }

  Optional<Line> line(CallId call) {
    return Optional.ofNullable(lines.get(call));
  }

  List<CallId> where(Predicate<Line> line) {
    return lines.entrySet().stream()
        .filter(e -> line.test(e.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  List<CallId> hearingTheOffer() {
    return heardOffer.stream().filter(lines::containsKey).sorted().toList();
  }

  boolean withoutCall(TechnicianId phone) {
    return !elsewhere.contains(phone)
        && !promises.busy(phone)
        && lines.values().stream()
            .noneMatch(line ->
                switch (line) {
                  case Line.Parked _ -> false;
                  case Line.Ringing ringing -> ringing.phones().contains(phone);
                  case Line.Bridged bridged -> bridged.with().equals(phone);
                });
  }

  PhoneState phone(TechnicianId phone) {
    return elsewhere.contains(phone) ? PhoneState.BUSY : PhoneState.FREE;
  }

  void arrive(Caller caller) {
    callers.put(caller.call(), caller);
    lines.put(caller.call(), new Line.Parked());
  }

  /** Hangs up, from either side. */
  @Nullable Line end(CallId call) {
    heardOffer.remove(call);
    return lines.remove(call);
  }

  void answer(CallId call, TechnicianId by, Instant at) {
    lines.put(call, new Line.Bridged(by, at));
    answered.add(call);
  }

  void park(CallId call) {
    lines.put(call, new Line.Parked());
  }

  /** The technician begins a call of his own, or ends it. */
  void toggleOwnCall(TechnicianId phone) {
    if (!elsewhere.remove(phone)) {
      elsewhere.add(phone);
    }
  }

  void endOwnCalls() {
    elsewhere.clear();
  }

  /** Rings those phones that can be rung; an empty result is a ring that ended at once. */
  Optional<Boolean> connect(QueueEffect.Connect order) {
    Line line = lines.get(order.call());
    if (line instanceof Line.Bridged) {
      harm.add("a caller who talks was to be moved: " + order);
    }
    if (!(line instanceof Line.Parked)) {
      return Optional.empty();
    }
    List<TechnicianId> ringing = order.technicians().stream().filter(this::withoutCall).toList();
    if (!ringing.isEmpty()) {
      heardOffer.remove(order.call());
      lines.put(order.call(), new Line.Ringing(order.attempt(), ringing));
    }
    return Optional.of(!ringing.isEmpty());
  }

  void offerCallback(CallId call) {
    if (lines.containsKey(call)) {
      heardOffer.add(call);
    }
  }
}
