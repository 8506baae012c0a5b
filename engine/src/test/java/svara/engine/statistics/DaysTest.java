package svara.engine.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Days that were computed by hand. */
class DaysTest {
  static Stream<DayText> days() {
    return DayText.all().stream();
  }

  @ParameterizedTest
  @MethodSource("days")
  void aDayFoldsToTheFiguresThatWereComputedByHand(DayText day) {
    assertEquals(List.of(), day.differences(folded(day)));
  }

  @ParameterizedTest
  @MethodSource("days")
  void keptInPartsAndReadAgainItIsTheSame(DayText day) {
    for (long seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      Statistics statistics = new Statistics(day.span());
      List<CallMoments> calls = new ArrayList<>(day.calls());
      Collections.shuffle(calls, random);
      for (CallMoments call : calls) {
        FigureFold one = new FigureFold().offered().ended(call);
        statistics.folded(
            day.queue(),
            Statistics.By.HOUR.startOf(call.offeredAt(), DayText.ZONE),
            FigureFold.of(one.kept()));
      }
      day.countRest(statistics);
      assertEquals(List.of(), day.differences(statistics), "seed " + seed);
    }
  }

  @Test
  void thereAreDaysAndEachAssertsFigures() {
    assertTrue(DayText.all().size() >= 50);
  }

  @Test
  void aFigureThatIsOffIsSeen() {
    DayText day =
        DayText.parse(
            "planted",
            """
            day 2026-03-10
            call 08:00:00 ANSWERED wait 12 talk 180
            figures
            offered 2
            answerRate -
            hour 08:00 offered 2
            hour 09:00 offered 0
            """);
    List<String> found = day.differences(folded(day));
    assertEquals(
        3, found.stream().filter(one -> one.contains(" must be ")).count(), found::toString);
    assertTrue(found.contains("planted: ANSWERED is not named and is OptionalDouble[1.0]"));
  }

  @Test
  void aCallThatIsLeftOutIsSeen() {
    for (DayText day : DayText.all()) {
      Statistics statistics = new Statistics(day.span());
      day.calls().stream().skip(1).forEach(call -> count(statistics, call));
      day.countRest(statistics);
      boolean mattered =
          !day.calls().isEmpty() && day.span().contains(day.calls().getFirst().offeredAt());
      assertFalse(mattered && day.differences(statistics).isEmpty(), day.name());
    }
  }

  static Statistics folded(DayText day) {
    Statistics statistics = new Statistics(day.span());
    day.calls().forEach(call -> count(statistics, call));
    day.countRest(statistics);
    return statistics;
  }

  private static void count(Statistics statistics, CallMoments call) {
    statistics.offered(call);
    statistics.ended(call);
  }
}
