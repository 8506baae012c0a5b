package svara.telephony.simulated;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import svara.engine.id.CallerNumber;
import svara.engine.port.QueueService;
import svara.engine.port.QueueStore;
import svara.engine.runtime.Engine;
import svara.engine.runtime.EngineSetup;
import svara.engine.runtime.LiveFeed;
import svara.engine.runtime.Peers;
import svara.engine.runtime.QueueSetup;
import svara.engine.runtime.Scheduler;

/** The engine as a process that can be killed: from then on nothing of it runs any more. */
final class EngineProcess {
  private final SimulatedPhoneSystem phones;
  private final Engine engine;
  private final MortalScheduler scheduler;

  EngineProcess(
      String node,
      SimulatedExchange exchange,
      ReportFaults faults,
      QueueStore store,
      List<QueueSetup> queues) {
    scheduler = new MortalScheduler(exchange.clock());
    phones = new SimulatedPhoneSystem(exchange, faults);
    engine =
        new Engine(
            EngineSetup.withDefaultTimes(node, queues, Duration.ofMinutes(30)),
            phones,
            phones,
            store,
            EngineProcess::number,
            scheduler,
            new LiveFeed(),
            Peers.none());
    engine.start();
  }

  QueueService queues() {
    return engine;
  }

  Engine engine() {
    return engine;
  }

  void kill() {
    scheduler.dead = true;
    phones.close();
  }

  private static CallerNumber number(String presented) {
    if (presented.isEmpty()) {
      return CallerNumber.withheld();
    }
    if (presented.startsWith("0900")) {
      return new CallerNumber(
          presented, null, CallerNumber.Kind.OTHER, false, CallerNumber.Denial.NOT_ALLOWED);
    }
    return presented.startsWith("0")
        ? new CallerNumber(
            presented, "+46" + presented.substring(1), CallerNumber.Kind.PUBLIC, false)
        : new CallerNumber(presented, null, CallerNumber.Kind.EXTENSION, presented.equals("400"));
  }

  private static final class MortalScheduler implements Scheduler {
    private final SimulatedClock clock;
    private boolean dead;

    private MortalScheduler(SimulatedClock clock) {
      this.clock = clock;
    }

    @Override
    public Instant now() {
      return clock.now();
    }

    @Override
    public long nanos() {
      return clock.nanos();
    }

    @Override
    public Task after(Duration delay, Runnable task) {
      return clock.after(
          delay,
          () -> {
            if (!dead) {
              task.run();
            }
          });
    }
  }
}
