package svara.config;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import svara.engine.id.CallerNumber;
import svara.engine.id.CommandId;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.port.QueueStore;
import svara.engine.port.QueueStore.Commit;
import svara.engine.port.QueueStore.Committed;
import svara.engine.port.QueueStore.Entry;
import svara.engine.port.QueueStore.Lease;
import svara.engine.queue.Callback;
import svara.engine.queue.CallbackLife;
import svara.engine.queue.CallbackStage;
import svara.engine.queue.Caller;
import svara.engine.queue.CallerWish;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueueState;
import svara.engine.statistics.CallMoments;
import svara.engine.statistics.DayText;
import svara.engine.statistics.PromiseMoments;

/** Writes calls that are over, and promises, into a queue's journal as an owner's commits do. */
final class JournalOfCalls {
  private static final TechnicianId ANNA = new TechnicianId("anna");

  /** On duty nowhere, so that he adds no working time. */
  private static final TechnicianId DIALLER = new TechnicianId("dialler");

  private static int serial;
  private static int orders;

  private JournalOfCalls() {}

  static void write(
      QueueStore store, QueueId queue, List<CallMoments> calls, List<PromiseMoments> promises) {
    List<Timed> entries = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      entries.add(
          new Timed(calls.get(i).offeredAt(), events(calls.get(i), i == 0 ? promises : List.of())));
    }
    commit(store, queue, entries);
  }

  /** The calls of a day with all that technicians did. */
  static void write(QueueStore store, DayText day) {
    List<Timed> entries = new ArrayList<>();
    for (int i = 0; i < day.calls().size(); i++) {
      CallMoments call = day.calls().get(i);
      List<QueueEvent> events = new ArrayList<>(events(call, i == 0 ? day.promises() : List.of()));
      if (i == 0) {
        TicketNumber ticket = ((QueueEvent.CallOffered) events.getFirst()).caller().ticket();
        day.attempts().forEach(a -> events.addAll(events.size() - 1, dialled(ticket, a)));
      }
      entries.add(new Timed(call.offeredAt(), events));
    }
    for (DayText.Work work : day.works()) {
      entries.add(new Timed(work.event().at(), List.of(work.event())));
    }
    entries.sort(Comparator.comparing(Timed::at));
    commit(store, day.queue(), entries);
  }

  /** Events of one command. */
  private record Timed(Instant at, List<QueueEvent> events) {}

  private static void commit(QueueStore store, QueueId queue, List<Timed> timed) {
    if (timed.isEmpty()) {
      return;
    }
    Lease lease = store.claim(queue, "node1", Duration.ofHours(1)).await().orElseThrow();
    QueueState state = store.load(queue).await();
    List<Entry> entries = new ArrayList<>();
    long version = state.version();
    for (Timed one : timed) {
      version += one.events().size();
      entries.add(
          new Entry(new CommandId("test/" + ++serial), one.at(), one.events(), Optional.empty()));
    }
    Commit commit =
        new Commit(
            queue,
            lease.epoch(),
            state.version(),
            new QueueState(queue, version, List.of(), List.of(), List.of()),
            entries);
    if (!(store.commit(commit).await() instanceof Committed.Stored)) {
      throw new AssertionError("the commit was not stored");
    }
  }

  /** Each on an order of its own. */
  private static List<QueueEvent> dialled(TicketNumber ticket, DayText.Attempt attempt) {
    int order = ++orders;
    Instant at = attempt.dialledAt();
    return List.of(
        new QueueEvent.CallbackRung(
            at, attempt.callback(), ticket, DIALLER, order, QueueEvent.CallbackRung.SYSTEM),
        new QueueEvent.CallbackDialled(
            at, attempt.callback(), ticket, DIALLER, order, order, "+46701740605", DayText.ZONE),
        new QueueEvent.AttemptEnded(
            at.plusSeconds(20),
            attempt.callback(),
            ticket,
            DIALLER,
            order,
            attempt.result(),
            CallerWish.NONE,
            null,
            null,
            null));
  }

  private static List<QueueEvent> events(CallMoments call, List<PromiseMoments> promises) {
    Caller caller = caller(call);
    List<QueueEvent> events = new ArrayList<>();
    events.add(new QueueEvent.CallOffered(call.offeredAt(), caller));
    for (PromiseMoments promise : promises) {
      events.addAll(events(caller, promise));
    }
    events.add(
        new QueueEvent.CallEnded(
            call.endedAt(),
            caller,
            call.queuedAt(),
            call.answeredAt(),
            call.outcome(),
            call.flags(),
            call.answeredAt() == null ? null : ANNA));
    return events;
  }

  private static List<QueueEvent> events(Caller of, PromiseMoments promise) {
    Caller caller =
        new Caller(
            of.call(),
            of.ticket(),
            of.number(),
            "",
            null,
            Language.SV,
            promise.arrivedAt(),
            promise.arrivedAt());
    List<QueueEvent> events = new ArrayList<>();
    events.add(
        new QueueEvent.CallbackPromised(
            promise.promisedAt(),
            of.call(),
            new Callback(
                promise.callback(), caller, "+46701740605", promise.promisedAt(), life(promise))));
    Instant closedAt = promise.closedAt();
    switch (promise.fate()) {
      case OPEN -> {}
      case EXPIRED ->
          events.add(
              new QueueEvent.CallbackExpired(
                  closedAt,
                  promise.callback(),
                  of.ticket(),
                  QueueEvent.CallbackExpired.Expiry.TIME,
                  null));
      case FULFILLED, FULFILLED_LATE ->
          events.add(
              new QueueEvent.CallbackFinished(
                  closedAt, promise.callback(), of.ticket(), "anna", ""));
      case WITHDRAWN ->
          events.add(
              new QueueEvent.CallbackWithdrawn(
                  closedAt, promise.callback(), of.ticket(), "anna", ""));
      case OVERTAKEN ->
          events.add(
              new QueueEvent.CallbackWithdrawn(
                  closedAt,
                  promise.callback(),
                  of.ticket(),
                  QueueEvent.CallbackWithdrawn.CALLER,
                  ""));
    }
    return events;
  }

  /** Promised for a minute before it was fulfilled, where it is late. */
  private static CallbackLife life(PromiseMoments promise) {
    Instant by =
        promise.fate() == PromiseMoments.Fate.FULFILLED_LATE
            ? promise.closedAt().minusSeconds(60)
            : null;
    return new CallbackLife(
        new CallbackStage.Owed(promise.promisedAt()), by, null, 0, 0, 0, Map.of(), null);
  }

  private static Caller caller(CallMoments call) {
    return new Caller(
        call.call(),
        new TicketNumber(2026, 100_000 + ++serial),
        CallerNumber.withheld(),
        "",
        null,
        Language.SV,
        call.offeredAt(),
        call.offeredAt());
  }
}
