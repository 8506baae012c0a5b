package svara.engine.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static svara.engine.port.Prompt.ABOUT;
import static svara.engine.port.Prompt.FAR_BACK;
import static svara.engine.port.Prompt.LONG_WAIT;
import static svara.engine.port.Prompt.MINUTES;
import static svara.engine.port.Prompt.NUMBER_1;
import static svara.engine.port.Prompt.NUMBER_2;
import static svara.engine.port.Prompt.NUMBER_20;
import static svara.engine.port.Prompt.ONE_MINUTE;
import static svara.engine.port.Prompt.YOU_ARE_NUMBER;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptTest {
  @Test
  void placeIsSaidAsNumberUpToTwenty() {
    assertEquals(List.of(YOU_ARE_NUMBER, NUMBER_1), Prompt.place(1));
    assertEquals(List.of(YOU_ARE_NUMBER, NUMBER_20), Prompt.place(20));
    assertEquals(List.of(FAR_BACK), Prompt.place(21));
    assertThrows(IllegalArgumentException.class, () -> Prompt.place(0));
  }

  @Test
  void everyNumberIsItsOwnKey() {
    for (int n = 1; n <= 20; n++) {
      assertEquals("number_" + n, Prompt.place(n).getLast().key());
    }
  }

  @Test
  void waitIsSaidInBegunMinutes() {
    assertEquals(List.of(ABOUT, ONE_MINUTE), Prompt.waiting(Duration.ZERO));
    assertEquals(List.of(ABOUT, ONE_MINUTE), Prompt.waiting(Duration.ofMillis(60_400)));
    assertEquals(List.of(ABOUT, NUMBER_2, MINUTES), Prompt.waiting(Duration.ofSeconds(61)));
    assertEquals(List.of(ABOUT, NUMBER_20, MINUTES), Prompt.waiting(Duration.ofMinutes(20)));
    assertEquals(List.of(LONG_WAIT), Prompt.waiting(Duration.ofMinutes(21)));
  }
}
