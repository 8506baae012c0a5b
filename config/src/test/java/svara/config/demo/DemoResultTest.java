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
  private static final PeerCounts PEERS =
      PeerCounts.of(List.of(FIRST, THIRD, REFUSED, GAVE_UP, TECHNICIAN));
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
          2);

  @Test
  void turnsAreCounted() {
    assertEquals(new PeerCounts(4, 2, Map.of(486, 1L), 1, 2, 1, 2, 1, 0), PEERS);
  }

  @Test
  void whatBothSawDoesNotDiffer() {
    assertEquals(
        "demo: offered 4 answered 1 abandoned 1 turned_away 1 promised 1 tickets 4; peers 4;"
            + " differ 0",
        new DemoResult(OWN, PEERS, 2).line());
  }

  @Test
  void aCallThatOnlyThePhonesSawDiffers() {
    PeerCounts more = PeerCounts.of(List.of(FIRST, THIRD, REFUSED, GAVE_UP, GAVE_UP, TECHNICIAN));
    assertEquals(1, new DemoResult(OWN, more, 2).differ());
  }

  @Test
  void anAnswerThatNoTechnicianGaveDiffers() {
    PeerCounts none = PeerCounts.of(List.of(FIRST, THIRD, REFUSED, GAVE_UP, List.of("rung")));
    assertEquals(1, new DemoResult(OWN, none, 2).differ());
  }

  @Test
  void anAnswerInTheMomentOfTheHangUpMayCountEitherWay() {
    List<List<String>> phones =
        List.of(FIRST, THIRD, REFUSED, GAVE_UP, TECHNICIAN, List.of("rung", "missed"));
    assertEquals(0, new DemoResult(OWN, PeerCounts.of(phones), 2).differ());
  }

  @Test
  void aPromiseThatNobodyPressedForDiffers() {
    PeerCounts silent = PeerCounts.of(List.of(FIRST, FIRST, REFUSED, GAVE_UP, TECHNICIAN));
    assertEquals(1, new DemoResult(OWN, silent, 2).differ());
  }

  @Test
  void aMailThatBecameNoTicketDiffersAndOneTooManyToo() {
    assertEquals(1, new DemoResult(OWN, PEERS, 3).differ());
    assertEquals(1, new DemoResult(OWN, PEERS, 1).differ());
    assertEquals("demo: mails sent 3, on tickets 2", new DemoResult(OWN, PEERS, 3).mailLine());
  }

  @Test
  void aCallWithoutTicketOrOutcomeDiffers() {
    assertNotEquals(
        0, new DemoResult(new HelpdeskCounts(4, 0, OWN.outcomes(), 1, 3, 2), PEERS, 2).differ());
    assertNotEquals(
        0,
        new DemoResult(new HelpdeskCounts(4, 0, Map.of(Outcome.ANSWERED, 1L), 1, 4, 2), PEERS, 2)
            .differ());
    assertNotEquals(
        0, new DemoResult(new HelpdeskCounts(4, 1, OWN.outcomes(), 1, 4, 2), PEERS, 2).differ());
  }
}
