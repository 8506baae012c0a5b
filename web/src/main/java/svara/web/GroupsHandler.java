package svara.web;

import static svara.web.CallerJson.time;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.id.QueueId;
import svara.engine.port.FigureStore;
import svara.engine.port.FigureStore.Groups;
import svara.engine.statistics.ContactFold.Contacts;
import svara.engine.statistics.ContactStatistics;
import svara.engine.statistics.Dimension;
import svara.engine.statistics.Statistics;

/**
 * Calls, tickets and mails by department, technician, system, category or channel, in alphabetical
 * order; {@code name} is empty for what has none. Each has {@code calls} (the figures of {@code
 * /statistics}), {@code tickets} (those of {@code /statistics/tickets}) and {@code mails} ({@code
 * received}, and {@code fates} by what became of them); parts of time have the same.
 */
final class GroupsHandler {
  private final FigureStore figures;
  private final InstantSource clock;
  private final ZoneId zone;

  GroupsHandler(WebPorts ports, ZoneId zone) {
    this.figures = ports.figures();
    this.clock = ports.clock();
    this.zone = zone;
  }

  /** The dimension of that word, or nothing. */
  static Optional<Dimension> dimension(String word) {
    return switch (word) {
      case "department", "technician", "system", "category", "channel" ->
          Optional.of(Dimension.valueOf(word.toUpperCase(Locale.ROOT)));
      default -> Optional.empty();
    };
  }

  Future<Groups> groups(
      Dimension dimension, @Nullable String value, @Nullable QueueId queue, Statistics.Span span) {
    return figures.groups(dimension, value, queue, span);
  }

  Future<Reply> groups(ApiRequest request) {
    Dimension dimension = dimension(Objects.requireNonNull(request.query("by"))).orElseThrow();
    String in = Objects.requireNonNullElse(request.query("in"), "");
    Statistics.By cut = in.isEmpty() ? null : Statistics.By.valueOf(in.toUpperCase(Locale.ROOT));
    AskedTime asked =
        AskedTime.of(
            request,
            Statistics.dayOf(clock.instant(), zone),
            cut == Statistics.By.HOUR ? AskedTime.BY_HOUR_MAX : AskedTime.MAX);
    Statistics.Span span = new Statistics.Span(asked.from(), asked.to(), zone, cut);
    return json(request, dimension, span)
        .compose(json ->
            AskedTime.compared(request, AskedTime.MAX)
                .map(other ->
                    json(
                            request,
                            dimension,
                            new Statistics.Span(other.from(), other.to(), zone, cut))
                        .map(compared -> json.put("compared", compared)))
                .orElse(Future.succeededFuture(json)))
        .map(Reply::json);
  }

  private Future<JsonObject> json(ApiRequest request, Dimension dimension, Statistics.Span span) {
    QueueId queue = request.queue();
    return figures
        .groups(dimension, request.query("value"), queue, span)
        .map(found -> {
          JsonObject json =
              new JsonObject()
                  .put("from", time(span.from()))
                  .put("to", time(span.to()))
                  .put("zone", span.zone().getId())
                  .put("queue", queue == null ? null : queue.value())
                  .put("by", dimension.name().toLowerCase(Locale.ROOT))
                  .put("groups", json(found.groups()));
          return span.by() == null ? json : json.put("parts", parts(found.statistics()));
        });
  }

  static JsonArray json(Map<String, Contacts> groups) {
    JsonArray items = new JsonArray();
    groups.forEach((name, contacts) -> items.add(FigureJson.of(contacts).put("name", name)));
    return items;
  }

  private static JsonArray parts(ContactStatistics statistics) {
    JsonArray parts = new JsonArray();
    for (ContactStatistics.Part part : statistics.parts()) {
      parts.add(
          FigureJson.of(part.contacts()).put("from", time(part.from())).put("to", time(part.to())));
    }
    return parts;
  }
}
