package svara.config.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

  @Test
  void aQuantileIsAValueThatWasMeasured() {
    Latencies hundred = millis(LongStream.rangeClosed(1, 100).toArray());
    assertEquals(50, hundred.medianMillis());
    assertEquals(99, hundred.p99Millis());
    assertEquals(100, hundred.quantileMillis(1));
  }

  @Test
  void oneSlowCallOfAHundredDoesNotMoveThe99thButTwoDo() {
    assertEquals(1, millis(withSlow(1)).p99Millis());
    assertEquals(900, millis(withSlow(2)).p99Millis());
  }

  @Test
  void roundsArePooledAndNotAveraged() {
    Latencies pooled = Latencies.all(List.of(millis(3, 1), millis(100)));
    assertEquals(3, pooled.count());
    assertEquals(3, pooled.medianMillis());
  }

  @Test
  void nothingMeasuredIsNoNumber() {
    assertTrue(Double.isNaN(millis().medianMillis()));
  }

  private static long[] withSlow(int slow) {
    long[] times = new long[100];
    for (int i = 0; i < times.length; i++) {
      times[i] = i < slow ? 900 : 1;
    }
    return times;
  }

  private static Latencies millis(long... millis) {
    return Latencies.of(LongStream.of(millis).map(m -> m * 1_000_000).toArray());
  }
}
