package svara.telephony.simulated;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.Prompt;
import svara.engine.port.TechnicianPhone;
import svara.engine.queue.CallbackPolicy;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueuePolicy;
import svara.engine.queue.QueueState;
import svara.engine.runtime.QueueSetup;

/**
 * A working day of 200 callers and the morning after it, over the exchange in memory: who calls
 * when, waits how long and does what when he is called back is drawn before it begins, so that two
 * ways of serving meet the same callers.
 */
final class PromisedDay {
  static final QueueId QUEUE = new QueueId("helpdesk");
  static final int CALLERS = 200;
  private static final String NUMBER = "100";
  private static final int TECHNICIANS = 2;
  private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");

  /** Monday 2 March 2026, eight in the morning. */
  private static final Instant MORNING = Instant.parse("2026-03-02T07:00:00Z");

  private static final Duration DAY = Duration.ofHours(8);
  private static final Duration AND_THE_NEXT_MORNING = Duration.ofHours(28);

  /** What a caller will do. */
  private record Plan(
      Duration at,
      String number,
      Duration patience,
      boolean wantsCallback,
      Duration talk,
      Duration untilHeAnswers,
      int missed) {}

  private final SimulatedClock clock = new SimulatedClock(MORNING);
  private final SimulatedExchange exchange;
  private final JournalInMemory store = new JournalInMemory(clock);
  private final List<SimulatedTechnician> technicians;
  private final EngineProcess engine;
  private final List<Plan> plans;

  PromisedDay(long seed, CallbackPolicy.Order order) {
    exchange = new SimulatedExchange(clock, new Random(seed + 1));
    exchange.addQueue(QUEUE, NUMBER);
    List<TechnicianPhone> phones =
        Stream.iterate(1, i -> i + 1)
            .limit(TECHNICIANS)
            .map(i -> new TechnicianPhone(new TechnicianId("tech" + i), "PJSIP/tech" + i))
            .toList();
    technicians = phones.stream().map(exchange::addTechnician).toList();
    engine =
        new EngineProcess(
            "node",
            exchange,
            ReportFaults.NONE,
            store,
            List.of(
                new QueueSetup(
                    QUEUE,
                    "Helpdesk",
                    List.of(NUMBER),
                    policy(order),
                    Language.SV,
                    phones.stream()
                        .map(p -> new QueueSetup.TechnicianSetup(p.technician(), "", p))
                        .toList())));
    plans = plans(new Random(seed));
  }

  private static List<Plan> plans(Random random) {
    List<Plan> plans = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      plans.add(
          new Plan(
              Duration.ofMillis(random.nextLong(DAY.toMillis())),
              Integer.toString(4100 + i),
              random.nextDouble() < 0.3
                  ? Duration.ofSeconds(10 + random.nextInt(230))
                  : Duration.ofMinutes(20),
              random.nextDouble() < 0.75,
              Duration.ofSeconds(60 + random.nextInt(420)),
              Duration.ofSeconds(3 + random.nextInt(12)),
              random.nextDouble() < 0.3 ? 1 : 0));
    }
    return plans;
  }

  /** Two talk and two wait; the queue is open from eight to half past four. */
  static QueuePolicy policy(CallbackPolicy.Order order) {
    Map<DayOfWeek, List<OpeningHours.Span>> week = new EnumMap<>(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.getValue() <= 5) {
        week.put(day, List.of(new OpeningHours.Span(LocalTime.of(8, 0), LocalTime.of(16, 30))));
      }
    }
    OpeningHours hours = new OpeningHours(ZONE, week);
    QueuePolicy d = QueuePolicy.defaults();
    CallbackPolicy c = CallbackPolicy.defaults(hours);
    return new QueuePolicy(
        2,
        2,
        20,
        d.turnedAwayMax(),
        d.ringTime(),
        d.waitMax(),
        d.refusePause(),
        d.wrapUp(),
        d.shortAbandon(),
        d.ring(),
        hours,
        new CallbackPolicy(
            c.dial(),
            order,
            c.near(),
            c.attemptsMax(),
            c.retryDelay(),
            c.busyDelay(),
            c.laterDelay(),
            c.within(),
            c.expireAfter(),
            c.callerRingTime(),
            c.talkMin(),
            c.talkMax(),
            c.perNumberDayMax(),
            c.perHourMax(),
            c.whenClosed(),
            hours));
  }

  /** The whole day; afterwards the journal tells of it. */
  PromisedDay run() {
    clock.advance(Duration.ofSeconds(1));
    plans.forEach(plan -> clock.after(plan.at(), () -> call(plan)));
    clock.advance(AND_THE_NEXT_MORNING);
    return this;
  }

  private void call(Plan plan) {
    for (SimulatedTechnician technician : technicians) {
      technician.answersAfter(Duration.ofSeconds(4), plan.talk());
    }
    SimulatedSubscriber at = exchange.addSubscriber(plan.number());
    at.talksFor(plan.talk());
    if (plan.missed() > 0) {
      at.doesNotAnswer();
      clock.after(Duration.ofHours(1), () -> at.answersAndPresses(plan.untilHeAnswers(), '1'));
    } else {
      at.answersAndPresses(plan.untilHeAnswers(), '1');
    }
    SimulatedCaller caller = exchange.place(NUMBER, plan.number(), "");
    clock.after(
        plan.patience(),
        () -> {
          if (!caller.talked()) {
            caller.hangUp();
          }
        });
    caller.onPrompt(prompt -> {
      if (plan.wantsCallback()
          && (prompt == Prompt.ALL_BUSY_OFFER || prompt == Prompt.STILL_WAITING_OFFER)) {
        clock.after(Duration.ofSeconds(2), () -> caller.press('1'));
      }
    });
  }

  List<QueueEvent> journal() {
    return store.journal();
  }

  QueueState state() {
    return store.state(QUEUE);
  }

  long violations() {
    return engine.engine().invariantViolations();
  }
}
