package svara.web;

import static svara.web.CallerJson.time;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Objects;
import svara.engine.port.KeptMails;
import svara.engine.port.KeptMails.Count;
import svara.engine.port.KeptMails.KeptMail;
import svara.engine.port.KeptMails.LeftMail;
import svara.engine.port.MailIntake.Taken;
import svara.engine.port.Outbox;
import svara.engine.port.TicketFiles.TicketFile;

/** Mails that stand on no ticket: why, as they came, and another try. */
final class KeptMailsHandler {
  private final KeptMails mails;
  private final Outbox outbox;

  KeptMailsHandler(KeptMails mails, Outbox outbox) {
    this.mails = mails;
    this.outbox = outbox;
  }

  /** What somebody may want to look after. */
  Future<Reply> counts(ApiRequest request) {
    return outbox
        .unsent()
        .compose(unsent -> mails.count().map(count -> Reply.json(counts(unsent, count))));
  }

  private static JsonObject counts(Map<String, Long> unsent, Count count) {
    return new JsonObject()
        .put("waiting", unsent.getOrDefault("waiting", 0L))
        .put("refused", unsent.getOrDefault("refused", 0L))
        .put("givenUp", unsent.getOrDefault("given_up", 0L))
        .put("kept", count.kept())
        .put("blocked", count.blocked());
  }

  Future<Reply> page(ApiRequest request) {
    boolean blocked = Objects.requireNonNullElse(request.flag("blocked"), false);
    return TicketsHandler.refuseForeignCursor(
            mails.kept(blocked, request.query("cursor"), request.integer("limit", 50)))
        .map(page -> {
          JsonArray items = new JsonArray();
          page.items().forEach(mail -> items.add(json(mail)));
          JsonArray left = new JsonArray();
          if (!blocked) {
            mails.left().forEach(mail -> left.add(json(mail)));
          }
          return Reply.json(
              new JsonObject()
                  .put("items", items)
                  .put("next", page.next().orElse(null))
                  .put("left", left));
        });
  }

  Future<Reply> raw(ApiRequest request) {
    long id = request.id("mail");
    return mails
        .raw(id)
        .map(found ->
            found
                .map(raw ->
                    FilesHandler.download(
                        new TicketFile("mail-" + id + ".eml", "message/rfc822", raw)))
                .orElseThrow(() ->
                    Problem.notFound("unknown_mail", "There is no such kept mail.").exception()));
  }

  Future<Reply> again(ApiRequest request) {
    boolean asTicket = request.body().getBoolean("asTicket", false);
    return mails
        .again(request.id("mail"), asTicket)
        .map(found ->
            found
                .map(taken -> Reply.json(json(taken)))
                .orElseThrow(() ->
                    new Problem(
                            409, "not_kept", "There is no such kept mail: it has found its ticket.")
                        .exception()));
  }

  private static JsonObject json(Taken taken) {
    return new JsonObject()
        .put("ticket", taken.ticket() == null ? null : taken.ticket().toString())
        .put("fate", CallerJson.word(taken.fate()))
        .put("reason", taken.reason());
  }

  private static JsonObject json(LeftMail mail) {
    return new JsonObject()
        .put("mailbox", mail.mailbox())
        .put("subject", mail.subject())
        .put("sizeBytes", mail.sizeBytes())
        .put("reason", mail.reason());
  }

  private static JsonObject json(KeptMail mail) {
    return new JsonObject()
        .put("id", mail.id())
        .put("mailbox", mail.mailbox())
        .put("receivedAt", time(mail.receivedAt()))
        .put("from", mail.from())
        .put("subject", mail.subject())
        .put("reason", mail.reason());
  }
}
