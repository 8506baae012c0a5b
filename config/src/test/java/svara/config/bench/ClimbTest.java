package svara.config.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class ClimbTest {
  private final List<Integer> carried = new ArrayList<>();

  @Test
  void theBestStepCountsAsLongAsAllGoWell() throws IOException {
    Climb climb = climbing(pace -> calls(pace, 0, 10));
    assertEquals(40, climb.carried());
    assertEquals(0, climb.failed());
    assertEquals(List.of(20, 30, 40), carried);
  }

  @Test
  void aStepThatFailsIsTheLastAndItsFailedCallsAreCounted() throws IOException {
    Climb climb = climbing(pace -> calls(pace, pace == 30 ? 3 : 0, 10));
    assertEquals(20, climb.carried());
    assertEquals(3, climb.failed());
    assertEquals(List.of(20, 30), carried);
  }

  @Test
  void whoFailsAtTheFirstStepHasCarriedNothing() throws IOException {
    Climb climb = climbing(pace -> calls(0, 20, 10));
    assertEquals(0, climb.carried());
    assertEquals(20, climb.failed());
    assertEquals(List.of(20), carried);
  }

  @Test
  void aLongWaitIsALimitThoughNoCallFails() throws IOException {
    Climb climb = climbing(pace -> calls(pace, 0, pace == 30 ? 501 : 500));
    assertEquals(20, climb.carried());
    assertEquals(0, climb.failed());
    assertEquals(List.of(20, 30), carried);
  }

  private Climb climbing(IntFunction<CallResults> side) throws IOException {
    Climb climb =
        new Climb(pace -> {
          carried.add(pace);
          return new Round(side.apply(pace), 0, 0, 0);
        });
    for (int pace : List.of(20, 30, 40)) {
      climb.step(pace);
    }
    return climb;
  }

  /** What a second of such calls gives. */
  private static CallResults calls(int answered, int failed, long millis) {
    long[] nanos = new long[answered];
    Arrays.fill(nanos, Duration.ofMillis(millis).toNanos());
    return new CallResults(
        answered + failed, answered, failed, Latencies.of(nanos), Duration.ofSeconds(1));
  }
}
