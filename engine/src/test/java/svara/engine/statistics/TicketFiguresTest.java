package svara.engine.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.TicketNumber;
import svara.engine.statistics.TicketFigures.Of;
import svara.engine.statistics.TicketMoments.Stood;
import svara.engine.ticket.TicketStatus;

/** Times and shares computed by hand; Easter of 2026 is 3 to 6 April. */
class TicketFiguresTest {
  private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");

  /** Monday to Friday, 08:00 to 16:00, closed on Good Friday and Easter Monday. */
  private static final OpeningHours HOURS =
      new OpeningHours(
              STOCKHOLM,
              Stream.of(
                      DayOfWeek.MONDAY,
                      DayOfWeek.TUESDAY,
                      DayOfWeek.WEDNESDAY,
                      DayOfWeek.THURSDAY,
                      DayOfWeek.FRIDAY)
                  .collect(
                      Collectors.toMap(
                          day -> day,
                          _ -> List.of(new OpeningHours.Span(at("08:00"), at("16:00"))))))
          .closedOn(List.of(LocalDate.of(2026, 4, 3), LocalDate.of(2026, 4, 6)));

  private int serial;

  @Test
  void theClockStandsStillOverNightWeekendAndHoliday() {
    // Thursday 15:30 to Tuesday after Easter 08:45: half an hour, and three quarters of one
    TicketMoments ticket = ticket("2026-04-02T15:30", "2026-04-07T08:45", null);
    assertEquals(Duration.ofMinutes(75), ticket.toResponse(HOURS));
  }

  @Test
  void theClockStandsStillWhileTheRequesterIsWaitedForAndGoesOnWhereItStoppedWhenOpenedAgain() {
    // Monday 09:00 to 10:00 new and open; waits until Tuesday 09:00; open until it is solved at
    // 11:00; opened again Wednesday 08:00, with the supplier from 09:00, closed at 10:30
    TicketMoments ticket =
        ticket(
            "2026-03-09T09:00",
            "2026-03-09T09:20",
            "2026-03-11T10:30",
            "2026-03-09T09:20 OPEN",
            "2026-03-09T10:00 WAITING_REQUESTER",
            "2026-03-10T09:00 OPEN",
            "2026-03-10T11:00 SOLVED",
            "2026-03-11T08:00 OPEN",
            "2026-03-11T09:00 WAITING_SUPPLIER",
            "2026-03-11T10:30 CLOSED");
    assertEquals(Duration.ofMinutes(60 + 120 + 150), ticket.toSolution(HOURS));
    assertFalse(ticket.solvedAtOnce());
  }

  @Test
  void anOpenTicketHasNoTimeToSolution() {
    assertNull(ticket("2026-03-09T09:00", null, null).toSolution(HOURS));
    assertNull(ticket("2026-03-09T09:00", null, null).toResponse(HOURS));
  }

  @Test
  void clockChangesLengthenNoOpeningTime() {
    // Friday 15:00 to Monday 09:00 over the night that has no hour of two
    assertEquals(
        Duration.ofHours(2),
        HOURS.openBetween(instant("2026-03-27T15:00"), instant("2026-03-30T09:00")));
    assertEquals(
        Duration.ofDays(3).minusHours(1),
        OpeningHours.always()
            .openBetween(instant("2026-03-28T00:00"), instant("2026-03-31T00:00")));
    assertEquals(
        Duration.ZERO, HOURS.openBetween(instant("2026-03-31T12:00"), instant("2026-03-30T12:00")));
  }

  @Test
  void solvedAtOnceIsOneContactNotOpenedAgainAndNotFollowed() {
    TicketMoments once = closed(1, false, "2026-03-10T10:00 CLOSED");
    assertTrue(once.solvedAtOnce());
    assertFalse(closed(2, false, "2026-03-10T10:00 CLOSED").solvedAtOnce());
    assertFalse(closed(1, true, "2026-03-10T10:00 CLOSED").solvedAtOnce());
    assertFalse(
        closed(
                1,
                false,
                "2026-03-09T10:00 SOLVED",
                "2026-03-09T12:00 OPEN",
                "2026-03-10T10:00 CLOSED")
            .solvedAtOnce());
    // eight days later is another matter
    assertTrue(
        closed(
                1,
                false,
                "2026-03-02T09:00 SOLVED",
                "2026-03-10T09:30 OPEN",
                "2026-03-10T10:00 CLOSED")
            .solvedAtOnce());
  }

  @Test
  void aHungUpCallThatWasClosedByItselfAndComesBackIsNoReopening() {
    TicketMoments ticket =
        ticket(
            "2026-03-10T09:00",
            "2026-03-10T09:05",
            "2026-03-10T10:00",
            "2026-03-10T09:00 CLOSED",
            "2026-03-10T09:05 OPEN",
            "2026-03-10T10:00 CLOSED");
    assertTrue(ticket.solvedAtOnce());
  }

  @Test
  void figuresOfADay() {
    TicketFigures day =
        new TicketFigures(instant("2026-03-10T00:00"), instant("2026-03-11T00:00"), _ -> HOURS);
    // opened and closed today
    day.add(
        ticket(
            "2026-03-10T09:00", "2026-03-10T09:10", "2026-03-10T10:00", "2026-03-10T10:00 CLOSED"));
    // opened yesterday afternoon, answered and solved today: 1 h and 1 h
    day.add(
        ticket(
            "2026-03-09T15:00", "2026-03-10T08:30", "2026-03-10T09:00", "2026-03-10T09:00 SOLVED"));
    // opened today, answered tomorrow after 30 + 30 minutes, not closed
    day.add(ticket("2026-03-10T15:30", "2026-03-11T08:30", null));
    day.add(ticket("2026-03-10T11:00", null, null));
    assertEquals(3, day.count(Of.OPENED));
    assertEquals(2, day.count(Of.ANSWERED));
    assertEquals(1, day.count(Of.UNANSWERED));
    assertEquals(2, day.count(Of.CLOSED));
    assertEquals(1.0, day.sums().firstContactResolution().orElseThrow());
    assertEquals(Duration.ofMinutes(35), day.sums().toResponse().median().orElseThrow());
    assertEquals(Duration.ofMinutes(90), day.sums().toSolution().median().orElseThrow());
    assertEquals(Map.of(), Map.copyOf(misnamed(day)));
  }

  /** What the table says otherwise than the figures themselves. */
  private static Map<String, Double> misnamed(TicketFigures day) {
    return Map.of(
            "ticketsOpened", 3.0,
            "ticketsUnanswered", 1.0,
            "ticketsClosed", 2.0,
            "ticketsSolvedAtOnce", 2.0,
            "firstResponseMedianSeconds", 2_100.0,
            "solutionMeanSeconds", 5_400.0)
        .entrySet()
        .stream()
        .filter(e -> day.table().get(e.getKey()).orElse(-1) != e.getValue())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private TicketMoments closed(int contacts, boolean followed, String... stood) {
    TicketMoments one = ticket("2026-03-02T08:00", "2026-03-02T08:10", "2026-03-10T10:00", stood);
    return new TicketMoments(
        one.ticket(),
        null,
        one.openedAt(),
        one.respondedAt(),
        one.closedAt(),
        false,
        one.stood(),
        contacts,
        followed,
        null,
        null);
  }

  private TicketMoments ticket(String opened, String responded, String closed, String... stood) {
    List<Stood> stands = new ArrayList<>();
    stands.add(new Stood(instant(opened), TicketStatus.NEW));
    for (String one : stood) {
      String[] words = one.split(" ");
      stands.add(new Stood(instant(words[0]), TicketStatus.valueOf(words[1])));
    }
    return new TicketMoments(
        new TicketNumber(2026, ++serial),
        null,
        instant(opened),
        responded == null ? null : instant(responded),
        closed == null ? null : instant(closed),
        false,
        stands,
        1,
        false,
        null,
        null);
  }

  private static Instant instant(String local) {
    return LocalDateTime.parse(local).atZone(STOCKHOLM).toInstant();
  }

  private static LocalTime at(String time) {
    return LocalTime.parse(time);
  }
}
