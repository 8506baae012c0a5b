package svara.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TicketNumber;
import svara.engine.port.DeskStore;
import svara.engine.port.DeskStore.Draft;
import svara.engine.port.DeskStore.SavedView;
import svara.engine.port.DeskStore.Template;
import svara.engine.port.TicketStore;

/** Drafts, templates and saved views. */
final class DeskHandler {
  private final DeskStore desk;
  private final TicketStore tickets;
  private final InstantSource clock;

  DeskHandler(DeskStore desk, TicketStore tickets, InstantSource clock) {
    this.desk = desk;
    this.tickets = tickets;
    this.clock = clock;
  }

  Future<Reply> draft(ApiRequest request) {
    return seen(request)
        .compose(number -> desk.draft(who(request), number))
        .map(found ->
            found
                .map(draft ->
                    Reply.json(
                        new JsonObject()
                            .put("kind", draft.kind())
                            .put("text", draft.text())
                            .put("savedAt", CallerJson.time(draft.savedAt()))))
                .orElseGet(Reply::nothing));
  }

  Future<Reply> keepDraft(ApiRequest request) {
    JsonObject body = request.body();
    Draft draft = new Draft(body.getString("kind"), body.getString("text"), clock.instant());
    return seen(request)
        .compose(number -> desk.keep(who(request), number, draft))
        .map(Reply.nothing());
  }

  /** What is sent is no draft any more. */
  Future<Void> sent(ApiRequest request) {
    return desk.keep(who(request), request.ticketNumber(), new Draft("note", "", clock.instant()));
  }

  private Future<TicketNumber> seen(ApiRequest request) {
    TicketNumber number = request.ticketNumber();
    return tickets
        .seenBy(request.who().viewer())
        .rows(List.of(number))
        .map(rows -> {
          if (!rows.containsKey(number)) {
            throw ApiRequest.unknownTicket(number.toString()).exception();
          }
          return number;
        });
  }

  Future<Reply> templates(ApiRequest request) {
    return desk.templates()
        .map(all -> {
          JsonArray items = new JsonArray();
          all.forEach(one -> items.add(json(one)));
          return Reply.json(new JsonObject().put("items", items));
        });
  }

  Future<Reply> addTemplate(ApiRequest request) {
    return save(request, null)
        .map(saved ->
            saved
                .map(one -> Reply.json(201, json(one)))
                .orElseThrow(() ->
                    new Problem(409, "too_many", "There are as many templates as there may be.")
                        .exception()));
  }

  Future<Reply> changeTemplate(ApiRequest request) {
    return save(request, request.id("template"))
        .map(saved -> Reply.json(json(saved.orElseThrow(DeskHandler::unknownTemplate))));
  }

  private Future<Optional<Template>> save(ApiRequest request, @Nullable Long id) {
    JsonObject body = request.body();
    return desk.save(id, body.getString("title").strip(), body.getString("body"), clock.instant());
  }

  Future<Reply> removeTemplate(ApiRequest request) {
    return desk.remove(request.id("template"))
        .map(there -> {
          if (!there) {
            throw unknownTemplate();
          }
          return Reply.nothing();
        });
  }

  private static ProblemException unknownTemplate() {
    return Problem.notFound("unknown_template", "There is no such template.").exception();
  }

  Future<Reply> views(ApiRequest request) {
    return desk.views(who(request))
        .map(all -> {
          JsonArray items = new JsonArray();
          all.forEach(
              one -> items.add(new JsonObject().put("name", one.name()).put("query", one.query())));
          return Reply.json(new JsonObject().put("items", items));
        });
  }

  Future<Reply> keepView(ApiRequest request) {
    JsonObject body = request.body();
    return desk.keep(
            who(request), new SavedView(body.getString("name").strip(), body.getString("query")))
        .map(kept -> {
          if (!kept) {
            throw new Problem(409, "too_many", "There are as many views as there may be.")
                .exception();
          }
          return Reply.nothing();
        });
  }

  Future<Reply> removeView(ApiRequest request) {
    return desk.remove(who(request), request.body().getString("name")).map(Reply.nothing());
  }

  private static String who(ApiRequest request) {
    return request.who().auditName();
  }

  private static JsonObject json(Template template) {
    return new JsonObject()
        .put("id", template.id())
        .put("title", template.title())
        .put("body", template.body())
        .put("savedAt", CallerJson.time(template.savedAt()));
  }
}
