package svara.config.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
  @Test
  void theAimsLoadCanBeRun() {
    assertEquals(List.of(), plan(100, 80, 30).problems());
  }

  @Test
  void whatCanNotBeRunIsSaidAllAtOnceWithItsLimits() {
    assertEquals(
        List.of("--rate is 100, and may be 1 to 99", "--warm-up is 601, and may be 0 to 600"),
        plan(100, 100, 601).problems());
  }

  private static Plan plan(int technicians, int rate, int warmUpSeconds) {
    return new Plan(
        "", technicians, rate, 3, Duration.ofSeconds(10), Duration.ofSeconds(warmUpSeconds));
  }
}
