package svara.engine.port;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import svara.engine.id.CallId;
import svara.engine.id.TicketNumber;

/** Voice messages as attachments of tickets. Futures fail with {@link StoreException}. */
public interface VoiceMessageStore {

  /** Those of the calls that have ended: what was said in them is whole. At most 1,000. */
  Future<Set<CallId>> ended(Collection<CallId> calls);

  /**
   * Puts what was said in a call on the call's ticket, with an entry of the timeline, in one
   * transaction.
   *
   * @return the ticket; empty when the call is not known, or not over, or its message is kept
   *     already
   */
  Future<Optional<TicketNumber>> keep(VoiceMessage message);

  /**
   * Removes the sound of older messages, with an entry on each one's ticket. At most 100 at once.
   *
   * @param before recorded before this moment
   */
  Future<List<Removed>> remove(Instant before, Instant at);

  /**
   * What was said in a call.
   *
   * @param length of the recording
   * @param sound {@code audio/wav}; empty when nothing was said: only the ticket tells of it then
   */
  record VoiceMessage(
      CallId call, Instant recordedAt, Duration length, Optional<Buffer> sound, Instant at) {}

  record Removed(long attachment, TicketNumber ticket, Instant recordedAt) {}
}
