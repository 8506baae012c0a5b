package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static svara.config.exchange.Helpdesk.pass;
import static svara.config.exchange.Helpdesk.queue;
import static svara.config.exchange.Helpdesk.until;
import static svara.config.exchange.SippHelpdesk.over;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
import svara.telephony.asterisk.AsteriskInstance;
import svara.telephony.asterisk.SipDialog;

/** Strangers, played by SIPp, who want the helpdesk to dial what it must not, or too often. */
@Tag("exchange")
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CallbackFraudIT {
  private static final Duration AT_ONCE = Duration.ofMillis(100);
  private static final String EVA = "+46701740611";
  private static final String BO = "+46701740612";
  private static final int BURST = 500;

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  @TempDir static Path folder;
  private static AsteriskInstance asterisk;

  private final Books books = new Books(DATABASE);
  private PeopleAtHome home;
  private SippHelpdesk sipp;
  private Helpdesk helpdesk;
  private SipDialog talks;
  private SipDialog waits;

  @BeforeAll
  static void startAsterisk() {
    asterisk =
        AsteriskInstance.start(
            List.of(
                AsteriskInstance.Queue.oneAndOne("spoofed", "651"),
                AsteriskInstance.Queue.oneAndOne("burst", "652")));
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

  private void openFull(String name, String number) {
    home = new PeopleAtHome(asterisk);
    sipp =
        new SippHelpdesk(
            asterisk,
            DATABASE,
            folder,
            queue(name, number, Language.SV, QuickPromises::kept, 201, 202, 203));
    helpdesk = sipp.helpdesk();
    sipp.answering(AT_ONCE, "201", "202", "203");
    helpdesk.ready(name, 3);
    talks = helpdesk.call(number, "0701740630");
    until(() -> helpdesk.state(name).talking() == 1, "one talks");
    waits = helpdesk.call(number, "0701740631");
    until(() -> helpdesk.state(name).waiting().size() == 1, "one waits");
  }

  @Test
  void spoofedNumbersAreNeverDialledAndEachRefusalIsSeen() {
    openFull("spoofed", "651");
    Sipp.Caller wants =
        Sipp.Caller.staying("651", Duration.ofMinutes(1)).pressingAfter(Duration.ofSeconds(1));
    Map<String, String> refused = new TreeMap<>();
    refused.put("0900123456", "NUMBER_NOT_ALLOWED");
    refused.put("09391234567", "NUMBER_NOT_ALLOWED");
    refused.put("+4520123456", "NUMBER_NOT_ALLOWED");
    refused.put("112", "NUMBER_EMERGENCY_OR_SHORT");
    refused.put("070174", "NUMBER_MALFORMED");
    refused.put("anonymous", "asked for another");
    List<Sipp.Phone> strangers =
        refused.keySet().stream()
            .map(from ->
                sipp.call(
                    wants.shownAs(
                        from.equals("anonymous")
                            ? "\"Anonymous\" <sip:anonymous@anonymous.invalid>"
                            : "<sip:" + from + "@[local_ip]:[local_port]>"),
                    from))
            .toList();
    over(strangers.toArray(Sipp.Phone[]::new));

    SippCounts counted = sipp.atCallers();
    assertEquals(refused.size(), counted.of("pressed"), "each has pressed 1");
    assertEquals(List.of(), helpdesk.state("spoofed").callbacks());
    waits.hangUp();
    talks.hangUp();
    until(() -> helpdesk.state("spoofed").calls().isEmpty(), "all places are free");
    pass(Duration.ofSeconds(5)); // a promise would be dialled by now

    assertEquals(List.of(), home.order(), "nobody's phone has rung");
    assertEquals(List.of(), books.promises("spoofed"));
    // who shows no number is not refused but asked for one, and this one names none
    refused.remove("anonymous");
    assertEquals(refused, books.refusedPromises("spoofed"), "each with its reason, in the journal");
    assertEquals(refused.size(), books.toldOfRefusal("spoofed"), "and on its ticket");
    assertEquals(1, sipp.atTechnicians().of("answered"), "technicians had the one who talked");
  }

  @Test
  void aBurstOfRequestsFromOneNumberLeavesOnePromiseAndTheLimitsIntact() {
    openFull("burst", "652");
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
    talks.hangUp();
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
