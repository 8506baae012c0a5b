package svara.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import svara.engine.port.FigureStore;
import svara.engine.port.QueueService;
import svara.engine.port.QueueService.QueueView;
import svara.engine.statistics.Figures;
import svara.engine.statistics.NormalDay;
import svara.engine.statistics.Statistics;

/** What a day of its kind is like. */
final class NormalDayHandler {
  private final FigureStore figures;
  private final QueueService queues;
  private final InstantSource clock;
  private final ZoneId zone;

  NormalDayHandler(WebPorts ports, ZoneId zone) {
    this.figures = ports.figures();
    this.queues = ports.queues();
    this.clock = ports.clock();
    this.zone = zone;
  }

  Future<Reply> normal(ApiRequest request) {
    LocalDate day = day(request);
    Statistics.Span span =
        new Statistics.Span(
            day.minusWeeks(NormalDay.WEEKS).atStartOfDay(zone).toInstant(),
            day.atStartOfDay(zone).toInstant(),
            zone,
            Statistics.By.DAY);
    return queues
        .views()
        .compose(views ->
            figures
                .read(request.queue(), span)
                .map(reading -> {
                  Map<LocalDate, Figures> before = new HashMap<>();
                  reading
                      .statistics()
                      .parts()
                      .forEach(part ->
                          before.put(LocalDate.ofInstant(part.from(), zone), part.figures()));
                  List<QueueView> meant =
                      views.stream()
                          .filter(v -> request.queue() == null || v.queue().equals(request.queue()))
                          .toList();
                  return Reply.json(json(day, NormalDay.of(day, before, d -> open(meant, d))));
                }));
  }

  private LocalDate day(ApiRequest request) {
    String day = request.query("day");
    try {
      return day == null ? LocalDate.ofInstant(clock.instant(), zone) : LocalDate.parse(day);
    } catch (DateTimeException e) {
      throw Problem.invalid("day is not a date: " + day).exception();
    }
  }

  private boolean open(List<QueueView> views, LocalDate day) {
    return views.stream()
        .anyMatch(view ->
            !view.policy()
                .hours()
                .openBetween(
                    day.atStartOfDay(zone).toInstant(),
                    day.plusDays(1).atStartOfDay(zone).toInstant())
                .isZero());
  }

  private static JsonObject json(LocalDate day, Optional<NormalDay> normal) {
    JsonArray days = new JsonArray();
    normal.ifPresent(found -> found.days().forEach(one -> days.add(one.toString())));
    return new JsonObject()
        .put("day", day.toString())
        .put("days", days)
        .put("figures", normal.map(NormalDayHandler::medians).orElse(null));
  }

  private static JsonObject medians(NormalDay normal) {
    JsonObject medians = new JsonObject();
    normal
        .medians()
        .forEach((name, value) -> medians.put(name, value.isEmpty() ? null : value.getAsDouble()));
    return medians;
  }
}
