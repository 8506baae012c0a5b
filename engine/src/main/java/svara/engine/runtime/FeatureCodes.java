package svara.engine.runtime;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.id.CallId;
import svara.engine.id.CommandId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.FeatureCode;
import svara.engine.port.OrderId;
import svara.engine.port.Orders;
import svara.engine.port.PhoneSystem;
import svara.engine.port.Prompt;
import svara.engine.port.QueueService.Submitted;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.Refusal;
import svara.engine.queue.Technician;

/**
 * Carries out what technicians order by the codes on their phones, and has it said to them what
 * came of it, after it is stored. Every node hears of a code; the one that owns the technician's
 * queue acts.
 */
final class FeatureCodes {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureCodes.class);

  private final Map<QueueId, OwnedQueue> owned;
  private final PhoneSystem phones;

  FeatureCodes(Map<QueueId, OwnedQueue> owned, PhoneSystem phones) {
    this.owned = owned;
    this.phones = phones;
  }

  void dialled(CallId call, TechnicianId technician, FeatureCode code, Instant at) {
    owned.values().stream()
        .filter(queue -> queue.setup().phone(technician).isPresent())
        .findFirst()
        .ifPresent(queue -> carryOut(queue, call, technician, code, at));
  }

  private void carryOut(
      OwnedQueue queue, CallId call, TechnicianId technician, FeatureCode code, Instant at) {
    Optional<Technician.Duty> duty = duty(code);
    if (duty.isEmpty()) {
      say(queue, call, Prompt.CODE_REFUSED);
      return;
    }
    queue
        .owner()
        .submit(
            new QueueCommand.ChangeDuty(
                new CommandId(call + "/code"), at, technician, duty.get(), "", technician.value()))
        .onSuccess(done -> say(queue, call, well(done) ? confirmation(code) : Prompt.CODE_REFUSED))
        .onFailure(cause -> {
          LOG.atWarn()
              .addKeyValue("technician", technician)
              .addKeyValue("code", code)
              .addKeyValue("cause", cause.getMessage())
              .log("a technician's code could not be carried out");
          say(queue, call, Prompt.CODE_NOT_NOW);
        });
  }

  /** It was so already: who signs on twice is signed on. */
  private static boolean well(Submitted done) {
    return done.refusal().isEmpty() || done.refusal().get() == Refusal.STALE;
  }

  private static Optional<Technician.Duty> duty(FeatureCode code) {
    return switch (code) {
      case SIGN_ON, RETURN -> Optional.of(Technician.Duty.ON);
      case SIGN_OFF -> Optional.of(Technician.Duty.OFF);
      case PAUSE -> Optional.of(Technician.Duty.PAUSED);
      case WRAP_UP_OVER, OUTAGE_MESSAGE -> Optional.empty();
    };
  }

  private static Prompt confirmation(FeatureCode code) {
    return switch (code) {
      case SIGN_ON -> Prompt.SIGNED_ON;
      case SIGN_OFF -> Prompt.SIGNED_OFF;
      case PAUSE -> Prompt.PAUSED;
      case RETURN -> Prompt.BACK_FROM_PAUSE;
      case WRAP_UP_OVER -> Prompt.WRAP_UP_ENDED;
      case OUTAGE_MESSAGE -> Prompt.CODE_REFUSED;
    };
  }

  private void say(OwnedQueue queue, CallId call, Prompt prompt) {
    phones
        .dismiss(
            new Orders.Dismiss(
                new OrderId(call + "/code"), call, queue.setup().language(), List.of(prompt)))
        .onFailure(cause ->
            LOG.atWarn()
                .addKeyValue("call", call)
                .addKeyValue("cause", cause.getMessage())
                .log("what came of a technician's code could not be said"));
  }
}
