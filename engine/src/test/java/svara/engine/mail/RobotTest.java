package svara.engine.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RobotTest {
  private static Optional<Robot> of(String name, String value, String from, String subject) {
    return Robot.of(header -> header.equals(name) ? value : "", false, from, subject);
  }

  private static Optional<Robot> subject(String subject) {
    return of("", "", "eva.lund@example.se", subject);
  }

  @ParameterizedTest
  @CsvSource({
    "Auto-Submitted, auto-replied, true",
    "Auto-Submitted, Auto-Replied; owner-email=x, true",
    "Auto-Submitted, auto-generated, false",
    "Auto-Submitted, auto-notified, false",
    "Precedence, bulk, false",
    "Precedence, LIST, false",
    "Precedence, junk, true",
    "Precedence, auto_reply, true",
    "X-Auto-Response-Suppress, All, false",
    "X-Auto-Response-Suppress, 'DR, OOF, AutoReply', false",
    "List-Id, <it.example.se>, false",
    "List-Unsubscribe, <mailto:x@example.se>, false",
    "Return-Path, <>, true",
    "X-Autoreply, yes, true",
    "X-Failed-Recipients, eva@example.se, true"
  })
  void whatProgramsSayMakesThemKnown(String name, String value, boolean answers) {
    Robot robot = of(name, value, "eva.lund@example.se", "Hej").orElseThrow();
    assertEquals(answers, robot.answers(), robot.reason());
  }

  @ParameterizedTest
  @CsvSource({
    "Auto-Submitted, no",
    "Auto-Submitted, 'No; because'",
    "Precedence, first-class",
    "X-Auto-Response-Suppress, 'DR, RN, NRN'",
    "Return-Path, <eva.lund@example.se>",
    "List-Id, ' '"
  })
  void whatAPersonsMailMaySayDoesNot(String name, String value) {
    assertEquals(Optional.empty(), of(name, value, "eva.lund@example.se", "Hej"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Autosvar: Skrivaren",
        "AUTOSVAR: Skrivaren",
        "Automatiskt svar: [#2026-000123] Skrivaren",
        "Automatiskt mejlsvar: hej",
        "Svar vid frånvaro: hej",
        "Frånvaro: hej",
        "FRÅNVARO: hej",
        "Frånvaromeddelande: hej",
        "Frånvarande : hej",
        "Semester: hej",
        "Tjänstledig: hej",
        "Föräldraledig: hej",
        "Ej på kontoret: hej",
        "Inte på plats: hej",
        "Automatic reply: hej",
        "Auto-Reply: hej",
        "Out of office: hej",
        "Out of the office: hej",
        "OOO: hej"
      })
  void aVacationNoteIsKnownByItsSubject(String subject) {
    assertEquals("subject of a vacation note", subject(subject).orElseThrow().reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Semesterlistan går inte att öppna",
        "Semester",
        "Frånvaro i lönesystemet",
        "Automatiskt svar fungerar inte i Outlook",
        "Hur gör jag ett autosvar?",
        "SV: Autosvar: hur gör man",
        "Automaten står still: plan 2",
        "Out of office går inte att stänga av"
      })
  void whatPeopleWriteAboutIsNone(String subject) {
    assertEquals(Optional.empty(), subject(subject));
  }

  @Test
  void serversAndDeafAddressesAreKnownByTheirNames() {
    assertEquals(true, of("", "", "mailer-daemon@example.org", "x").orElseThrow().answers());
    assertEquals(false, of("", "", "no-reply@example.org", "x").orElseThrow().answers());
    assertEquals(
        "multipart/report",
        Robot.of(name -> Map.<String, String>of().getOrDefault(name, ""), true, "a@b.se", "")
            .orElseThrow()
            .reason());
  }
}
