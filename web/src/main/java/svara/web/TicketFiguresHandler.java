package svara.web;

import static svara.web.CallerJson.time;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.QueueId;
import svara.engine.id.TicketNumber;
import svara.engine.port.FigureStore;
import svara.engine.port.FigureStore.MailFate;
import svara.engine.port.FigureStore.MailRow;
import svara.engine.port.FigureStore.PromiseFigure;
import svara.engine.port.FigureStore.PromiseRow;
import svara.engine.port.QueueService;
import svara.engine.port.QueueService.QueueView;
import svara.engine.port.TicketStore;
import svara.engine.statistics.Dimension;
import svara.engine.statistics.Statistics;
import svara.engine.statistics.TicketFigures;
import svara.engine.statistics.TicketFigures.Of;
import svara.engine.statistics.TicketMoments;

/** Figures of tickets, and the tickets and promises behind figures. */
final class TicketFiguresHandler {
  private static final int TICKETS_MAX = 100_000;
  private static final int OPEN_MAX = 10_000;
  private static final int PAGE = 200;

  private final FigureStore figures;
  private final QueueService queues;
  private final TicketStore tickets;
  private final InstantSource clock;
  private final ZoneId zone;

  TicketFiguresHandler(WebPorts ports, ZoneId zone) {
    this.figures = ports.figures();
    this.queues = ports.queues();
    this.tickets = ports.tickets();
    this.clock = ports.clock();
    this.zone = zone;
  }

  Future<Reply> figures(ApiRequest request) {
    AskedTime asked = AskedTime.of(request, Statistics.dayOf(clock.instant(), zone), AskedTime.MAX);
    Statistics.Span span = new Statistics.Span(asked.from(), asked.to(), zone, null);
    return figures
        .groups(Dimension.ALL, null, request.queue(), span)
        .map(found -> Reply.json(FigureJson.of(found.statistics().of(null).tickets())));
  }

  /** The tickets behind a figure, page by page in the order they came. */
  Future<Reply> behind(ApiRequest request) {
    int start = request.integer("cursor", 0);
    return numbers(request, figure(request))
        .compose(all -> {
          List<TicketNumber> page =
              all.subList(Math.min(start, all.size()), Math.min(start + PAGE, all.size()));
          return tickets
              .seenBy(request.who().viewer())
              .rows(page)
              .map(rows -> {
                JsonArray items = new JsonArray();
                page.stream()
                    .map(rows::get)
                    .filter(Objects::nonNull)
                    .forEach(row -> items.add(TicketJson.of(row)));
                return Reply.json(
                    new JsonObject()
                        .put("items", items)
                        .put("all", all.size())
                        .put(
                            "next",
                            start + PAGE < all.size() ? Integer.toString(start + PAGE) : null));
              });
        });
  }

  private Future<List<TicketNumber>> numbers(ApiRequest request, String figure) {
    if (figure.equals("OPEN")) {
      Instant from = request.instant("from");
      Instant to = request.instant("to");
      return figures.openTickets(
          from == null ? Instant.EPOCH : from, to == null ? clock.instant() : to, OPEN_MAX);
    }
    Of of = Of.valueOf(figure);
    return read(request)
        .map(found -> found.tickets(of).stream().map(TicketMoments::ticket).toList());
  }

  /** Those of one group, or all. */
  private static FigureStore.Group group(ApiRequest request) {
    String by = request.query("by");
    String value = request.query("value");
    return by == null || value == null
        ? FigureStore.Group.ALL
        : new FigureStore.Group(GroupsHandler.dimension(by).orElseThrow(), value);
  }

  /** The mails behind a figure, page by page in the order they came. */
  Future<Reply> mails(ApiRequest request) {
    AskedTime asked = AskedTime.of(request, Statistics.dayOf(clock.instant(), zone), AskedTime.MAX);
    int start = request.integer("cursor", 0);
    String fate = Objects.requireNonNullElse(request.query("fate"), "any");
    return figures
        .mails(
            request.queue(),
            asked.from(),
            asked.to(),
            group(request),
            MailFate.valueOf(fate.toUpperCase(Locale.ROOT)),
            start,
            PAGE)
        .map(found -> {
          JsonArray items = new JsonArray();
          found.rows().forEach(row -> items.add(json(row)));
          return Reply.json(
              new JsonObject()
                  .put("items", items)
                  .put("all", found.all())
                  .put("next", start + PAGE < found.all() ? Integer.toString(start + PAGE) : null));
        });
  }

  private static JsonObject json(MailRow row) {
    return new JsonObject()
        .put("receivedAt", time(row.receivedAt()))
        .put("mailbox", row.mailbox())
        .put("fate", row.fate())
        .put("ticket", row.ticket() == null ? null : row.ticket().toString())
        .put("subject", row.subject());
  }

  private static String figure(ApiRequest request) {
    return Objects.requireNonNull(request.query("figure")).toUpperCase(Locale.ROOT);
  }

  /** The promises or dial-outs behind a figure, page by page in the order they were made. */
  Future<Reply> promises(ApiRequest request) {
    AskedTime asked = AskedTime.of(request, Statistics.dayOf(clock.instant(), zone), AskedTime.MAX);
    int start = request.integer("cursor", 0);
    return figures
        .promises(
            request.queue(),
            asked.from(),
            asked.to(),
            PromiseFigure.valueOf(figure(request)),
            start,
            PAGE)
        .map(found -> {
          JsonArray items = new JsonArray();
          found.rows().forEach(row -> items.add(json(row)));
          return Reply.json(
              new JsonObject()
                  .put("items", items)
                  .put("all", found.all())
                  .put("next", start + PAGE < found.all() ? "" + (start + PAGE) : null));
        });
  }

  private static JsonObject json(PromiseRow row) {
    return new JsonObject()
        .put("id", row.callback().value())
        .put("queue", row.queue().value())
        .put("ticket", row.ticket().toString())
        .put("subject", row.subject())
        .put("name", row.name())
        .put("promisedAt", CallerJson.time(row.promisedAt()))
        .put("state", row.state())
        .put("dialledAt", CallerJson.time(row.dialledAt()))
        .put("result", row.result());
  }

  /** The tickets of the time and the queue that are asked about, one by one. */
  private Future<TicketFigures> read(ApiRequest request) {
    AskedTime asked = AskedTime.of(request, Statistics.dayOf(clock.instant(), zone), AskedTime.MAX);
    return queues
        .views()
        .compose(views ->
            figures
                .tickets(request.queue(), asked.from(), asked.to(), group(request), TICKETS_MAX)
                .map(found -> {
                  Map<QueueId, OpeningHours> hours = hours(views);
                  TicketFigures folded =
                      new TicketFigures(asked.from(), asked.to(), queue -> hours(hours, queue));
                  found.forEach(folded::add);
                  return folded;
                }))
        .recover(cause ->
            Future.failedFuture(
                cause instanceof IllegalArgumentException
                    ? new Problem(
                            422,
                            "too_many_tickets",
                            "More than " + TICKETS_MAX + " tickets: ask for a shorter time.")
                        .exception()
                    : cause));
  }

  private static Map<QueueId, OpeningHours> hours(List<QueueView> views) {
    Map<QueueId, OpeningHours> hours = new LinkedHashMap<>();
    views.forEach(view -> hours.put(view.queue(), view.policy().hours()));
    return hours;
  }

  /** A ticket that came through no queue has the hours of the first one. */
  private static OpeningHours hours(Map<QueueId, OpeningHours> hours, @Nullable QueueId queue) {
    OpeningHours own = queue == null ? null : hours.get(queue);
    return own != null ? own : hours.values().stream().findFirst().orElseGet(OpeningHours::always);
  }
}
