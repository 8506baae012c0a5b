package svara.engine.runtime;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
import svara.engine.queue.Notices;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.Technician;

/**
 * Carries out what technicians order by the codes on their phones, and has it said to them what
 * came of it, after it is stored. Every node hears of a code; the one that owns the technician's
 * queues acts.
 */
final class FeatureCodes {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureCodes.class);

  private final Map<QueueId, OwnedQueue> owned;
  private final PhoneSystem phones;

  FeatureCodes(Map<QueueId, OwnedQueue> owned, PhoneSystem phones) {
    this.owned = owned;
    this.phones = phones;
  }

  /**
   * A code as it was dialled.
   *
   * @param recording the outage message that was spoken before, or null
   */
  record Dialled(
      CallId call,
      TechnicianId technician,
      FeatureCode code,
      @Nullable String recording,
      Instant at) {}

  void dialled(Dialled dialled) {
    List<OwnedQueue> his =
        owned.values().stream()
            .filter(queue -> queue.setup().phone(dialled.technician()).isPresent())
            .toList();
    if (!his.isEmpty()) {
      carryOut(his, dialled);
    }
  }

  /** In all his queues; what is said is true of all of them. */
  private void carryOut(List<OwnedQueue> his, Dialled dialled) {
    FeatureCode code = dialled.code();
    boolean outage =
        dialled.recording() != null || his.stream().anyMatch(queue -> !hasOutage(queue));
    List<Future<Boolean>> all =
        his.stream().map(queue -> order(queue, command(dialled, outage), code)).toList();
    OwnedQueue speaks = his.getFirst();
    Future.join(all)
        .onSuccess(_ -> {
          boolean well = all.stream().allMatch(Future::result);
          say(speaks, dialled.call(), well ? confirmation(code, outage) : Prompt.CODE_REFUSED);
        })
        .onFailure(cause -> {
          LOG.atWarn()
              .addKeyValue("technician", dialled.technician())
              .addKeyValue("code", code)
              .addKeyValue("cause", cause.getMessage())
              .log("a technician's code could not be carried out");
          say(speaks, dialled.call(), Prompt.CODE_NOT_NOW);
        });
  }

  /** Whether it is as he wants it to be. */
  private static Future<Boolean> order(OwnedQueue queue, QueueCommand command, FeatureCode code) {
    if (isSo(queue, command, code)) {
      return Future.succeededFuture(true);
    }
    return queue
        .owner()
        .submit(command)
        .map(done -> done.refusal().isEmpty() || isSo(queue, command, code));
  }

  private static QueueCommand command(Dialled dialled, boolean outage) {
    CommandId id = new CommandId(dialled.call() + "/code");
    Instant at = dialled.at();
    TechnicianId technician = dialled.technician();
    return switch (dialled.code()) {
      case SIGN_ON, RETURN -> duty(id, at, technician, Technician.Duty.ON);
      case SIGN_OFF -> duty(id, at, technician, Technician.Duty.OFF);
      case PAUSE -> duty(id, at, technician, Technician.Duty.PAUSED);
      case WRAP_UP_OVER -> new QueueCommand.EndWrapUp(id, at, technician);
      case OUTAGE_MESSAGE ->
          new QueueCommand.SwitchOutage(
              id, at, outage, technician.value(), dialled.code().dialled(), dialled.recording());
    };
  }

  private static QueueCommand duty(
      CommandId id, Instant at, TechnicianId technician, Technician.Duty duty) {
    return new QueueCommand.ChangeDuty(id, at, technician, duty, "", technician.value());
  }

  private static boolean hasOutage(OwnedQueue queue) {
    return queue.owner().state().notices().outage() != null;
  }

  /** Whether callers hear the recording; any message will do where there is none. */
  private static boolean sounds(OwnedQueue queue, @Nullable String recording) {
    Notices.Outage outage = queue.owner().state().notices().outage();
    return recording == null || (outage != null && recording.equals(outage.recording()));
  }

  /**
   * Who signs on twice is signed on. It is not ordered again: the code knows no reason, and would
   * wipe the one that was given at the console.
   */
  private static boolean isSo(OwnedQueue queue, QueueCommand command, FeatureCode code) {
    return switch (command) {
      case QueueCommand.SwitchOutage c ->
          hasOutage(queue) == c.on() && sounds(queue, c.recording());
      case QueueCommand.EndWrapUp c -> is(queue, c.technician(), code);
      case QueueCommand.ChangeDuty c -> is(queue, c.technician(), code);
      default -> throw new IllegalStateException("no code orders this: " + command);
    };
  }

  private static boolean is(OwnedQueue queue, TechnicianId technician, FeatureCode code) {
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

  private static Prompt confirmation(FeatureCode code, boolean outage) {
    return switch (code) {
      case SIGN_ON -> Prompt.SIGNED_ON;
      case SIGN_OFF -> Prompt.SIGNED_OFF;
      case PAUSE -> Prompt.PAUSED;
      case RETURN -> Prompt.BACK_FROM_PAUSE;
      case WRAP_UP_OVER -> Prompt.WRAP_UP_ENDED;
      case OUTAGE_MESSAGE -> outage ? Prompt.OUTAGE_ON : Prompt.OUTAGE_OFF;
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
