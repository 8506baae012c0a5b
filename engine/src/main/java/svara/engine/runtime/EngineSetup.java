package svara.engine.runtime;

import java.time.Duration;
import java.util.List;

/**
 * What the engine needs to know of the settings. The times stand in one order, checked where the
 * settings are read: heartbeat, stale, lease, dead-man's timeout.
 *
 * @param node this node's name, unique in the cluster
 * @param rejoin a known person who calls again within this time lands on the same ticket
 * @param heartbeat how often the exchange is told that the engine lives
 * @param stale an older sign of life makes the exchange serve new callers by itself
 * @param lease how long a queue stays owned without renewal
 * @param leaseRenewal how often leases are renewed
 * @param leaseStop after the start of the last good renewal the owner stops acting
 * @param storePatience a command waiting longer than this for the database stops the heartbeat
 * @param reconciliation how often the exchange's list is compared
 */
public record EngineSetup(
    String node,
    List<QueueSetup> queues,
    Duration rejoin,
    Duration heartbeat,
    Duration stale,
    Duration lease,
    Duration leaseRenewal,
    Duration leaseStop,
    Duration storePatience,
    Duration reconciliation) {
  public EngineSetup {
    queues = List.copyOf(queues);
  }

  /** After so long without a sign of life the exchange may have begun to act by itself. */
  Duration silence() {
    return heartbeat.plus(stale).dividedBy(2);
  }

  /** A lease that was not renewed for so long has a holder who is late, or gone. */
  Duration overdue() {
    return leaseRenewal.plus(leaseRenewal.dividedBy(4));
  }

  /** The design's times. */
  public static EngineSetup withDefaultTimes(
      String node, List<QueueSetup> queues, Duration rejoin) {
    return new EngineSetup(
        node,
        queues,
        rejoin,
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(6),
        Duration.ofSeconds(2),
        Duration.ofSeconds(4),
        Duration.ofSeconds(2),
        Duration.ofSeconds(30));
  }
}
