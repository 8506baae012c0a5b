package svara.engine.runtime;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.port.PhoneSystem;
import svara.engine.queue.QueueLogic;

/**
 * Makes a queue that has become ours, or a connection that has come back, fit to be served: fences
 * the exchange, compares with it, takes waiting callers back, gives the orders that were under way.
 * Only then may the queue be said to be served.
 */
final class Settling {
  private static final Logger LOG = LoggerFactory.getLogger(Settling.class);
  private static final Duration AGAIN = Duration.ofSeconds(2);

  private final PhoneSystem phones;
  private final Reconciliation reconciliation;
  private final Scheduler scheduler;
  private final BooleanSupplier connected;
  private final Runnable settled;

  /** Queues that are being settled, and whether it was asked for once more meanwhile. */
  private final Map<OwnedQueue, Boolean> underWay = new HashMap<>();

  /**
   * @param connected whether the exchange answers
   * @param settled run whenever a queue has become settled
   */
  Settling(
      PhoneSystem phones,
      Reconciliation reconciliation,
      Scheduler scheduler,
      BooleanSupplier connected,
      Runnable settled) {
    this.phones = phones;
    this.reconciliation = reconciliation;
    this.scheduler = scheduler;
    this.connected = connected;
    this.settled = settled;
  }

  /** Settles the queue unless it is; tries until it is, or the queue or the exchange is gone. */
  void settle(OwnedQueue queue) {
    if (!connected.getAsBoolean() || queue.settled() || queue.owner().stopped()) {
      return;
    }
    if (underWay.containsKey(queue)) {
      underWay.put(queue, true);
      return;
    }
    underWay.put(queue, false);
    phones
        .claim(queue.setup().queue(), queue.owner().lease().epoch())
        .compose(_ -> reconciliation.compare(queue, true))
        .onComplete(done -> {
          boolean again = Boolean.TRUE.equals(underWay.remove(queue));
          if (done.succeeded() && !again) {
            served(queue);
          } else if (done.succeeded()) {
            settle(queue); // the connection was lost meanwhile: what was compared is old
          } else {
            LOG.atWarn()
                .addKeyValue("queue", queue.setup().queue())
                .addKeyValue("cause", done.cause().getMessage())
                .log("the queue could not be settled; trying again");
            scheduler.after(AGAIN, () -> settle(queue));
          }
        });
  }

  private void served(OwnedQueue queue) {
    if (!connected.getAsBoolean() || queue.owner().stopped()) {
      return;
    }
    queue.settled(true);
    resume(queue);
    queue.mirrorSoon();
    settled.run();
    if (queue.endsToLookFor()) {
      reconciliation
          .compare(queue, false)
          .onFailure(cause ->
              LOG.atWarn()
                  .addKeyValue("cause", cause.getMessage())
                  .log("the comparison with the exchange failed; the next one mends it"));
    }
  }

  /** Orders that were under way when the last owner stopped are given again. */
  private static void resume(OwnedQueue queue) {
    for (var call : queue.owner().state().calls()) {
      QueueLogic.resume(call).ifPresent(queue.effects()::run);
    }
  }
}
