package svara.engine.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import svara.engine.id.TicketNumber;
import svara.engine.mail.MailMatching.Destination;

class MailMatchingTest {
  private static final TicketNumber TICKET = new TicketNumber(2026, 123);
  private static final TicketNumber OTHER = new TicketNumber(2026, 124);

  private static IncomingMail mail(String subject, boolean automatic) {
    return new IncomingMail(
        "a@example.se",
        "eva.lund@example.se",
        "Eva",
        subject,
        "",
        automatic ? "Auto-Submitted" : "",
        List.of());
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
        new Destination.Joins(TICKET),
        MailMatching.of(
            mail("SV: [#2026-000123]", false), Map.of(TICKET, Set.of("eva.lund@example.se"))));
  }

  @Test
  void aStrangerWhoQuotesATicketGetsOneOfHisOwn() {
    assertEquals(
        new Destination.Creates(),
        MailMatching.of(
            mail("SV: [#2026-000123]", false), Map.of(TICKET, Set.of("bo.ek@example.se"))));
    assertEquals(
        new Destination.Creates(), MailMatching.of(mail("SV: [#2026-000123]", false), Map.of()));
  }

  @Test
  void theFirstTicketThatTheSenderHasPartInCounts() {
    assertEquals(
        new Destination.Joins(OTHER),
        MailMatching.of(
            mail("[#2026-000123] [#2026-000124]", false),
            Map.of(TICKET, Set.of("bo.ek@example.se"), OTHER, Set.of("eva.lund@example.se"))));
  }

  @Test
  void aProgramsMailIsRecordedOrKeptAndMakesNoTicket() {
    assertEquals(
        new Destination.Recorded(TICKET),
        MailMatching.of(
            mail("Autosvar: [#2026-000123]", true), Map.of(TICKET, Set.of("eva.lund@example.se"))));
    assertEquals(
        new Destination.Kept("a program's mail that belongs to no ticket"),
        MailMatching.of(mail("Autosvar", true), Map.of()));
  }
}
