package svara.config.exchange;

import static svara.config.exchange.Helpdesk.pass;
import static svara.config.exchange.Helpdesk.until;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import svara.config.TestDatabase;
import svara.telephony.asterisk.AsteriskInstance;
import svara.telephony.asterisk.SipDialog;
import svara.telephony.asterisk.SipDialog.State;
import svara.telephony.asterisk.SipPhone;
import svara.telephony.asterisk.TcpProxy;

/**
 * A helpdesk of its own with a real exchange and an engine in a process of its own, brought to a
 * state in which a fault strikes.
 */
final class FaultScene implements AutoCloseable {
  private static final String NUMBER = "100";
  private static final String EVA = "+46701740611";
  private static final Duration LONG = Duration.ofSeconds(6);
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration SETTLES = Duration.ofSeconds(150);
  private static final AtomicInteger USED = new AtomicInteger();

  private final TestDatabase database;
  private final String queue = "fault" + USED.incrementAndGet();
  private final Books books;
  private final AsteriskInstance asterisk;
  private final TcpProxy ami;
  private final SipPhone outside;
  private final PeopleAtHome home;
  private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
  private final Set<String> twoAtOnce = new ConcurrentSkipListSet<>();
  private final List<SipDialog> onTheLine = new ArrayList<>();
  private final Set<String> cutOff = new TreeSet<>();
  private Desks desks;
  private EngineProcess engine;
  private boolean promised;

  FaultScene(TestDatabase database) {
    this.database = database;
    books = new Books(database);
    asterisk = AsteriskInstance.start(List.of(AsteriskInstance.Queue.oneAndOne(queue, NUMBER)));
    ami = new TcpProxy(asterisk.amiPort());
    outside = new SipPhone("outside", asterisk.sip());
    desks = new Desks(asterisk, SHORT);
    home = new PeopleAtHome(asterisk);
    startEngine();
    watch.scheduleAtFixedRate(
        () -> twoAtOnce.addAll(desks.withTwoCalls()), 50, 50, TimeUnit.MILLISECONDS);
  }

  // --- what faults use

  TestDatabase database() {
    return database;
  }

  EngineProcess engine() {
    return engine;
  }

  TcpProxy ami() {
    return ami;
  }

  void killEngine() {
    engine.kill();
  }

  void startEngine() {
    engine = EngineProcess.start(database.address(), ami.port(), queue, queue, NUMBER, Desks.AT);
  }

  /** Phones learn nothing of it; who was on the line finds silence and hangs up. */
  void killExchange() {
    asterisk.kill();
    outside.calls().forEach(SipDialog::hangUp);
    desks.close();
  }

  void startExchange() {
    asterisk.start();
    desks = new Desks(asterisk, SHORT);
  }

  // --- the states

  /** Brings a call there. */
  void bring(CallState state) {
    switch (state) {
      case OFFERED -> {
        full();
        SipDialog third = call("0701740611");
        until(() -> heard(third), "the third hears what he can choose");
      }
      case HELD -> full();
      case RINGING -> {
        desks.answerAfter(LONG);
        onTheLine.add(call("0701740605"));
        until(() -> desks.ringing() == 1, "it rings");
        onTheLine.clear();
      }
      case TALKING -> talks();
      case WRAP_UP -> {
        talks().hangUp();
        until(() -> books.ended(queue, 1), "it is over");
        onTheLine.clear();
      }
      default -> bringPromised(state);
    }
  }

  private SipDialog talks() {
    SipDialog talks = call("0701740605");
    until(() -> desks.talking() == 1, "one talks");
    onTheLine.add(talks);
    return talks;
  }

  private SipDialog full() {
    SipDialog talks = talks();
    SipDialog waits = call("0701740606");
    until(() -> heard(waits), "one is held");
    onTheLine.add(waits);
    return talks;
  }

  private static boolean heard(SipDialog call) {
    return call.state() == State.ANSWERED && call.media().hearsSound(500);
  }

  private SipDialog call(String from) {
    return outside.call(NUMBER, from, "");
  }

  private void bringPromised(CallState state) {
    plan(state);
    SipDialog talks = full();
    SipDialog eva = call("0701740611");
    until(() -> heard(eva), "Eva is offered");
    eva.press('1');
    until(() -> books.promises(queue).size() == 1, "and promised a callback");
    promised = true;
    eva.hangUp();
    outside.calls().get(1).hangUp();
    onTheLine.remove(outside.calls().get(1));
    until(() -> ended() == 2, "the others are gone");
    if (state == CallState.CALLBACK_STORED) {
      return;
    }
    if (state == CallState.DIALLING_THE_TECHNICIAN) {
      desks.answerAfter(LONG);
    }
    onTheLine.clear();
    talks.hangUp();
    switch (state) {
      case DIALLING_THE_TECHNICIAN -> until(() -> desks.ringing() == 1, "his phone rings");
      case DIALLING_THE_CALLER -> until(() -> home.rang(EVA) == 1, "her phone rings");
      default -> until(() -> home.rang(EVA) == 1 && desks.talking() == 1, "they talk");
    }
  }

  /** She talks whenever she is reached; a fault may take the call, so she is dialled again. */
  private void plan(CallState state) {
    List<Consumer<SipDialog>> calls = new ArrayList<>();
    if (state == CallState.DIALLING_THE_CALLER) {
      calls.add(PeopleAtHome.letsItRing());
    }
    for (int i = 0; i < 4; i++) {
      calls.add(home.talks());
    }
    home.plan(EVA, calls);
  }

  private long ended() {
    return books.rows(queue).stream().filter(row -> !row.outcome().equals("null")).count();
  }

  // --- afterwards

  /** Whoever talked or waited must still be there, unless the fault takes his line. */
  void look(Fault fault) {
    if (fault.endsCalls()) {
      return;
    }
    for (SipDialog call : onTheLine) {
      if (call.state() != State.ANSWERED) {
        cutOff.add(number(call));
      }
    }
  }

  /** Lets everybody come to an end, and compares. */
  FaultLedger ledger() {
    desks.answerAfter(SHORT);
    pass(Duration.ofSeconds(3));
    for (SipDialog call : outside.calls()) {
      call.hangUp();
      pass(Duration.ofMillis(500));
    }
    long answered = outside.calls().stream().filter(call -> call.finalStatus() == 200).count();
    settles(() -> ended() >= answered && ended() == books.rows(queue).size());
    settles(() -> !promised || books.promises(queue).stream().allMatch(FaultScene::over));
    // whatever would come twice has come by now
    pass(Duration.ofSeconds(3));
    return FaultLedger.of(
        seen(), books.rows(queue), books.callsOnTickets(queue), books.promises(queue));
  }

  private static boolean over(Books.Promise promise) {
    return promise.state().equals("kept");
  }

  /** What does not come in time is missing, and the ledger says what. */
  private static void settles(BooleanSupplier there) {
    long end = System.nanoTime() + SETTLES.toNanos();
    while (!told(there) && System.nanoTime() < end) {
      pass(Duration.ofMillis(200));
    }
  }

  private static boolean told(BooleanSupplier there) {
    try {
      return there.getAsBoolean();
    } catch (IllegalStateException databaseIsAway) {
      return false;
    }
  }

  private FaultLedger.Seen seen() {
    List<String> answered = new ArrayList<>();
    List<String> unanswered = new ArrayList<>();
    for (SipDialog call : outside.calls()) {
      (call.finalStatus() == 200 ? answered : unanswered).add(number(call));
    }
    return new FaultLedger.Seen(
        answered,
        unanswered,
        List.copyOf(cutOff),
        promised ? List.of(EVA) : List.of(),
        Map.of(EVA, home.rang(EVA)),
        List.copyOf(twoAtOnce));
  }

  /** In every state the calls are made in this order. */
  private String number(SipDialog call) {
    return List.of("+46701740605", "+46701740606", EVA).get(outside.calls().indexOf(call));
  }

  /** What the engine and the exchange have written down, when something was lost. */
  void tell() {
    books.journal(queue).forEach(line -> System.out.println("journal: " + line));
    home.calls(EVA).forEach(call -> System.out.println("home: answered " + call.answeredAt()));
    System.out.println(asterisk.log());
  }

  void verified() {
    books.verified();
  }

  @Override
  public void close() {
    watch.shutdownNow();
    outside.close();
    desks.close();
    home.close();
    try {
      engine.close();
    } finally {
      ami.close();
      asterisk.close();
    }
  }
}
