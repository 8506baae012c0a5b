package svara.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import svara.engine.id.CallId;
import svara.engine.id.CallerNumber;
import svara.engine.id.Language;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.port.Prompt;
import svara.engine.queue.CallFlags;
import svara.engine.queue.Caller;
import svara.engine.queue.Outcome;
import svara.engine.queue.QueueEffect;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueuePolicy;

class AnnouncementsTest {
  private static final Instant MORNING = Instant.parse("2026-03-02T08:00:00Z");

  private final Announcements announcements = new Announcements();

  private void handled(int calls, Duration talk) {
    for (int n = 1; n <= calls; n++) {
      announcements.note(ended(n, MORNING.plusSeconds(20), talk, Outcome.ANSWERED));
    }
  }

  private static QueueEvent ended(int n, Instant answered, Duration talk, Outcome outcome) {
    Caller caller =
        new Caller(
            new CallId("svara-1." + n),
            new TicketNumber(2026, n),
            CallerNumber.withheld(),
            "",
            null,
            Language.SV,
            MORNING,
            MORNING);
    boolean talked = outcome == Outcome.ANSWERED;
    return new QueueEvent.CallEnded(
        MORNING.plusSeconds(20).plus(talk),
        caller,
        MORNING,
        talked ? answered : null,
        outcome,
        CallFlags.NONE,
        talked ? new TechnicianId("anna") : null);
  }

  private List<Prompt> heard(int position) {
    QueueEffect.Hold hold =
        new QueueEffect.Hold(new CallId("svara-1.99"), Language.SV, position, true, 1);
    return announcements.forHold(hold, QueuePolicy.defaults());
  }

  private static List<Prompt> told(int position, Prompt... wait) {
    List<Prompt> all = new ArrayList<>(List.of(Prompt.GREETING));
    all.addAll(Prompt.place(position));
    all.addAll(List.of(wait));
    return all;
  }

  @Test
  void withNineHandledCallsNoTimeIsSpoken() {
    handled(9, Duration.ofMinutes(1));
    assertEquals(told(1), heard(1));
  }

  @Test
  void tenCallsOfAMinuteAndTenOfTenMinutesGiveDifferentMinutes() {
    handled(10, Duration.ofMinutes(1));
    assertEquals(told(1, Prompt.ABOUT, Prompt.ONE_MINUTE), heard(1));
    assertEquals(told(2, Prompt.ABOUT, Prompt.NUMBER_2, Prompt.MINUTES), heard(2));

    handled(50, Duration.ofMinutes(10)); // those of a minute are no longer recent
    assertEquals(told(1, Prompt.ABOUT, Prompt.NUMBER_10, Prompt.MINUTES), heard(1));
  }

  @Test
  void whoWasNotAnsweredSaysNothingOfHandling() {
    handled(9, Duration.ofMinutes(1));
    announcements.note(ended(10, MORNING, Duration.ZERO, Outcome.ABANDONED));
    assertEquals(told(1), heard(1));
  }
}
