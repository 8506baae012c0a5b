package svara.config.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DayPlanTest {
  @Test
  void theSameSeedGivesTheSameDay() {
    assertEquals(DayPlan.of(new Random(1), 30), DayPlan.of(new Random(1), 30));
    assertNotEquals(DayPlan.of(new Random(1), 30), DayPlan.of(new Random(2), 30));
  }

  @Test
  void aDayIsAsLongAsTheSpeedSaysAndInOrder() {
    List<PlannedCall> day = DayPlan.of(new Random(3), 60);
    assertEquals(100, day.size());
    assertTrue(day.getLast().after().compareTo(Duration.ofMinutes(8).plusSeconds(9)) < 0);
    assertEquals(day.stream().sorted(Comparator.comparing(PlannedCall::after)).toList(), day);
  }

  @Test
  void theFirstThreeCallersFillBothPlacesAndTheThirdWantsToBeCalledBack() {
    List<PlannedCall> day = DayPlan.of(new Random(4), 30);
    assertTrue(day.get(2).after().compareTo(Duration.ofSeconds(4)) < 0);
    assertTrue(day.get(2).callback().isPresent());
  }

  @Test
  void onlyNumbersSetAsideForFictionAreShown() {
    DayPlan.of(new Random(5), 30).stream()
        .map(PlannedCall::number)
        .forEach(
            number -> assertTrue(number.matches("|07017406(0[5-9]|[1-9]\\d)|4\\d\\d"), number));
  }
}
