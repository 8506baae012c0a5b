package svara.config.exchange;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static svara.config.exchange.Helpdesk.pass;
import static svara.config.exchange.Helpdesk.queue;
import static svara.config.exchange.Helpdesk.until;
import static svara.config.exchange.SippHelpdesk.over;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
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
import svara.engine.queue.Callback;
import svara.telephony.asterisk.AsteriskInstance;
import svara.telephony.asterisk.SipDialog;
import svara.telephony.asterisk.SipDialog.State;

/** Strangers, played by SIPp, who want the helpdesk to dial what it must not, or too often. */
@Tag("exchange")
@Tag("callbacks")
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CallbackFraudIT {
  private static final Duration AT_ONCE = Duration.ofMillis(100);
  private static final String EVA = "+46701740611";
  private static final String BO = "+46701740612";
  private static final int BURST = 500;

  /** The From of a phone that withholds its number (RFC 3323). */
  private static final String NOBODY = "\"Anonymous\" <sip:anonymous@anonymous.invalid>";

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  @TempDir static Path folder;
  private static AsteriskInstance asterisk;

  private final Books books = new Books(DATABASE);
  private PeopleAtHome home;
  private SippHelpdesk sipp;
  private Helpdesk helpdesk;
  private List<SipDialog> talks;
  private SipDialog waits;

  @BeforeAll
  static void startAsterisk() {
    asterisk =
        AsteriskInstance.start(
            List.of(
                AsteriskInstance.Queue.oneAndOne("spoofed", "651"),
                AsteriskInstance.Queue.oneAndOne("burst", "652"),
                AsteriskInstance.Queue.oneAndOne("named", "653")));
    Helpdesk.warm(asterisk, DATABASE);
  }

  @AfterAll
  static void stopAsterisk() {
    asterisk.close();
  }

  @AfterEach
  void close() {
    home.close();
    sipp.close();
  }

  /** Somebody talks at each of the talking places, and one more waits. */
  private void openFull(String name, String number, int talking) {
    home = new PeopleAtHome(asterisk);
    List<String> desks = List.of("201", "202", "203", "204");
    sipp =
        new SippHelpdesk(
            asterisk,
            DATABASE,
            folder,
            queue(
                name,
                number,
                Language.SV,
                policy -> QuickPromises.kept(QuickPromises.places(policy, talking, 1)),
                desks.stream().mapToInt(Integer::parseInt).toArray()));
    helpdesk = sipp.helpdesk();
    sipp.answering(AT_ONCE, desks.toArray(String[]::new));
    helpdesk.ready(name, desks.size());
    talks = new ArrayList<>();
    while (talks.size() < talking) {
      talks.add(helpdesk.call(number, "07017406" + (30 + talks.size())));
      until(() -> helpdesk.state(name).talking() == talks.size(), "one talks");
    }
    waits = helpdesk.call(number, "0701740639");
    until(() -> helpdesk.state(name).waiting().size() == 1, "one waits");
  }

  private static String showing(String number) {
    return "<sip:" + number + "@[local_ip]:[local_port]>";
  }

  @Test
  void spoofedNumbersAreNeverDialledAndEachRefusalIsSeen() {
    openFull("spoofed", "651", 1);
    Sipp.Caller wants =
        Sipp.Caller.staying("651", Duration.ofMinutes(1)).pressingAfter(Duration.ofSeconds(1));
    Map<String, String> refused = new TreeMap<>();
    refused.put("0900123456", "NUMBER_NOT_ALLOWED");
    refused.put("09391234567", "NUMBER_NOT_ALLOWED");
    refused.put("+4520123456", "NUMBER_NOT_ALLOWED");
    refused.put("112", "NUMBER_EMERGENCY_OR_SHORT");
    refused.put("070174", "NUMBER_MALFORMED");
    refused.put("anonymous", "NUMBER_NOT_USABLE");
    List<Sipp.Phone> strangers =
        refused.keySet().stream()
            .map(from ->
                sipp.call(wants.shownAs(from.equals("anonymous") ? NOBODY : showing(from)), from))
            .toList();
    over(strangers.toArray(Sipp.Phone[]::new));

    SippCounts counted = sipp.atCallers();
    assertEquals(refused.size(), counted.of("pressed"), "each has pressed 1");
    assertEquals(List.of(), helpdesk.state("spoofed").callbacks());
    waits.hangUp();
    talks.forEach(SipDialog::hangUp);
    until(() -> helpdesk.state("spoofed").calls().isEmpty(), "all places are free");
    pass(Duration.ofSeconds(5)); // a promise would be dialled by now

    assertEquals(List.of(), home.order(), "nobody's phone has rung");
    assertEquals(List.of(), books.promises("spoofed"));
    // each was asked for another number, and named none
    assertEquals(refused, books.refusedPromises("spoofed"), "each with its reason, in the journal");
    assertEquals(refused.size(), books.toldOfRefusal("spoofed"), "and on its ticket");
    assertEquals(1, sipp.atTechnicians().of("answered"), "technicians had the one who talked");
  }

  @Test
  void whoNamesAnotherNumberIsCalledThereAndWhoeverShowsNoneThatMayBeCalledMustNameOne() {
    openFull("named", "653", 4);
    Map<String, String> named = new TreeMap<>();
    named.put(showing("0701740621"), "+46701740613");
    named.put(NOBODY, "+46701740614");
    named.put(showing("0900123456"), "+46701740615");
    List<Sipp.Phone> callers =
        named.keySet().stream()
            .map(from ->
                sipp.call(
                    Sipp.Caller.staying("653", Duration.ofMinutes(1))
                        .shownAs(from)
                        // 1 is enough to be asked for a number where one's own is none to call
                        .pressing(Duration.ofSeconds(1), from.contains("0701740621") ? "2" : "1")
                        .pressing(Duration.ofSeconds(3), national(named.get(from)) + "#")
                        .pressing(Duration.ofSeconds(3), "1"),
                    "0701740621"))
            .toList();
    String whoWaited = "+46701740616";
    namesAndHearsItReadBack(waits, whoWaited);
    over(callers.toArray(Sipp.Phone[]::new));
    SippCounts counted = sipp.atCallers();
    assertEquals(3, counted.of("hung_up_on"), "each was thanked, and hung up by us");
    assertEquals(3 * 13, counted.of("pressed"));

    List<String> all = new ArrayList<>(named.values());
    all.add(whoWaited);
    all.forEach(number -> home.plan(number, List.of(home.talks())));
    assertEquals(
        Set.copyOf(all),
        helpdesk.state("named").callbacks().stream().map(Callback::number).collect(toSet()));
    assertEquals(
        Map.of("0900123456", "NUMBER_NOT_ALLOWED", "anonymous", "NUMBER_NOT_USABLE"),
        books.refusedPromises("named"),
        "what they showed was refused");
    talks.forEach(SipDialog::hangUp);
    until(
        () -> books.promises("named").stream().allMatch(p -> p.state().equals("kept")),
        Duration.ofSeconds(60),
        "all are kept");
    assertEquals(Set.copyOf(all), Set.copyOf(home.order()), "and no other phone has rung");
    all.forEach(number -> assertEquals(1, home.rang(number), number));
  }

  /** By RFC 4733; nothing is promised before he has heard it and said that it is right. */
  private void namesAndHearsItReadBack(SipDialog caller, String number) {
    String digits = national(number);
    List<String> readBack = new ArrayList<>(List.of("you_typed"));
    digits.chars().forEach(digit -> readBack.add("number_" + (char) digit));
    readBack.add("yes_or_again");
    Duration length =
        Duration.ofMillis(
            readBack.stream()
                .mapToLong(prompt -> Math.round(1000 * sound(prompt).seconds()))
                .sum());
    caller.press('2');
    pass(Duration.ofSeconds(2));
    int from = caller.media().heard().size();
    for (char key : (digits + "#").toCharArray()) {
      caller.press(key);
      pass(Duration.ofMillis(250));
    }
    pass(length.plusSeconds(2));
    assertFalse(
        helpdesk.state("named").callbacks().stream().anyMatch(c -> c.number().equals(number)));
    caller.press('1');
    until(() -> caller.state() == State.OVER, "he is promised, and hung up by us");
    heardInOrder(
        Sound.of(caller.media().heard().subList(from, caller.media().heard().size())), readBack);
  }

  /** One right after the other, so that a digit is not taken for the same one later on. */
  private static void heardInOrder(Sound heard, List<String> prompts) {
    int from = 0;
    int until = heard.length();
    for (String prompt : prompts) {
      Sound sought = sound(prompt);
      int end = Math.min(heard.length(), until + sought.length());
      Likeness.Found found = Likeness.best(sought, heard.part(from, end)).orElseThrow();
      System.out.printf("heard %s: %.3f%n", prompt, found.value());
      assertTrue(found.value() > Likeness.SAME, prompt + " is heard: " + found);
      from += found.start() + sought.length() / 2;
      until = from + sought.length() / 2 + Sound.RATE / 2;
    }
  }

  private static Sound sound(String prompt) {
    return Sound.of(asterisk.sound("sv", prompt));
  }

  private static String national(String number) {
    return "0" + number.substring("+46".length());
  }

  @Test
  void aBurstOfRequestsFromOneNumberLeavesOnePromiseAndTheLimitsIntact() {
    openFull("burst", "652", 1);
    home.plan(EVA, List.of(home.talks())).plan(BO, List.of(home.talks()));
    Sipp.Caller wants =
        Sipp.Caller.staying("652", Duration.ofMillis(200)).pressingAfter(Duration.ofMillis(600));

    Sipp.Phone burst = sipp.calls(wants, Collections.nCopies(BURST, "0701740611"), 10, 15);
    assertEquals(0, burst.ended(Duration.ofMinutes(3)), burst.errors());

    SippCounts counted = burst.counts();
    System.out.println("a burst: " + counted);
    assertEquals(BURST, counted.successful());
    assertEquals(BURST, counted.of("answered") + counted.of("refused"));
    assertEquals(1, helpdesk.state("burst").callbacks().size(), "one promise");
    assertEquals(1, helpdesk.state("burst").talking(), "who talked talks on");
    assertEquals(1, helpdesk.state("burst").waiting().size(), "who waited waits on");
    over(sipp.call(wants, "0701740612"));
    until(() -> helpdesk.state("burst").callbacks().size() == 2, "others are promised as before");

    waits.hangUp();
    talks.forEach(SipDialog::hangUp);
    until(
        () -> books.promises("burst").stream().allMatch(p -> p.state().equals("kept")),
        Duration.ofSeconds(60),
        "both are kept");
    assertEquals(2, books.promises("burst").size());
    assertEquals(List.of(1, 1), List.of(home.rang(EVA), home.rang(BO)));
    assertTrue(home.mostAtOnce() <= 1, "as many at once as talking places");
    helpdesk.outcomes("burst", (int) counted.of("answered") + (int) counted.of("refused") + 3);
    assertEquals(BURST + 3, helpdesk.callsOnTickets("burst"));
  }
}
