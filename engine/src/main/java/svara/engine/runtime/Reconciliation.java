package svara.engine.runtime;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.id.CallId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.ExchangeSnapshot;
import svara.engine.port.ExchangeSnapshot.Seen;
import svara.engine.port.ExchangeSnapshot.Where;
import svara.engine.port.OfferedCall;
import svara.engine.port.Orders;
import svara.engine.port.OutageNote;
import svara.engine.port.PhoneSystem;
import svara.engine.queue.CallFlags;
import svara.engine.queue.Caller;
import svara.engine.queue.Outcome;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.QueueState;
import svara.engine.queue.QueuedCall;
import svara.engine.queue.QueuedCall.Phase;
import svara.engine.queue.RingResult;
import svara.engine.queue.Technician;
import svara.engine.queue.Technician.Work;

/**
 * Compares a queue with the exchange and turns each difference into a command. Events are a hint;
 * the exchange's list is the truth, as far as it is newer than what was decided last.
 */
final class Reconciliation {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

  /** What happened so shortly before the list was asked for may not be in it. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private static final int NOTE_LANES = 16;
  private static final Future<Void> DONE = Future.succeededFuture();

  private final PhoneSystem phones;
  private final Switchboard switchboard;
  private final Scheduler scheduler;
  private final Function<Seen, Optional<QueueId>> queueOf;
  private long differences;

  Reconciliation(
      PhoneSystem phones,
      Switchboard switchboard,
      Scheduler scheduler,
      Function<Seen, Optional<QueueId>> queueOf) {
    this.phones = phones;
    this.switchboard = switchboard;
    this.scheduler = scheduler;
    this.queueOf = queueOf;
  }

  /** Differences found since the start. */
  long differences() {
    return differences;
  }

  /**
   * First whoever talks, then the exchange's notes of calls that are over, then the rest of its
   * living calls: a place that a note makes free must not be given to a caller whom the exchange
   * has connected meanwhile, for that would cut him off. The notes are read <em>after</em> the
   * list: of a call that is missing in it, the note is written by then, so that nobody is taken for
   * one who gave up while his note says that he was served. Completes when all commands are stored.
   *
   * @param takeOver callers waiting in the exchange's own queue are taken back
   */
  Future<Void> compare(OwnedQueue queue, boolean takeOver) {
    return phones
        .snapshot()
        .compose(before -> {
          queue.holdOrders();
          return talkers(queue, before)
              .compose(_ -> phones.notes(takeOver ? unanswered(queue, before) : List.of()))
              .compose(notes -> store(queue, notes))
              // what was stored took its time; who talks by now is not moved either
              .compose(_ -> phones.snapshot())
              .compose(now -> talkers(queue, now).map(now))
              .onComplete(_ -> queue.releaseOrders())
              .compose(now -> compare(queue, before, now, takeOver))
              .compose(_ -> queue.promises().compare(before.at(), takeOver));
        });
  }

  /** Calls that rang when they were last heard of, and are gone. */
  private List<CallId> unanswered(OwnedQueue queue, ExchangeSnapshot snapshot) {
    Map<CallId, Seen> there = seen(queue, snapshot);
    return queue.owner().state().calls().stream()
        .filter(call -> call.phase() instanceof Phase.Ringing)
        .map(call -> call.caller().call())
        .filter(call -> !there.containsKey(call))
        .toList();
  }

  /**
   * Several at a time, so that they share the database's writes: after a busy outage there are
   * hundreds, and no caller is taken before they are stored. Those of one caller go one after the
   * other, for the second call lands on the first one's ticket.
   */
  private Future<Void> store(OwnedQueue queue, List<OutageNote> notes) {
    List<Future<Void>> lanes = new ArrayList<>(Collections.nCopies(NOTE_LANES, DONE));
    for (OutageNote note : notes) {
      if (note.queue().equals(queue.setup().queue())) {
        String caller = note.number().isEmpty() ? note.call().value() : note.number();
        int lane = Math.floorMod(caller.hashCode(), NOTE_LANES);
        lanes.set(lane, lanes.get(lane).compose(_ -> store(queue, note)));
      }
    }
    return Future.join(lanes).mapEmpty();
  }

  private Future<Void> store(OwnedQueue queue, OutageNote note) {
    OfferedCall call =
        new OfferedCall(
            note.call(),
            1,
            note.dialled(),
            Optional.of(note.queue()),
            note.number(),
            "",
            note.arrivedAt(),
            note.arrivedAt());
    Instant answeredAt = note.answeredAt().orElse(null);
    boolean answered = note.outcome() == Outcome.ANSWERED;
    return switchboard
        .caller(call, queue.setup())
        .compose(caller ->
            queue
                .owner()
                .submit(
                    new QueueCommand.RecordOutageCall(
                        CommandIds.end(note.call()),
                        scheduler.now(),
                        caller,
                        note.queuedAt().orElse(null),
                        answered ? answeredAt : null,
                        note.endedAt(),
                        note.outcome(),
                        new CallFlags(note.metFull(), note.outcome() == Outcome.CLOSED, true),
                        note.technician().orElse(null))))
        // stored for ever under the call's one end: only now may the exchange forget it
        .compose(_ -> phones.forget(note));
  }

  private Future<Void> talkers(OwnedQueue queue, ExchangeSnapshot snapshot) {
    List<Future<?>> commands = new ArrayList<>();
    for (Seen seen : seen(queue, snapshot).values()) {
      boolean talks = seen.where() == Where.TALKING || seen.where() == Where.FALLBACK_TALKING;
      Optional<TechnicianId> technician = seen.technician();
      if (talks && technician.isPresent()) {
        queue
            .owner()
            .state()
            .call(seen.call())
            .ifPresentOrElse(
                call -> answered(queue, call, seen, technician.get(), commands),
                () -> adopt(queue, seen, technician.get(), commands));
      }
    }
    return carriedOut(queue, commands)
        .compose(_ -> servedAlone(queue, snapshot))
        .compose(_ -> ringers(queue, snapshot));
  }

  private Future<Void> servedAlone(OwnedQueue queue, ExchangeSnapshot snapshot) {
    List<Future<?>> commands = new ArrayList<>();
    for (Seen seen : seen(queue, snapshot).values()) {
      boolean unflagged =
          queue
              .owner()
              .state()
              .call(seen.call())
              .filter(
                  call -> call.phase() instanceof Phase.Talking && !call.flags().withoutEngine())
              .isPresent();
      if (seen.where() == Where.FALLBACK_TALKING && unflagged) {
        commands.add(
            submit(
                queue,
                new QueueCommand.NoteAlone(
                    CommandIds.alone(seen.call()), scheduler.now(), seen.call())));
      }
    }
    return Future.join(commands).mapEmpty();
  }

  /** Whom the exchange's own queue rings a technician for, he fills a place as well. */
  private Future<Void> ringers(OwnedQueue queue, ExchangeSnapshot snapshot) {
    List<Future<?>> commands = new ArrayList<>();
    for (Seen seen : seen(queue, snapshot).values()) {
      if (seen.where() == Where.FALLBACK_RINGING && seen.technician().isPresent()) {
        TechnicianId technician = seen.technician().get();
        Optional<QueuedCall> call = queue.owner().state().call(seen.call());
        boolean known =
            call.filter(c ->
                    c.phase() instanceof Phase.Ringing ringing
                        && ringing.technicians().contains(technician))
                .isPresent();
        if (!known) {
          commands.add(ringing(queue, seen, technician, snapshot.at()));
        }
      }
    }
    return carriedOut(queue, commands);
  }

  private Future<?> ringing(OwnedQueue queue, Seen seen, TechnicianId technician, Instant at) {
    switchboard.know(seen.call(), queue.setup().queue());
    return caller(queue, seen)
        .compose(caller ->
            queue
                .owner()
                .submit(
                    new QueueCommand.AdoptRinging(
                        CommandIds.foundRinging(seen.call(), technician, at),
                        scheduler.now(),
                        caller,
                        List.of(technician))));
  }

  private Future<Caller> caller(OwnedQueue queue, Seen seen) {
    return queue
        .owner()
        .state()
        .call(seen.call())
        .map(call -> Future.succeededFuture(call.caller()))
        .orElseGet(() -> switchboard.caller(offered(queue, seen), queue.setup()));
  }

  private Map<CallId, Seen> seen(OwnedQueue queue, ExchangeSnapshot snapshot) {
    return snapshot.calls().stream()
        .filter(s -> queueOf.apply(s).filter(queue.setup().queue()::equals).isPresent())
        .collect(Collectors.toMap(Seen::call, s -> s, (a, _) -> a));
  }

  private Future<Void> compare(
      OwnedQueue queue, ExchangeSnapshot before, ExchangeSnapshot snapshot, boolean takeOver) {
    Map<CallId, Seen> seen = seen(queue, snapshot);
    Map<CallId, Seen> seenBefore = seen(queue, before);
    List<Future<?>> commands = new ArrayList<>();
    QueueState state = queue.owner().state();
    for (QueuedCall call : state.calls()) {
      Optional<Seen> at = Optional.ofNullable(seen.get(call.caller().call()));
      if (at.isPresent()) {
        known(queue, call, at.get(), snapshot, takeOver, commands);
      } else if (!seenBefore.containsKey(call.caller().call())) {
        gone(queue, call, before, commands);
      } // else gone between the two lists: his note, if there is one, is read the next time
    }
    for (Technician technician : state.technicians()) {
      releaseIfGone(queue, technician, seen, snapshot, commands);
    }
    for (Seen call : seen.values()) {
      if (state.call(call.call()).isEmpty()) {
        unknown(queue, call, takeOver, commands);
      }
    }
    return carriedOut(queue, commands);
  }

  private Future<Void> carriedOut(OwnedQueue queue, List<Future<?>> commands) {
    if (!commands.isEmpty()) {
      differences += commands.size();
      LOG.atInfo()
          .addKeyValue("queue", queue.setup().queue())
          .addKeyValue("differences", commands.size())
          .log("the exchange knew better");
    }
    return Future.join(commands).mapEmpty();
  }

  private void gone(
      OwnedQueue queue, QueuedCall call, ExchangeSnapshot snapshot, List<Future<?>> commands) {
    CallId id = call.caller().call();
    if (call.caller().offeredAt().isBefore(snapshot.at().minus(MARGIN))) {
      boolean failed = call.caller().offeredAt().isBefore(snapshot.startedAt());
      commands.add(
          submit(queue, new QueueCommand.EndCall(CommandIds.end(id), scheduler.now(), id, failed)));
    }
  }

  private void known(
      OwnedQueue queue,
      QueuedCall call,
      Seen seen,
      ExchangeSnapshot snapshot,
      boolean takeOver,
      List<Future<?>> commands) {
    CallId id = call.caller().call();
    Instant now = scheduler.now();
    QueueCommand.EndRing over =
        new QueueCommand.EndRing(
            CommandIds.ringEnd(id, call.attempts()), now, id, call.attempts(), RingResult.FAILED);
    boolean ringsNoMore =
        call.phase() instanceof Phase.Ringing ringing
            && ringing.since().isBefore(snapshot.at().minus(MARGIN));
    if (seen.where() == Where.PARKED && ringsNoMore) {
      commands.add(submit(queue, over));
    } else if (seen.where() == Where.FALLBACK_WAITING && takeOver) {
      commands.add(
          phones
              .takeOver(id)
              .compose(said ->
                  said == Orders.Said.DONE && ringsNoMore
                      ? submit(queue, over)
                      : Future.succeededFuture()));
    }
  }

  private void answered(
      OwnedQueue queue,
      QueuedCall call,
      Seen seen,
      TechnicianId technician,
      List<Future<?>> commands) {
    if (!(call.phase() instanceof Phase.Talking)) {
      commands.add(
          submit(
              queue,
              new QueueCommand.ConfirmAnswer(
                  CommandIds.answer(seen.call(), technician),
                  seen.bridgedAt().orElseGet(scheduler::now),
                  seen.call(),
                  technician)));
    }
  }

  private void releaseIfGone(
      OwnedQueue queue,
      Technician technician,
      Map<CallId, Seen> seen,
      ExchangeSnapshot snapshot,
      List<Future<?>> commands) {
    if (technician.work() instanceof Work.Talking(CallId call) && !seen.containsKey(call)) {
      boolean young =
          queue
              .owner()
              .state()
              .call(call)
              .filter(c -> !c.caller().offeredAt().isBefore(snapshot.at().minus(MARGIN)))
              .isPresent();
      if (!young) {
        commands.add(
            submit(
                queue,
                new QueueCommand.ReleaseTechnician(
                    CommandIds.release(call, technician.id()),
                    scheduler.now(),
                    call,
                    technician.id())));
      }
    }
  }

  private void unknown(OwnedQueue queue, Seen seen, boolean takeOver, List<Future<?>> commands) {
    switch (seen.where()) {
      case PARKED -> commands.add(switchboard.offered(offered(queue, seen), queue.setup().queue()));
      case FALLBACK_WAITING -> {
        if (takeOver) {
          commands.add(phones.takeOver(seen.call()));
        }
      }
      // who talks is known by now; of the others their end, or their note, tells what became
      case TALKING, FALLBACK_TALKING, RINGING, FALLBACK_RINGING, OTHER -> {}
    }
  }

  private OfferedCall offered(OwnedQueue queue, Seen seen) {
    return new OfferedCall(
        seen.call(),
        1,
        seen.dialled(),
        Optional.of(queue.setup().queue()),
        seen.number(),
        seen.name(),
        seen.arrivedAt(),
        scheduler.now());
  }

  private void adopt(
      OwnedQueue queue, Seen seen, TechnicianId technician, List<Future<?>> commands) {
    switchboard.know(seen.call(), queue.setup().queue());
    commands.add(
        switchboard
            .caller(offered(queue, seen), queue.setup())
            .compose(caller ->
                queue
                    .owner()
                    .submit(
                        new QueueCommand.AdoptTalking(
                            CommandIds.offer(seen.call()),
                            scheduler.now(),
                            caller,
                            seen.bridgedAt().orElse(seen.arrivedAt()),
                            technician))));
  }

  private static Future<?> submit(OwnedQueue queue, QueueCommand command) {
    return queue.owner().submit(command);
  }
}
