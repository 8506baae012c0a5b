package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SippCountsTest {
  private static final String HEADING = "Time;SuccessfulCall(P);SuccessfulCall(C);answered(C);";

  @Test
  void theLastLineCounts() {
    SippCounts counts = SippCounts.of(List.of(HEADING, "1;0;1;1;", "2;1;2;3;"));

    assertEquals(2, counts.successful());
    assertEquals(3, counts.of("answered"));
  }

  @Test
  void severalAddUp() {
    SippCounts one = SippCounts.of(List.of(HEADING, "1;0;1;1;"));
    SippCounts two = SippCounts.of(List.of("Time;pressed(C);SuccessfulCall(C)", "1;4;5"));

    SippCounts sum = SippCounts.sum(List.of(one, two));

    assertEquals(6, sum.successful());
    assertEquals(4, sum.of("pressed"));
  }

  @Test
  void aCounterThatIsNotThereAndAFileThatIsTornAreMistakes() {
    SippCounts counts = SippCounts.of(List.of(HEADING, "1;0;1;1;"));

    assertThrows(IllegalArgumentException.class, () -> counts.of("hung_up"));
    assertThrows(IllegalStateException.class, () -> SippCounts.of(List.of(HEADING)));
    assertThrows(IllegalStateException.class, () -> SippCounts.of(List.of(HEADING, "1;0")));
  }
}
