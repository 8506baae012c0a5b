package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static svara.config.exchange.Helpdesk.pass;
import static svara.config.exchange.Helpdesk.queue;
import static svara.config.exchange.Helpdesk.until;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import svara.config.TestDatabase;
import svara.engine.id.Language;
import svara.engine.queue.QueuePolicy;
import svara.telephony.asterisk.AsteriskInstance;
import svara.telephony.asterisk.SipDialog;
import svara.telephony.asterisk.SipDialog.State;
import svara.telephony.asterisk.SipPhone;

/** Promises made and kept through a real Asterisk, as the phones of both ends see it. */
@Tag("exchange")
@Tag("callbacks")
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CallbackIT {
  private static final int QUEUES = 12;
  private static final AtomicInteger USED = new AtomicInteger();
  private static final Duration AT_ONCE = Duration.ofMillis(50);
  private static final String EVA = "+46701740611";
  private static final String BO = "+46701740612";

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  private static AsteriskInstance asterisk;

  private final int nth = USED.incrementAndGet();
  private final String name = "promises" + nth;
  private final String number = Integer.toString(640 + nth);
  private final Books books = new Books(DATABASE);
  private PeopleAtHome home;
  private Helpdesk helpdesk;

  @BeforeAll
  static void startAsterisk() {
    List<AsteriskInstance.Queue> queues = new ArrayList<>();
    for (int i = 1; i <= QUEUES; i++) {
      queues.add(AsteriskInstance.Queue.oneAndOne("promises" + i, Integer.toString(640 + i)));
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
    home.close();
    helpdesk.close();
  }

  private void open(UnaryOperator<QueuePolicy> policy, int... technicians) {
    home = new PeopleAtHome(asterisk);
    helpdesk =
        new Helpdesk(asterisk, DATABASE, queue(name, number, Language.SV, policy, technicians));
  }

  @Test
  void aPromiseIsKeptTheTechnicianFirstThenTheCallerWhoSeesTheHelpdesksNumber() {
    open(QuickPromises::kept, 201, 202, 203);
    home.plan(EVA, List.of(home.talksAfter(Duration.ofSeconds(6))));
    SipPhone desk = helpdesk.desk(201, AT_ONCE);
    helpdesk.ready(name, 1);
    promise(1, 1, EVA);

    until(() -> home.rang(EVA) == 1, "the caller's phone rings");
    SipDialog atDesk = desk.calls().getLast();
    assertEquals(State.ANSWERED, atDesk.state(), "the technician was there first");
    SipDialog atHome = home.calls(EVA).getFirst();
    assertTrue(atHome.received("From").contains("sip:" + number + "@"), "the helpdesk's number");
    until(() -> Tone.arrival(atDesk.media().heard(), 0, 620).isPresent(), "they hear each other");
    until(() -> books.promise(name, EVA).state().equals("kept"), "kept");

    heard(atHome, "callback_greeting");
    heard(atDesk, "callback_to_technician");
    assertEquals(1, books.promise(name, EVA).attempts());
    assertEquals("JOINED", books.promise(name, EVA).lastResult());
    until(() -> desk.calls().stream().allMatch(call -> call.state() == State.OVER), "all free");
    assertEquals(1, home.rang(EVA));
  }

  @Test
  void whoCouldNotBeReachedIsCalledAgainAndWhoNeedsNothingIsNot() {
    String silent = "+46701740613";
    String rejects = "+46701740614";
    String noKey = "+46701740615";
    String later = "+46701740616";
    String notNeeded = "+46701740617";
    open(policy -> QuickPromises.kept(QuickPromises.places(policy, 5, 0)), 201, 202, 203, 204, 205);
    home.plan(BO, List.of(PeopleAtHome.busy(), home.talks()))
        .plan(silent, List.of(PeopleAtHome.letsItRing(), home.talks()))
        .plan(rejects, List.of(PeopleAtHome.declines(), home.talks()))
        .plan(noKey, List.of(home.answers(), home.talks()))
        .plan(later, List.of(home.answersAndPresses('2'), home.talks()))
        .plan(notNeeded, List.of(home.answersAndPresses('3')));
    for (int desk = 201; desk <= 205; desk++) {
      helpdesk.desk(desk, AT_ONCE);
    }
    helpdesk.ready(name, 5);
    promise(5, 0, BO, silent, rejects, noKey, later, notNeeded);

    until(
        () -> books.promises(name).stream().noneMatch(p -> p.state().equals("open")),
        Duration.ofSeconds(120),
        "each has come to its end");
    for (String reached : List.of(BO, silent, rejects, noKey, later)) {
      Books.Promise promise = books.promise(name, reached);
      assertEquals("kept", promise.state(), promise.toString());
      assertEquals(2, promise.attempts(), promise.toString());
      assertEquals(2, home.rang(reached), "its phone rang once an attempt: " + reached);
    }
    assertEquals("withdrawn", books.promise(name, notNeeded).state());
    assertEquals(1, home.rang(notNeeded));
    assertTrue(home.mostAtOnce() <= 5, "as many at once as talking places: " + home.mostAtOnce());
  }

  @Test
  void twoTechniciansAndThreePromisesNeverDialMoreThanTwo() {
    String third = "+46701740618";
    open(policy -> QuickPromises.kept(QuickPromises.places(policy, 2, 0)), 201, 202, 203);
    home.plan(EVA, List.of(home.talks()))
        .plan(BO, List.of(home.talks()))
        .plan(third, List.of(home.talks()));
    helpdesk.desk(201, AT_ONCE);
    helpdesk.desk(202, AT_ONCE);
    helpdesk.ready(name, 2);
    promise(2, 0, EVA, BO, third);

    until(
        () -> books.promises(name).stream().allMatch(p -> p.state().equals("kept")),
        Duration.ofSeconds(90),
        "all three are kept");
    assertEquals(2, home.mostAtOnce());
    assertEquals(List.of(1, 1, 1), List.of(home.rang(EVA), home.rang(BO), home.rang(third)));
    assertEquals(third, home.order().getLast(), "in the order of arrival");
  }

  @Test
  void twoPromisesAndAWaitingCallerAreServedInTheOrderOfTheirArrival() {
    open(QuickPromises::kept, 201, 202, 203);
    home.plan(EVA, List.of(home.talks())).plan(BO, List.of(home.talks()));
    SipPhone desk = helpdesk.desk(201, AT_ONCE);
    helpdesk.ready(name, 1);
    List<SipDialog> filling = fill(1, 1);
    press(EVA);
    press(BO);
    filling.getLast().hangUp();
    until(() -> helpdesk.state(name).waiting().isEmpty(), "nobody waits");
    SipDialog waits = helpdesk.call(number, "0701740619");
    until(() -> helpdesk.state(name).waiting().size() == 1, "one waits who arrived after them");
    int before = desk.calls().size();

    filling.getFirst().hangUp();
    until(() -> desk.calls().size() == before + 3, Duration.ofSeconds(60), "the third is served");
    assertEquals(List.of(EVA, BO), home.order());
    assertEquals("kept", books.promise(name, EVA).state());
    assertEquals("kept", books.promise(name, BO).state(), "and before the one who waited");
    until(() -> desk.calls().getLast().media().connected(), "who is served now");
    waits.hangUp();
    assertEquals(List.of(1, 1), List.of(home.rang(EVA), home.rang(BO)));
  }

  @Test
  void whoWaitsMayPressOneAndKeepsThePlace() {
    open(QuickPromises::kept, 201, 202, 203);
    home.plan(EVA, List.of(home.talks()));
    helpdesk.desk(201, AT_ONCE);
    helpdesk.ready(name, 1);
    SipDialog talks = helpdesk.call(number, "0701740605");
    until(() -> helpdesk.state(name).talking() == 1, "one talks");
    SipDialog waits = helpdesk.call(number, national(EVA));
    until(() -> waits.state() == State.ANSWERED && waits.media().hearsSound(500), "one is held");
    waits.press('1');
    until(() -> helpdesk.state(name).callbacks().size() == 1, "and is promised a callback");
    until(() -> waits.state() == State.OVER, "told so and hung up");
    talks.hangUp();
    until(() -> books.promise(name, EVA).state().equals("kept"), "kept");
    assertEquals(1, home.rang(EVA));
  }

  @Test
  void whoCallsFirstHimselfIsNotCalledBackAfterBeingAnswered() {
    open(QuickPromises::kept, 201, 202, 203);
    home.plan(EVA, List.of(home.talks()));
    helpdesk.desk(201, AT_ONCE);
    helpdesk.ready(name, 1);
    List<SipDialog> filling = fill(1, 1);
    press(EVA);
    filling.getLast().hangUp();
    until(() -> helpdesk.state(name).waiting().isEmpty(), "nobody waits");
    SipDialog again = helpdesk.call(number, national(EVA));
    until(() -> helpdesk.state(name).waiting().size() == 1, "he waits, at his first place");
    filling.getFirst().hangUp();
    until(() -> books.promise(name, EVA).state().equals("withdrawn"), "overtaken by his own call");
    again.hangUp();
    until(() -> helpdesk.state(name).calls().isEmpty(), "over");
    pass(Duration.ofSeconds(2));
    assertEquals(0, home.rang(EVA));
    assertEquals(
        1,
        books.rows(name).stream()
            .filter(row -> row.number().equals(EVA))
            .map(Books.Row::ticket)
            .distinct()
            .count(),
        "the ticket stays one");
  }

  @Test
  void aTechnicianWhoRefusesOrDoesNotAnswerIsNoAttempt() {
    open(QuickPromises::kept, 201, 202, 203);
    home.plan(EVA, List.of(home.talks()));
    List<SipPhone> desks =
        List.of(
            helpdesk.desk(201, AT_ONCE), helpdesk.desk(202, AT_ONCE), helpdesk.desk(203, AT_ONCE));
    helpdesk.ready(name, 3);
    List<SipDialog> filling = fill(1, 1);
    press(EVA);
    // who has just talked has been free the shortest and is asked last
    List<SipPhone> others = desks.stream().filter(desk -> desk.calls().isEmpty()).toList();
    others.getFirst().onCall(call -> call.refuse(603, "Decline"));
    others.getLast().onCall(SipDialog::ring);
    filling.reversed().forEach(SipDialog::hangUp);

    until(() -> others.getLast().calls().size() == 1, "the second is asked after the first");
    assertEquals(1, others.getFirst().calls().size());
    assertEquals(0, home.rang(EVA), "and nobody's phone has rung at home");
    until(() -> books.promise(name, EVA).state().equals("kept"), "the third keeps it");
    assertEquals(1, home.rang(EVA));
    assertEquals(1, books.promise(name, EVA).attempts());
    assertEquals(List.of(1, 1), others.stream().map(desk -> desk.calls().size()).toList());
  }

  @Test
  void aPromiseThatCouldNotBeKeptBecomesWork() {
    open(QuickPromises::triedOnce, 201, 202, 203);
    home.plan(EVA, List.of(PeopleAtHome.busy()));
    helpdesk.desk(201, AT_ONCE);
    helpdesk.ready(name, 1);
    promise(1, 1, EVA);
    until(() -> books.promise(name, EVA).state().equals("expired"), "given up by the queue");
    assertEquals(1, home.rang(EVA));
    assertEquals("BUSY", books.promise(name, EVA).lastResult());
    assertTrue(books.toCallBack(books.promise(name, EVA).ticket()), "its ticket is flagged");
  }

  // --- steps

  /** Fills the queue, has these promised a callback, and empties it again. */
  private void promise(int talking, int waiting, String... numbers) {
    List<SipDialog> filling = fill(talking, waiting);
    for (String from : numbers) {
      press(from);
    }
    assertEquals(0, home.order().size(), "nobody is called while all places are taken");
    filling.reversed().forEach(SipDialog::hangUp);
  }

  private List<SipDialog> fill(int talking, int waiting) {
    List<SipDialog> filling = new ArrayList<>();
    for (int i = 0; i < talking + waiting; i++) {
      filling.add(helpdesk.call(number, "07017406" + (30 + i)));
      int calls = i + 1;
      until(() -> helpdesk.state(name).calls().size() == calls, "a place is taken");
    }
    until(
        () ->
            books.rows(name).stream().filter(r -> !r.technician().equals("null")).count()
                == talking,
        "all talk who can");
    return filling;
  }

  private void press(String from) {
    int before = helpdesk.state(name).callbacks().size();
    SipDialog caller = helpdesk.call(number, national(from));
    until(() -> caller.state() == State.ANSWERED && caller.media().hearsSound(500), "is offered");
    caller.press('1');
    until(() -> helpdesk.state(name).callbacks().size() == before + 1, from + " is promised");
    caller.hangUp();
  }

  private static String national(String number) {
    return "0" + number.substring("+46".length());
  }

  private static void heard(SipDialog call, String prompt) {
    double value =
        Likeness.of(Sound.of(asterisk.sound("sv", prompt)), Sound.of(call.media().heard()));
    System.out.printf("heard %s: %.3f%n", prompt, value);
    assertTrue(value > Likeness.SAME, prompt + " is heard: " + value);
  }
}
