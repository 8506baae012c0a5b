package svara.telephony.simulated;

import io.vertx.core.Future;
import io.vertx.core.Promise;
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
import java.util.function.Supplier;
import svara.engine.id.CallerNumber;
import svara.engine.id.CommandId;
import svara.engine.id.PersonId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.port.QueueStore;
import svara.engine.port.StoreException;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueueState;

/**
 * What a queue's database keeps, in memory, one to three milliseconds away. Everyone with a number
 * of his own is a person.
 */
final class JournalInMemory implements QueueStore {
  private final SimulatedClock clock;
  private final Map<QueueId, QueueState> states = new HashMap<>();
  private final Map<QueueId, Lease> leases = new HashMap<>();
  private final Map<QueueId, Instant> leasedUntil = new HashMap<>();
  private final Map<Name, Entry> entries = new LinkedHashMap<>();
  private final Map<String, LastTicket> lastTickets = new HashMap<>();
  private final Map<TechnicianId, PhoneHolder> holders = new HashMap<>();
  private int tickets;
  private long epoch;
  private long delays;
  private boolean away;
  private Duration slow = Duration.ZERO;

  /** The journal is unique on both. */
  private record Name(QueueId queue, CommandId command) {}

  private record LastTicket(TicketNumber number, Instant at) {}

  JournalInMemory(SimulatedClock clock) {
    this.clock = clock;
  }

  /** From now on it is, or is not, away: requests fail as UNAVAILABLE. */
  void away(boolean isAway) {
    away = isAway;
  }

  /** From now on every request takes so much longer. */
  void slow(Duration time) {
    slow = time;
  }

  /** All that happened in the queue, in order. */
  List<QueueEvent> journal() {
    return entries.values().stream().flatMap(entry -> entry.events().stream()).toList();
  }

  QueueState state(QueueId queue) {
    return states.getOrDefault(queue, QueueState.empty(queue));
  }

  private <T> Future<T> later(Supplier<T> request) {
    Promise<T> promise = Promise.promise();
    clock.after(
        slow.plusMillis(1 + delays++ % 3),
        () -> {
          if (away) {
            promise.fail(new StoreException(StoreException.Kind.UNAVAILABLE, "away"));
          } else {
            promise.complete(request.get());
          }
        });
    return promise.future();
  }

  @Override
  public Future<Optional<Lease>> claim(QueueId queue, String node, Duration lease) {
    return later(() -> {
      Lease held = leases.get(queue);
      if (held != null && !held.node().equals(node) && clock.now().isBefore(until(queue))) {
        return Optional.empty();
      }
      Lease mine = new Lease(queue, node, ++epoch);
      leases.put(queue, mine);
      leasedUntil.put(queue, clock.now().plus(lease));
      return Optional.of(mine);
    });
  }

  @Override
  public Future<Optional<Lease>> succeed(
      QueueId queue, String gone, String node, Duration lease, Duration overdue) {
    return claim(queue, node, lease);
  }

  private Instant until(QueueId queue) {
    return leasedUntil.getOrDefault(queue, Instant.MIN);
  }

  @Override
  public Future<Set<QueueId>> renew(String node, List<Lease> mine, Duration lease) {
    return later(() -> {
      Set<QueueId> kept = new HashSet<>();
      for (Lease each : mine) {
        if (each.equals(leases.get(each.queue()))) {
          leasedUntil.put(each.queue(), clock.now().plus(lease));
          kept.add(each.queue());
        }
      }
      return kept;
    });
  }

  @Override
  public Future<Void> release(Lease lease) {
    return later(() -> {
      leases.remove(lease.queue(), lease);
      return null;
    });
  }

  @Override
  public Future<List<Owner>> owners() {
    return later(() ->
        leases.values().stream()
            .filter(lease -> clock.now().isBefore(until(lease.queue())))
            .map(lease -> new Owner(lease.queue(), lease.node(), lease.epoch()))
            .toList());
  }

  @Override
  public Future<QueueState> load(QueueId queue) {
    return later(() -> state(queue));
  }

  @Override
  public Future<PhoneHolder> holdPhone(TechnicianId technician, QueueId queue) {
    return later(() -> {
      PhoneHolder was = holders.getOrDefault(technician, new PhoneHolder(queue, 0));
      PhoneHolder is = was.queue().equals(queue) ? new PhoneHolder(queue, was.turn() + 1) : was;
      holders.put(technician, is);
      return is;
    });
  }

  @Override
  public Future<Boolean> takePhone(TechnicianId technician, PhoneHolder from, QueueId queue) {
    return later(() -> holders.replace(technician, from, new PhoneHolder(queue, from.turn() + 1)));
  }

  @Override
  public Future<CallerFacts> callerFacts(CallerNumber number, Instant at, Duration rejoin) {
    return later(() -> {
      if (!number.recognisable()) {
        return new CallerFacts(null, null, nextTicket(), false);
      }
      LastTicket last = lastTickets.get(number.key());
      boolean joins = last != null && !last.at().plus(rejoin).isBefore(at);
      TicketNumber ticket = joins ? last.number() : nextTicket();
      lastTickets.put(number.key(), new LastTicket(ticket, at));
      PersonId person = new PersonId(Math.floorMod(number.key().hashCode(), 1_000_000));
      return new CallerFacts(person, null, ticket, joins);
    });
  }

  private TicketNumber nextTicket() {
    return new TicketNumber(2026, ++tickets);
  }

  @Override
  public Future<Committed> commit(Commit commit) {
    return later(() -> write(commit));
  }

  private Committed write(Commit commit) {
    List<Entry> known = new ArrayList<>();
    for (Entry entry : commit.entries()) {
      Entry first = entries.get(new Name(commit.queue(), entry.command()));
      if (first != null) {
        known.add(first);
      }
    }
    if (!known.isEmpty()) {
      return new Committed.Known(known);
    }
    Lease holder = leases.get(commit.queue());
    boolean owner = holder != null && holder.epoch() == commit.epoch();
    if (!owner || state(commit.queue()).version() != commit.expectedVersion()) {
      return new Committed.Fenced();
    }
    for (Entry entry : commit.entries()) {
      if (entries.putIfAbsent(new Name(commit.queue(), entry.command()), entry) != null) {
        throw new IllegalStateException(
            "twice in one commit: " + entry.command() + " " + commit.entries());
      }
    }
    states.put(commit.queue(), commit.state());
    return new Committed.Stored();
  }
}
