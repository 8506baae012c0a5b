package svara.engine.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SmallGroupsTest {
  @Test
  void groupsOfFewerThanFiveArePutTogether() {
    SmallGroups.Shown shown =
        of(Map.of("care", 17L, "schools", 14L, "roads", 7L, "archive", 4L, "law", 3L));
    assertEquals(List.of("care", "schools", "roads"), List.copyOf(shown.shown().keySet()));
    assertEquals(7, shown.others());
  }

  @Test
  void aSingleSmallGroupTakesTheNextWithItSoThatItCanNotBeFoundBySubtraction() {
    SmallGroups.Shown shown = of(Map.of("care", 17L, "schools", 14L, "law", 3L));
    assertEquals(List.of("care"), List.copyOf(shown.shown().keySet()));
    assertEquals(17, shown.others());
  }

  @Test
  void aDepartmentOfFourIsHiddenHoweverMuchTheyCall() {
    Map<String, Long> calls = Map.of("care", 17L, "schools", 14L, "law", 90L, "archive", 20L);
    Map<String, Long> people = Map.of("care", 60L, "schools", 40L, "law", 4L, "archive", 1L);
    SmallGroups.Shown shown = SmallGroups.of(calls, people);
    assertEquals(List.of("care", "schools"), List.copyOf(shown.shown().keySet()));
    assertEquals(110, shown.others());
  }

  @Test
  void fourPeopleTakeAnotherDepartmentWithThem() {
    SmallGroups.Shown shown =
        SmallGroups.of(
            Map.of("care", 17L, "schools", 14L, "law", 90L),
            Map.of("care", 60L, "schools", 40L, "law", 4L));
    assertEquals(List.of("care"), List.copyOf(shown.shown().keySet()));
    assertEquals(104, shown.others());
  }

  @Test
  void aDepartmentOfNobodyKnownIsHidden() {
    assertEquals(Map.of(), SmallGroups.of(Map.of("law", 90L), Map.of()).shown());
  }

  private static SmallGroups.Shown of(Map<String, Long> counts) {
    return SmallGroups.of(counts, counts);
  }

  @Test
  void withoutSmallGroupsNothingIsPutTogether() {
    SmallGroups.Shown shown = of(Map.of("care", 5L, "schools", 6L));
    assertEquals(2, shown.shown().size());
    assertEquals(0, shown.others());
  }

  @Test
  void nothingIsLostAndNothingSmallIsShown() {
    for (long seed = 1; seed <= 500; seed++) {
      Random random = new Random(seed);
      Map<String, Long> counts = new HashMap<>();
      for (int i = random.nextInt(9); i > 0; i--) {
        counts.put("g" + i, (long) random.nextInt(12));
      }
      SmallGroups.Shown shown = of(counts);
      long all = counts.values().stream().mapToLong(Long::longValue).sum();
      long told = shown.shown().values().stream().mapToLong(Long::longValue).sum();
      assertEquals(all, told + shown.others(), "seed " + seed);
      assertTrue(shown.shown().values().stream().allMatch(n -> n >= 5), "seed " + seed);
      assertTrue(
          shown.others() == 0 || shown.others() >= 5 || shown.shown().isEmpty(), "seed " + seed);
    }
  }
}
