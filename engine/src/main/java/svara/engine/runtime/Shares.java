package svara.engine.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import svara.engine.id.QueueId;

/**
 * How the queues are shared out over the nodes that are here: evenly, and without moving one that
 * need not move. Each node works it out by itself from what PostgreSQL says; where two see it
 * differently, PostgreSQL gives the queue to one of them.
 */
final class Shares {
  private final String node;
  private final Map<String, Integer> counts = new TreeMap<>();

  /**
   * @param node this one
   * @param members all that are here, this one too
   * @param owners the owner of each queue that has one
   */
  Shares(String node, Collection<String> members, Collection<String> owners) {
    this.node = node;
    counts.put(node, 0);
    members.forEach(member -> counts.put(member, 0));
    owners.forEach(owner -> counts.computeIfPresent(owner, (_, count) -> count + 1));
  }

  /** Which of the free queues this node should take; the others are for the others. */
  List<QueueId> mine(List<QueueId> free) {
    Map<String, Integer> after = new TreeMap<>(counts);
    List<QueueId> mine = new ArrayList<>();
    for (QueueId queue : free) {
      String next =
          after.entrySet().stream()
              .min(Comparator.comparingInt(Map.Entry::getValue))
              .orElseThrow()
              .getKey();
      after.merge(next, 1, Integer::sum);
      if (next.equals(node)) {
        mine.add(queue);
      }
    }
    return mine;
  }

  /** How many this node should give back now, so that one that has fewer can take them. */
  int tooMany() {
    int least = counts.values().stream().min(Comparator.naturalOrder()).orElseThrow();
    int more = counts.getOrDefault(node, 0) - least;
    return more < 2 ? 0 : Math.max(1, more / counts.size());
  }
}
