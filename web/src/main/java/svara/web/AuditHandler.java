package svara.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import svara.engine.port.AuditLog;

/** Reads the audit log. */
final class AuditHandler {
  private static final int LIMIT = 50;

  private final AuditLog log;

  AuditHandler(AuditLog log) {
    this.log = log;
  }

  Future<Reply> page(ApiRequest request) {
    return log.entries(
            new AuditLog.Query(
                request.query("who"),
                request.query("action"),
                request.query("cursor"),
                request.integer("limit", LIMIT)))
        .recover(cause ->
            Future.failedFuture(
                cause instanceof IllegalArgumentException
                    ? Problem.invalid("cursor is not one of a page").exception()
                    : cause))
        .map(page ->
            Reply.json(
                new JsonObject()
                    .put("items", new JsonArray(page.items().stream().map(Auditing::json).toList()))
                    .put("next", page.next().orElse(null))));
  }
}
