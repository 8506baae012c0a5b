package svara.engine.postgres;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import svara.engine.id.QueueId;
import svara.engine.queue.Callback;
import svara.engine.queue.QueueEvent;

/** What becomes of promises, as JSON for {@code apply_callbacks}. */
final class CallbackRows {
  private CallbackRows() {}

  static ArrayNode of(QueueId queue, List<QueueEvent> events) {
    ArrayNode rows = JournalCodec.array();
    for (QueueEvent event : events) {
      if (event instanceof QueueEvent.CallbackPromised promised) {
        open(rows, queue, promised.callback());
      } else if (event instanceof QueueEvent.OfCallback of) {
        row(rows, queue, of);
      }
    }
    return rows;
  }

  private static void row(ArrayNode rows, QueueId queue, QueueEvent.OfCallback event) {
    switch (event) {
      case QueueEvent.CallbackAgreed e -> open(rows, queue, e.promise());
      case QueueEvent.CallbackRung e ->
          of(rows, "rung", e)
              .put("order_no", e.order())
              .put("technician", e.technician().value())
              .put("by", e.by());
      case QueueEvent.CallbackNotTaken e ->
          of(rows, "not_taken", e)
              .put("order_no", e.order())
              .put("result", "not_taken_" + word(e.result()));
      case QueueEvent.CallbackDialled e ->
          of(rows, "dialled", e).put("order_no", e.order()).put("attempt", e.attempt());
      case QueueEvent.CallbackJoined e -> of(rows, "joined", e).put("order_no", e.order());
      case QueueEvent.AttemptEnded e ->
          of(rows, "attempt_ended", e)
              .put("order_no", e.order())
              .put("result", e.result().name())
              .put("wish", e.wish().name());
      case QueueEvent.CallbackKept e ->
          of(rows, "kept", e)
              .put("technician", e.technician().value())
              .put("in_time", e.inTime())
              .put("joined_at", Columns.text(e.joinedAt()));
      case QueueEvent.CallbackExpired e ->
          of(rows, "expired", e).put("by", "system").put("note", word(e.reason()));
      case QueueEvent.CallbackFinished e ->
          of(rows, "done", e).put("by", e.by()).put("note", e.note());
      case QueueEvent.CallbackWithdrawn e ->
          of(rows, "withdrawn", e).put("by", e.by()).put("note", e.note());
      case QueueEvent.CallbackDue _, QueueEvent.CallbackHeld _, QueueEvent.CallbackOvertaken _ -> {}
    }
  }

  private static ObjectNode of(ArrayNode rows, String op, QueueEvent.OfCallback event) {
    return rows.addObject()
        .put("op", op)
        .put("callback_id", event.callback().value())
        .put("at", Columns.text(event.at()));
  }

  private static void open(ArrayNode rows, QueueId queue, Callback callback) {
    ObjectNode row = rows.addObject();
    row.put("op", "open");
    row.put("callback_id", callback.id().value());
    row.put("queue", queue.value());
    row.put("call_id", callback.caller().call().value());
    row.put("ticket", callback.caller().ticket().toString());
    row.put("number", callback.number());
    CommitRows.person(row, callback.caller().person());
    row.put("arrived_at", Columns.text(callback.caller().arrivedAt()));
    row.put("promised_at", Columns.text(callback.promisedAt()));
    Instant by = callback.life().promisedBy();
    if (by != null) {
      row.put("promised_by", Columns.text(by));
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
