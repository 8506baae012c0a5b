package svara.web;

import static svara.web.CallerJson.text;
import static svara.web.CallerJson.time;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.CallerNumber;
import svara.engine.id.CommandId;
import svara.engine.id.Language;
import svara.engine.id.QueueId;
import svara.engine.id.TicketNumber;
import svara.engine.port.CallbackStore;
import svara.engine.port.CallbackStore.Callee;
import svara.engine.port.CallbackStore.EndedCallback;
import svara.engine.port.Callees;
import svara.engine.port.QueueService;
import svara.engine.port.QueueService.QueueView;
import svara.engine.port.QueueService.Submitted;
import svara.engine.port.QueueStore.CallerFacts;
import svara.engine.port.TicketStore.TicketRow;
import svara.engine.queue.Callback;
import svara.engine.queue.Caller;
import svara.engine.queue.Promises;
import svara.engine.queue.QueueCommand;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.Refusal;

/** Promises: open and over, made by hand, refused. */
final class CallbacksHandler {
  private static final Set<String> OVER = Set.of("kept", "expired", "done", "withdrawn");
  private static final Duration REFUSALS_SHOWN = Duration.ofDays(7);

  private final QueueService service;
  private final QueuesHandler queues;
  private final CallbackStore callbacks;
  private final Callees callees;
  private final InstantSource clock;

  CallbacksHandler(WebPorts ports, QueuesHandler queues) {
    this.service = ports.queues();
    this.queues = queues;
    this.callbacks = ports.callbacks();
    this.callees = ports.callees();
    this.clock = ports.clock();
  }

  // ---- lists

  Future<Reply> page(ApiRequest request) {
    String state = Optional.ofNullable(request.query("state")).orElse("open");
    return OVER.contains(state) ? over(request, state) : open(request, state);
  }

  private Future<Reply> open(ApiRequest request, String state) {
    return queues
        .meant(request.queue())
        .compose(views -> queues.rows(request, views).map(rows -> open(views, rows, state)));
  }

  private static Reply open(
      List<QueueView> views, Map<TicketNumber, TicketRow> rows, String state) {
    JsonArray items = new JsonArray();
    for (QueueView view : views) {
      for (Object item : new QueueJson(view, rows).callbacks()) {
        if (state.equals("open") || state.equals(((JsonObject) item).getString("state"))) {
          items.add(item);
        }
      }
    }
    return Reply.json(new JsonObject().put("items", items).putNull("next"));
  }

  private Future<Reply> over(ApiRequest request, String state) {
    CallbackStore.EndedQuery query =
        new CallbackStore.EndedQuery(
            request.queue(),
            CallbackStore.Ending.valueOf(state.toUpperCase(Locale.ROOT)),
            request.query("cursor"),
            request.integer("limit", 50));
    return TicketsHandler.refuseForeignCursor(callbacks.ended(query))
        .map(page -> {
          JsonArray items = new JsonArray();
          page.items().forEach(ended -> items.add(json(ended)));
          return Reply.json(
              new JsonObject().put("items", items).put("next", page.next().orElse(null)));
        });
  }

  private JsonObject json(EndedCallback ended) {
    return new JsonObject()
        .put("id", ended.id().value())
        .put("queue", ended.queue().value())
        .put("caller", caller(ended.callee()))
        .put("number", ended.callee().number())
        .put("ticket", ended.ticket().toString())
        .put("subject", ended.subject())
        .putNull("turn")
        .put("arrivedAt", time(ended.arrivedAt()))
        .put("promisedAt", time(ended.promisedAt()))
        .put("promisedBy", time(ended.promisedBy()))
        .put("attempts", ended.attempts())
        .put("state", CallerJson.word(ended.ending()))
        .putNull("technician")
        .putNull("notBefore")
        .put("lastResult", ended.lastResult())
        .put("endedAt", time(ended.endedAt()))
        .put("endedBy", ended.by())
        .put("note", ended.note())
        .put("inTime", ended.inTime())
        .put("work", ended.work());
  }

  private JsonObject caller(Callee callee) {
    return CallerJson.of(callee.name(), callee.department(), callees.number(callee.number()));
  }

  Future<Reply> refusals(ApiRequest request) {
    Instant asked = request.instant("from");
    Instant since = asked == null ? clock.instant().minus(REFUSALS_SHOWN) : asked;
    return callbacks
        .refused(request.queue(), since, request.integer("limit", 50))
        .map(refused -> {
          JsonArray items = new JsonArray();
          refused.forEach(one -> items.add(json(one)));
          return Reply.json(new JsonObject().put("items", items));
        });
  }

  private JsonObject json(CallbackStore.Refused refused) {
    return new JsonObject()
        .put("at", time(refused.at()))
        .put("queue", text(refused.queue()))
        .put("ticket", refused.ticket().toString())
        .put("subject", refused.subject())
        .put("caller", caller(refused.callee()))
        .put("what", refused.what())
        .put("reason", refused.reason());
  }

  // ---- promised by hand

  Future<Reply> promise(ApiRequest request) {
    JsonObject body = request.body();
    QueueId queue = new QueueId(body.getString("queue"));
    CallerNumber number = callees.number(body.getString("number"));
    Promises.unfit(number).ifPresent(CallbacksHandler::refuse);
    TicketNumber onTicket =
        Optional.ofNullable(body.getString("ticket"))
            .map(given ->
                TicketNumber.parse(given)
                    .orElseThrow(() -> ApiRequest.unknownTicket(given).exception()))
            .orElse(null);
    return service
        .view(queue)
        .map(view -> QueuesHandler.known(view, queue))
        .compose(view -> {
          String by = CommandsHandler.by(request, view);
          return ticketRow(request, onTicket)
              .compose(_ -> callees.facts(number, clock.instant()))
              .compose(facts -> submit(request, view, caller(body, number, onTicket, facts), by));
        });
  }

  private Future<?> ticketRow(ApiRequest request, @Nullable TicketNumber ticket) {
    return ticket == null
        ? Future.succeededFuture()
        : queues
            .row(request, ticket)
            .map(row ->
                row.orElseThrow(() -> ApiRequest.unknownTicket(ticket.toString()).exception()));
  }

  private Caller caller(
      JsonObject body, CallerNumber number, @Nullable TicketNumber onTicket, CallerFacts facts) {
    Instant now = clock.instant();
    Language known = facts.language();
    String language = body.getString("language");
    return new Caller(
        // no call of the exchange: a promise needs a name of its own
        new CallId("hand-" + UUID.randomUUID()),
        onTicket == null ? facts.ticket() : onTicket,
        number,
        body.getString("name", "").strip(),
        facts.person(),
        language != null
            ? Language.valueOf(language.toUpperCase(Locale.ROOT))
            : known == null ? Language.SV : known,
        now,
        now);
  }

  private Future<Reply> submit(ApiRequest request, QueueView view, Caller caller, String by) {
    return service
        .submit(
            view.queue(),
            new QueueCommand.PromiseCallback(
                new CommandId("promise-" + caller.call()), clock.instant(), caller, by))
        .compose(done -> {
          Callback promise = promised(done);
          return queues
              .row(request, promise.caller().ticket())
              .map(row ->
                  Reply.json(
                      201,
                      new QueueJson(view, row.map(r -> Map.of(r.number(), r)).orElse(Map.of()))
                          .callback(promise)));
        });
  }

  private static Callback promised(Submitted done) {
    done.refusal().ifPresent(CallbacksHandler::refuse);
    return done.events().stream()
        .filter(QueueEvent.CallbackAgreed.class::isInstance)
        .map(event -> ((QueueEvent.CallbackAgreed) event).promise())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a promise was neither made nor refused"));
  }

  private static void refuse(Refusal refusal) {
    Problem problem =
        refusal == Refusal.STALE
            ? new Problem(409, "already_promised", "The number is owed a callback already.")
            : Refusals.problem(refusal);
    throw problem.exception();
  }
}
