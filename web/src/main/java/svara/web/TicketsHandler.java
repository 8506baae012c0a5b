package svara.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import svara.engine.id.PersonId;
import svara.engine.id.TicketNumber;
import svara.engine.port.Handling;
import svara.engine.port.Page;
import svara.engine.port.TicketStore;
import svara.engine.port.TicketStore.Assignment;
import svara.engine.port.TicketStore.Changed;
import svara.engine.port.TicketStore.Narrow;
import svara.engine.port.TicketStore.NewTicket;
import svara.engine.port.TicketStore.Replied;
import svara.engine.port.TicketStore.TicketChange;
import svara.engine.port.TicketStore.TicketQuery;
import svara.engine.ticket.TicketKind;
import svara.engine.ticket.TicketPriority;
import svara.engine.ticket.TicketStatus;

/** Tickets: listed, opened, read, changed, noted upon. */
final class TicketsHandler {
  private final TicketStore tickets;
  private final Auditing audit;
  private final InstantSource clock;

  TicketsHandler(TicketStore tickets, Auditing audit, InstantSource clock) {
    this.tickets = tickets;
    this.audit = audit;
    this.clock = clock;
  }

  /** The tickets that the asker may see. */
  private TicketStore seenBy(ApiRequest request) {
    return tickets.seenBy(request.who().viewer());
  }

  Future<Reply> page(ApiRequest request) {
    String kind = request.query("kind");
    TicketQuery query =
        new TicketQuery(
            request.queryList("status").stream()
                .map(word -> TicketStatus.valueOf(constant(word)))
                .toList(),
            kind == null ? null : TicketKind.valueOf(constant(kind)),
            ApiRequest.technician(request.query("assignee")),
            request.flag("toCallBack"),
            request.query("q"),
            request.query("cursor"),
            request.integer("limit", 50),
            narrow(request));
    return refuseForeignCursor(seenBy(request).tickets(query))
        .map(page -> {
          JsonArray items = new JsonArray();
          page.items().forEach(row -> items.add(TicketJson.of(row)));
          return Reply.json(
              new JsonObject().put("items", items).put("next", page.next().orElse(null)));
        });
  }

  private static Narrow narrow(ApiRequest request) {
    String priority = request.query("priority");
    String requester = request.query("requester");
    return new Narrow(
        request.flag("unassigned"),
        priority == null ? null : TicketPriority.valueOf(constant(priority)),
        request.query("system"),
        request.query("category"),
        request.query("tag"),
        request.query("department"),
        requester == null ? null : new PersonId(Long.parseLong(requester)));
  }

  /** What to choose from when a ticket is sorted. */
  Future<Reply> words(ApiRequest request) {
    return seenBy(request)
        .words()
        .map(words ->
            Reply.json(
                new JsonObject()
                    .put("systems", new JsonArray(words.systems()))
                    .put("categories", new JsonArray(words.categories()))
                    .put("tags", new JsonArray(words.tags()))));
  }

  Future<Reply> one(ApiRequest request) {
    TicketNumber number = request.ticketNumber();
    return seenBy(request)
        .ticket(number)
        .map(found ->
            found.orElseThrow(() -> ApiRequest.unknownTicket(number.toString()).exception()))
        .compose(ticket ->
            noted(request, ticket.row())
                .map(
                    Reply.json(TicketJson.of(ticket))
                        .with("ETag", "\"" + ticket.row().version() + "\"")));
  }

  /** Who sees a restricted one is written down before he does. */
  private Future<Void> noted(ApiRequest request, TicketStore.TicketRow row) {
    return row.handling().restricted()
        ? audit.note(
            request.context(),
            request.who(),
            "restricted_ticket_seen",
            row.number().toString(),
            Map.of())
        : Future.succeededFuture();
  }

  Future<Reply> open(ApiRequest request) {
    JsonObject body = request.body();
    NewTicket ticket =
        new NewTicket(
            body.getString("subject").strip(),
            body.getString("description", ""),
            body.getString("requesterEmail"),
            ApiRequest.technician(body.getString("assignee")),
            request.by(),
            clock.instant());
    return seenBy(request)
        .open(ticket)
        .map(row ->
            Reply.json(201, TicketJson.of(row))
                .with("Location", "/api/v1/tickets/" + row.number()));
  }

  Future<Reply> change(ApiRequest request) {
    TicketNumber number = request.ticketNumber();
    JsonObject body = request.body();
    String status = body.getString("status");
    String subject = body.getString("subject");
    TicketChange change =
        new TicketChange(
            subject == null ? null : subject.strip(),
            status == null ? null : TicketStatus.valueOf(constant(status)),
            body.containsKey("assignee")
                ? new Assignment(ApiRequest.technician(body.getString("assignee")))
                : null,
            expectedVersion(request),
            request.by(),
            clock.instant(),
            classified(body, "system"),
            classified(body, "category"),
            handling(body));
    boolean conditional = request.header("If-Match") != null;
    return seenBy(request)
        .change(number, change)
        .map(changed -> reply(number, changed, conditional));
  }

  private static Handling.@Nullable Change handling(JsonObject body) {
    String priority = body.getString("priority");
    JsonArray tags = body.getJsonArray("tags");
    Boolean restricted = body.getBoolean("restricted");
    return priority == null && tags == null && restricted == null
        ? null
        : new Handling.Change(
            priority == null ? null : TicketPriority.valueOf(constant(priority)),
            tags == null
                ? null
                : tags.stream().map(tag -> String.valueOf(tag).strip()).distinct().toList(),
            restricted);
  }

  /** Null where it is to stay as it is; nothing where it is to be none. */
  private static @Nullable String classified(JsonObject body, String what) {
    return body.containsKey(what)
        ? Objects.requireNonNullElse(body.getString(what), "").strip()
        : null;
  }

  /** The version that the change was made on: of If-Match (RFC 9110), else of the body. */
  private static @Nullable Long expectedVersion(ApiRequest request) {
    String tag = request.header("If-Match");
    if (tag == null) {
      return request.body().getLong("version");
    }
    if (tag.equals("*")) {
      return null;
    }
    // a tag that no ticket ever had matches none
    return tag.matches("\"[0-9]{1,18}\"") ? Long.valueOf(tag.substring(1, tag.length() - 1)) : -1;
  }

  private static Reply reply(TicketNumber number, Changed changed, boolean conditional) {
    return switch (changed) {
      case Changed.Done done ->
          Reply.json(TicketJson.of(done.row())).with("ETag", "\"" + done.row().version() + "\"");
      case Changed.Unknown u -> throw ApiRequest.unknownTicket(number.toString()).exception();
      case Changed.Conflict conflict ->
          throw new Problem(
                  conditional ? 412 : 409,
                  "changed_meanwhile",
                  "The ticket was changed by somebody else; it is at version "
                      + conflict.current().version()
                      + ".")
              .exception();
      case Changed.NotAllowed no ->
          throw new Problem(409, no.reason(), "The ticket's status does not allow this.")
              .exception();
    };
  }

  Future<Reply> message(ApiRequest request) {
    return request.body().getString("kind").equals("reply") ? reply(request) : note(request);
  }

  private Future<Reply> reply(ApiRequest request) {
    TicketNumber number = request.ticketNumber();
    return seenBy(request)
        .reply(number, request.by(), request.body().getString("text"), clock.instant())
        .map(replied ->
            switch (replied) {
              case Replied.Waiting waiting -> Reply.json(201, TicketJson.of(waiting.entry()));
              case Replied.Unknown u ->
                  throw ApiRequest.unknownTicket(number.toString()).exception();
              case Replied.NoAddress n ->
                  throw new Problem(409, "no_address", "Nobody knows the requester's mail address.")
                      .exception();
            });
  }

  private Future<Reply> note(ApiRequest request) {
    TicketNumber number = request.ticketNumber();
    return seenBy(request)
        .note(number, request.by(), request.body().getString("text"), clock.instant())
        .map(entry ->
            entry
                .map(added -> Reply.json(201, TicketJson.of(added)))
                .orElseThrow(() -> ApiRequest.unknownTicket(number.toString()).exception()));
  }

  /** A mail that was joined here becomes a ticket of its own. */
  Future<Reply> split(ApiRequest request) {
    return seenBy(request)
        .split(request.ticketNumber(), request.id("entry"), request.by(), clock.instant())
        .map(moved ->
            moved
                .map(to ->
                    Reply.json(201, new JsonObject().put("ticket", to.toString()))
                        .with("Location", "/api/v1/tickets/" + to))
                .orElseThrow(() ->
                    new Problem(
                            409,
                            "not_to_split",
                            "There is no such mail, it is what the ticket began with, or it was"
                                + " moved before.")
                        .exception()));
  }

  /** A cursor that no page gave is the asker's fault, not ours. */
  static <T> Future<Page<T>> refuseForeignCursor(Future<Page<T>> page) {
    return page.recover(failure ->
        Future.failedFuture(
            failure instanceof IllegalArgumentException
                ? Problem.invalid("The cursor is not one that a page gave.").exception()
                : failure));
  }

  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}
