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
import svara.engine.queue.QueueCommand;
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
    Optional<QueueCommand> command = command(call, technician, code, at);
    if (command.isEmpty()) {
      say(queue, call, Prompt.CODE_REFUSED);
      return;
    }
    if (isSo(queue, technician, code)) {
      say(queue, call, confirmation(code));
      return;
    }
    queue
        .owner()
        .submit(command.get())
        .onSuccess(done -> {
          boolean well = done.refusal().isEmpty() || isSo(queue, technician, code);
          say(queue, call, well ? confirmation(code) : Prompt.CODE_REFUSED);
        })
        .onFailure(cause -> {
          LOG.atWarn()
              .addKeyValue("technician", technician)
              .addKeyValue("code", code)
              .addKeyValue("cause", cause.getMessage())
              .log("a technician's code could not be carried out");
          say(queue, call, Prompt.CODE_NOT_NOW);
        });
  }

  /** Nothing for what cannot be ordered: there are no outage messages. */
  private static Optional<QueueCommand> command(
      CallId call, TechnicianId technician, FeatureCode code, Instant at) {
    CommandId id = new CommandId(call + "/code");
    return switch (code) {
      case SIGN_ON, RETURN -> Optional.of(duty(id, at, technician, Technician.Duty.ON));
      case SIGN_OFF -> Optional.of(duty(id, at, technician, Technician.Duty.OFF));
      case PAUSE -> Optional.of(duty(id, at, technician, Technician.Duty.PAUSED));
      case WRAP_UP_OVER -> Optional.of(new QueueCommand.EndWrapUp(id, at, technician));
      case OUTAGE_MESSAGE -> Optional.empty();
    };
  }

  private static QueueCommand duty(
      CommandId id, Instant at, TechnicianId technician, Technician.Duty duty) {
    return new QueueCommand.ChangeDuty(id, at, technician, duty, "", technician.value());
  }

  /**
   * Who signs on twice is signed on. It is not ordered again: the code knows no reason, and would
   * wipe the one that was given at the console.
   */
  private static boolean isSo(OwnedQueue queue, TechnicianId technician, FeatureCode code) {
    return queue
        .owner()
        .state()
        .technician(technician)
        .filter(t ->
            switch (code) {
              case SIGN_ON, RETURN -> t.duty() == Technician.Duty.ON;
              case SIGN_OFF -> t.duty() == Technician.Duty.OFF;
              case PAUSE -> t.duty() == Technician.Duty.PAUSED;
              case WRAP_UP_OVER -> t.work() instanceof Technician.Work.None;
              case OUTAGE_MESSAGE -> false;
            })
        .isPresent();
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
