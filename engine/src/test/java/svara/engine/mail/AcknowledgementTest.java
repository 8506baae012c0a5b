package svara.engine.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.Language;
import svara.engine.id.TicketNumber;

class AcknowledgementTest {
  private static final TicketNumber TICKET = new TicketNumber(2026, 123);
  private static final List<OpeningHours.Span> DAY =
      List.of(new OpeningHours.Span(LocalTime.of(8, 0), LocalTime.of(16, 0)));
  private static final MailPolicy POLICY =
      new MailPolicy(
          Language.SV,
          true,
          new OpeningHours(
              ZoneId.of("Europe/Stockholm"), Map.of(DayOfWeek.MONDAY, DAY, DayOfWeek.TUESDAY, DAY)),
          Duration.ofHours(8),
          1,
          Duration.ofDays(14),
          "example.se",
          Set.of());

  private static AutomaticLetter at(Language language, String moment) {
    return Acknowledgement.of(language, TICKET, "Skrivaren", POLICY, Instant.parse(moment));
  }

  @Test
  void itSaysTheNumberAndByWhenAnAnswerComes() {
    // a Monday, 10:00 in Stockholm: 6 hours left of that day, 2 of the next
    AutomaticLetter words = at(Language.SV, "2026-03-02T09:00:00Z");

    assertEquals("[#2026-000123] Skrivaren", words.subject());
    assertTrue(words.text().contains("ärendenummer 2026-000123"), words.text());
    assertTrue(words.text().contains("senast tisdag 3 mars kl. 10:00"), words.text());
    assertFalse(words.text().contains("stängt"), words.text());
  }

  @Test
  void outsideHoursItSaysWhenSomebodyReadsIt() {
    assertTrue(
        at(Language.SV, "2026-03-07T09:00:00Z").text().contains("läses måndag 9 mars kl. 08:00"));
    assertTrue(
        at(Language.EN, "2026-03-07T09:00:00Z")
            .text()
            .contains(
                "read Monday 9 March at 08:00.\n\nYou will have an answer by Monday 9 March"));
  }

  @Test
  void aSubjectIsWordsInHtmlAndNotMarkup() {
    AutomaticLetter words =
        Acknowledgement.of(
            Language.EN,
            TICKET,
            "<b onload=\"x\">&",
            POLICY,
            Instant.parse("2026-03-02T09:00:00Z"));
    assertTrue(words.html().contains("&lt;b onload=&quot;x&quot;&gt;&amp;"), words.html());
    assertFalse(words.html().contains("<b "), words.html());
    assertTrue(words.html().contains("<html lang=\"en\">"));
  }

  @Test
  void aLongSubjectIsCutBetweenLetters() {
    String subject = AutomaticLetter.subject(TICKET, "\uD83D\uDE00".repeat(300));
    assertEquals(250, subject.codePointCount(0, subject.length()));
  }

  @Test
  void theOtherLettersNameTheTicketInBothLanguagesAndInBothForms() {
    for (Language language : Language.values()) {
      for (AutomaticLetter letter :
          List.of(
              AutomaticLetter.closing(language, TICKET, "Skrivaren & jag"),
              AutomaticLetter.number(language, TICKET, "Skrivaren & jag"))) {
        assertEquals("[#2026-000123] Skrivaren & jag", letter.subject());
        assertTrue(letter.text().contains("\"Skrivaren & jag\""), letter.text());
        assertTrue(letter.text().contains("2026-000123"), letter.text());
        assertTrue(letter.html().contains("Skrivaren &amp; jag"), letter.html());
        assertTrue(letter.html().contains("<html lang=\"" + language.code() + "\">"));
      }
    }
  }

  @Test
  void linesAndParagraphsOfAReplyStayWhatTheyAre() {
    String html = MailHtml.of(null, "Hej!\r\nStarta <om>.\n\n\nAnna");
    assertTrue(html.contains("<p>Hej!<br>\nStarta &lt;om&gt;.</p>\n<p>Anna</p>"), html);
    assertTrue(html.contains("<html><head>"), html);
  }
}
