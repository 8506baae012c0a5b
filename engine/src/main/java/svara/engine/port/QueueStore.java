package svara.engine.port;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallerNumber;
import svara.engine.id.CommandId;
import svara.engine.id.Language;
import svara.engine.id.PersonId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueueState;
import svara.engine.queue.Refusal;

/**
 * Where a queue's truth is kept: its state, its journal, and the calls and tickets that its events
 * touch, written together or not at all.
 *
 * <p>A future fails with {@link StoreException}: UNAVAILABLE means nothing is known of the outcome
 * (a lost answer to COMMIT), so the same commit is given again; it is settled by the command ids.
 */
public interface QueueStore {

  /**
   * Takes the queue for a node if nobody holds it, the holder's lease has run out, or it is this
   * node's already. Every new claim raises the epoch, so that a former owner's writes are refused.
   *
   * @return the lease, or nothing when another node holds the queue
   */
  Future<Optional<Lease>> claim(QueueId queue, String node, Duration lease);

  /**
   * As {@link #claim}, and takes the queue from a node that seems to be gone before its lease has
   * run out, when the lease has not been renewed for some time. Whether it is gone or only late:
   * its epoch is the lower one from then on.
   *
   * @param gone the node that holds it
   * @param overdue how long ago the last renewal must be
   */
  Future<Optional<Lease>> succeed(
      QueueId queue, String gone, String node, Duration lease, Duration overdue);

  /**
   * Prolongs leases of this node, all in one statement.
   *
   * @return the queues that are still this node's under the epochs given
   */
  Future<Set<QueueId>> renew(String node, List<Lease> leases, Duration lease);

  /** Gives a queue back at a clean stop, so that another node needs not wait. */
  Future<Void> release(Lease lease);

  /** Who owns each queue now, by node name; queues without a living lease are left out. */
  Future<List<Owner>> owners();

  /** The queue's state as last committed; the empty state for a new queue. */
  Future<QueueState> load(QueueId queue);

  /**
   * What must be known of a caller before the queue can decide: who he is, which ticket the call
   * belongs on. Reserves a ticket number when none of the last {@code rejoin} by the same known
   * person fits; a reserved number that is not used stays unused.
   */
  Future<CallerFacts> callerFacts(CallerNumber number, Instant at, Duration rejoin);

  /**
   * A queue is about to ring a technician who stands in several. It holds him by this, unless
   * another queue does.
   *
   * @return who holds him now
   */
  Future<PhoneHolder> holdPhone(TechnicianId technician, QueueId queue);

  /**
   * Takes a technician from the queue that held him.
   *
   * @return whether he is this queue's now; not when anybody has rung him since he was seen held so
   */
  Future<Boolean> takePhone(TechnicianId technician, PhoneHolder from, QueueId queue);

  /** Writes a batch of decided commands in one transaction, or nothing of it. */
  Future<Committed> commit(Commit commit);

  /** The queue is owned under this epoch until the lease runs out or is renewed. */
  record Lease(QueueId queue, String node, long epoch) {}

  /**
   * The queue that rang a technician last.
   *
   * @param turn grows with every ring
   */
  record PhoneHolder(QueueId queue, long turn) {}

  /** Who owns a queue. */
  record Owner(QueueId queue, String node, long epoch) {}

  /**
   * What is known of a caller.
   *
   * @param person the person with this number, when it recognises one
   * @param language the person's own language, when known
   * @param ticket the ticket the call goes on
   * @param known the ticket existed before
   */
  record CallerFacts(
      @Nullable PersonId person, @Nullable Language language, TicketNumber ticket, boolean known) {}

  /**
   * One command with what it led to.
   *
   * @param events in order; may be empty when the command was refused, which is kept as well so
   *     that its repetition gets the same answer
   */
  record Entry(CommandId command, Instant at, List<QueueEvent> events, Optional<Refusal> refusal) {
    public Entry {
      events = List.copyOf(events);
    }
  }

  /**
   * A batch to be written.
   *
   * @param expectedVersion the version the events were decided on
   * @param state what is true after all of them
   */
  record Commit(
      QueueId queue, long epoch, long expectedVersion, QueueState state, List<Entry> entries) {
    public Commit {
      entries = List.copyOf(entries);
    }
  }

  /** What became of a commit. */
  sealed interface Committed {
    /** All is stored. */
    record Stored() implements Committed {}

    /** These commands are in the journal already; nothing was written. Decide the rest anew. */
    record Known(List<Entry> firsts) implements Committed {
      public Known {
        firsts = List.copyOf(firsts);
      }
    }

    /** Another owner has the queue, or the state has moved on: stop acting and load again. */
    record Fenced() implements Committed {}
  }
}
