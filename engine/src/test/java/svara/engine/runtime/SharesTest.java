package svara.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import svara.engine.id.QueueId;

class SharesTest {
  private static List<QueueId> queues(int count) {
    return IntStream.range(0, count).mapToObj(n -> new QueueId("q" + n)).toList();
  }

  @Test
  void freeQueuesAreSharedOutToTheLast() {
    Set<String> members = Set.of("a", "b", "c");
    List<QueueId> free = queues(10);
    List<QueueId> taken =
        Stream.of("a", "b", "c")
            .map(node -> new Shares(node, members, List.of()).mine(free))
            .peek(mine -> assertTrue(mine.size() == 3 || mine.size() == 4, mine::toString))
            .flatMap(List::stream)
            .sorted()
            .toList();
    assertEquals(free.stream().sorted().toList(), taken);
  }

  @Test
  void aNodeThatHasMoreLeavesFreeQueuesToTheOthers() {
    Shares shares = new Shares("a", Set.of("a", "b"), List.of("a", "a"));
    assertEquals(List.of(), shares.mine(queues(2)));
    assertEquals(2, new Shares("b", Set.of("a", "b"), List.of("a", "a")).mine(queues(2)).size());
  }

  @Test
  void oneQueueMoreThanAnotherNodeHasIsKept() {
    assertEquals(0, new Shares("a", Set.of("a", "b"), List.of("a")).tooMany());
    assertEquals(1, new Shares("a", Set.of("a", "b"), List.of("a", "a")).tooMany());
    assertEquals(0, new Shares("a", Set.of("a"), List.of("a", "a", "a")).tooMany());
  }

  @Test
  void whateverTheBeginningItEndsEvenly() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<String> members = List.of("a", "b", "c").subList(0, 1 + random.nextInt(3));
      Map<QueueId, String> owners = new HashMap<>();
      List<QueueId> queues = queues(1 + random.nextInt(40));
      for (QueueId queue : queues) {
        if (random.nextBoolean()) {
          // also nodes that are not here any more
          owners.put(queue, List.of("a", "b", "c", "gone").get(random.nextInt(4)));
        }
      }
      for (int round = 0; round < 60; round++) {
        for (String node : members) {
          round(node, members, queues, owners);
        }
      }
      List<Integer> counts = new ArrayList<>();
      members.forEach(node -> counts.add(Collections.frequency(owners.values(), node)));
      String seen = "seed " + seed + " " + counts;
      assertEquals(queues.size(), counts.stream().mapToInt(count -> count).sum(), seen);
      assertTrue(Collections.max(counts) - Collections.min(counts) <= 1, seen);
    }
  }

  private static void round(
      String node, List<String> members, List<QueueId> queues, Map<QueueId, String> owners) {
    Shares shares = new Shares(node, members, owners.values());
    List<QueueId> free =
        queues.stream().filter(queue -> !members.contains(owners.getOrDefault(queue, ""))).toList();
    shares.mine(free).forEach(queue -> owners.put(queue, node));
    if (free.isEmpty()) {
      queues.stream()
          .filter(queue -> node.equals(owners.get(queue)))
          .limit(shares.tooMany())
          .toList()
          .forEach(owners::remove);
    }
  }
}
