package svara.web;

import static svara.web.CallerJson.time;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import svara.engine.id.QueueId;
import svara.engine.port.FigureStore.Mismatch;
import svara.engine.port.QueueService;
import svara.engine.statistics.CallMoments;
import svara.engine.statistics.Figures;
import svara.engine.statistics.Statistics;
import svara.engine.statistics.WaitHistogram;

/** Figures of a span of time. */
final class StatisticsHandler {
  /** The usual yardstick: how many are answered within a minute. */
  private static final Duration SERVICE = Duration.ofSeconds(60);

  private static final Duration SPAN_BY_WEEK_HOUR_MAX = Duration.ofDays(366);
  private static final Duration SPAN_BY_HOUR_MAX = Duration.ofDays(31).plusHours(1);

  private final FigureReader reader;
  private final QueueService queues;
  private final InstantSource clock;
  private final ZoneId zone;

  StatisticsHandler(FigureReader reader, QueueService queues, InstantSource clock, ZoneId zone) {
    this.reader = reader;
    this.queues = queues;
    this.clock = clock;
    this.zone = zone;
  }

  Future<Reply> figures(ApiRequest request) {
    QueueId queue = request.queue();
    Statistics.Span span = span(request);
    Future<?> known =
        queue == null
            ? Future.succeededFuture()
            : queues.view(queue).map(view -> QueuesHandler.known(view, queue));
    return known
        .compose(v -> reader.read(queue, span))
        .map(figured ->
            Reply.json(
                json(queue, figured.statistics(), "weekhour".equals(request.query("by")))
                    .put("missing", missing(figured.lost()))
                    .put("mismatches", mismatches(figured.mismatches()))));
  }

  private Statistics.Span span(ApiRequest request) {
    Statistics.Span today = Statistics.dayOf(clock.instant(), zone);
    String by = request.query("by");
    Statistics.By cut =
        by == null ? null : by.equals("day") ? Statistics.By.DAY : Statistics.By.HOUR;
    Duration longest =
        switch (String.valueOf(by)) {
          case "hour" -> SPAN_BY_HOUR_MAX;
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
        .forEach((id, figures) -> byQueue.add(json(figures).put("queue", id.value())));
    JsonObject json =
        json(statistics.all())
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
        parts.add(json(part.figures()).put("from", time(part.from())).put("to", time(part.to())));
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

  private static JsonObject json(Figures figures) {
    JsonObject outcomes = new JsonObject();
    figures.outcomes().forEach((outcome, count) -> outcomes.put(outcome.name(), count));
    return new JsonObject()
        .put("offered", figures.offered())
        .put("outcomes", outcomes)
        .put("outcomesSum", figures.outcomesSum())
        .put("inProgress", figures.inProgress())
        .put("addsUp", figures.addsUp())
        .put("queued", figures.queued())
        .put("metFull", figures.metFull())
        .put("outsideHours", figures.outsideHours())
        .put("withoutEngine", figures.withoutEngine())
        .put("voiceMessages", figures.voiceMessages())
        .put("taken", figures.taken())
        .put("answerRate", rate(figures.answerRate()))
        .put("reachedRate", rate(figures.reachedRate()))
        .put("serviceLevel", rate(figures.serviceLevel(SERVICE)))
        .put("serviceLevelSeconds", SERVICE.toSeconds())
        .put(
            "averageAnswerSeconds", CallerJson.seconds(figures.averageSpeedOfAnswer().orElse(null)))
        .put("averageTalkSeconds", CallerJson.seconds(figures.averageTalk().orElse(null)))
        .put("averageWrapUpSeconds", CallerJson.seconds(figures.averageWrapUp().orElse(null)))
        .put("averageHandlingSeconds", CallerJson.seconds(figures.averageHandling().orElse(null)))
        .put("onDutySeconds", CallerJson.seconds(figures.onDuty().orElse(null)))
        .put("occupancy", rate(figures.occupancy()))
        .put("attempts", attempts(figures))
        .put("promises", promises(figures))
        .put("turnedAwayRate", rate(figures.turnedAwayRate()))
        .put("abandonmentRate", rate(figures.abandonmentRate()))
        .put("wait", json(figures.waits()))
        .put("waitAnswered", json(figures.waitsAnswered()))
        .put("waitAbandoned", json(figures.waitsAbandoned()));
  }

  private static JsonObject attempts(Figures figures) {
    JsonObject results = new JsonObject();
    figures.attempts().forEach((result, count) -> results.put(result.name(), count));
    return new JsonObject()
        .put("made", figures.attemptsSum())
        .put("results", results)
        .put("successRate", rate(figures.attemptSuccess()));
  }

  private static JsonObject promises(Figures figures) {
    return new JsonObject()
        .put("promised", figures.promised())
        .put("fulfilled", figures.promisesFulfilled())
        .put("late", figures.promisesLate())
        .put("expired", figures.promisesExpired())
        .put("withdrawn", figures.promisesWithdrawn())
        .put("overtaken", figures.promisesOvertaken())
        .put("open", figures.promisesOpen())
        .put("keptRate", rate(figures.promisesKeptRate()))
        .put("wait", json(figures.waitsPromised()));
  }

  private static JsonObject json(WaitHistogram waits) {
    return new JsonObject()
        .put("medianSeconds", CallerJson.seconds(waits.median().orElse(null)))
        .put("p90Seconds", CallerJson.seconds(waits.percentile(0.9).orElse(null)))
        .put("p95Seconds", CallerJson.seconds(waits.percentile(0.95).orElse(null)))
        .put("meanSeconds", CallerJson.seconds(waits.mean().orElse(null)))
        .put("longestSeconds", CallerJson.seconds(waits.longest().orElse(null)));
  }

  private static @Nullable Double rate(OptionalDouble rate) {
    return rate.isEmpty() ? null : Math.round(rate.getAsDouble() * 10_000) / 10_000.0;
  }
}
