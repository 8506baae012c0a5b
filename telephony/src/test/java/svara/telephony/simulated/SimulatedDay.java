package svara.telephony.simulated;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import svara.engine.id.CommandId;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.Prompt;
import svara.engine.port.TechnicianPhone;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueuePolicy;
import svara.engine.queue.QueueState;
import svara.engine.queue.Technician;
import svara.engine.runtime.QueueSetup;

/**
 * A working day of one queue, engine and exchange as they are, with people who do what a seed says:
 * callers who wait, give up, press keys or call again; technicians who answer, do not, refuse, are
 * busy, unplug their phones and come back from pauses.
 */
final class SimulatedDay {
  static final QueueId QUEUE = new QueueId("helpdesk");
  private static final String NUMBER = "100";
  private static final Duration DAY = Duration.ofHours(8);

  final SimulatedClock clock = new SimulatedClock(Instant.parse("2026-03-02T07:00:00Z"));
  final List<SimulatedCaller> callers = new ArrayList<>();
  final SimulatedExchange exchange;
  final JournalInMemory store = new JournalInMemory(clock);
  private final Random random;
  private final List<SimulatedTechnician> technicians;
  private final List<QueueSetup> queues;
  private final ReportFaults faults;
  private EngineProcess engine;
  private long violations;
  private int serial;

  SimulatedDay(long seed, QueuePolicy policy, int technicianCount, ReportFaults faults) {
    this.random = new Random(seed);
    this.faults = faults;
    this.exchange = new SimulatedExchange(clock, new Random(seed + 1));
    exchange.addQueue(QUEUE, NUMBER);
    List<TechnicianId> ids =
        Stream.iterate(1, i -> i + 1)
            .limit(technicianCount)
            .map(i -> new TechnicianId("tech" + i))
            .toList();
    List<TechnicianPhone> phones =
        ids.stream().map(id -> new TechnicianPhone(id, "PJSIP/" + id)).toList();
    technicians = phones.stream().map(exchange::addTechnician).toList();
    queues =
        List.of(
            new QueueSetup(
                QUEUE,
                "Helpdesk",
                List.of(NUMBER),
                policy,
                Language.SV,
                phones.stream()
                    .map(p -> new QueueSetup.TechnicianSetup(p.technician(), "", p))
                    .toList()));
    engine = start();
  }

  private EngineProcess start() {
    return new EngineProcess("node" + ++serial, exchange, faults, store, queues);
  }

  /** Lets so many callers call in the day, and time go on until nothing more can happen. */
  void run(int count) {
    clock.advance(Duration.ofSeconds(1));
    for (int i = 0; i < count; i++) {
      clock.after(between(Duration.ZERO, DAY), this::call);
    }
    clock.every(Duration.ofMinutes(3), this::somethingElse);
    clock.every(Duration.ofMinutes(2), this::backFromPause);
    clock.after(DAY, () -> technicians.forEach(SimulatedDay::willing));
    clock.advance(DAY.plusHours(2));
    violations += engine.engine().invariantViolations();
  }

  /** The engine is killed at this time of the day and started again after so long. */
  void kill(Duration at, Duration outage) {
    clock.after(
        at,
        () -> {
          violations += engine.engine().invariantViolations();
          engine.kill();
        });
    clock.after(at.plus(outage), () -> engine = start());
  }

  long violations() {
    return violations;
  }

  List<QueueEvent> journal() {
    return store.journal();
  }

  QueueState state() {
    return store.state(QUEUE);
  }

  private void call() {
    technicians.forEach(this::mood);
    SimulatedCaller caller = exchange.place(NUMBER, from(), "");
    callers.add(caller);
    double kind = random.nextDouble();
    if (kind < 0.05) {
      clock.after(between(Duration.ZERO, Duration.ofSeconds(4)), caller::hangUp);
    } else if (kind < 0.35) {
      clock.after(between(Duration.ofSeconds(5), Duration.ofMinutes(4)), () -> giveUp(caller));
    }
    boolean wantsCallback = random.nextBoolean();
    boolean later = random.nextBoolean();
    caller.onPrompt(prompt -> {
      if (wantsCallback
          && (prompt == Prompt.ALL_BUSY_OFFER || prompt == Prompt.STILL_WAITING_OFFER)) {
        clock.after(
            between(Duration.ZERO, Duration.ofSeconds(later ? 5 : 2)), () -> caller.press('1'));
      }
    });
  }

  private static void giveUp(SimulatedCaller caller) {
    if (!caller.talked()) {
      caller.hangUp();
    }
  }

  /** A public number, an extension, the switchboard's shared one, or none. */
  private String from() {
    double kind = random.nextDouble();
    if (kind < 0.05) {
      return "";
    }
    if (kind < 0.10) {
      return "400";
    }
    return kind < 0.5
        ? "0701740" + (605 + random.nextInt(95))
        : Integer.toString(4100 + random.nextInt(300));
  }

  private void mood(SimulatedTechnician technician) {
    double mood = random.nextDouble();
    if (mood < 0.80) {
      technician.answersAfter(
          between(Duration.ofSeconds(1), Duration.ofSeconds(12)),
          between(Duration.ofSeconds(20), Duration.ofMinutes(9)));
    } else if (mood < 0.88) {
      technician.doesNotAnswer();
    } else if (mood < 0.94) {
      technician.isBusy();
    } else {
      technician.rejects();
    }
  }

  private static void willing(SimulatedTechnician technician) {
    technician.answersAfter(Duration.ofSeconds(2), Duration.ofMinutes(2));
  }

  private void somethingElse() {
    SimulatedTechnician technician = technicians.get(random.nextInt(technicians.size()));
    switch (random.nextInt(4)) {
      case 0 -> technician.unplugs();
      case 1 -> technician.takesOtherCall();
      case 2 -> technician.endsOtherCall();
      default -> technician.plugsIn();
    }
    clock.after(
        between(Duration.ofSeconds(10), Duration.ofMinutes(5)),
        () -> {
          technician.plugsIn();
          technician.endsOtherCall();
        });
  }

  private void backFromPause() {
    for (Technician technician : state().technicians()) {
      if (technician.duty() == Technician.Duty.PAUSED) {
        engine
            .queues()
            .submit(
                QUEUE,
                new QueueCommand.ChangeDuty(
                    new CommandId("duty/" + ++serial),
                    clock.now(),
                    technician.id(),
                    Technician.Duty.ON,
                    "",
                    technician.id().value()));
      }
    }
  }

  private Duration between(Duration least, Duration most) {
    return Duration.ofMillis(random.nextLong(least.toMillis(), most.toMillis() + 1));
  }
}
