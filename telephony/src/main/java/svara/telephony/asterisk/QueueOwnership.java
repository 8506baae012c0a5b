package svara.telephony.asterisk;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import svara.engine.id.QueueId;
import svara.engine.port.PhoneSystemException;
import svara.engine.port.PhoneSystemException.Kind;

/**
 * Which queues this engine owns at the exchange, and its sign of life there. Globals, never stored:
 * what outlives its engine lies. A restart of the exchange forgets them; every beat reads the fence
 * back and sets it anew.
 */
final class QueueOwnership {
  /** How long parked callers are kept when the engine beats no more (the database is away). */
  private static final Duration KEPT = Duration.ofSeconds(30);

  private final AmiConnection ami;
  private final ExchangeClock clock;
  private final String node;
  private final ParkedTimes times;
  private final Map<QueueId, Long> epochs = new HashMap<>();
  private long lastBeatNanos = System.nanoTime() - KEPT.toNanos();

  QueueOwnership(AmiConnection ami, ExchangeClock clock, String node, ParkedTimes times) {
    this.ami = ami;
    this.clock = clock;
    this.node = node;
    this.times = times;
  }

  /** The epoch that orders for calls of a queue carry; 0 when it is not claimed here. */
  long epoch(Optional<QueueId> queue) {
    return queue.map(q -> epochs.getOrDefault(q, 0L)).orElse(0L);
  }

  /** Whether this engine keeps parked callers of a queue from the dead-man's timeout. */
  boolean keeps(Optional<QueueId> queue) {
    return queue.isPresent()
        && epochs.containsKey(queue.get())
        && System.nanoTime() - lastBeatNanos < KEPT.toNanos();
  }

  Future<Void> claim(QueueId queue, long epoch) {
    return fence(queue, epoch)
        .compose(nothing -> write("SVARA_STALE_" + queue, times.stale()))
        .compose(nothing -> write("SVARA_DEADMAN_" + queue, times.deadMan()))
        .compose(nothing -> ami.write("SVARA_OWNER_" + queue, node))
        .onSuccess(nothing -> epochs.put(queue, epoch));
  }

  private Future<Void> write(String global, Duration time) {
    return ami.write(global, Long.toString(time.toSeconds()));
  }

  /** Sets the fence unless a higher one stands, and reads it back. */
  private Future<Void> fence(QueueId queue, long epoch) {
    String global = "SVARA_EPOCH_" + queue;
    return ami.read(global)
        .compose(known ->
            number(known) > epoch ? refused(queue, known) : ami.write(global, Long.toString(epoch)))
        .compose(nothing -> ami.read(global))
        .compose(
            known -> number(known) == epoch ? Future.succeededFuture() : refused(queue, known));
  }

  Future<Void> beat(Set<QueueId> queues) {
    if (!ami.up()) {
      // late answers: the exchange must not be told that somebody is there
      return Future.failedFuture(
          new PhoneSystemException(Kind.DISCONNECTED, "the exchange does not answer in time"));
    }
    List<Future<Void>> fences = new ArrayList<>();
    for (QueueId queue : queues) {
      long epoch = epoch(Optional.of(queue));
      fences.add(ami.read("SVARA_EPOCH_" + queue).compose(known -> checked(queue, epoch, known)));
    }
    // the sign of life is the node's; whose a queue is stands in the fence, which is read back
    String seconds = Long.toString(clock.exchangeNow().getEpochSecond());
    fences.add(ami.write("SVARA_HB_" + node, seconds));
    return Future.join(fences)
        .<Void>mapEmpty()
        .onSuccess(nothing -> lastBeatNanos = System.nanoTime());
  }

  private Future<Void> checked(QueueId queue, long epoch, String known) {
    if (number(known) == epoch && epoch > 0) {
      return Future.succeededFuture();
    }
    return number(known) > epoch ? refused(queue, known) : claim(queue, epoch);
  }

  private static <T> Future<T> refused(QueueId queue, String epoch) {
    return Future.failedFuture(
        new PhoneSystemException(
            Kind.REFUSED, "queue " + queue + " belongs to epoch " + epoch + " at the exchange"));
  }

  private static long number(String text) {
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }
}
