package svara.engine.port;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import svara.engine.id.CallId;

/**
 * What callers have said to the exchange, one recording a call at most, each there until {@link
 * #forget}. One whose call lives may not be whole yet. Futures fail with {@link
 * PhoneSystemException}.
 */
public interface MessageFolder {
  /** So many are told at once. */
  int MESSAGES_MAX = 1_000;

  /** A longer recording is cut, in bytes: five minutes and a half. */
  int BYTES_MAX = 5_300_000;

  /** Calls that recordings are there of, in no order. */
  Future<List<CallId>> messages();

  /** The recording; empty when it is not there any more. */
  Future<Optional<Recording>> message(CallId call);

  /** Removes a recording that has been stored; one that is not there is removed already. */
  Future<Void> forget(CallId call);

  /**
   * A file as the exchange wrote it.
   *
   * @param recordedAt when it was last added to, by the exchange's clock
   */
  record Recording(CallId call, Instant recordedAt, Buffer file) {}
}
