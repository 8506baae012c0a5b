package svara.web;

import static svara.web.CallerJson.time;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import svara.engine.port.Outbox;
import svara.engine.port.Outbox.OutboxRow;

/** Mails that we have written: where they stand, and one more try. */
final class OutboxHandler {
  private final Outbox outbox;
  private final InstantSource clock;

  OutboxHandler(Outbox outbox, InstantSource clock) {
    this.outbox = outbox;
    this.clock = clock;
  }

  Future<Reply> page(ApiRequest request) {
    return TicketsHandler.refuseForeignCursor(
            outbox.written(
                request.query("state"), request.query("cursor"), request.integer("limit", 50)))
        .map(page -> {
          JsonArray items = new JsonArray();
          page.items().forEach(row -> items.add(json(row)));
          return Reply.json(
              new JsonObject().put("items", items).put("next", page.next().orElse(null)));
        });
  }

  Future<Reply> again(ApiRequest request) {
    return outbox
        .again(request.id("mail"), clock.instant())
        .map(found ->
            found
                .map(ticket -> Reply.json(new JsonObject().put("ticket", ticket.toString())))
                .orElseThrow(() ->
                    new Problem(
                            409,
                            "not_to_send",
                            "There is no such mail, it was sent, or it is being sent.")
                        .exception()));
  }

  private static JsonObject json(OutboxRow row) {
    return new JsonObject()
        .put("id", row.id())
        .put("ticket", row.ticket() == null ? null : String.valueOf(row.ticket()))
        .put("kind", row.kind())
        .put("recipient", row.recipient())
        .put("subject", row.subject())
        .put("state", row.state())
        .put("words", row.words())
        .put("attempts", row.attempts())
        .put("writtenAt", time(row.writtenAt()))
        .put("nextAt", time(row.nextAt()))
        .put("settledAt", time(row.settledAt()));
  }
}
