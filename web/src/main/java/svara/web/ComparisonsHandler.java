package svara.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import svara.engine.port.FigureStore;
import svara.engine.port.FigureStore.Groups;
import svara.engine.statistics.ContactFold.Contacts;
import svara.engine.statistics.Dimension;
import svara.engine.statistics.SmallGroups;
import svara.engine.statistics.Statistics;

/** Departments beside each other, and open tickets by age. */
final class ComparisonsHandler {
  private final FigureStore figures;
  private final InstantSource clock;
  private final ZoneId zone;

  ComparisonsHandler(FigureStore figures, InstantSource clock, ZoneId zone) {
    this.figures = figures;
    this.clock = clock;
    this.zone = zone;
  }

  Future<Reply> departments(ApiRequest request) {
    Statistics.Span today = Statistics.dayOf(clock.instant(), zone);
    AskedTime asked = AskedTime.of(request, today, AskedTime.MAX);
    Statistics.Span span = new Statistics.Span(asked.from(), asked.to(), zone, null);
    return figures
        .groups(Dimension.DEPARTMENT, null, request.queue(), span)
        .map(found -> Reply.json(departments(found)));
  }

  /** Callers whom nobody knows are no department and hide nobody. */
  private static JsonObject departments(Groups found) {
    SmallGroups.Shown shown = SmallGroups.ofCalls(found.groups(), found.people());
    JsonArray items = new JsonArray();
    shown
        .shown()
        .forEach((name, offered) ->
            items.add(new JsonObject().put("department", name).put("offered", offered)));
    Contacts unknown = found.groups().get("");
    return new JsonObject()
        .put("items", items)
        .put("others", shown.others())
        .put("unknown", unknown == null ? 0 : unknown.calls().offered());
  }

  Future<Reply> backlog(ApiRequest request) {
    Instant now = clock.instant();
    return figures
        .backlog(now)
        .map(backlog ->
            Reply.json(
                new JsonObject()
                    .put("at", CallerJson.time(now))
                    .put("open", backlog.all())
                    .put("day", backlog.day())
                    .put("threeDays", backlog.threeDays())
                    .put("week", backlog.week())
                    .put("month", backlog.month())
                    .put("older", backlog.older())));
  }
}
