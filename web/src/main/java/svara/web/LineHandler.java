package svara.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.CommandId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.QueueService;
import svara.engine.port.QueueService.QueueView;
import svara.engine.queue.QueueCommand;

/** What people set for all callers of a queue, and what technicians do beyond being on duty. */
final class LineHandler {
  private final QueueService queues;
  private final QueueCommands commands;
  private final InstantSource clock;

  LineHandler(QueueService queues, InstantSource clock) {
    this.queues = queues;
    this.commands = new QueueCommands(queues);
    this.clock = clock;
  }

  /** Closed now, whatever the opening hours say; or by the hours again. */
  Future<Reply> closedNow(ApiRequest request) {
    JsonObject body = request.body();
    Instant until = time(body.getString("until"));
    if (until != null && !until.isAfter(clock.instant())) {
      throw Problem.invalid("until is not in the future.").exception();
    }
    return view(new QueueId(request.path("name")))
        .compose(view ->
            commands.set(
                view,
                new QueueCommand.CloseNow(
                    id("closed-now"),
                    clock.instant(),
                    body.getBoolean("closed"),
                    until,
                    CommandsHandler.by(request, view),
                    body.getString("reason", ""))));
  }

  private static @Nullable Instant time(@Nullable String text) {
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw Problem.invalid("until is not a time of RFC 3339: " + text).exception();
    }
  }

  /** Callers hear first what is known to be out of order. */
  Future<Reply> outage(ApiRequest request) {
    JsonObject body = request.body();
    return view(new QueueId(request.path("name")))
        .compose(view ->
            commands.set(
                view,
                new QueueCommand.SwitchOutage(
                    id("outage"),
                    clock.instant(),
                    body.getBoolean("on"),
                    CommandsHandler.by(request, view),
                    body.getString("reason", ""))));
  }

  /** So much wrap-up from now on; none ends it. */
  Future<Reply> wrapUp(ApiRequest request) {
    TechnicianId technician = new TechnicianId(request.path("id"));
    Duration left = Duration.ofSeconds(request.body().getInteger("seconds"));
    Instant now = clock.instant();
    QueueCommand command =
        left.isZero()
            ? new QueueCommand.EndWrapUp(id("wrap-up"), now, technician)
            : new QueueCommand.ExtendWrapUp(id("wrap-up"), now, technician, now.plus(left));
    return view(new QueueId(request.body().getString("queue")))
        .compose(view -> commands.give(view, command));
  }

  /** A free technician takes a waiting caller beyond the talking places. */
  Future<Reply> take(ApiRequest request) {
    CallId call = new CallId(request.path("id"));
    TechnicianId technician = new TechnicianId(request.body().getString("technician"));
    return queues
        .views()
        .compose(views ->
            views.stream()
                .filter(view -> view.state().call(call).isPresent())
                .findFirst()
                .map(view ->
                    commands.give(
                        view,
                        new QueueCommand.TakeCall(
                            id("take"), clock.instant(), call, technician, technician.value())))
                .orElseThrow(() ->
                    Problem.notFound("unknown_call", "No queue has such a call now.").exception()));
  }

  private Future<QueueView> view(QueueId queue) {
    return queues.view(queue).map(view -> QueuesHandler.known(view, queue));
  }

  private static CommandId id(String what) {
    return new CommandId(what + "-" + UUID.randomUUID());
  }
}
