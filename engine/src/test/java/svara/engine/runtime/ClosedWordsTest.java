package svara.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import svara.engine.id.CallId;
import svara.engine.id.Language;
import svara.engine.port.Prompt;
import svara.engine.queue.QueueEffect;

/** A Friday afternoon, and when it opens after it. */
class ClosedWordsTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");

  @Test
  void theSameDayTheNextDayAndAWeekdayAreSaidAsPeopleDo() {
    assertEquals(
        List.of(
            Prompt.CLOSED,
            Prompt.OPENS_AGAIN,
            Prompt.TODAY,
            Prompt.AT,
            Prompt.NUMBER_17,
            Prompt.NUMBER_30,
            Prompt.GOODBYE),
        said("2026-03-06T17:30"));
    assertEquals(
        List.of(Prompt.OPENS_AGAIN, Prompt.TOMORROW, Prompt.AT, Prompt.NUMBER_8),
        opening("2026-03-07T08:00"));
    assertEquals(
        List.of(
            Prompt.OPENS_AGAIN,
            Prompt.ON_MONDAY,
            Prompt.AT,
            Prompt.NUMBER_8,
            Prompt.NUMBER_0,
            Prompt.NUMBER_5),
        opening("2026-03-09T08:05"));
  }

  @Test
  void aDayThatAWeekdayWouldNotNameIsCounted() {
    assertEquals(
        List.of(
            Prompt.OPENS_AGAIN,
            Prompt.IN,
            Prompt.NUMBER_20,
            Prompt.NUMBER_4,
            Prompt.DAYS,
            Prompt.AT,
            Prompt.NUMBER_20,
            Prompt.NUMBER_3,
            Prompt.NUMBER_40,
            Prompt.NUMBER_5),
        opening("2026-03-30T23:45"));
    assertEquals(List.of(), opening("2026-06-30T08:00"), "more than 59 days");
  }

  /** The night to Sunday 29 March has 23 hours. */
  @Test
  void theNightTheClockChangesIsOneNight() {
    QueueEffect.SayClosed closed =
        new QueueEffect.SayClosed(
            new CallId("a"), Language.SV, false, null, false, at("2026-03-29T08:00"), false, false);
    assertEquals(
        List.of(
            Prompt.CLOSED,
            Prompt.OPENS_AGAIN,
            Prompt.TOMORROW,
            Prompt.AT,
            Prompt.NUMBER_8,
            Prompt.GOODBYE),
        ClosedWords.of(closed, at("2026-03-28T23:30"), ZONE));
  }

  @Test
  void closedByHandHasItsOwnWordsAndMayEndInAnOffer() {
    QueueEffect.SayClosed closed =
        new QueueEffect.SayClosed(
            new CallId("a"), Language.SV, true, null, true, null, true, false);
    assertEquals(
        List.of(Prompt.OUTAGE, Prompt.CLOSED_NOW, Prompt.CLOSED_OFFER),
        ClosedWords.of(closed, at("2026-03-06T16:00"), ZONE));
  }

  @Test
  void whereAMessageIsOfferedGoodbyeIsNotSaidBeforeIt() {
    QueueEffect.SayClosed closed =
        new QueueEffect.SayClosed(
            new CallId("a"), Language.SV, false, null, false, null, false, true);
    assertEquals(List.of(Prompt.CLOSED), ClosedWords.of(closed, at("2026-03-06T16:00"), ZONE));
  }

  private static List<Prompt> opening(String opensAt) {
    List<Prompt> said = said(opensAt);
    return said.subList(1, said.size() - 1);
  }

  private static List<Prompt> said(String opensAt) {
    QueueEffect.SayClosed closed =
        new QueueEffect.SayClosed(
            new CallId("a"), Language.SV, false, null, false, at(opensAt), false, false);
    return ClosedWords.of(closed, at("2026-03-06T16:00"), ZONE);
  }

  private static Instant at(String local) {
    return LocalDateTime.parse(local).atZone(ZONE).toInstant();
  }
}
