package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static svara.config.exchange.Helpdesk.pass;
import static svara.config.exchange.Helpdesk.queue;
import static svara.config.exchange.Helpdesk.until;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import svara.config.TestDatabase;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.Language;
import svara.engine.queue.MessagePolicy;
import svara.engine.queue.QueuePolicy;
import svara.engine.runtime.QueueSetup;
import svara.telephony.asterisk.AsteriskInstance;
import svara.telephony.asterisk.SipDialog;
import svara.telephony.asterisk.SipDialog.State;
import svara.telephony.asterisk.SipPhone;

/** What a caller, a technician and the books see when real calls go through a real Asterisk. */
@Tag("exchange")
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HelpdeskIT {
  private static final int QUEUES = 40;
  private static final AtomicInteger USED = new AtomicInteger();
  private static final Duration AT_ONCE = Duration.ofMillis(50);

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  private static AsteriskInstance asterisk;

  private final int nth = USED.incrementAndGet();
  private final String name = "q" + nth;
  private final String number = Integer.toString(600 + nth);
  private Helpdesk helpdesk;

  @BeforeAll
  static void startAsterisk() {
    List<AsteriskInstance.Queue> queues = new ArrayList<>();
    for (int i = 1; i <= QUEUES; i++) {
      queues.add(AsteriskInstance.Queue.oneAndOne("q" + i, Integer.toString(600 + i)));
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
    helpdesk.close();
  }

  private Helpdesk open(int... technicians) {
    return open(UnaryOperator.identity(), technicians);
  }

  private Helpdesk open(UnaryOperator<QueuePolicy> policy, int... technicians) {
    helpdesk =
        new Helpdesk(asterisk, DATABASE, queue(name, number, Language.SV, policy, technicians));
    return helpdesk;
  }

  // --- one talks, one waits, the third is turned away

  @Test
  void theFirstIsAnsweredTheSecondHeldAndServedNextTheThirdToldToCallLater() {
    open(201, 202, 203);
    SipPhone one = helpdesk.desk(201, AT_ONCE);
    SipPhone two = helpdesk.desk(202, AT_ONCE);
    SipPhone three = helpdesk.desk(203, AT_ONCE);
    helpdesk.ready(name, 3);

    SipDialog first = helpdesk.call(number, "0701740605");
    until(() -> talking(one, two, three) == 1, "the first talks");
    SipDialog second = helpdesk.call(number, "0701740606");
    until(() -> second.state() == State.ANSWERED && second.media().hearsSound(500), "held");
    SipDialog third = helpdesk.call(number, "0701740607");
    until(() -> third.state() == State.OVER, Duration.ofSeconds(30), "the third is hung up by us");
    assertEquals(200, third.finalStatus(), "answered and told");
    assertEquals(1, talking(one, two, three), "nobody else rang");
    assertEquals(State.ANSWERED, second.state());

    first.hangUp();
    until(() -> rung(one, two, three) == 2 && talking(one, two, three) == 1, "the second talks");
    second.hangUp();

    assertEquals(List.of("ANSWERED", "ANSWERED", "TURNED_AWAY"), helpdesk.outcomes(name, 3));
    assertEquals(3, helpdesk.answeredAtCallers(), "200s at the callers are the rows");
    assertEquals(3, helpdesk.tickets(name), "each on a ticket");
    assertEquals(
        List.of(false, false, true), helpdesk.rows(name).stream().map(Books.Row::metFull).toList());
  }

  @Test
  void callersTurnedAwayWhoPressOneBeforeDuringOrAfterThePromptArePromisedACallback() {
    open(201, 202, 203);
    helpdesk.desk(201, AT_ONCE);
    helpdesk.ready(name, 1);
    helpdesk.call(number, "0701740605");
    until(() -> helpdesk.state(name).talking() == 1, "one talks");
    helpdesk.call(number, "0701740606");
    until(() -> helpdesk.state(name).waiting().size() == 1, "one waits");

    Map<String, SipDialog> callers = new TreeMap<>();
    for (long afterMillis : List.of(100L, 2_500L, 9_500L)) {
      for (boolean info : List.of(true, false)) {
        String from = "07017406" + (10 + callers.size());
        SipDialog caller = helpdesk.call(number, from);
        callers.put("+46" + from.substring(1), caller);
        until(() -> caller.state() == State.ANSWERED, "answered");
        helpdesk
            .outside()
            .later(
                Duration.ofMillis(afterMillis),
                info ? () -> caller.pressByInfo('1') : () -> caller.press('1'));
      }
    }
    until(() -> helpdesk.state(name).callbacks().size() == callers.size(), "all are promised");
    until(
        () -> callers.values().stream().allMatch(call -> call.state() == State.OVER),
        "told so and hung up");
    callers.keySet().forEach(from -> assertEquals("CALLBACK_PROMISED", outcomeOf(from)));
  }

  @Test
  void aWaitingCallerWhoHangsUpHasAbandoned() {
    open(201, 202, 203);
    helpdesk.desk(201, AT_ONCE);
    helpdesk.ready(name, 1);
    helpdesk.call(number, "0701740605");
    until(() -> helpdesk.state(name).talking() == 1, "one talks");
    SipDialog second = helpdesk.call(number, "0701740606");
    until(() -> helpdesk.state(name).waiting().size() == 1, "one waits");
    pass(Duration.ofSeconds(6));
    second.hangUp();
    until(() -> helpdesk.state(name).waiting().size() == 0, "nobody waits");
    until(() -> outcomeOf("+46701740606").equals("ABANDONED"), "abandoned");
  }

  @Test
  void twoCallersHangingUpAtTheSameMomentLeaveNothing() {
    open(201, 202, 203);
    helpdesk.desk(201, AT_ONCE);
    helpdesk.ready(name, 1);
    SipDialog first = helpdesk.call(number, "0701740605");
    until(() -> helpdesk.state(name).talking() == 1, "one talks");
    SipDialog second = helpdesk.call(number, "0701740606");
    until(() -> helpdesk.state(name).waiting().size() == 1, "one waits");
    first.hangUp();
    second.hangUp();
    helpdesk.outcomes(name, 2);
    until(() -> helpdesk.state(name).calls().isEmpty(), "no call is left");
    SipDialog next = helpdesk.call(number, "0701740608");
    until(() -> helpdesk.state(name).talking() == 1, "the next is served");
    next.hangUp();
  }

  // --- technicians who do not take the call

  @ParameterizedTest
  @ValueSource(strings = {"does not answer", "is busy", "rejects", "is not registered"})
  void theNextTechnicianTakesWhatTheFirstDoesNot(String first) {
    open(201, 202, 203);
    if (!first.equals("is not registered")) {
      SipPhone one = helpdesk.desk(201, AT_ONCE);
      switch (first) {
        case "is busy" -> one.onCall(call -> call.refuse(486, "Busy Here"));
        case "rejects" -> one.onCall(call -> call.refuse(603, "Decline"));
        default -> one.onCall(SipDialog::ring);
      }
    }
    SipPhone two = helpdesk.desk(202, AT_ONCE);
    helpdesk.ready(name, first.equals("is not registered") ? 1 : 2);
    SipDialog caller = helpdesk.call(number, "0701740605");
    until(() -> talking(two) == 1, "the other technician talks");
    caller.hangUp();
    assertEquals(List.of("ANSWERED"), helpdesk.outcomes(name, 1));
    assertEquals("t202", helpdesk.rows(name).getFirst().technician());
  }

  // --- what strangers send

  @Test
  void withheldAndSharedNumbersAreNobodys() {
    open(201, 202, 203);
    helpdesk.desk(201, AT_ONCE);
    helpdesk.ready(name, 1);
    for (String from : List.of("", "", "400", "400")) {
      SipDialog caller = helpdesk.call(number, from);
      until(() -> helpdesk.state(name).talking() == 1, "talks");
      caller.hangUp();
      until(() -> helpdesk.state(name).calls().isEmpty(), "over");
    }
    helpdesk.outcomes(name, 4);
    assertEquals(4, helpdesk.tickets(name), "none of them joins another's ticket");
    assertEquals("WITHHELD", helpdesk.rows(name).getFirst().kind());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Eva \"Berg\"",
        "a&b=${CHANNEL(name)}",
        "x\tAction: Originate",
        "Eva %0D%0AAction: Originate",
        "'; drop table call; --",
        "LONG"
      })
  void anyNameIsHarmless(String shown) {
    open(201, 202, 203);
    SipPhone desk = helpdesk.desk(201, AT_ONCE);
    helpdesk.ready(name, 1);
    String name300 = shown.equals("LONG") ? "n".repeat(300) : shown;
    SipDialog caller = helpdesk.outside().call(number, "0701740605", name300);
    until(() -> talking(desk) == 1, "talks");
    // the books hear of it a moment after the phones do
    until(() -> !helpdesk.rows(name).getFirst().technician().equals("null"), "and is noted");
    caller.hangUp();
    assertEquals(List.of("ANSWERED"), helpdesk.outcomes(name, 1));
    String kept = helpdesk.rows(name).getFirst().shownName();
    assertTrue(kept.length() <= 80 && kept.chars().noneMatch(Character::isISOControl), kept);
  }

  @Test
  void anyNumberIsHarmless() {
    open(201, 202, 203);
    SipPhone desk = helpdesk.desk(201, AT_ONCE);
    helpdesk.ready(name, 1);
    List<String> shown =
        List.of(
            "0701740605%0D%0AAction%3A%20Originate%0D%0AChannel%3A%20PJSIP/202",
            "0701740605%0AChannel%3A%20PJSIP/202",
            "%220701740605%22",
            "070&PJSIP/202",
            "$%7BSHELL(id)%7D",
            "07".repeat(150));
    for (String from : shown) {
      SipDialog caller = helpdesk.outside().call(number, from, "");
      int calls = helpdesk.outside().calls().size();
      until(
          () -> caller.state() == State.OVER || answered() == calls,
          from + " talks, and not " + caller.finalStatus());
      assertEquals(0, caller.finalStatus() / 400, from + ": " + caller.finalStatus());
      caller.hangUp();
      until(() -> helpdesk.state(name).calls().isEmpty(), from + " is over");
    }
    helpdesk.outcomes(name, shown.size());
    for (Books.Row row : helpdesk.rows(name)) {
      assertEquals("ANSWERED", row.outcome(), row.toString());
      String kept = String.valueOf(row.number());
      assertTrue(kept.length() <= 40 && kept.matches("[+0-9A-Za-z._*#-]*"), kept);
    }
    assertEquals(shown.size(), desk.calls().size(), "no phone rang that should not");
    assertEquals(shown.size(), helpdesk.callsOnTickets(name));
  }

  // --- side by side

  @Test
  void twoQueuesWithOwnNumbersLanguagesAndTechniciansDoNotMeet() {
    String otherName = "q" + (QUEUES - 1);
    String otherNumber = Integer.toString(600 + QUEUES - 1);
    QueueSetup swedish = queue(name, number, Language.SV, UnaryOperator.identity(), 201, 202, 203);
    QueueSetup english =
        queue(otherName, otherNumber, Language.EN, UnaryOperator.identity(), 204, 205, 206);
    helpdesk = new Helpdesk(asterisk, DATABASE, swedish, english);
    SipPhone one = helpdesk.desk(201, AT_ONCE);
    SipPhone four = helpdesk.desk(204, AT_ONCE);
    helpdesk.ready(name, 1).ready(otherName, 1);
    SipDialog here = helpdesk.call(number, "0701740605");
    SipDialog there = helpdesk.call(otherNumber, "0701740606");
    until(() -> talking(one) == 1 && talking(four) == 1, "both talk");
    SipDialog waits = helpdesk.call(otherNumber, "0701740607");
    until(() -> helpdesk.state(otherName).waiting().size() == 1, "one waits there");
    assertEquals(List.of(), helpdesk.state(name).waiting());
    List.of(here, there, waits).forEach(SipDialog::hangUp);
    helpdesk.outcomes(name, 1);
    helpdesk.outcomes(otherName, 2);
  }

  // --- the outage message

  @Test
  void theOutageMessageIsRecordedByPhoneAndHeardFirst() {
    open(201, 202, 203);
    SipPhone technician = helpdesk.desk(201, AT_ONCE);
    helpdesk.ready(name, 1);
    SipDialog code = technician.call("*20", "201", "");
    until(() -> code.state() == State.ANSWERED && code.media().hearsSound(500), "is asked");
    code.press('1');
    until(() -> files(asterisk.notices()) == 1, "is recorded");
    code.media().say(620);
    pass(Duration.ofSeconds(2));
    code.media().say(0);
    code.press('#');
    until(() -> heard(code, 620), "hears his own words");
    code.press('1');
    until(() -> helpdesk.state(name).notices().outage() != null, "it is switched on");
    until(() -> code.state() == State.OVER, "is told and hung up");

    SipDialog caller = helpdesk.call(number, "0701740605");
    until(() -> heard(caller, 620), "the recording is heard");
    assertEquals(1, technician.calls().size(), "and nobody is rung for him meanwhile");
    caller.hangUp();
    assertEquals(List.of("INFORMED"), helpdesk.outcomes(name, 1));
  }

  /** Half a second of a tone has come. */
  private static boolean heard(SipDialog call, double hertz) {
    Sound all = Sound.of(call.media().heard());
    for (int at = 0; at + Sound.RATE / 2 <= all.length(); at += Sound.RATE / 4) {
      Sound part = all.part(at, at + Sound.RATE / 2);
      if (part.loud() && Math.abs(part.hertz() - hertz) < 15) {
        return true;
      }
    }
    return false;
  }

  // --- voice messages

  @Test
  void whoIsTurnedAwayOrCallsOutsideHoursIsHeardOnHisTicketAlsoWhenNobodyTookItAtOnce() {
    String closedName = "q" + (QUEUES - 2);
    String closedNumber = Integer.toString(600 + QUEUES - 2);
    MessagePolicy messages = new MessagePolicy(true, Duration.ofSeconds(60), Duration.ofSeconds(9));
    OpeningHours never = new OpeningHours(TestDatabase.ZONE, Map.of());
    QueueSetup full = queue(name, number, Language.SV, usual -> usual.with(messages), 201);
    QueueSetup closed =
        queue(
            closedName,
            closedNumber,
            Language.SV,
            usual ->
                new QueuePolicy(
                        usual.talkingMax(),
                        usual.waitingMax(),
                        usual.callbacksMax(),
                        usual.turnedAwayMax(),
                        usual.ringTime(),
                        usual.waitMax(),
                        usual.refusePause(),
                        usual.wrapUp(),
                        usual.shortAbandon(),
                        usual.ring(),
                        never,
                        usual.callbacks())
                    .with(messages),
            202);
    helpdesk = new Helpdesk(asterisk, DATABASE, full, closed);
    helpdesk.desk(201, AT_ONCE);
    helpdesk.ready(name, 1);
    helpdesk.call(number, "0701740605");
    until(() -> helpdesk.state(name).talking() == 1, "one talks");
    helpdesk.call(number, "0701740606");
    until(() -> helpdesk.state(name).waiting().size() == 1, "one waits");

    SipDialog away = helpdesk.call(number, "0701740607");
    SipDialog late = helpdesk.call(closedNumber, "0701740608");
    SipDialog silent = helpdesk.call(closedNumber, "0701740609");
    for (SipDialog one : List.of(away, late, silent)) {
      until(() -> one.state() == State.ANSWERED && one.media().hearsSound(500), "is told");
      one.press('3');
    }
    until(() -> recordings() == 3, "all are recorded");
    away.media().say(440);
    late.media().say(620);
    pass(Duration.ofSeconds(3));
    silent.hangUp();
    away.hangUp();
    late.press('#');
    until(() -> late.state() == State.OVER, "thanked and hung up by us");
    assertEquals(List.of("CLOSED", "CLOSED"), helpdesk.outcomes(closedName, 2));
    assertEquals("TURNED_AWAY", outcomeOf("+46701740607"));

    helpdesk.keepMessages(); // only now: they were left behind
    says(440, rowOf(name, "+46701740607"));
    says(620, rowOf(closedName, "+46701740608"));
    until(() -> recordings() == 0, "the folder is empty");
    assertEquals(
        List.of("voice_message.empty"),
        helpdesk.timeline(rowOf(closedName, "+46701740609")).stream()
            .filter(kind -> kind.startsWith("voice_message"))
            .toList(),
        "nothing was said");
  }

  private void says(double hertz, Books.Row row) {
    Sound said = Sound.of(helpdesk.message(row).getBytes());
    System.out.printf("message: %.2f s%n", said.seconds());
    assertTrue(said.seconds() > 2.5 && said.seconds() < 8, said.seconds() + " s");
    int middle = said.length() / 2;
    double heard = said.part(middle, middle + Sound.RATE).hertz();
    assertEquals(hertz, heard, 15, "the tone that was said");
  }

  private Books.Row rowOf(String queue, String caller) {
    return helpdesk.rows(queue).stream()
        .filter(row -> row.number().equals(caller))
        .findFirst()
        .orElseThrow();
  }

  private static int recordings() {
    return files(asterisk.messages());
  }

  private static int files(Path folder) {
    String[] files = folder.toFile().list();
    return files == null ? 0 : files.length;
  }

  // --- steps

  private String outcomeOf(String caller) {
    until(
        () ->
            helpdesk.rows(name).stream()
                .anyMatch(row -> row.number().equals(caller) && !row.outcome().equals("null")),
        caller + " has an outcome; " + helpdesk.rows(name));
    return helpdesk.rows(name).stream()
        .filter(row -> row.number().equals(caller))
        .map(Books.Row::outcome)
        .findFirst()
        .orElseThrow();
  }

  private long answered() {
    return helpdesk.rows(name).stream().filter(row -> !row.technician().equals("null")).count();
  }

  private static long talking(SipPhone... desks) {
    return List.of(desks).stream()
        .flatMap(desk -> desk.calls().stream())
        .filter(call -> call.state() == State.ANSWERED && call.media().connected())
        .count();
  }

  private static long rung(SipPhone... desks) {
    return List.of(desks).stream().mapToLong(desk -> desk.calls().size()).sum();
  }
}
