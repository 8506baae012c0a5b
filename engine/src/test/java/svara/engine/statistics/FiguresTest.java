package svara.engine.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import svara.engine.id.CallId;
import svara.engine.id.QueueId;
import svara.engine.queue.CallFlags;
import svara.engine.queue.Outcome;

class FiguresTest {
  private static final QueueId HELPDESK = new QueueId("helpdesk");
  private static final Instant MORNING = Instant.parse("2026-03-10T07:00:00Z");
  private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");

  @Test
  void anyOrderAndAnyPartsGiveTheSameFigures() {
    for (long seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      List<CallMoments> calls = calls(random, 1 + random.nextInt(80));
      Figures atOnce = fold(calls).figures();
      List<CallMoments> shuffled = new ArrayList<>(calls);
      Collections.shuffle(shuffled, random);
      FigureFold merged = new FigureFold();
      int from = 0;
      while (from < shuffled.size()) {
        int to = Math.min(shuffled.size(), from + 1 + random.nextInt(9));
        merged.merge(fold(shuffled.subList(from, to)));
        from = to;
      }
      assertEquals(atOnce, merged.figures(), "seed " + seed);
      assertTrue(atOnce.addsUp(), "seed " + seed);
    }
  }

  @Test
  void aBatchThatIsLeftOutOrCountedTwiceIsSeen() {
    List<CallMoments> calls = calls(new Random(7), 40);
    Figures whole = fold(calls).figures();
    assertNotEquals(whole, fold(calls.subList(0, 39)).figures());
    assertNotEquals(whole, fold(calls).merge(fold(calls.subList(0, 1))).figures());
  }

  @Test
  void outcomesAndCallsInProgressAddUpToTheCallsOffered() {
    FigureFold fold = new FigureFold();
    fold.offered().ended(ended(0, 5, Outcome.ANSWERED));
    fold.offered().ended(ended(10, 3, Outcome.TURNED_AWAY));
    fold.offered().inProgress();
    Figures figures = fold.figures();
    assertEquals(3, figures.offered());
    assertEquals(2, figures.outcomesSum());
    assertEquals(1, figures.inProgress());
    assertTrue(figures.addsUp());
  }

  @Test
  void aCallThatIsLostOrClosedTwiceBreaksTheSum() {
    CallMoments call = ended(0, 5, Outcome.ANSWERED);
    assertFalse(new FigureFold().offered().ended(call).offered().figures().addsUp());
    assertFalse(new FigureFold().offered().ended(call).ended(call).figures().addsUp());
    assertFalse(new FigureFold().ended(call).figures().addsUp());
  }

  @Test
  void aCallThatHasNotEndedIsNoClosedCall() {
    assertThrows(IllegalArgumentException.class, () -> new FigureFold().ended(live(20)));
  }

  @Test
  void everyOutcomeHasItsEntry() {
    assertEquals(Outcome.values().length, new FigureFold().figures().outcomes().size());
  }

  @Test
  void aRateWithoutCallsIsUnknownAndNotZero() {
    Figures none = new FigureFold().figures();
    assertTrue(none.answerRate().isEmpty());
    assertTrue(none.abandonmentRate().isEmpty());
    assertEquals(Optional.empty(), none.waits().median());
  }

  @Test
  void shortAbandonsAreInNoRate() {
    FigureFold fold = new FigureFold();
    fold.offered().ended(ended(0, 8, Outcome.ANSWERED));
    fold.offered().ended(queuedAndEnded(10, 60, Outcome.ABANDONED));
    fold.offered().ended(queuedAndEnded(20, 3, Outcome.ABANDONED_SHORT));
    Figures figures = fold.figures();
    assertEquals(0.5, figures.answerRate().getAsDouble());
    assertEquals(1.0, figures.abandonmentRate().getAsDouble());
  }

  @Test
  void theMedianOfAnEvenCountIsTheMiddleOfTheTwoInTheMiddle() {
    FigureFold fold = new FigureFold();
    for (int wait : new int[] {4, 90, 10, 6}) {
      fold.offered().ended(ended(wait, wait, Outcome.ABANDONED));
    }
    assertEquals(Optional.of(Duration.ofSeconds(8)), fold.figures().waits().median());
    assertEquals(Optional.of(Duration.ofSeconds(90)), fold.figures().waits().longest());
    assertEquals(Optional.of(Duration.ofSeconds(90)), fold.figures().waits().percentile(0.9));
    assertEquals(Optional.of(Duration.ofMillis(27_500)), fold.figures().waits().mean());
  }

  @Test
  void waitsThatAreLongerThanAnHourKeepTheirSecondAndTheLongestIsExact() {
    WaitHistogram waits = new WaitHistogram();
    waits.add(Duration.ofMillis(3_723_456));
    assertEquals(Optional.of(Duration.ofSeconds(3_723)), waits.median());
    assertEquals(Optional.of(Duration.ofMillis(3_723_456)), waits.longest());
  }

  @Test
  void waitsOfDaysKeepTheirMinuteAndThoseOfMonthsCountAsSixtyDays() {
    WaitHistogram waits = new WaitHistogram();
    waits.add(Duration.ofHours(64).plusMinutes(10).plusSeconds(20));
    assertEquals(Optional.of(Duration.ofHours(64).plusMinutes(10)), waits.median());
    waits.add(Duration.ofDays(200));
    assertEquals(Optional.of(Duration.ofDays(60)), waits.percentile(1));
    assertEquals(Optional.of(Duration.ofDays(200)), waits.longest());
  }

  @Test
  void aClockThatSteppedBackMakesNoNegativeWait() {
    assertEquals(Duration.ZERO, ended(10, -5, Outcome.ABANDONED).waited());
  }

  @Test
  void callsBelongToTheLocalHourAndDayTheyWereOfferedIn() {
    // The night that summer time ends: the local day has 25 hours
    Instant from = Instant.parse("2026-10-24T22:00:00Z");
    Instant to = Instant.parse("2026-10-25T23:00:00Z");
    Statistics hours = new Statistics(new Statistics.Span(from, to, STOCKHOLM, Statistics.By.HOUR));
    assertEquals(25, hours.parts().size());
    Statistics days =
        new Statistics(
            new Statistics.Span(from, to.plus(Duration.ofDays(1)), STOCKHOLM, Statistics.By.DAY));
    assertEquals(List.of(from, to), days.parts().stream().map(Statistics.Part::from).toList());
  }

  @Test
  void partsAndQueuesAddUpToTheWholeAndCallsOutsideTheSpanAreLeftOut() {
    Statistics.Span span =
        new Statistics.Span(
            MORNING, MORNING.plus(Duration.ofHours(2)), STOCKHOLM, Statistics.By.HOUR);
    Statistics statistics = new Statistics(span);
    calls(new Random(3), 300).forEach(call -> take(statistics, call));
    take(statistics, ended(-1, 5, Outcome.ANSWERED));
    take(statistics, ended(7200, 5, Outcome.ANSWERED));
    long offered = statistics.all().offered();
    assertTrue(offered > 0);
    assertEquals(offered, statistics.parts().stream().mapToLong(p -> p.figures().offered()).sum());
    assertEquals(offered, statistics.byQueue().values().stream().mapToLong(Figures::offered).sum());
    assertEquals(2, statistics.parts().size());
  }

  private static FigureFold fold(List<CallMoments> calls) {
    FigureFold fold = new FigureFold();
    for (CallMoments call : calls) {
      fold.offered();
      if (call.outcome() == null) {
        fold.inProgress();
      } else {
        fold.ended(call);
      }
    }
    return fold;
  }

  private static void take(Statistics statistics, CallMoments call) {
    statistics.offered(call);
    if (call.outcome() == null) {
      statistics.inProgress(call);
    } else {
      statistics.ended(call);
    }
  }

  private static List<CallMoments> calls(Random random, int count) {
    List<CallMoments> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Instant offered = MORNING.plusMillis(random.nextInt(7_200_000));
      boolean live = random.nextInt(10) == 0;
      Outcome outcome = Outcome.values()[random.nextInt(Outcome.values().length)];
      Instant end = offered.plusMillis(random.nextInt(600_000));
      calls.add(
          new CallMoments(
              random.nextInt(4) == 0 ? new QueueId("school") : HELPDESK,
              new CallId("t-" + i),
              offered,
              random.nextBoolean() ? offered.plusSeconds(1) : null,
              outcome == Outcome.ANSWERED ? offered.plusMillis(random.nextInt(60_000)) : null,
              live ? null : end,
              live ? null : outcome,
              new CallFlags(random.nextBoolean(), random.nextBoolean(), random.nextBoolean())));
    }
    return calls;
  }

  private static CallMoments ended(int offered, int wait, Outcome outcome) {
    return call(offered, false, wait, outcome);
  }

  private static CallMoments queuedAndEnded(int offered, int wait, Outcome outcome) {
    return call(offered, true, wait, outcome);
  }

  private static CallMoments live(int offered) {
    Instant at = MORNING.plusSeconds(offered);
    CallId id = new CallId("live-" + offered);
    return new CallMoments(HELPDESK, id, at, null, null, null, null, CallFlags.NONE);
  }

  private static CallMoments call(int offered, boolean queued, int wait, Outcome outcome) {
    Instant at = MORNING.plusSeconds(offered);
    Instant until = at.plusSeconds(wait);
    return new CallMoments(
        HELPDESK,
        new CallId("ended-" + offered),
        at,
        queued ? at : null,
        outcome == Outcome.ANSWERED ? until : null,
        outcome == Outcome.ANSWERED ? until.plusSeconds(60) : until,
        outcome,
        CallFlags.NONE);
  }
}
