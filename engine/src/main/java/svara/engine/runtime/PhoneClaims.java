package svara.engine.runtime;

import io.vertx.core.Future;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.QueueStore;
import svara.engine.port.QueueStore.PhoneHolder;

/**
 * Which queue rings a technician's phone, where he stands in several: two that find him free at the
 * same moment, on one node or on two, must not both ring him. The store names one holder, who keeps
 * him for as long as its stored state says that it has something for him; nothing is ever given
 * back by hand, so nothing can be forgotten. A queue's ring is stored before it claims, so of two
 * that claim the later sees the earlier's.
 */
final class PhoneClaims {
  private static final Logger LOG = LoggerFactory.getLogger(PhoneClaims.class);

  /** Others that ring him between two looks; then he is theirs. */
  private static final int TRIES = 3;

  private final QueueStore store;
  private final Predicate<TechnicianId> inSeveral;

  /**
   * @param inSeveral whether a technician stands in more than one queue; nobody else is asked for
   */
  PhoneClaims(QueueStore store, Predicate<TechnicianId> inSeveral) {
    this.store = store;
    this.inSeveral = inSeveral;
  }

  /** Whether the queue may ring him. Where that can not be known it may not. */
  Future<Boolean> claim(TechnicianId technician, QueueId queue) {
    return inSeveral.test(technician)
        ? claim(technician, queue, 1).recover(cause -> unknown(technician, queue, cause))
        : Future.succeededFuture(true);
  }

  private Future<Boolean> claim(TechnicianId technician, QueueId queue, int attempt) {
    return store
        .holdPhone(technician, queue)
        .compose(holder ->
            holder.queue().equals(queue)
                ? Future.succeededFuture(true)
                : take(technician, queue, holder, attempt));
  }

  private Future<Boolean> take(
      TechnicianId technician, QueueId queue, PhoneHolder holder, int attempt) {
    return store
        .load(holder.queue())
        .compose(state -> {
          boolean busy = state.technician(technician).filter(t -> !t.idle()).isPresent();
          return busy
              ? Future.succeededFuture(false)
              : store
                  .takePhone(technician, holder, queue)
                  .compose(taken ->
                      taken || attempt >= TRIES
                          ? Future.succeededFuture(taken)
                          : claim(technician, queue, attempt + 1));
        });
  }

  private static Future<Boolean> unknown(TechnicianId technician, QueueId queue, Throwable cause) {
    LOG.atWarn()
        .addKeyValue("queue", queue)
        .addKeyValue("technician", technician)
        .addKeyValue("cause", cause.getMessage())
        .log("not known whether another queue rings the technician: this one does not");
    return Future.succeededFuture(false);
  }
}
