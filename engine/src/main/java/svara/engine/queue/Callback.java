package svara.engine.queue;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallbackId;

/**
 * A promise to call somebody back that is still open.
 *
 * @param id which
 * @param caller whom, and on which ticket; {@code caller.arrivedAt} earns the place in the order
 * @param number the number to call: {@code +46...} or an extension
 * @param promisedAt when it was promised
 * @param life what has become of it so far; a promise stored before there was one is owed at once
 */
public record Callback(
    CallbackId id, Caller caller, String number, Instant promisedAt, @Nullable CallbackLife life) {

  public Callback {
    if (life == null) {
      life = CallbackLife.owed(promisedAt, null, null);
    }
  }

  public Callback(CallbackId id, Caller caller, String number, Instant promisedAt) {
    this(id, caller, number, promisedAt, null);
  }

  @Override
  public CallbackLife life() {
    return Objects.requireNonNull(life);
  }

  public CallbackStage stage() {
    return life().stage();
  }

  /** Whether it is in somebody's hands: it fills a talking place. */
  public boolean underWay() {
    return life().underWay();
  }

  Callback with(CallbackLife next) {
    return new Callback(id, caller, number, promisedAt, next);
  }
}
