package svara.config.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import svara.engine.queue.Outcome;

class DemoResultTest {
  private static final List<String> FIRST = List.of("invited", "answered", "hung up on");
  private static final List<String> THIRD =
      List.of("invited", "answered", "pressed 1", "hung up on");
  private static final List<String> REFUSED = List.of("invited", "refused 486");
  private static final List<String> GAVE_UP = List.of("invited", "gave up");
  private static final List<String> TECHNICIAN = List.of("rung", "talked", "rung");
  private static final List<String> HOME =
      List.of("home rung", "home rung", "home pressed 1", "home talked");
  private static final PeerCounts PEERS =
      PeerCounts.of(List.of(FIRST, THIRD, REFUSED, GAVE_UP, TECHNICIAN, HOME));
  private static final HelpdeskCounts OWN =
      new HelpdeskCounts(
          4,
          0,
          Map.of(
              Outcome.ANSWERED, 1L,
              Outcome.CALLBACK_PROMISED, 1L,
              Outcome.TURNED_AWAY, 1L,
              Outcome.ABANDONED, 1L),
          1,
          4,
          2,
          new HelpdeskCounts.Promises(2, 1, 0));

  @Test
  void turnsAreCounted() {
    assertEquals(
        new PeerCounts(4, 2, Map.of(486, 1L), 1, 2, 1, 2, 1, 0, new PeerCounts.Home(2, 1, 1)),
        PEERS);
  }

  @Test
  void whatBothSawDoesNotDiffer() {
    assertEquals(
        "demo: offered 4 answered 1 abandoned 1 turned_away 1 promised 1 tickets 4; peers 4;"
            + " differ 0",
        new DemoResult(OWN, PEERS, 2, 2).line());
  }

  @Test
  void aCallThatOnlyThePhonesSawDiffers() {
    PeerCounts more =
        PeerCounts.of(List.of(FIRST, THIRD, REFUSED, GAVE_UP, GAVE_UP, TECHNICIAN, HOME));
    assertEquals(1, new DemoResult(OWN, more, 2, 2).differ());
  }

  @Test
  void anAnswerThatNoTechnicianGaveDiffers() {
    PeerCounts none = PeerCounts.of(List.of(FIRST, THIRD, REFUSED, GAVE_UP, List.of("rung"), HOME));
    assertEquals(1, new DemoResult(OWN, none, 2, 2).differ());
  }

  @Test
  void anAnswerInTheMomentOfTheHangUpMayCountEitherWay() {
    List<List<String>> phones =
        List.of(FIRST, THIRD, REFUSED, GAVE_UP, TECHNICIAN, List.of("rung", "missed"), HOME);
    assertEquals(0, new DemoResult(OWN, PeerCounts.of(phones), 2, 2).differ());
  }

  @Test
  void aPromiseThatNobodyPressedForDiffers() {
    PeerCounts silent = PeerCounts.of(List.of(FIRST, FIRST, REFUSED, GAVE_UP, TECHNICIAN, HOME));
    assertEquals(1, new DemoResult(OWN, silent, 2, 2).differ());
  }

  @Test
  void aPhoneAtHomeThatRangOnceMoreThanItWasDialledDiffers() {
    List<String> twice = List.of("home rung", "home rung", "home rung", "home pressed 1");
    assertEquals(
        1,
        new DemoResult(
                OWN,
                PeerCounts.of(List.of(FIRST, THIRD, REFUSED, GAVE_UP, TECHNICIAN, twice)),
                2,
                2)
            .differ());
  }

  @Test
  void aPromiseCountedAsKeptThatNobodyTalkedForDiffers() {
    List<String> silent = List.of("home rung", "home rung");
    DemoResult result =
        new DemoResult(
            OWN, PeerCounts.of(List.of(FIRST, THIRD, REFUSED, GAVE_UP, TECHNICIAN, silent)), 2, 2);
    assertEquals(1, result.differ());
    assertEquals(
        "demo: called back 2, kept 1; their phones rung 2, pressed 1 0, talked to the end 0",
        result.promiseLine());
  }

  @Test
  void aMailThatBecameNoTicketDiffersAndOneTooManyToo() {
    assertEquals(1, new DemoResult(OWN, PEERS, 3, 3).differ());
    assertEquals(1, new DemoResult(OWN, PEERS, 2, 1).differ(), "one was not answered");
    assertEquals(0, new DemoResult(OWN, PEERS, 2, 3).differ(), "a technician replied to one");
    assertEquals(1, new DemoResult(OWN, PEERS, 1, 1).differ());
    assertEquals(
        "demo: mails sent 3, on tickets 2, answered 1",
        new DemoResult(OWN, PEERS, 3, 1).mailLine());
  }

  @Test
  void aCallWithoutTicketOrOutcomeDiffers() {
    assertNotEquals(0, differ(0, OWN.outcomes(), 3));
    assertNotEquals(0, differ(0, Map.of(Outcome.ANSWERED, 1L), 4));
    assertNotEquals(0, differ(1, OWN.outcomes(), 4));
  }

  private static long differ(long open, Map<Outcome, Long> outcomes, long onTickets) {
    HelpdeskCounts own = new HelpdeskCounts(4, open, outcomes, 1, onTickets, 2, OWN.promises());
    return new DemoResult(own, PEERS, 2, 2).differ();
  }
}
