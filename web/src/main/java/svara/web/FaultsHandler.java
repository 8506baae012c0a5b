package svara.web;

import static svara.web.CallerJson.time;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import svara.engine.port.EngineCounters;
import svara.engine.port.EngineCounters.Strangers;
import svara.engine.port.Health;
import svara.engine.port.Repairs;

/** What does not work or was refused and is no mail and no promise, and one more try at once. */
final class FaultsHandler {
  private final Health health;
  private final EngineCounters counters;
  private final Repairs repairs;

  FaultsHandler(WebPorts ports) {
    this.health = ports.health();
    this.counters = ports.counters();
    this.repairs = ports.repairs();
  }

  Future<Reply> all(ApiRequest request) {
    return health.check().map(report -> Reply.json(json(report)));
  }

  private JsonObject json(Health.Report report) {
    JsonArray parts = new JsonArray();
    report.parts().stream()
        .filter(part -> part.state() != Health.State.WORKS)
        .forEach(part -> parts.add(OperationHandler.json(part)));
    Strangers strangers = counters.strangers();
    return new JsonObject()
        .put("parts", parts)
        .put("differences", counters.differences())
        .put("invariantViolations", counters.invariantViolations())
        .put(
            "strangers",
            new JsonObject()
                .put("refused", strangers.refused())
                .put("lastAt", time(strangers.lastAt()))
                .put("lastFrom", strangers.lastFrom()));
  }

  Future<Reply> askDirectory(ApiRequest request) {
    if (!repairs.askDirectory()) {
      throw new Problem(409, "no_directory", "No directory is set.").exception();
    }
    return Future.succeededFuture(Reply.nothing());
  }

  Future<Reply> compare(ApiRequest request) {
    repairs.compareWithExchange();
    return Future.succeededFuture(Reply.nothing());
  }
}
