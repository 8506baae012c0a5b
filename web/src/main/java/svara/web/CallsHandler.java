package svara.web;

import static svara.web.CallerJson.text;
import static svara.web.CallerJson.time;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import svara.engine.id.CallId;
import svara.engine.port.CallStore;
import svara.engine.port.CallStore.CallRecord;
import svara.engine.port.FigureStore;
import svara.engine.queue.CallFlags;
import svara.engine.queue.Outcome;
import svara.engine.statistics.CallMoments;
import svara.engine.statistics.Dimension;

/** Calls as they are kept. */
final class CallsHandler {
  private static final List<Dimension> APART =
      List.of(Dimension.DEPARTMENT, Dimension.TECHNICIAN, Dimension.SYSTEM, Dimension.CATEGORY);

  /** In place of a value: what has none. */
  private static final String UNKNOWN = "-";

  private final CallStore calls;
  private final ZoneId zone;

  /**
   * Calls.
   *
   * @param zone in which weekday and hour are meant
   */
  CallsHandler(CallStore calls, ZoneId zone) {
    this.calls = calls;
    this.zone = zone;
  }

  Future<Reply> page(ApiRequest request) {
    String within = request.query("answeredWithinSeconds");
    String weekday = request.query("weekday");
    String hour = request.query("hour");
    CallStore.More more =
        new CallStore.More(
            request.flag("live"),
            within == null ? null : Duration.ofSeconds(Long.parseLong(within)),
            weekday == null ? null : Integer.valueOf(weekday),
            hour == null ? null : Integer.valueOf(hour),
            zone,
            groups(request),
            request.queryList("notDepartment"));
    CallStore.CallQuery query =
        new CallStore.CallQuery(
            request.queue(),
            request.instant("from"),
            request.instant("to"),
            request.queryList("outcome").stream().map(Outcome::valueOf).collect(Collectors.toSet()),
            request.flag("metFull"),
            more,
            request.query("cursor"),
            request.integer("limit", 50));
    return TicketsHandler.refuseForeignCursor(calls.calls(query))
        .map(page -> {
          JsonArray items = new JsonArray();
          page.items().forEach(call -> items.add(json(call)));
          return Reply.json(
              new JsonObject().put("items", items).put("next", page.next().orElse(null)));
        });
  }

  /** What figures tell calls apart by, as far as it is asked for. */
  private static List<FigureStore.Group> groups(ApiRequest request) {
    List<FigureStore.Group> groups = new ArrayList<>();
    for (Dimension dimension : APART) {
      String value = request.query(dimension.name().toLowerCase(Locale.ROOT));
      if (value != null) {
        groups.add(new FigureStore.Group(dimension, UNKNOWN.equals(value) ? "" : value));
      }
    }
    return groups;
  }

  Future<Reply> one(ApiRequest request) {
    CallId id = new CallId(request.path("id"));
    return calls
        .call(id)
        .map(found ->
            found
                .map(call -> Reply.json(json(call)))
                .orElseThrow(() ->
                    Problem.notFound("unknown_call", "There is no call " + id + ".").exception()));
  }

  private static JsonObject json(CallRecord call) {
    CallMoments moments = call.moments();
    CallFlags flags = moments.flags();
    return new JsonObject()
        .put("id", moments.call().value())
        .put("queue", moments.queue().value())
        .put("ticket", call.ticket().toString())
        .put("subject", call.subject())
        .put("caller", CallerJson.of(call.callerName(), call.department(), call.number()))
        .put("offeredAt", time(moments.offeredAt()))
        .put("queuedAt", time(moments.queuedAt()))
        .put("answeredAt", time(moments.answeredAt()))
        .put("endedAt", time(moments.endedAt()))
        .put("outcome", text(moments.outcome()))
        .put("waitSeconds", CallerJson.seconds(moments.waited()))
        .put("technician", text(call.technician()))
        .put(
            "flags",
            new JsonObject()
                .put("metFull", flags.metFull())
                .put("outsideHours", flags.outsideHours())
                .put("withoutEngine", flags.withoutEngine())
                .put("voiceMessage", flags.leftMessage()));
  }
}
