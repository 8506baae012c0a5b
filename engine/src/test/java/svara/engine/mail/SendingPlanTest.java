package svara.engine.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import svara.engine.mail.SendingPlan.Attempt;
import svara.engine.mail.SendingPlan.Fate;

class SendingPlanTest {
  private static final Instant WRITTEN = Instant.parse("2026-03-02T08:00:00Z");
  private static final SendingPlan PLAN =
      new SendingPlan(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofHours(1));

  private static Fate after(Attempt attempt, int attempts, boolean automatic) {
    return PLAN.after(attempt, attempts, automatic, WRITTEN, WRITTEN);
  }

  @Test
  void whatTheServerSaysIsFinal() {
    assertEquals(new Fate.Sent("250 ok"), after(new Attempt.Accepted("250 ok"), 1, true));
    assertEquals(new Fate.Refused("550 no"), after(new Attempt.Refused("550 no"), 1, false));
  }

  @Test
  void theDelayDoublesUpToTheLongest() {
    for (int[] step : new int[][] {{1, 1}, {2, 2}, {3, 4}, {4, 5}, {1_000, 5}}) {
      assertEquals(
          new Fate.Again(WRITTEN.plus(Duration.ofMinutes(step[1])), "busy"),
          after(new Attempt.Failed("busy"), step[0], true));
    }
  }

  @Test
  void itIsGivenUpWhenTheNextTryWouldBeTooLate() {
    Instant late = WRITTEN.plus(Duration.ofMinutes(56));
    assertEquals(
        new Fate.GivenUp("busy"), PLAN.after(new Attempt.Failed("busy"), 9, false, WRITTEN, late));
  }

  @Test
  void anUnansweredMailIsSentAgainOnlyWhenAPersonWroteIt() {
    Attempt unanswered = new Attempt.Unanswered("gone");
    assertEquals(new Fate.GivenUp("gone"), after(unanswered, 1, true));
    assertEquals(new Fate.Again(WRITTEN.plusSeconds(60), "gone"), after(unanswered, 1, false));
  }
}
