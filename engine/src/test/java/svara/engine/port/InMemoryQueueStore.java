package svara.engine.port;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import svara.engine.id.CallId;
import svara.engine.id.CallerNumber;
import svara.engine.id.CommandId;
import svara.engine.id.Language;
import svara.engine.id.PersonId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.queue.Caller;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueueState;
import svara.engine.ticket.CallTickets;
import svara.engine.ticket.TicketLife;
import svara.engine.ticket.TicketUpdate;

/**
 * The queues' truth in memory, for fast tests; held to the same contract as PostgreSQL's. Faults
 * can be planted: {@link #failNext} and {@link #loseNextAnswer}.
 */
public final class InMemoryQueueStore implements QueueStore {
  private record Held(Lease lease, Instant until) {}

  private record Known(PersonId person, Language language) {}

  private record Contact(Caller caller, Instant last) {}

  private final InstantSource clock;
  private final Map<QueueId, Held> leases = new HashMap<>();
  private final Map<QueueId, Long> epochs = new HashMap<>();
  private final Map<QueueId, QueueState> states = new HashMap<>();
  private final Map<QueueId, Map<CommandId, Entry>> journals = new HashMap<>();
  private final Map<TicketNumber, TicketLife> tickets = new LinkedHashMap<>();
  private final Map<TicketNumber, Caller> requesters = new HashMap<>();
  private final Map<TicketNumber, List<TicketUpdate.Noted>> timelines = new HashMap<>();
  private final Map<CallId, Contact> contacts = new LinkedHashMap<>();
  private final Map<String, Known> people = new HashMap<>();
  private final Map<Integer, Integer> serials = new HashMap<>();
  private final Deque<StoreException.Kind> faults = new ArrayDeque<>();
  private final Map<TechnicianId, PhoneHolder> holders = new HashMap<>();
  private boolean loseAnswer;

  public InMemoryQueueStore(InstantSource clock) {
    this.clock = clock;
  }

  /** From now on the number recognises this person. */
  public void know(String number, PersonId person, Language language) {
    people.put(number, new Known(person, language));
  }

  /** The next commit fails and writes nothing. */
  public void failNext(StoreException.Kind kind) {
    faults.add(kind);
  }

  /** The next commit is written and its answer lost. */
  public void loseNextAnswer() {
    loseAnswer = true;
  }

  /** All that was committed for the queue, in order. */
  public List<Entry> journal(QueueId queue) {
    return List.copyOf(journals.getOrDefault(queue, Map.of()).values());
  }

  List<Entry> journalOfAll() {
    return journals.values().stream().flatMap(journal -> journal.values().stream()).toList();
  }

  public Optional<TicketLife> ticket(TicketNumber number) {
    return Optional.ofNullable(tickets.get(number));
  }

  public Set<TicketNumber> ticketNumbers() {
    return new LinkedHashSet<>(tickets.keySet());
  }

  public List<TicketUpdate.Noted> timeline(TicketNumber number) {
    return List.copyOf(timelines.getOrDefault(number, List.of()));
  }

  /** As a technician changes a ticket while calls go on. */
  public void change(TicketNumber number, TicketLife next) {
    tickets.put(number, next);
  }

  @Override
  public Future<Optional<Lease>> claim(QueueId queue, String node, Duration lease) {
    return succeed(queue, node, node, lease, lease);
  }

  @Override
  public Future<Optional<Lease>> succeed(
      QueueId queue, String gone, String node, Duration lease, Duration overdue) {
    Held held = leases.get(queue);
    Instant late = clock.instant().plus(lease).minus(overdue);
    boolean free =
        held == null
            || held.until().isBefore(clock.instant())
            || held.lease().node().equals(node)
            || (held.lease().node().equals(gone) && held.until().isBefore(late));
    if (!free) {
      return Future.succeededFuture(Optional.empty());
    }
    Lease next = new Lease(queue, node, epochs.merge(queue, 1L, Long::sum));
    leases.put(queue, new Held(next, clock.instant().plus(lease)));
    return Future.succeededFuture(Optional.of(next));
  }

  @Override
  public Future<Set<QueueId>> renew(String node, List<Lease> mine, Duration lease) {
    Set<QueueId> renewed = new HashSet<>();
    for (Lease one : mine) {
      Held held = leases.get(one.queue());
      if (held != null && held.lease().equals(one) && one.node().equals(node)) {
        leases.put(one.queue(), new Held(one, clock.instant().plus(lease)));
        renewed.add(one.queue());
      }
    }
    return Future.succeededFuture(renewed);
  }

  @Override
  public Future<Void> release(Lease lease) {
    Held held = leases.get(lease.queue());
    if (held != null && held.lease().equals(lease)) {
      leases.put(lease.queue(), new Held(lease, Instant.MIN));
    }
    return Future.succeededFuture();
  }

  @Override
  public Future<List<Owner>> owners() {
    return Future.succeededFuture(
        leases.values().stream()
            .filter(held -> held.until().isAfter(clock.instant()))
            .map(Held::lease)
            .map(lease -> new Owner(lease.queue(), lease.node(), lease.epoch()))
            .toList());
  }

  @Override
  public Future<QueueState> load(QueueId queue) {
    return Future.succeededFuture(states.getOrDefault(queue, QueueState.empty(queue)));
  }

  @Override
  public Future<PhoneHolder> holdPhone(TechnicianId technician, QueueId queue) {
    PhoneHolder was = holders.getOrDefault(technician, new PhoneHolder(queue, 0));
    PhoneHolder is = was.queue().equals(queue) ? new PhoneHolder(queue, was.turn() + 1) : was;
    holders.put(technician, is);
    return Future.succeededFuture(is);
  }

  @Override
  public Future<Boolean> takePhone(TechnicianId technician, PhoneHolder from, QueueId queue) {
    return Future.succeededFuture(
        holders.replace(technician, from, new PhoneHolder(queue, from.turn() + 1)));
  }

  @Override
  public Future<CallerFacts> callerFacts(CallerNumber number, Instant at, Duration rejoin) {
    Known known = number.recognisable() ? people.get(number.key()) : null;
    if (known == null) {
      return Future.succeededFuture(new CallerFacts(null, null, nextNumber(at), false));
    }
    TicketNumber joined = null;
    for (Contact contact : contacts.values()) {
      if (known.person().equals(contact.caller().person())
          && !contact.last().isBefore(at.minus(rejoin))) {
        joined = contact.caller().ticket();
      }
    }
    return Future.succeededFuture(
        new CallerFacts(
            known.person(),
            known.language(),
            joined != null ? joined : nextNumber(at),
            joined != null));
  }

  @Override
  public Future<Committed> commit(Commit commit) {
    if (!faults.isEmpty()) {
      return Future.failedFuture(new StoreException(faults.remove(), "planted"));
    }
    Map<CommandId, Entry> journal =
        journals.computeIfAbsent(commit.queue(), _ -> new LinkedHashMap<>());
    if (!Objects.equals(epochs.get(commit.queue()), commit.epoch())) {
      return Future.succeededFuture(new Committed.Fenced());
    }
    List<Entry> firsts =
        commit.entries().stream()
            .map(entry -> journal.get(entry.command()))
            .filter(Objects::nonNull)
            .toList();
    if (!firsts.isEmpty()) {
      return Future.succeededFuture(new Committed.Known(firsts));
    }
    long version = states.getOrDefault(commit.queue(), QueueState.empty(commit.queue())).version();
    if (version != commit.expectedVersion()) {
      return Future.succeededFuture(new Committed.Fenced());
    }
    commit.entries().forEach(entry -> journal.put(entry.command(), entry));
    states.put(commit.queue(), commit.state());
    List<QueueEvent> events =
        commit.entries().stream().flatMap(entry -> entry.events().stream()).toList();
    CallTickets.of(commit.state(), events).forEach(this::apply);
    events.forEach(this::remember);
    if (loseAnswer) {
      loseAnswer = false;
      return Future.failedFuture(
          new StoreException(StoreException.Kind.UNAVAILABLE, "the answer was lost"));
    }
    return Future.succeededFuture(new Committed.Stored());
  }

  private void apply(TicketUpdate update) {
    switch (update) {
      case TicketUpdate.Opened u -> {
        tickets.putIfAbsent(u.ticket(), TicketLife.opened(u.at()));
        requesters.putIfAbsent(u.ticket(), u.caller());
      }
      case TicketUpdate.Noted u ->
          timelines.computeIfAbsent(u.ticket(), _ -> new ArrayList<>()).add(u);
      case TicketUpdate.Served u ->
          tickets.replaceAll((number, life) ->
              !number.equals(u.ticket()) && same(requesters.get(number), u.caller())
                  ? life.afterServing(u)
                  : life);
      default -> tickets.computeIfPresent(update.ticket(), (_, life) -> life.after(update));
    }
  }

  private static boolean same(Caller one, Caller other) {
    boolean person = other.person() != null && other.person().equals(one.person());
    boolean number =
        one.number().recognisable()
            && other.number().recognisable()
            && one.number().key().equals(other.number().key());
    return person || number;
  }

  private void remember(QueueEvent event) {
    if (event instanceof QueueEvent.CallOffered e) {
      contacts.put(e.call(), new Contact(e.caller(), Instant.MAX));
    } else if (event instanceof QueueEvent.CallEnded e) {
      contacts.put(e.call(), new Contact(e.caller(), e.at()));
    }
  }

  private TicketNumber nextNumber(Instant at) {
    int year = at.atZone(ZoneOffset.UTC).getYear();
    return new TicketNumber(year, serials.merge(year, 1, Integer::sum));
  }
}
