package svara.engine.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DialCountsTest {
  private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");
  private static final String NUMBER = "+46701740605";
  private static final String OTHER = "+46701740606";

  @Test
  void aNumberIsDialledSoOftenADayAndAnotherOneStillMayBe() {
    Instant morning = Instant.parse("2026-03-02T08:00:00Z");
    DialCounts once = DialCounts.NONE.dialled(NUMBER, morning, STOCKHOLM);
    assertEquals(
        Optional.of(
            new DialCounts.Reached(Refusal.NUMBER_LIMIT, Instant.parse("2026-03-02T23:00:00Z"))),
        once.reached(Desk.FEW_ATTEMPTS, NUMBER, 0, morning.plusSeconds(7200)));
    assertTrue(once.reached(Desk.FEW_ATTEMPTS, OTHER, 0, morning.plusSeconds(7200)).isEmpty());
    Instant tomorrow = Instant.parse("2026-03-02T23:00:00Z");
    assertTrue(once.reached(Desk.FEW_ATTEMPTS, NUMBER, 0, tomorrow).isEmpty());
  }

  @Test
  void inTheNightsTheClockChangesTheDayEndsAtLocalMidnight() {
    // 29 March has 23 hours and 25 October has 25
    Instant spring = Instant.parse("2026-03-29T00:30:00Z");
    Instant autumn = Instant.parse("2026-10-25T00:30:00Z");
    assertEquals(
        Instant.parse("2026-03-29T22:00:00Z"),
        DialCounts.NONE
            .dialled(NUMBER, spring, STOCKHOLM)
            .reached(Desk.FEW_ATTEMPTS, NUMBER, 0, spring)
            .orElseThrow()
            .until());
    DialCounts counts = DialCounts.NONE.dialled(NUMBER, autumn, STOCKHOLM);
    assertEquals(
        Instant.parse("2026-10-25T23:00:00Z"),
        counts.reached(Desk.FEW_ATTEMPTS, NUMBER, 0, autumn).orElseThrow().until());
    assertEquals(LocalDate.of(2026, 10, 25), counts.day());
  }

  @Test
  void soManyAreDialledWithinAnHourAndThoseOnTheirWayCount() {
    Instant at = Instant.parse("2026-03-02T08:00:00Z");
    DialCounts counts = DialCounts.NONE;
    for (int i = 0; i < 4; i++) {
      counts = counts.dialled("+4670174061" + i, at.plusSeconds(60L * i), STOCKHOLM);
    }
    Instant now = at.plusSeconds(600);
    assertTrue(counts.reached(Desk.FEW_ATTEMPTS, NUMBER, 0, now).isEmpty());
    assertEquals(
        Optional.of(new DialCounts.Reached(Refusal.HOUR_LIMIT, at.plusSeconds(3600))),
        counts.reached(Desk.FEW_ATTEMPTS, NUMBER, 1, now));
    DialCounts full = counts.dialled(NUMBER, now, STOCKHOLM);
    assertEquals(
        Refusal.HOUR_LIMIT, full.reached(Desk.FEW_ATTEMPTS, OTHER, 0, now).orElseThrow().why());
    assertTrue(full.reached(Desk.FEW_ATTEMPTS, OTHER, 0, at.plusSeconds(3601)).isEmpty());
    assertEquals(1, full.dialled(OTHER, at.plusSeconds(9000), STOCKHOLM).lastHour().size());
  }
}
