package svara.config.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarmUpLoadsTest {
  @Test
  void theRateClimbsAndStaysAtTheFullOne() {
    List<WarmUpLoads.Step> steps = WarmUpLoads.of(80, Duration.ofSeconds(30));
    assertEquals(
        List.of(10, 20, 40, 80), steps.stream().map(WarmUpLoads.Step::callsPerSecond).toList());
    assertEquals(
        List.of(true, true, true, false), steps.stream().map(WarmUpLoads.Step::cold).toList());
    assertEquals(2_400, steps.getLast().load("100").calls());
  }

  @Test
  void eachStepHasACall() {
    assertTrue(
        WarmUpLoads.of(1, Duration.ZERO).stream().allMatch(step -> step.load("100").calls() > 0));
  }
}
