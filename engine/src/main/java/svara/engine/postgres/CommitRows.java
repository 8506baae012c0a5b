package svara.engine.postgres;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.PersonId;
import svara.engine.id.TechnicianId;
import svara.engine.port.QueueStore.Commit;
import svara.engine.port.QueueStore.Entry;
import svara.engine.queue.QueueEvent;
import svara.engine.ticket.CallTickets;

/**
 * The rows that a commit writes, as JSON for {@code jsonb_to_recordset}; a part that is null writes
 * nothing. Columns that are left out are null.
 */
record CommitRows(
    String journal,
    @Nullable String calls,
    @Nullable String legs,
    @Nullable String callbacks,
    @Nullable String updates,
    @Nullable String entries) {

  static CommitRows of(Commit commit) {
    List<QueueEvent> events =
        commit.entries().stream().flatMap(entry -> entry.events().stream()).toList();
    TicketRows tickets = TicketRows.of(CallTickets.of(commit.state(), events));
    return new CommitRows(
        journal(commit).toString(),
        textOrNull(calls(commit, events)),
        textOrNull(legs(events)),
        textOrNull(CallbackRows.of(commit.queue(), events)),
        tickets.updates(),
        tickets.entries());
  }

  static @Nullable String textOrNull(ArrayNode rows) {
    return rows.isEmpty() ? null : rows.toString();
  }

  // ---- journal

  private static ArrayNode journal(Commit commit) {
    ArrayNode rows = JournalCodec.array();
    long version = commit.expectedVersion();
    for (Entry entry : commit.entries()) {
      int n = 0;
      for (QueueEvent event : entry.events()) {
        ObjectNode row = journalRow(rows, entry, n++, ++version);
        row.put("kind", event.getClass().getSimpleName());
        row.put("at", Columns.text(event.at()));
        row.set("payload", JournalCodec.tree(event));
        if (event instanceof QueueEvent.CallEnded ended) {
          row.put("call_id", ended.call().value());
          row.put("ticket", ended.caller().ticket().toString());
          row.put("arrived_at", Columns.text(ended.caller().arrivedAt()));
          CallRow.of(ended).writeMoments(row);
        }
      }
      if (n == 0) {
        journalRow(rows, entry, 0, version);
      }
    }
    return rows;
  }

  private static ObjectNode journalRow(ArrayNode rows, Entry entry, int n, long version) {
    ObjectNode row = rows.addObject();
    row.put("command", entry.command().value());
    row.put("n", n);
    row.put("command_at", Columns.text(entry.at()));
    entry.refusal().ifPresent(refusal -> row.put("refusal", refusal.name()));
    row.put("version", version);
    return row;
  }

  // ---- calls

  private static ArrayNode calls(Commit commit, List<QueueEvent> events) {
    Set<CallId> touched = new LinkedHashSet<>();
    List<CallRow> rows = new ArrayList<>();
    for (QueueEvent event : events) {
      if (event instanceof QueueEvent.CallEnded ended) {
        rows.add(CallRow.of(ended));
      } else if (event instanceof QueueEvent.OfCall of) {
        touched.add(of.call());
      }
    }
    for (CallId id : touched) {
      // one that has ended in this commit is no longer in the state
      commit.state().call(id).map(CallRow::of).ifPresent(rows::add);
    }
    ArrayNode array = JournalCodec.array();
    for (CallRow call : rows) {
      call.write(array.addObject(), commit.queue().value());
    }
    return array;
  }

  // ---- legs

  private static ArrayNode legs(List<QueueEvent> events) {
    ArrayNode rows = JournalCodec.array();
    for (QueueEvent event : events) {
      switch (event) {
        case QueueEvent.TechnicianRung e -> {
          for (TechnicianId id : e.technicians()) {
            leg(rows, "rung", e.call(), e.at(), id).put("attempt", e.attempt());
          }
        }
        case QueueEvent.RingFound e -> {
          for (TechnicianId id : e.technicians()) {
            leg(rows, "rung", e.call(), e.at(), id).put("attempt", e.attempt());
          }
        }
        case QueueEvent.RingEnded e ->
            leg(rows, "unanswered", e.call(), e.at(), null)
                .put("result", e.result().name().toLowerCase(Locale.ROOT));
        case QueueEvent.CallAnswered e -> leg(rows, "answered", e.call(), e.at(), e.technician());
        case QueueEvent.CallEnded e -> legsAtEnd(rows, e);
        case QueueEvent.TechnicianReleased e ->
            leg(rows, "released", e.call(), e.at(), e.technician());
        default -> {}
      }
    }
    return rows;
  }

  private static void legsAtEnd(ArrayNode rows, QueueEvent.CallEnded e) {
    Instant answeredAt = e.answeredAt();
    TechnicianId technician = e.technician();
    if (answeredAt == null || technician == null) {
      leg(rows, "unanswered", e.call(), e.at(), null).put("result", "caller_gone");
    } else if (e.flags().withoutEngine()) {
      leg(rows, "answered", e.call(), answeredAt, technician);
      leg(rows, "released", e.call(), e.at(), technician);
    }
  }

  private static ObjectNode leg(
      ArrayNode rows, String op, CallId call, Instant at, @Nullable TechnicianId technician) {
    ObjectNode row = rows.addObject();
    row.put("op", op);
    row.put("call_id", call.value());
    row.put("at", Columns.text(at));
    row.put("technician", Objects.toString(technician, null));
    return row;
  }

  // ---- small values

  static void person(ObjectNode row, @Nullable PersonId person) {
    if (person != null) {
      row.put("person_id", person.value());
    }
  }
}
