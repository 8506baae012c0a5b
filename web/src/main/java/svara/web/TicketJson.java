package svara.web;

import static svara.web.CallerJson.text;
import static svara.web.CallerJson.time;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import svara.engine.id.PersonId;
import svara.engine.port.TicketFiles.FileRow;
import svara.engine.port.TicketStore.Ticket;
import svara.engine.port.TicketStore.TicketRow;
import svara.engine.port.TicketStore.TimelineEntry;

/** Tickets in JSON. */
final class TicketJson {
  private TicketJson() {}

  static JsonObject of(TicketRow row) {
    PersonId person = row.requester();
    return new JsonObject()
        .put("number", row.number().toString())
        .put("status", row.status().word())
        .put("kind", row.kind().word())
        .put("channel", row.channel().word())
        .put("subject", row.subject())
        .put(
            "requester",
            new JsonObject()
                .put("person", person == null ? null : person.value())
                .put("name", row.requesterName())
                .put("department", row.department()))
        .put("queue", text(row.queue()))
        .put("assignee", text(row.assignee()))
        .put("system", row.system().isEmpty() ? null : row.system())
        .put("category", row.category().isEmpty() ? null : row.category())
        .put("priority", row.handling().priority().word())
        .put("tags", new JsonArray(row.handling().tags()))
        .put("restricted", row.handling().restricted())
        .put("mergedInto", text(row.handling().mergedInto()))
        .put("toCallBack", row.toCallBack())
        .put("openedAt", time(row.openedAt()))
        .put("changedAt", time(row.changedAt()))
        .put("closedAt", time(row.closedAt()))
        .put("version", row.version());
  }

  static JsonObject of(Ticket ticket) {
    JsonArray timeline = new JsonArray();
    ticket.timeline().forEach(entry -> timeline.add(of(entry)));
    JsonArray files = new JsonArray();
    ticket.files().forEach(file -> files.add(of(ticket, file)));
    return of(ticket.row())
        .put("timeline", timeline)
        .put("files", files)
        .put("linked", of(ticket.linked()))
        .put("parts", of(ticket.parts()));
  }

  private static JsonArray of(List<TicketRow> rows) {
    JsonArray items = new JsonArray();
    rows.forEach(row -> items.add(of(row)));
    return items;
  }

  private static JsonObject of(Ticket ticket, FileRow file) {
    String path = "/api/v1/tickets/" + ticket.row().number() + "/files/" + file.id();
    return new JsonObject()
        .put("id", file.id())
        .put("entry", file.entry())
        .put("kind", file.kind())
        .put("name", file.name())
        .put("mediaType", file.mediaType())
        .put("sizeBytes", file.sizeBytes())
        .put("path", file.reason().isEmpty() ? path : null)
        .put("reason", file.reason());
  }

  static JsonObject of(TimelineEntry entry) {
    return new JsonObject()
        .put("id", entry.id())
        .put("at", time(entry.at()))
        .put("kind", entry.kind())
        .put("by", entry.by())
        .put("text", entry.text())
        .put("facts", new JsonObject(Map.copyOf(entry.facts())));
  }
}
