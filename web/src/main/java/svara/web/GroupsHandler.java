package svara.web;

import static svara.web.CallerJson.time;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.FigureStore;
import svara.engine.port.FigureStore.Groups;
import svara.engine.statistics.ContactFold.Contacts;
import svara.engine.statistics.ContactStatistics;
import svara.engine.statistics.Dimension;
import svara.engine.statistics.SmallGroups;
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
    return shown(request, dimension, request.query("value"), span)
        .map(found -> {
          JsonObject json =
              new JsonObject()
                  .put("from", time(span.from()))
                  .put("to", time(span.to()))
                  .put("zone", span.zone().getId())
                  .put("queue", queue == null ? null : queue.value())
                  .put("by", dimension.name().toLowerCase(Locale.ROOT))
                  .put("groups", json(found.groups()))
                  .put("others", found.others());
          return span.by() == null ? json : json.put("parts", parts(found.statistics()));
        });
  }

  /**
   * What the asker may see.
   *
   * @param others calls of the groups that are not shown
   */
  record Shown(ContactStatistics statistics, Map<String, Contacts> groups, long others) {}

  /**
   * Of technicians everybody sees his own figures and the manager those of all; small departments
   * are not shown, nor one that could be found by taking away the others.
   */
  Future<Shown> shown(
      ApiRequest request, Dimension dimension, @Nullable String value, Statistics.Span span) {
    if (dimension == Dimension.TECHNICIAN && value == null && nobodys(request.who())) {
      return Future.succeededFuture(new Shown(new ContactStatistics(span), Map.of(), 0));
    }
    return switch (dimension) {
      case TECHNICIAN ->
          read(dimension, ownOrAll(request.who(), value), request.queue(), span)
              .map(found -> new Shown(found.statistics(), found.groups(), 0));
      case DEPARTMENT -> departments(value, request.queue(), span);
      case ALL, SYSTEM, CATEGORY, CHANNEL ->
          read(dimension, value, request.queue(), span)
              .map(found -> new Shown(found.statistics(), found.groups(), 0));
    };
  }

  private Future<Groups> read(
      Dimension dimension, @Nullable String value, @Nullable QueueId queue, Statistics.Span span) {
    return figures.groups(dimension, value, queue, span);
  }

  private static boolean nobodys(SignedIn who) {
    return who.technician() == null && !who.seesAllTechnicians();
  }

  private static @Nullable String ownOrAll(SignedIn who, @Nullable String value) {
    if (who.seesAllTechnicians()) {
      return value;
    }
    TechnicianId own = who.technician();
    if (own == null || (value != null && !value.equals(own.value()))) {
      throw new Problem(
              403, "not_yours", "A technician's figures are for the technician and the manager.")
          .exception();
    }
    return own.value();
  }

  private Future<Shown> departments(
      @Nullable String value, @Nullable QueueId queue, Statistics.Span span) {
    Statistics.Span whole = new Statistics.Span(span.from(), span.to(), span.zone(), null);
    return read(Dimension.DEPARTMENT, null, queue, whole)
        .compose(all -> {
          Map<String, Long> sizes = new HashMap<>();
          all.groups()
              .forEach((name, of) -> {
                if (!name.isEmpty()) {
                  sizes.put(name, size(of));
                }
              });
          SmallGroups.Shown shown = SmallGroups.of(sizes, all.people());
          Set<String> names = shown.shown().keySet();
          if (value != null && !value.isEmpty() && !names.contains(value)) {
            throw new Problem(403, "small_group", "Too few to be shown apart.").exception();
          }
          return read(Dimension.DEPARTMENT, value, queue, span)
              .map(found -> {
                Map<String, Contacts> groups = new LinkedHashMap<>(found.groups());
                groups.keySet().removeIf(name -> !name.isEmpty() && !names.contains(name));
                long others =
                    all.groups().entrySet().stream()
                        .filter(one -> !one.getKey().isEmpty() && !names.contains(one.getKey()))
                        .mapToLong(one -> one.getValue().calls().offered())
                        .sum();
                return new Shown(found.statistics(), groups, value == null ? others : 0);
              });
        });
  }

  /** The smallest thing that is told of it: one ticket among many calls is somebody. */
  private static long size(Contacts of) {
    return LongStream.of(of.calls().offered(), of.tickets().opened(), of.tickets().closed())
        .filter(count -> count > 0)
        .min()
        .orElse(0);
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
