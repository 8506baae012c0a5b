package svara.web;

import static svara.web.CallerJson.time;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import svara.engine.id.QueueId;
import svara.engine.port.FigureStore.Mismatch;
import svara.engine.port.QueueService;
import svara.engine.statistics.CallMoments;
import svara.engine.statistics.Statistics;

/** Figures of a span of time. */
final class StatisticsHandler {
  private static final Duration SPAN_BY_WEEK_HOUR_MAX = Duration.ofDays(366);

  private final FigureReader reader;
  private final GroupsHandler groups;
  private final QueueService queues;
  private final InstantSource clock;
  private final ZoneId zone;

  StatisticsHandler(
      FigureReader reader,
      GroupsHandler groups,
      QueueService queues,
      InstantSource clock,
      ZoneId zone) {
    this.reader = reader;
    this.groups = groups;
    this.queues = queues;
    this.clock = clock;
    this.zone = zone;
  }

  Future<Reply> figures(ApiRequest request) {
    QueueId queue = request.queue();
    String by = Objects.requireNonNullElse(request.query("by"), "");
    Statistics.Span span = span(request, by);
    Future<?> known =
        queue == null
            ? Future.succeededFuture()
            : queues.view(queue).map(view -> QueuesHandler.known(view, queue));
    return known
        .compose(v -> json(request, span, by))
        .compose(json ->
            AskedTime.compared(request, AskedTime.MAX)
                .map(other ->
                    json(
                            request,
                            new Statistics.Span(other.from(), other.to(), zone, span.by()),
                            by)
                        .map(compared -> json.put("compared", compared)))
                .orElse(Future.succeededFuture(json)))
        .map(Reply::json);
  }

  private Future<JsonObject> json(ApiRequest request, Statistics.Span span, String by) {
    QueueId queue = request.queue();
    return reader
        .read(queue, span)
        .map(figured ->
            json(queue, figured.statistics(), by.equals("weekhour"))
                .put("missing", missing(figured.lost()))
                .put("mismatches", mismatches(figured.mismatches())))
        .compose(json ->
            GroupsHandler.dimension(by)
                .map(dimension ->
                    groups
                        .shown(request, dimension, null, span)
                        .map(found -> json.put("groups", GroupsHandler.json(found.groups()))))
                .orElse(Future.succeededFuture(json)));
  }

  private Statistics.Span span(ApiRequest request, String by) {
    Statistics.Span today = Statistics.dayOf(clock.instant(), zone);
    Statistics.By cut =
        switch (by) {
          case "hour", "weekhour" -> Statistics.By.HOUR;
          case "day" -> Statistics.By.DAY;
          case "month" -> Statistics.By.MONTH;
          default -> null;
        };
    Duration longest =
        switch (by) {
          case "hour" -> AskedTime.BY_HOUR_MAX;
          case "weekhour" -> SPAN_BY_WEEK_HOUR_MAX;
          default -> AskedTime.MAX;
        };
    AskedTime asked = AskedTime.of(request, today, longest);
    return new Statistics.Span(asked.from(), asked.to(), zone, cut);
  }

  private static JsonObject json(
      @Nullable QueueId queue, Statistics statistics, boolean byWeekHour) {
    Statistics.Span span = statistics.span();
    JsonArray byQueue = new JsonArray();
    statistics
        .byQueue()
        .forEach((id, figures) -> byQueue.add(FigureJson.of(figures).put("queue", id.value())));
    JsonObject json =
        FigureJson.of(statistics.all())
            .put("from", time(span.from()))
            .put("to", time(span.to()))
            .put("zone", span.zone().getId())
            .put("queue", queue == null ? null : queue.value())
            .put("queues", byQueue);
    if (byWeekHour) {
      json.put("weekHours", weekHours(statistics));
    } else if (span.by() != null) {
      JsonArray parts = new JsonArray();
      for (Statistics.Part part : statistics.parts()) {
        parts.add(
            FigureJson.of(part.figures())
                .put("from", time(part.from()))
                .put("to", time(part.to())));
      }
      json.put("parts", parts);
    }
    return json;
  }

  /** Which calls the sum lacks. */
  private static JsonArray missing(List<CallMoments> lost) {
    JsonArray calls = new JsonArray();
    lost.forEach(call ->
        calls.add(
            new JsonObject()
                .put("call", call.call().value())
                .put("queue", call.queue().value())
                .put("offeredAt", time(call.offeredAt()))));
    return calls;
  }

  private static JsonArray mismatches(List<Mismatch> found) {
    JsonArray hours = new JsonArray();
    found.forEach(one ->
        hours.add(
            new JsonObject()
                .put("queue", one.queue().value())
                .put("hour", time(one.hour()))
                .put("what", one.what())
                .put("kept", one.kept())
                .put("counted", one.counted())));
    return hours;
  }

  /** Few figures each, for there are 168. */
  private static JsonArray weekHours(Statistics statistics) {
    JsonArray hours = new JsonArray();
    statistics
        .byWeekHour()
        .forEach((when, figures) ->
            hours.add(
                new JsonObject()
                    .put("weekday", when.day().getValue())
                    .put("hour", when.hour())
                    .put("offered", figures.offered())
                    .put("ended", figures.outcomesSum())
                    .put("metFull", figures.metFull())));
    return hours;
  }
}
