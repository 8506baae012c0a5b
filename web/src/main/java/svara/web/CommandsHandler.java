package svara.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import svara.engine.id.CallbackId;
import svara.engine.id.CommandId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.QueueService;
import svara.engine.port.QueueService.QueueView;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.Refusal;
import svara.engine.queue.Technician;

/** What people order a queue to do: call back, tick promises off, take them back, change duty. */
final class CommandsHandler {
  private final QueueService queues;
  private final QueueCommands commands;
  private final InstantSource clock;

  CommandsHandler(QueueService queues, InstantSource clock) {
    this.queues = queues;
    this.commands = new QueueCommands(queues);
    this.clock = clock;
  }

  // ---- promises

  Future<Reply> finish(ApiRequest request) {
    CallbackId callback = new CallbackId(request.path("id"));
    // The id is made of the promise alone: ticking it off twice is one command
    CommandId id = new CommandId("done-" + callback);
    return viewOf(callback)
        .compose(view ->
            commands.give(
                view,
                new QueueCommand.FinishCallback(
                    id, clock.instant(), callback, by(request, view), note(request))));
  }

  Future<Reply> withdraw(ApiRequest request) {
    CallbackId callback = new CallbackId(request.path("id"));
    CommandId id = new CommandId("withdraw-" + callback);
    return viewOf(callback)
        .compose(view ->
            commands.give(
                view,
                new QueueCommand.WithdrawCallback(
                    id, clock.instant(), callback, by(request, view), note(request))));
  }

  /** Rings the technician's phone at once, then the caller's; counts as an attempt. */
  Future<Reply> dial(ApiRequest request) {
    CallbackId callback = new CallbackId(request.path("id"));
    TechnicianId technician = new TechnicianId(request.body().getString("technician"));
    return viewOf(callback)
        .compose(view ->
            commands.give(
                view,
                new QueueCommand.DialCallback(
                    new CommandId("dial-" + UUID.randomUUID()),
                    clock.instant(),
                    callback,
                    technician,
                    technician.value())));
  }

  /** The queue that has the promise; fails when none has. */
  private Future<QueueView> viewOf(CallbackId callback) {
    return queues
        .views()
        .map(views ->
            views.stream()
                .filter(view -> view.state().callback(callback).isPresent())
                .findFirst()
                .orElseThrow(() -> Refusals.unknownCallback().exception()));
  }

  /** Stops or allows all dialling, of one queue or of all. */
  Future<Reply> switchDialling(ApiRequest request) {
    JsonObject body = request.body();
    String only = body.getString("queue");
    return queues
        .views()
        .compose(views -> {
          List<QueueView> meant =
              views.stream()
                  .filter(view -> only == null || view.queue().value().equals(only))
                  .toList();
          if (meant.isEmpty()) {
            throw QueuesHandler.unknown(String.valueOf(only)).exception();
          }
          List<Future<Reply>> done = meant.stream().map(view -> switched(view, request)).toList();
          // every queue is told, also when one of them cannot be
          return Future.join(done).map(Reply.nothing());
        });
  }

  private Future<Reply> switched(QueueView view, ApiRequest request) {
    JsonObject body = request.body();
    return commands.set(
        view,
        new QueueCommand.SwitchDialling(
            new CommandId("dialling-" + UUID.randomUUID()),
            clock.instant(),
            body.getBoolean("stopped"),
            by(request, view),
            body.getString("reason", "")));
  }

  // ---- technicians

  Future<Reply> duty(ApiRequest request) {
    TechnicianId technician = new TechnicianId(request.path("id"));
    return view(new QueueId(request.body().getString("queue")))
        .compose(view ->
            commands.set(
                view,
                new QueueCommand.ChangeDuty(
                    new CommandId("duty-" + UUID.randomUUID()),
                    clock.instant(),
                    technician,
                    switch (request.body().getString("state")) {
                      case "on" -> Technician.Duty.ON;
                      case "off" -> Technician.Duty.OFF;
                      default -> Technician.Duty.PAUSED;
                    },
                    request.body().getString("reason", ""),
                    request.by())));
  }

  private Future<QueueView> view(QueueId queue) {
    return queues.view(queue).map(view -> QueuesHandler.known(view, queue));
  }

  // ---- what all share

  /**
   * Who orders it: whoever is signed in; of a program, or a screen that is nobody's, the technician
   * that the body names.
   */
  static String by(ApiRequest request, QueueView view) {
    String by = request.body().getString("by");
    if (by == null || request.who().account() != null) {
      return request.by();
    }
    if (view.state().technician(new TechnicianId(by)).isEmpty()) {
      throw Refusals.problem(Refusal.UNKNOWN_TECHNICIAN).exception();
    }
    return by;
  }

  private static String note(ApiRequest request) {
    return request.body().getString("note", "");
  }
}
