package svara.config.exchange;

import java.util.ArrayList;
import java.util.List;

/**
 * What owners of one queue did, in the order in which the exchange and the database took it.
 *
 * @param acts orders that reached the exchange
 * @param writes what the database accepted
 */
record OwnershipHistory(List<Act> acts, List<Write> writes) {
  OwnershipHistory {
    acts = List.copyOf(acts);
    writes = List.copyOf(writes);
  }

  /**
   * An order at the exchange.
   *
   * @param epoch of who gave it
   * @param taken whether it was carried out; refused otherwise
   */
  record Act(String context, long epoch, boolean taken) {}

  /**
   * A write that was accepted.
   *
   * @param epoch of who wrote
   * @param highest the epoch of the lease at that moment
   */
  record Write(long epoch, long highest) {}

  /** All that is not as it must be. */
  List<String> findings() {
    List<String> findings = new ArrayList<>();
    long highest = 0;
    for (Act act : acts) {
      if (act.taken() && act.epoch() < highest) {
        findings.add("a former owner was obeyed after epoch " + highest + ": " + act);
      }
      if (act.taken()) {
        highest = Math.max(highest, act.epoch());
      }
    }
    long before = 0;
    for (Write write : writes) {
      if (write.epoch() != write.highest() || write.epoch() < before) {
        findings.add("accepted without the highest epoch, after " + before + ": " + write);
      }
      before = Math.max(before, write.epoch());
    }
    return findings;
  }

  /** How many owners have acted at the exchange. */
  long owners() {
    return acts.stream().filter(Act::taken).mapToLong(Act::epoch).distinct().count();
  }

  long refused() {
    return acts.stream().filter(act -> !act.taken()).count();
  }
}
