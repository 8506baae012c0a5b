package svara.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.id.QueueId;
import svara.engine.id.TicketNumber;
import svara.engine.port.QueueService;
import svara.engine.port.QueueService.QueueView;
import svara.engine.port.TicketStore;
import svara.engine.port.TicketStore.TicketRow;

/** Queues as they are now. */
final class QueuesHandler {
  private static final int ROWS_MAX = 1_000;

  private final QueueService queues;
  private final TicketStore tickets;

  QueuesHandler(QueueService queues, TicketStore tickets) {
    this.queues = queues;
    this.tickets = tickets;
  }

  Future<Reply> all(ApiRequest request) {
    return queues
        .views()
        .compose(views ->
            rows(request, views)
                .map(rows -> {
                  JsonArray items = new JsonArray();
                  views.forEach(view -> items.add(new QueueJson(view, rows).toJson()));
                  return Reply.json(new JsonObject().put("items", items));
                }));
  }

  Future<Reply> one(ApiRequest request) {
    QueueId queue = new QueueId(request.path("name"));
    return view(queue)
        .compose(view ->
            rows(request, List.of(view))
                .map(rows -> Reply.json(new QueueJson(view, rows).toJson())));
  }

  /** The queue that is asked for, or all of them. */
  Future<List<QueueView>> meant(@Nullable QueueId queue) {
    return queue == null ? queues.views() : view(queue).map(List::of);
  }

  private Future<QueueView> view(QueueId queue) {
    return queues.view(queue).map(view -> known(view, queue));
  }

  static QueueView known(Optional<QueueView> view, QueueId queue) {
    return view.orElseThrow(() -> unknown(queue.value()).exception());
  }

  static Problem unknown(String queue) {
    return Problem.notFound("unknown_queue", "There is no queue " + queue + ".");
  }

  /** A ticket's row, or nothing when there is no such ticket. */
  Future<Optional<TicketRow>> row(ApiRequest request, TicketNumber number) {
    return tickets
        .seenBy(request.who().viewer())
        .rows(List.of(number))
        .map(rows -> Optional.ofNullable(rows.get(number)));
  }

  /** The rows of all tickets that the queues are about. */
  Future<Map<TicketNumber, TicketRow>> rows(ApiRequest request, List<QueueView> views) {
    List<TicketNumber> numbers =
        views.stream().flatMap(QueueJson::tickets).distinct().limit(ROWS_MAX).toList();
    return numbers.isEmpty()
        ? Future.succeededFuture(Map.of())
        : tickets.seenBy(request.who().viewer()).rows(numbers);
  }
}
