package svara.engine.runtime;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.PhoneSystem;
import svara.engine.port.TechnicianPhone;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.Technician;
import svara.engine.runtime.QueueSetup.TechnicianSetup;

/**
 * Who the settings name as technicians, which may change while the engine runs. Whoever has a call
 * keeps the phone he has it at until it ends, so that the exchange's reports of it are still
 * understood.
 */
final class Staff {
  private final List<QueueSetup> queues;
  private final Map<QueueId, List<TechnicianSetup>> named = new HashMap<>();
  private final Map<QueueId, OwnedQueue> owned;
  private final PhoneSystem phones;
  private final Scheduler scheduler;
  private List<TechnicianPhone> watched = List.of();

  Staff(
      List<QueueSetup> queues,
      Map<QueueId, OwnedQueue> owned,
      PhoneSystem phones,
      Scheduler scheduler) {
    this.queues = queues;
    this.owned = owned;
    this.phones = phones;
    this.scheduler = scheduler;
    name(queues);
  }

  private void name(List<QueueSetup> others) {
    others.forEach(queue -> named.put(queue.queue(), queue.technicians()));
  }

  private List<TechnicianSetup> namedIn(QueueId queue) {
    return Objects.requireNonNull(named.get(queue));
  }

  /** Whether he is named in more than one queue, of whichever node. */
  boolean inSeveral(TechnicianId technician) {
    return named.values().stream()
            .filter(all -> all.stream().anyMatch(one -> one.id().equals(technician)))
            .limit(2)
            .count()
        > 1;
  }

  /** The queue with the technicians that the settings name now. */
  QueueSetup named(QueueSetup queue) {
    return queue.with(namedIn(queue.queue()));
  }

  Future<Void> change(List<QueueSetup> others) {
    name(others);
    return apply();
  }

  /** Does what is left to do; nothing when all is as the settings say. */
  Future<Void> apply() {
    List<Future<?>> enrolled = new ArrayList<>();
    owned.values().forEach(queue -> enrolled.add(enrol(queue)));
    return Future.join(enrolled)
        .transform(done -> {
          owned.values().forEach(this::adopt);
          return watch()
              .compose(_ -> done.succeeded() ? Future.succeededFuture() : failed(done.cause()));
        });
  }

  private static Future<Void> failed(Throwable cause) {
    return Future.failedFuture(cause);
  }

  private Future<?> enrol(OwnedQueue queue) {
    List<TechnicianId> wanted = named(queue.setup()).technicianIds();
    Set<TechnicianId> there =
        queue.owner().state().technicians().stream()
            .filter(t -> !t.leaving())
            .map(Technician::id)
            .collect(Collectors.toSet());
    if (there.equals(Set.copyOf(wanted))) {
      return Future.succeededFuture();
    }
    QueueOwner owner = queue.owner();
    return owner.submit(
        new QueueCommand.EnrolTechnicians(
            CommandIds.enrol(owner.lease().epoch(), scheduler.now()), scheduler.now(), wanted));
  }

  private void adopt(OwnedQueue queue) {
    List<TechnicianSetup> next =
        new ArrayList<>(
            queue.setup().technicians().stream().filter(t -> hasCall(queue, t.id())).toList());
    Set<TechnicianId> kept = next.stream().map(TechnicianSetup::id).collect(Collectors.toSet());
    for (TechnicianSetup technician : namedIn(queue.setup().queue())) {
      if (!kept.contains(technician.id())) {
        next.add(technician);
      }
    }
    if (!Set.copyOf(next).equals(Set.copyOf(queue.setup().technicians()))) {
      queue.technicians(next);
    }
  }

  private static boolean hasCall(OwnedQueue queue, TechnicianId id) {
    return queue.owner().state().technician(id).filter(t -> !t.idle()).isPresent();
  }

  /** Has the exchange report their phones, if it does not yet. */
  Future<Void> watch() {
    Map<String, TechnicianPhone> all = new HashMap<>();
    List<TechnicianPhone> next = new ArrayList<>();
    Set<TechnicianId> seen = new HashSet<>();
    for (QueueSetup queue : queues) {
      OwnedQueue ours = owned.get(queue.queue());
      for (TechnicianSetup t : ours == null ? namedIn(queue.queue()) : ours.setup().technicians()) {
        // a phone that changes hands stays with whoever has a call at it, who stands first
        if (all.putIfAbsent(t.phone().dial(), t.phone()) == null && seen.add(t.id())) {
          next.add(t.phone());
        }
      }
    }
    if (next.equals(watched)) {
      return Future.succeededFuture();
    }
    return phones.watch(next).onSuccess(_ -> watched = List.copyOf(next));
  }
}
