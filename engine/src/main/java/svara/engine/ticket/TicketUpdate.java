package svara.engine.ticket;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.queue.Caller;

/**
 * What a call does to a ticket. Says what to change rather than how the ticket is to look, so that
 * it is true beside whatever technicians change at the same time; see {@link TicketLife#after}.
 */
public sealed interface TicketUpdate {
  TicketNumber ticket();

  Instant at();

  /** Opens the ticket, unless it is there and the call joins it. */
  record Opened(TicketNumber ticket, Instant at, QueueId queue, Caller caller)
      implements TicketUpdate {}

  /**
   * Somebody answered. Said twice of one answer it does nothing the second time: in between the
   * technician may have closed the ticket.
   */
  record Answered(TicketNumber ticket, Instant at, TechnicianId technician)
      implements TicketUpdate {}

  /**
   * The caller has been served: earlier missed calls of the same person, or else of the same
   * number, need no calling back any more. Those with an open promise keep it until it is taken
   * back.
   */
  record Served(TicketNumber ticket, Instant at, Caller caller) implements TicketUpdate {}

  /**
   * The call ended and nobody answered.
   *
   * @param toCallBack somebody is to call back; else it stays out of the work list
   */
  record Missed(TicketNumber ticket, Instant at, boolean toCallBack) implements TicketUpdate {}

  /** A callback is promised. */
  record Promised(TicketNumber ticket, Instant at, CallbackId callback) implements TicketUpdate {}

  /** The promise that was made in this ticket's call stands on another ticket. */
  record PromisedElsewhere(TicketNumber ticket, Instant at, TicketNumber other)
      implements TicketUpdate {}

  /** The promise of this ticket is overtaken: its caller was served on another one. */
  record ServedElsewhere(TicketNumber ticket, Instant at, TicketNumber other)
      implements TicketUpdate {}

  /**
   * A promise was fulfilled.
   *
   * @param by the technician who called back, or null when a program says so
   */
  record CalledBack(TicketNumber ticket, Instant at, CallbackId callback, @Nullable TechnicianId by)
      implements TicketUpdate {}

  /** A promise was taken back. */
  record PromiseWithdrawn(TicketNumber ticket, Instant at, CallbackId callback)
      implements TicketUpdate {}

  /** A promise could not be kept by the queue: somebody is to call back. */
  record PromiseExpired(TicketNumber ticket, Instant at, CallbackId callback)
      implements TicketUpdate {}

  /**
   * Nothing but a line of the timeline.
   *
   * @param kind {@code call.queued} and the like
   * @param call the call it happened in, or null
   * @param by a technician's id, {@code system}, or empty for the caller
   * @param text what was written, or empty
   * @param facts further facts by name
   */
  record Noted(
      TicketNumber ticket,
      Instant at,
      String kind,
      @Nullable CallId call,
      String by,
      String text,
      Map<String, String> facts)
      implements TicketUpdate {
    public Noted {
      facts = Map.copyOf(facts);
    }
  }
}
