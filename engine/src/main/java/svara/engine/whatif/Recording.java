package svara.engine.whatif;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueueEvent.MetFull.Offer;
import svara.engine.queue.Technician;

/**
 * What a queue's journal tells of a time: who came when and what everybody did. Made by {@link
 * Recorder}, and replayed as often as one likes.
 */
public final class Recording {
  final QueueId queue;
  final Map<CallId, CallScript> calls = new HashMap<>();
  final List<CallScript> arrivals = new ArrayList<>();
  final List<Fact> facts = new ArrayList<>();
  final Map<Order, OrderScript> orders = new HashMap<>();
  final Set<Pause> pausesBySystem = new HashSet<>();
  final List<Technician> atFirst = new ArrayList<>();
  final List<TechnicianId> technicians = new ArrayList<>();
  final List<QueueEvent.CallEnded> ended = new ArrayList<>();
  final Outcomes recorded = new Outcomes();
  final Pools pools = new Pools();

  /** Names an order to call back. */
  record Order(CallbackId callback, int order) {}

  /** A technician whom the queue paused because he did not answer. */
  record Pause(TechnicianId technician, long moment) {}

  /** What is drawn from where the recording is silent. */
  static final class Pools {
    final List<CallScript> talks = new ArrayList<>();
    final List<CallScript.Ring> rings = new ArrayList<>();
    final Map<Offer, List<CallScript.Dismissal>> dismissals = new EnumMap<>(Offer.class);
    final List<CallScript.Dismissal> closed = new ArrayList<>();
    final List<Long> outages = new ArrayList<>();
    final List<Long> afterPromise = new ArrayList<>();
    final List<OrderScript> orders = new ArrayList<>();
    final List<Long> pauses = new ArrayList<>();
    final Patience.Sample patienceSample = new Patience.Sample();
    @Nullable Patience patience;

    Patience patience() {
      if (patience == null) {
        patience = patienceSample.estimate();
      }
      return patience;
    }
  }

  Recording(QueueId queue) {
    this.queue = queue;
  }

  /** Calls that were offered in the time and have ended. */
  public List<QueueEvent.CallEnded> ended() {
    return List.copyOf(ended);
  }

  /** What really became of the calls. */
  public Outcomes recorded() {
    return recorded;
  }

  /** Technicians who were there at any time. */
  public int technicians() {
    return technicians.size();
  }

  /** Calls of which it is known when they came. */
  public int calls() {
    return arrivals.size();
  }

  static long nanos(Instant at) {
    return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000_000L), at.getNano());
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
  }
}
