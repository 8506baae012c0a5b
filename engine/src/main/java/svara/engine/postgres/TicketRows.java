package svara.engine.postgres;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallerNumber;
import svara.engine.ticket.CallSubject;
import svara.engine.ticket.TicketUpdate;

/**
 * What calls do to tickets, as JSON for the functions of the migrations; null where there is
 * nothing to do.
 */
record TicketRows(@Nullable String updates, @Nullable String entries) {

  static TicketRows of(List<TicketUpdate> all) {
    ArrayNode updates = JournalCodec.array();
    ArrayNode entries = JournalCodec.array();
    for (TicketUpdate update : all) {
      if (update instanceof TicketUpdate.Noted noted) {
        entry(entries, noted);
      } else {
        update(updates, update);
      }
    }
    return new TicketRows(CommitRows.textOrNull(updates), CommitRows.textOrNull(entries));
  }

  private static void entry(ArrayNode rows, TicketUpdate.Noted noted) {
    ObjectNode row = rows.addObject();
    row.put("ticket", noted.ticket().toString());
    row.put("at", Columns.text(noted.at()));
    row.put("kind", noted.kind());
    row.put("call_id", Objects.toString(noted.call(), null));
    row.put("by", noted.by());
    row.put("text", noted.text());
    ObjectNode facts = row.putObject("facts");
    noted.facts().forEach(facts::put);
  }

  private static void update(ArrayNode rows, TicketUpdate update) {
    ObjectNode row = rows.addObject();
    row.put("ticket", update.ticket().toString());
    row.put("at", Columns.text(update.at()));
    switch (update) {
      case TicketUpdate.Opened u -> {
        row.put("op", "opened");
        row.put("queue", u.queue().value());
        row.put("subject", CallSubject.opening(u.caller().language()));
        row.put("shown_as", CallSubject.shownAs(u.caller()));
        CommitRows.person(row, u.caller().person());
        row.put("number_key", keyOrNull(u.caller().number()));
      }
      case TicketUpdate.Answered u ->
          row.put("op", "answered").put("technician", u.technician().value());
      case TicketUpdate.Served u -> {
        row.put("op", "served");
        CommitRows.person(row, u.caller().person());
        row.put("number_key", keyOrNull(u.caller().number()));
      }
      case TicketUpdate.Missed u -> row.put("op", "missed").put("to_call_back", u.toCallBack());
      case TicketUpdate.Promised u ->
          row.put("op", "promised").put("callback_id", u.callback().value());
      case TicketUpdate.PromisedElsewhere u ->
          row.put("op", "promised_elsewhere").put("other", u.other().toString());
      case TicketUpdate.ServedElsewhere u -> // the same to the table: the other ticket is linked
          row.put("op", "promised_elsewhere").put("other", u.other().toString());
      case TicketUpdate.CalledBack u -> {
        row.put("op", "called_back").put("callback_id", u.callback().value());
        row.put("technician", Objects.toString(u.by(), null));
      }
      case TicketUpdate.PromiseWithdrawn u ->
          row.put("op", "promise_withdrawn").put("callback_id", u.callback().value());
      case TicketUpdate.PromiseExpired u ->
          row.put("op", "promise_expired").put("callback_id", u.callback().value());
      case TicketUpdate.Noted _ -> throw new IllegalStateException("an entry is no update");
    }
  }

  private static @Nullable String keyOrNull(CallerNumber number) {
    return number.recognisable() ? number.key() : null;
  }
}
