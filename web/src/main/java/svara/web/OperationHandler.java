package svara.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import svara.engine.id.QueueId;
import svara.engine.port.EngineCounters;
import svara.engine.port.Health;
import svara.engine.port.QueueService;
import svara.engine.port.QueueService.QueueView;
import svara.engine.queue.Outcome;

/** What those who run Svara ask: does it live, is it ready, what has it counted. */
final class OperationHandler {
  private final Health health;
  private final QueueService queues;
  private final EngineCounters counters;
  private final NewsFeed news;

  OperationHandler(Health health, QueueService queues, EngineCounters counters, NewsFeed news) {
    this.health = health;
    this.queues = queues;
    this.counters = counters;
    this.news = news;
  }

  Future<Reply> live(ApiRequest request) {
    return Future.succeededFuture(Reply.json(new JsonObject().put("status", "live")));
  }

  Future<Reply> ready(ApiRequest request) {
    return health
        .check()
        .map(report -> {
          JsonArray parts = new JsonArray();
          for (Health.Part part : report.parts()) {
            parts.add(json(part));
          }
          return Reply.json(
              report.ready() ? 200 : 503,
              new JsonObject()
                  .put("status", report.ready() ? "ready" : "unready")
                  .put("parts", parts));
        });
  }

  static JsonObject json(Health.Part part) {
    return new JsonObject()
        .put("name", part.name())
        .put("state", CallerJson.word(part.state()))
        .put("since", part.since().toString())
        .put("reason", part.reason());
  }

  Future<Reply> metrics(ApiRequest request) {
    return queues
        .views()
        .compose(views ->
            health
                .check()
                .map(report -> Reply.text("text/plain; version=0.0.4", metrics(views, report))));
  }

  private String metrics(List<QueueView> views, Health.Report report) {
    MetricsText text = new MetricsText();
    text.gauge("svara_ready", "1 while calls are taken, else 0");
    text.sample(report.ready() ? 1 : 0);
    text.gauge("svara_part_works", "1 while a part works as it should, else 0");
    report
        .parts()
        .forEach(
            part -> text.sample(part.state() == Health.State.WORKS ? 1 : 0, "part", part.name()));
    text.counter("svara_calls_total", "Calls ended since this node started, by outcome");
    Map<QueueId, Map<Outcome, Long>> ended = counters.callsEnded();
    for (QueueView view : views) {
      Map<Outcome, Long> outcomes = ended.getOrDefault(view.queue(), Map.of());
      for (Outcome outcome : Outcome.values()) {
        text.sample(
            outcomes.getOrDefault(outcome, 0L),
            "queue",
            view.queue().value(),
            "outcome",
            outcome.name());
      }
    }
    text.gauge("svara_calls_waiting", "Callers waiting now");
    views.forEach(v -> text.sample(v.state().waiting().size(), "queue", v.queue().value()));
    text.gauge("svara_calls_active", "Callers with technicians now, ringing included");
    views.forEach(v -> text.sample(v.state().talking(), "queue", v.queue().value()));
    text.gauge("svara_callbacks_open", "Open callbacks now");
    views.forEach(v -> text.sample(v.state().callbacks().size(), "queue", v.queue().value()));
    text.gauge("svara_callbacks_limit", "Open callbacks that a queue may have");
    views.forEach(v -> text.sample(v.policy().callbacksMax(), "queue", v.queue().value()));
    text.counter("svara_invariant_violations_total", "Times a queue's invariant was broken");
    text.sample(counters.invariantViolations());
    text.counter(
        "svara_reconciliation_differences_total",
        "Differences between exchange and engine that were found and mended");
    text.sample(counters.differences());
    text.counter(
        "svara_strangers_refused_total",
        "Calls and registrations refused by the exchange because it knows nobody there");
    text.sample(counters.strangers().refused());
    depths(text);
    text.gauge("svara_news_readers", "Readers of server-sent events now");
    text.sample(news.readers());
    text.counter("svara_news_readers_dropped_total", "Readers cut off because they were too slow");
    text.sample(news.dropped());
    return text.toString();
  }

  private void depths(MetricsText text) {
    List<EngineCounters.Depth> depths = counters.depths();
    text.gauge("svara_depth", "How much waits in each place that could grow");
    depths.forEach(depth -> text.sample(depth.size(), labels(depth)));
    text.gauge("svara_depth_limit", "How much may wait there before it is refused");
    depths.forEach(depth -> text.sample(depth.limit(), labels(depth)));
  }

  private static String[] labels(EngineCounters.Depth depth) {
    QueueId queue = depth.queue();
    return queue == null
        ? new String[] {"place", depth.place()}
        : new String[] {"place", depth.place(), "queue", queue.value()};
  }
}
