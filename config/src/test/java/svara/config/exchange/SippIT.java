package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static svara.config.exchange.Helpdesk.queue;
import static svara.config.exchange.Helpdesk.until;
import static svara.config.exchange.SippHelpdesk.over;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import svara.config.TestDatabase;
import svara.engine.id.Language;
import svara.engine.queue.QueuePolicy;
import svara.telephony.asterisk.AsteriskInstance;
import svara.telephony.asterisk.SipDialog;
import svara.telephony.asterisk.SipDialog.State;

/**
 * Callers and technicians are played by SIPp, and SIPp's own counters are held against the books:
 * INVITEs answered at the callers are the rows of {@code report_calls} and the calls on tickets.
 */
@Tag("exchange")
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SippIT {
  private static final List<String> DESKS = List.of("201", "202", "203", "204");
  private static final Duration RINGING = Duration.ofMillis(100);

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  @TempDir static Path folder;
  private static AsteriskInstance asterisk;

  private SippHelpdesk sipp;
  private Helpdesk helpdesk;

  @BeforeAll
  static void startAsterisk() {
    asterisk =
        AsteriskInstance.start(
            List.of(
                AsteriskInstance.Queue.oneAndOne("mix", "610"),
                AsteriskInstance.Queue.oneAndOne("givesup", "611"),
                AsteriskInstance.Queue.oneAndOne("hundred", "612"),
                AsteriskInstance.Queue.oneAndOne("planted", "613")));
    Helpdesk.warm(asterisk, DATABASE);
  }

  @AfterAll
  static void stopAsterisk() {
    asterisk.close();
  }

  private void open(String name, String number, UnaryOperator<QueuePolicy> policy) {
    begin(name, number, policy);
    sipp.answering(RINGING, DESKS.toArray(String[]::new));
    helpdesk.ready(name, DESKS.size());
  }

  private void begin(String name, String number, UnaryOperator<QueuePolicy> policy) {
    int[] extensions = DESKS.stream().mapToInt(Integer::parseInt).toArray();
    sipp =
        new SippHelpdesk(
            asterisk, DATABASE, folder, queue(name, number, Language.SV, policy, extensions));
    helpdesk = sipp.helpdesk();
  }

  @AfterEach
  void close() {
    sipp.close();
  }

  @Test
  void whatCallersAndTechniciansCountIsWhatTheBooksSay() {
    open("mix", "610", UnaryOperator.identity());
    Sipp.Caller stays = Sipp.Caller.staying("610", Duration.ofSeconds(60));

    Sipp.Phone first = sipp.call(Sipp.Caller.staying("610", Duration.ofSeconds(8)), "0701740605");
    until(() -> helpdesk.state("mix").talking() == 1, "the first talks");
    Sipp.Phone second = sipp.call(Sipp.Caller.staying("610", Duration.ofSeconds(26)), "0701740606");
    until(() -> helpdesk.state("mix").waiting().size() == 1, "the second is queued");
    Sipp.Phone told = sipp.call(stays, "0701740607");
    Sipp.Phone promised = sipp.call(stays.pressingAfter(Duration.ofSeconds(1)), "0701740608");

    over(first);
    until(() -> helpdesk.state("mix").talking() == 1, "the second is answered");
    Sipp.Phone waits = sipp.call(Sipp.Caller.staying("610", Duration.ofSeconds(6)), "0701740609");
    until(() -> helpdesk.state("mix").waiting().size() == 1, "somebody else is queued");
    over(waits);
    Sipp.Phone hasty = sipp.call(Sipp.Caller.staying("610", Duration.ofSeconds(1)), "0701740610");

    over(second, told, promised, hasty);
    Map<String, Long> outcomes = sipp.byOutcome("mix", 6);
    assertEquals(
        Map.of(
            "ANSWERED", 2L,
            "TURNED_AWAY", 1L,
            "CALLBACK_PROMISED", 1L,
            "ABANDONED", 1L,
            "ABANDONED_SHORT", 1L),
        outcomes);

    SippCounts counted = sipp.atCallers();
    assertEquals(6, counted.of("answered"), "INVITEs answered at the callers");
    assertEquals(6, counted.successful());
    assertEquals(0, counted.failed());
    assertEquals(counted.of("answered"), helpdesk.rows("mix").size(), "rows of report_calls");
    assertEquals(counted.of("answered"), helpdesk.callsOnTickets("mix"), "calls on tickets");
    assertEquals(1, promised.counts().of("pressed"));
    assertEquals(1, told.counts().of("hung_up_on"), "told, and hung up by us");
    assertEquals(1, promised.counts().of("hung_up_on"), "thanked, and hung up by us");
    assertEquals(4, counted.of("hung_up"), "the others hung up themselves");
    assertEquals(
        outcomes.get("ANSWERED"), sipp.atTechnicians().of("answered"), "answered by technicians");
    assertEquals(2, sipp.atTechnicians().of("rung"), "no phone rang for the others");
  }

  @Test
  void whoGivesUpWhileAPhoneRingsIsCountedByBothSidesToo() {
    begin("givesup", "611", UnaryOperator.identity());
    sipp.answering(Duration.ofSeconds(2), "201");
    helpdesk.ready("givesup", 1);
    Sipp.Caller impatient =
        Sipp.Caller.staying("611", Duration.ofSeconds(60)).givingUpAfter(Duration.ofSeconds(1));
    Sipp.Phone gaveUp = sipp.call(impatient, "0701740605");
    over(gaveUp);
    Sipp.Phone stayed = sipp.call(Sipp.Caller.staying("611", Duration.ofSeconds(1)), "0701740606");
    over(stayed);

    assertEquals(Map.of("ABANDONED_SHORT", 1L, "ANSWERED", 1L), sipp.byOutcome("givesup", 2));
    SippCounts counted = sipp.atCallers();
    assertEquals(2, counted.of("invited"));
    assertEquals(1, counted.of("answered"));
    assertEquals(1, counted.of("gave_up"));
    assertEquals(counted.of("invited"), helpdesk.rows("givesup").size());
    assertEquals(counted.of("invited"), helpdesk.callsOnTickets("givesup"));
    SippCounts rung = sipp.atTechnicians();
    assertEquals(2, rung.of("rung"));
    assertEquals(1, rung.of("answered"));
    assertEquals(1, rung.of("not_answered"));
  }

  @Test
  void aHundredCallsInARowLeaveNoChannelBridgeOrTaskProcessorBehind() {
    open("hundred", "612", policy -> QuickPromises.places(policy, DESKS.size(), 10));
    Sipp.Caller brief = Sipp.Caller.staying("612", Duration.ofMillis(700));
    // what the exchange makes once, at its first call, is no leftover
    over(sipp.call(brief, "0701740605"));
    helpdesk.outcomes("hundred", 1);
    sipp.forgetCallers();
    Leftovers before = Leftovers.of(asterisk);

    List<String> from =
        IntStream.range(0, 100).mapToObj(i -> "07017406" + "%02d".formatted(5 + i % 95)).toList();
    Sipp.Phone hundred = sipp.calls(brief, from, 5, DESKS.size() + 2);
    over(hundred);

    Map<String, Long> outcomes = sipp.byOutcome("hundred", 101);
    SippCounts counted = sipp.atCallers();
    System.out.println("100 calls in a row: " + outcomes + " " + hundred.counts());
    assertEquals(100, counted.of("answered"));
    assertEquals(100, counted.successful());
    assertEquals(101, helpdesk.rows("hundred").size());
    assertEquals(101, helpdesk.callsOnTickets("hundred"));
    // a caller may hang up while his technician's answer is on its way
    long inVain = sipp.atTechnicians().of("answered") - outcomes.get("ANSWERED");
    assertTrue(inVain >= 0 && inVain <= 101 - outcomes.get("ANSWERED"), "in vain: " + inVain);

    assertEquals(List.of(), Leftovers.beyond(before, asterisk, Duration.ofSeconds(20)));
  }

  @Test
  void aCallThatIsStillThereIsSeenAsLeftBehind() {
    open("planted", "613", UnaryOperator.identity());
    SipDialog warm = helpdesk.call("613", "0701740605");
    until(() -> helpdesk.state("planted").talking() == 1, "talks");
    warm.hangUp();
    helpdesk.outcomes("planted", 1);
    until(() -> Leftovers.of(asterisk).channels() == 0, "over");
    Leftovers before = Leftovers.of(asterisk);

    SipDialog left = helpdesk.call("613", "0701740606");
    until(() -> left.state() == State.ANSWERED, "talks");
    List<String> found = Leftovers.beyond(before, asterisk, Duration.ofSeconds(1));

    assertEquals("2 channels, 1 calls", found.getFirst());
    assertFalse(found.stream().noneMatch(line -> line.startsWith("bridges")), found.toString());
    assertFalse(
        found.stream().noneMatch(line -> line.startsWith("task processors")), found.toString());
  }
}
