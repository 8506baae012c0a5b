package svara.web;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import svara.engine.id.CallbackId;
import svara.engine.id.CommandId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.QueueService;
import svara.engine.port.QueueService.QueueView;
import svara.engine.port.QueueService.Submitted;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.Refusal;
import svara.engine.queue.Technician;

/** What people order a queue to do: tick promises off, take them back, change duty. */
final class CommandsHandler {
  private static final Optional<Refusal> ALREADY = Optional.of(Refusal.STALE);

  private final QueueService queues;
  private final InstantSource clock;

  CommandsHandler(QueueService queues, InstantSource clock) {
    this.queues = queues;
    this.clock = clock;
  }

  Future<Reply> finish(ApiRequest request) {
    CallbackId callback = new CallbackId(request.path("id"));
    // The id is made of the promise alone: ticking it off twice is one command
    CommandId id = new CommandId("done-" + callback);
    return submitFor(
        callback,
        new QueueCommand.FinishCallback(
            id, clock.instant(), callback, request.by(), note(request)));
  }

  Future<Reply> withdraw(ApiRequest request) {
    CallbackId callback = new CallbackId(request.path("id"));
    CommandId id = new CommandId("withdraw-" + callback);
    return submitFor(
        callback,
        new QueueCommand.WithdrawCallback(
            id, clock.instant(), callback, request.by(), note(request)));
  }

  Future<Reply> duty(ApiRequest request) {
    QueueId queue = new QueueId(request.body().getString("queue"));
    QueueCommand.ChangeDuty command =
        new QueueCommand.ChangeDuty(
            new CommandId("duty-" + UUID.randomUUID()),
            clock.instant(),
            new TechnicianId(request.path("id")),
            switch (request.body().getString("state")) {
              case "on" -> Technician.Duty.ON;
              case "off" -> Technician.Duty.OFF;
              default -> Technician.Duty.PAUSED;
            },
            request.body().getString("reason", ""),
            request.by());
    return queues
        .view(queue)
        .compose(view -> {
          QueuesHandler.known(view, queue);
          return queues.submit(queue, command);
        })
        // It was so already: a duty that is set twice is the same duty
        .map(done -> done.refusal().equals(ALREADY) ? Reply.nothing() : reply(done));
  }

  private Future<Reply> submitFor(CallbackId callback, QueueCommand command) {
    return queues
        .views()
        .compose(views -> {
          QueueId queue =
              views.stream()
                  .filter(view -> view.state().callback(callback).isPresent())
                  .map(QueueView::queue)
                  .findFirst()
                  .orElseThrow(() -> unknownCallback().exception());
          return queues.submit(queue, command);
        })
        .map(CommandsHandler::reply);
  }

  private static String note(ApiRequest request) {
    return request.body().getString("note", "");
  }

  private static Reply reply(Submitted submitted) {
    submitted
        .refusal()
        .ifPresent(refusal -> {
          throw problem(refusal).exception();
        });
    return Reply.nothing();
  }

  private static Problem problem(Refusal refusal) {
    return switch (refusal) {
      case UNKNOWN_CALLBACK -> unknownCallback();
      case UNKNOWN_TECHNICIAN ->
          Problem.notFound("unknown_technician", "The queue has no such technician.");
      case UNKNOWN_CALL -> Problem.notFound("unknown_call", "The queue has no such call.");
      case STALE,
          CALLBACKS_FULL,
          NUMBER_NOT_USABLE,
          NUMBER_EMERGENCY_OR_SHORT,
          NUMBER_DENIED,
          NUMBER_NOT_INTERNAL,
          NUMBER_MALFORMED,
          NUMBER_NOT_ALLOWED,
          NUMBER_LIMIT,
          HOUR_LIMIT,
          DIALLING_STOPPED,
          OUTSIDE_HOURS,
          CALLBACK_UNDER_WAY,
          TECHNICIAN_NOT_FREE,
          NO_PLACE,
          KEY_WITHOUT_MEANING ->
          new Problem(409, CallerJson.word(refusal), "The queue refuses this as things stand.");
    };
  }

  private static Problem unknownCallback() {
    return Problem.notFound("unknown_callback", "There is no such open callback.");
  }
}
