package svara.engine.queue;

import java.time.Instant;
import svara.engine.id.CallbackId;

/**
 * A promise to call somebody back that is still open.
 *
 * @param id which
 * @param caller whom, and on which ticket; {@code caller.arrivedAt} earns the place in the order
 * @param number the number to call: {@code +46...} or an extension
 * @param promisedAt when it was promised
 */
public record Callback(CallbackId id, Caller caller, String number, Instant promisedAt) {}
