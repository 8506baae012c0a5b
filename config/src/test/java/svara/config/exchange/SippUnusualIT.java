package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static svara.config.exchange.Helpdesk.queue;
import static svara.config.exchange.Helpdesk.until;
import static svara.config.exchange.SippHelpdesk.over;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import svara.config.TestDatabase;
import svara.engine.id.Language;
import svara.engine.runtime.QueueSetup;
import svara.telephony.asterisk.AsteriskInstance;

/**
 * What is not an ordinary call, played by SIPp: technicians who do not take it, strangers with
 * strange names and numbers, callers who leave at one moment. SIPp's own counters are held against
 * the books.
 */
@Tag("exchange")
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SippUnusualIT {
  private static final int QUEUES = 10;
  private static final AtomicInteger USED = new AtomicInteger();
  private static final Duration AT_ONCE = Duration.ofMillis(100);
  private static final Duration LONGER_THAN_ANY_RING = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofSeconds(1);

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  @TempDir static Path folder;
  private static AsteriskInstance asterisk;

  private final int nth = USED.incrementAndGet();
  private final String name = "unusual" + nth;
  private final String number = Integer.toString(620 + nth);
  private SippHelpdesk sipp;
  private Helpdesk helpdesk;

  @BeforeAll
  static void startAsterisk() {
    List<AsteriskInstance.Queue> queues = new ArrayList<>();
    for (int i = 1; i <= QUEUES; i++) {
      queues.add(AsteriskInstance.Queue.oneAndOne("unusual" + i, Integer.toString(620 + i)));
    }
    asterisk = AsteriskInstance.start(queues);
    Helpdesk.warm(asterisk, DATABASE);
  }

  @AfterAll
  static void stopAsterisk() {
    asterisk.close();
  }

  @AfterEach
  void close() {
    sipp.close();
  }

  private void open(QueueSetup... queues) {
    sipp = new SippHelpdesk(asterisk, DATABASE, folder, queues);
    helpdesk = sipp.helpdesk();
  }

  private QueueSetup swedish() {
    return queue(name, number, Language.SV, UnaryOperator.identity(), 201, 202, 203);
  }

  // --- technicians who do not take the call

  @ParameterizedTest
  @CsvSource({
    "does not answer, 2, not_answered",
    "486 Busy Here, 2, refused",
    "603 Decline, 2, refused",
    "is not registered, 1, ''",
  })
  void theNextTechnicianTakesWhatTheFirstDoesNot(String first, int registered, String counted) {
    open(swedish());
    if (first.equals("does not answer")) {
      sipp.answering(LONGER_THAN_ANY_RING, "201");
    } else if (counted.equals("refused")) {
      sipp.refusing("201", first);
    }
    sipp.answering(AT_ONCE, "202");
    helpdesk.ready(name, registered);

    over(sipp.call(Sipp.Caller.staying(number, SHORT), "0701740605"));

    assertEquals(Map.of("ANSWERED", 1L), sipp.byOutcome(name, 1));
    assertEquals("t202", helpdesk.rows(name).getFirst().technician());
    assertEquals(1, sipp.at("202").of("rung"), "the other's phone rang");
    assertEquals(1, sipp.at("202").of("answered"), "and he took it");
    if (!counted.isEmpty()) {
      assertEquals(1, sipp.at("201").of("rung"), "the first was asked once");
      assertEquals(1, sipp.at("201").of(counted));
    }
    inTheBooks(1);
  }

  // --- strangers

  @Test
  void withheldAndSharedNumbersAreNobodys() {
    open(swedish());
    sipp.answering(AT_ONCE, "201", "202", "203");
    helpdesk.ready(name, 3);
    Sipp.Caller shared = Sipp.Caller.staying(number, SHORT);
    Sipp.Caller withheld = shared.shownAs("\"Anonymous\" <sip:anonymous@anonymous.invalid>");

    for (Sipp.Caller caller : List.of(withheld, withheld, shared, shared)) {
      over(sipp.call(caller, "400"));
      until(() -> helpdesk.state(name).calls().isEmpty(), "over");
    }

    assertEquals(Map.of("ANSWERED", 4L), sipp.byOutcome(name, 4));
    assertEquals(4, helpdesk.tickets(name), "none of them joins another's ticket");
    assertEquals(
        List.of("WITHHELD", "WITHHELD", "EXTENSION", "EXTENSION"),
        helpdesk.rows(name).stream().map(Books.Row::kind).toList());
    assertEquals(4, sipp.atTechnicians().of("answered"));
    inTheBooks(4);
  }

  @Test
  void whateverStrangersWriteAsNameOrNumberIsHarmless() {
    String at = "@[local_ip]:[local_port]>";
    List<String> froms =
        List.of(
            // a folded line after the name is the one way in which SIP carries CR and LF there
            "\"Eva\"\\x0D\\x0A <sip:0701740605" + at,
            "\"Eva %0D%0AAction: Originate\" <sip:0701740605%0D%0AAction%3A%20Originate" + at,
            "\"Eva \\\"Berg\\\"\" <sip:%220701740605%22" + at,
            "\"a&b=${CHANNEL(name)}\" <sip:070&PJSIP%2F202" + at,
            "\"" + "n".repeat(300) + "\" <sip:" + "07".repeat(150) + at);
    open(swedish());
    sipp.answering(AT_ONCE, "201");
    helpdesk.ready(name, 1);

    for (String from : froms) {
      over(sipp.call(Sipp.Caller.staying(number, SHORT).shownAs(from), "0701740605"));
      until(() -> helpdesk.state(name).calls().isEmpty(), from + " is over");
    }

    assertEquals(Map.of("ANSWERED", (long) froms.size()), sipp.byOutcome(name, froms.size()));
    for (Books.Row row : helpdesk.rows(name)) {
      System.out.println("a stranger is kept as " + row);
      String kept = String.valueOf(row.number());
      assertTrue(kept.length() <= 40 && kept.matches("[+0-9A-Za-z._*#-]*"), kept);
      String shown = row.shownName();
      assertTrue(shown.length() <= 80, shown);
      assertTrue(shown.chars().noneMatch(Character::isISOControl), shown);
    }
    SippCounts technician = sipp.at("201");
    assertEquals(froms.size(), technician.of("rung"), "no phone rang that should not");
    assertEquals(froms.size(), technician.of("answered"));
    inTheBooks(froms.size());
  }

  @Test
  void aNameWithALineBreakInItIsNoCallAtAll() {
    open(swedish());
    sipp.answering(AT_ONCE, "201");
    helpdesk.ready(name, 1);
    String folded = "\"Eva\\x0D\\x0A Action: Originate\" <sip:0701740605@[local_ip]:[local_port]>";
    Sipp.Phone stranger = sipp.call(Sipp.Caller.staying(number, SHORT).shownAs(folded), "");
    until(
        () -> asterisk.log().contains("syntax error exception when parsing 'From' header"),
        "the exchange has thrown it away");
    over(sipp.call(Sipp.Caller.staying(number, SHORT), "0701740605"));

    assertEquals(0, stranger.counts().of("answered"));
    assertEquals(
        List.of("+46701740605"), helpdesk.rows(name).stream().map(Books.Row::number).toList());
    assertEquals(1, sipp.at("201").of("rung"));
    inTheBooks(1);
  }

  // --- at one moment, and side by side

  @Test
  void twoCallersHangingUpAtTheSameMomentLeaveNothing() {
    open(swedish());
    // longer than a hang-up takes to reach the phone that rings for the other
    sipp.answering(Duration.ofSeconds(2), "201", "202", "203");
    helpdesk.ready(name, 3);
    Instant together = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(15);
    Sipp.Caller leaves = Sipp.Caller.staying(number, SHORT).leavingAt(together);
    Sipp.Phone talks = sipp.call(leaves, "0701740605");
    until(() -> helpdesk.state(name).talking() == 1, "one talks");
    Sipp.Phone waits = sipp.call(leaves, "0701740606");
    until(() -> helpdesk.state(name).waiting().size() == 1, "one waits");
    over(talks, waits);
    until(() -> helpdesk.state(name).calls().isEmpty(), "no call is left");
    over(sipp.call(Sipp.Caller.staying(number, SHORT), "0701740607"));

    Map<String, Long> outcomes = sipp.byOutcome(name, 3);
    System.out.println("at one moment: " + outcomes);
    SippCounts callers = sipp.atCallers();
    assertEquals(3, callers.of("hung_up"), "all hung up themselves");
    // who waited may just have been rung through when he left; whoever talked was answered
    SippCounts technicians = sipp.atTechnicians();
    assertEquals(technicians.of("answered"), outcomes.get("ANSWERED"));
    assertEquals(2, technicians.of("answered"), "the one who talked, and the next");
    inTheBooks(3);
  }

  @Test
  void twoQueuesWithOwnNumbersLanguagesAndTechniciansDoNotMeet() {
    String other = "unusual" + QUEUES;
    String otherNumber = Integer.toString(620 + QUEUES);
    open(
        swedish(), queue(other, otherNumber, Language.EN, UnaryOperator.identity(), 204, 205, 206));
    sipp.answering(AT_ONCE, "201", "202", "203", "204", "205", "206");
    helpdesk.ready(name, 3).ready(other, 3);
    Sipp.Caller here = Sipp.Caller.staying(number, Duration.ofSeconds(8));
    Sipp.Caller there = Sipp.Caller.staying(otherNumber, Duration.ofSeconds(8));

    Sipp.Phone first = sipp.call(here, "0701740605");
    Sipp.Phone second = sipp.call(there, "0701740606");
    until(() -> helpdesk.state(name).talking() == 1, "one talks here");
    until(() -> helpdesk.state(other).talking() == 1, "one talks there");
    Sipp.Caller patient = Sipp.Caller.staying(otherNumber, Duration.ofSeconds(20));
    Sipp.Phone third = sipp.call(patient, "0701740607");
    until(() -> helpdesk.state(other).waiting().size() == 1, "one waits there");
    assertEquals(List.of(), helpdesk.state(name).waiting(), "and nobody here");
    assertEquals(Language.SV, language(name));
    assertEquals(Language.EN, language(other));
    over(first, second, third);

    assertEquals(Map.of("ANSWERED", 1L), sipp.byOutcome(name, 1));
    assertEquals(Map.of("ANSWERED", 2L), sipp.byOutcome(other, 2));
    assertEquals(1, answered("201", "202", "203"), "by technicians of this queue");
    assertEquals(2, answered("204", "205", "206"), "by those of the other");
    assertEquals(3, sipp.atCallers().of("answered"));
    assertEquals(1, helpdesk.callsOnTickets(name));
    assertEquals(2, helpdesk.callsOnTickets(other));
  }

  // --- steps

  private Language language(String queue) {
    return helpdesk.state(queue).calls().getFirst().caller().language();
  }

  private long answered(String... desks) {
    return SippCounts.sum(Stream.of(desks).map(sipp::at).toList()).of("answered");
  }

  /** INVITEs answered at the callers are rows of the report, and calls on tickets. */
  private void inTheBooks(int calls) {
    SippCounts counted = sipp.atCallers();
    assertEquals(calls, counted.of("answered"), "INVITEs answered at the callers");
    assertEquals(0, counted.failed());
    assertEquals(calls, helpdesk.rows(name).size(), "rows of report_calls");
    assertEquals(calls, helpdesk.callsOnTickets(name), "calls on tickets");
  }
}
