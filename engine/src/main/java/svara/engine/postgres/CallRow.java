package svara.engine.postgres;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TechnicianId;
import svara.engine.queue.CallFlags;
import svara.engine.queue.Caller;
import svara.engine.queue.Outcome;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueuedCall;

/** A call as its row says it, live or over. */
record CallRow(
    Caller caller,
    @Nullable Instant queuedAt,
    @Nullable Instant answeredAt,
    @Nullable Instant endedAt,
    @Nullable Outcome outcome,
    CallFlags flags,
    @Nullable TechnicianId technician) {

  static CallRow of(QueueEvent.CallEnded e) {
    return new CallRow(
        e.caller(), e.queuedAt(), e.answeredAt(), e.at(), e.outcome(), e.flags(), e.technician());
  }

  static CallRow of(QueuedCall call) {
    Instant answeredAt = null;
    TechnicianId technician = null;
    if (call.phase() instanceof QueuedCall.Phase.Talking(TechnicianId with, Instant since)) {
      answeredAt = since;
      technician = with;
    }
    return new CallRow(
        call.caller(), call.queuedAt(), answeredAt, null, null, call.flags(), technician);
  }

  void write(ObjectNode row, String queue) {
    row.put("call_id", caller.call().value());
    row.put("queue", queue);
    row.put("ticket", caller.ticket().toString());
    row.put("presented", caller.number().presented());
    row.put("e164", caller.number().e164());
    row.put("number_kind", caller.number().kind().name());
    row.put("number_shared", caller.number().shared());
    row.put("name", caller.name());
    CommitRows.person(row, caller.person());
    row.put("language", caller.language().code());
    row.put("arrived_at", Columns.text(caller.arrivedAt()));
    writeMoments(row);
  }

  void writeMoments(ObjectNode row) {
    row.put("offered_at", Columns.text(caller.offeredAt()));
    row.put("queued_at", textOrNull(queuedAt));
    row.put("answered_at", textOrNull(answeredAt));
    row.put("ended_at", textOrNull(endedAt));
    row.put("outcome", Objects.toString(outcome, null));
    row.put("met_full", flags.metFull());
    row.put("outside_hours", flags.outsideHours());
    row.put("without_engine", flags.withoutEngine());
    row.put("taken", flags.takenByHand());
    row.put("voice_message", flags.leftMessage());
    row.put("technician", Objects.toString(technician, null));
  }

  private static @Nullable String textOrNull(@Nullable Instant at) {
    return at == null ? null : Columns.text(at);
  }
}
