package svara.telephony.simulated;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import svara.engine.queue.RingResult;

/** Technicians' phones that ring for one call, all at once, until one answers or none will. */
final class Ring {
  private final Consumer<SimulatedTechnician> answered;
  private final Consumer<RingResult> ended;
  private final List<SimulatedTechnician> ringing = new ArrayList<>();
  private final SimulatedClock.Timer timeout;
  private RingResult worst = RingResult.UNREACHABLE;
  private boolean over;

  Ring(
      SimulatedClock clock,
      List<SimulatedTechnician> technicians,
      Duration ringTime,
      Consumer<SimulatedTechnician> answered,
      Consumer<RingResult> ended) {
    this.answered = answered;
    this.ended = ended;
    this.timeout = clock.after(ringTime, () -> end(RingResult.NO_ANSWER));
    ringing.addAll(technicians);
    technicians.forEach(technician -> technician.ring(this));
    if (technicians.isEmpty()) {
      clock.after(SimulatedExchange.HANDLING, () -> end(RingResult.UNREACHABLE));
    }
  }

  /** One of those who are rung, or nobody any more. */
  @Nullable SimulatedTechnician first() {
    return ringing.isEmpty() ? null : ringing.getFirst();
  }

  void answeredBy(SimulatedTechnician technician) {
    if (over) {
      return;
    }
    stop();
    answered.accept(technician);
  }

  /** A phone will not answer; when none is left the ring is over. */
  void refusedBy(SimulatedTechnician technician, RingResult why) {
    if (over) {
      return;
    }
    ringing.remove(technician);
    if (weight(why) > weight(worst)) {
      worst = why;
    }
    if (ringing.isEmpty()) {
      end(worst);
    }
  }

  /** The caller has gone, or the call is moved. */
  void stop() {
    over = true;
    timeout.cancel();
    List.copyOf(ringing).forEach(technician -> technician.stopRinging(this));
    ringing.clear();
  }

  private void end(RingResult result) {
    if (over) {
      return;
    }
    stop();
    ended.accept(result);
  }

  /** Of several results the one that says most of a person counts. */
  private static int weight(RingResult result) {
    return switch (result) {
      case NO_ANSWER -> 4;
      case REJECTED -> 3;
      case BUSY -> 2;
      case FAILED -> 1;
      case UNREACHABLE -> 0;
    };
  }
}
