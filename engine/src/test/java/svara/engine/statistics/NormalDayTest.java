package svara.engine.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Easter Monday of 2026 is 6 April; 1 June is a Monday. */
class NormalDayTest {
  private static final LocalDate MONDAY = LocalDate.of(2026, 6, 1);

  @Test
  void isTheMedianOfTheSameWeekdayOverEightWorkingWeeks() {
    Map<LocalDate, Figures> before = new HashMap<>();
    for (int week = 1; week <= 12; week++) {
      before.put(MONDAY.minusWeeks(week), offered(10 * week));
      before.put(MONDAY.minusWeeks(week).plusDays(1), offered(999));
    }
    NormalDay normal =
        NormalDay.of(MONDAY, before, day -> !day.equals(LocalDate.of(2026, 4, 6))).orElseThrow();
    // weeks 1 to 7 and, in place of Easter Monday, week 9: 10 to 70 and 90, in the middle 40 and 50
    assertEquals(8, normal.days().size());
    assertEquals(LocalDate.of(2026, 3, 30), normal.days().getLast());
    assertEquals(45, normal.medians().get("offered").orElseThrow());
    assertTrue(normal.medians().get("answerRate").isEmpty());
  }

  @Test
  void withFewerThanFourThereIsNone() {
    Map<LocalDate, Figures> before = new HashMap<>();
    for (int week = 1; week <= 3; week++) {
      before.put(MONDAY.minusWeeks(week), offered(5));
    }
    assertEquals(Optional.empty(), NormalDay.of(MONDAY, before, _ -> true));
    before.put(MONDAY.minusWeeks(4), offered(9));
    assertEquals(
        List.of(5.0),
        NormalDay.of(MONDAY, before, _ -> true).stream()
            .map(normal -> normal.medians().get("offered").orElseThrow())
            .toList());
  }

  @Test
  void weeksBeforeTheFirstCallAreNotWeeksWithoutCalls() {
    Map<LocalDate, Figures> before = new HashMap<>();
    for (int week = 1; week <= 12; week++) {
      before.put(MONDAY.minusWeeks(week), offered(week <= 4 ? 20 : 0));
    }
    assertEquals(4, NormalDay.of(MONDAY, before, _ -> true).orElseThrow().days().size());
  }

  private static Figures offered(int calls) {
    FigureFold fold = new FigureFold();
    for (int i = 0; i < calls; i++) {
      fold.offered();
    }
    return fold.figures();
  }
}
