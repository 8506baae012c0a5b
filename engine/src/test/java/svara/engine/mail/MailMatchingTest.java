package svara.engine.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.Language;
import svara.engine.id.TicketNumber;
import svara.engine.mail.MailMatching.Candidate;
import svara.engine.mail.MailMatching.Destination;
import svara.engine.mail.MailMatching.Tie;

class MailMatchingTest {
  private static final TicketNumber TICKET = new TicketNumber(2026, 123);
  private static final TicketNumber OTHER = new TicketNumber(2026, 124);
  private static final Instant AT = Instant.parse("2026-03-20T08:00:00Z");
  private static final String EVA = "eva.lund@example.se";
  private static final String BO = "bo.ek@example.se";
  private static final Robot ALERT = new Robot("Auto-Submitted: auto-generated", false);
  private static final Robot NOTE = new Robot("Auto-Submitted: auto-replied", true);
  private static final MailPolicy POLICY =
      new MailPolicy(
          Language.SV,
          true,
          OpeningHours.always(),
          Duration.ofHours(8),
          1,
          Duration.ofDays(14),
          "example.se",
          Set.of("helpdesk@example.se"));

  private static Destination of(String from, Robot robot, Candidate... candidates) {
    IncomingMail mail =
        new IncomingMail("a@example.se", from, "", "Hej", MailBody.of(""), robot, List.of(), null);
    return MailMatching.of(mail, List.of(candidates), POLICY, AT);
  }

  private static Candidate candidate(TicketNumber ticket, Tie tie, String address) {
    return new Candidate(ticket, tie, Set.of(address), null);
  }

  @Test
  void ticketsAreNamedInTheSubjectAlone() {
    assertEquals(List.of(TICKET), MailMatching.named("SV: Skrivaren [#2026-000123]"));
    assertEquals(
        List.of(TICKET, OTHER), MailMatching.named("[#2026-000123] [#2026-000124] [#2026-000123]"));
    assertEquals(
        List.of(), MailMatching.named("2026-000123 [2026-000123] [#2026-123] [#0000-000001]"));
    assertEquals(
        5,
        MailMatching.named(
                "[#2026-000001][#2026-000002][#2026-000003][#2026-000004]"
                    + "[#2026-000005][#2026-000006]")
            .size());
  }

  @Test
  void aMailOfSomebodyWhoHasPartInTheTicketJoinsIt() {
    assertEquals(
        new Destination.Joins(TICKET, Tie.NUMBER, false),
        of(EVA, null, candidate(TICKET, Tie.NUMBER, EVA)));
    assertEquals(new Destination.Creates(), of(EVA, null));
  }

  @Test
  void whoeverHasNoPartInItJoinsAsSomeoneNew() {
    for (Tie tie : List.of(Tie.OWN_MESSAGE, Tie.THREAD, Tie.NUMBER)) {
      assertEquals(
          new Destination.Joins(TICKET, tie, true), of(BO, null, candidate(TICKET, tie, EVA)));
    }
  }

  @Test
  void theStrongestTieDecidesAndAmongEqualOnesWhereTheSenderHasPart() {
    assertEquals(
        new Destination.Joins(OTHER, Tie.OWN_MESSAGE, true),
        of(EVA, null, candidate(TICKET, Tie.NUMBER, EVA), candidate(OTHER, Tie.OWN_MESSAGE, BO)));
    assertEquals(
        new Destination.Joins(OTHER, Tie.NUMBER, false),
        of(EVA, null, candidate(TICKET, Tie.NUMBER, BO), candidate(OTHER, Tie.NUMBER, EVA)));
    assertEquals(
        new Destination.Joins(TICKET, Tie.THREAD, false),
        of(EVA, null, candidate(TICKET, Tie.THREAD, EVA), candidate(OTHER, Tie.THREAD, EVA)),
        "the latest of the thread comes first");
  }

  @Test
  void aTicketClosedLongAgoIsFollowedByAnother() {
    Candidate soon = new Candidate(TICKET, Tie.NUMBER, Set.of(EVA), AT.minus(Duration.ofDays(14)));
    Candidate late =
        new Candidate(
            TICKET, Tie.NUMBER, Set.of(EVA), AT.minus(Duration.ofDays(14)).minusSeconds(1));
    assertEquals(new Destination.Joins(TICKET, Tie.NUMBER, false), of(EVA, null, soon));
    assertEquals(new Destination.Follows(TICKET, Tie.NUMBER), of(EVA, null, late));
    assertEquals(new Destination.Follows(TICKET, Tie.NUMBER), of(BO, null, late));
    assertEquals(new Destination.Recorded(TICKET, Tie.NUMBER, false), of(EVA, NOTE, late));
  }

  @Test
  void aProgramsMailIsRecordedAndAnswersAloneAreKept() {
    assertEquals(
        new Destination.Recorded(TICKET, Tie.NUMBER, false),
        of(EVA, NOTE, candidate(TICKET, Tie.NUMBER, EVA)));
    assertEquals(
        new Destination.Kept(
            "a program's answer that belongs to no ticket: Auto-Submitted: auto-replied"),
        of(EVA, NOTE));
    assertEquals(new Destination.Creates(), of(EVA, ALERT), "an alert may be somebody's work");
  }

  @Test
  void ourOwnMailOpensNothingWhateverItSays() {
    assertEquals(new Destination.Kept("our own mail"), of("helpdesk@example.se", null));
    assertEquals(
        new Destination.Recorded(TICKET, Tie.THREAD, false),
        of("helpdesk@example.se", null, candidate(TICKET, Tie.THREAD, EVA)));
    assertEquals(
        new Destination.Recorded(TICKET, Tie.OWN_MAIL, true),
        of(BO, null, candidate(TICKET, Tie.OWN_MAIL, EVA)),
        "sent on by somebody else, under its own name");
  }
}
