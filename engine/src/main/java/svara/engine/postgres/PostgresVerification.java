package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import svara.engine.id.QueueId;
import svara.engine.port.Verification;
import svara.engine.queue.Callback;
import svara.engine.queue.QueueLogic;
import svara.engine.queue.QueueState;
import svara.engine.queue.QueuedCall;

/** Makes everything anew from the journal and compares, within one snapshot. */
final class PostgresVerification implements Verification {
  private static final int PART = 2_000;
  private static final int FINDINGS_MAX = 20;

  private static final String WITHOUT_TICKET =
      """
      select j.call_id from (
        select distinct payload->'caller'->>'call' as call_id from journal
        where kind in ('CallOffered', 'CallEnded')) j
      left join call c on c.call_id = j.call_id
      left join ticket t on t.number = c.ticket
      where t.number is null
         or not exists (select from ticket_entry e
                        where e.ticket = t.number and e.call_id = c.call_id
                          and e.kind = 'call.offered')
      """;

  private static final String OUTCOMES_OFF =
      """
      with offered as (
        select payload->'caller'->>'call' as call_id, count(*) as n from journal
        where kind = 'CallOffered' group by 1),
      ended as (
        select call_id, count(*) as n from journal where kind = 'CallEnded' group by 1)
      select coalesce(o.call_id, e.call_id, c.call_id) as call_id
      from offered o
      full join ended e on e.call_id = o.call_id
      full join call c on c.call_id = coalesce(o.call_id, e.call_id)
      where coalesce(o.n, 0) <> 1
         or coalesce(e.n, 0) <> case when c.ended_at is null then 0 else 1 end
         or (c.ended_at is null) <> (c.outcome is null)
      """;

  // moments of the payload may be finer than the columns
  private static final String ENDED_OFF =
      """
      select j.call_id from journal j left join call c on c.call_id = j.call_id
      where j.kind = 'CallEnded' and (
        (c.queue, c.ticket, c.arrived_at, c.offered_at, c.queued_at, c.answered_at, c.ended_at,
         c.outcome, c.met_full, c.outside_hours, c.without_engine, c.technician, c.taken, c.voice_message)
        is distinct from
        (j.queue, j.ticket, j.arrived_at, j.offered_at, j.queued_at, j.answered_at, j.ended_at,
         j.outcome, j.met_full, j.outside_hours, j.without_engine, j.technician, coalesce(j.taken, false),
         coalesce(j.voice_message, false))
        or (j.payload->>'outcome', j.payload->>'technician', j.payload->'caller'->>'ticket')
           is distinct from (j.outcome, j.technician, j.ticket)
        or abs(extract(epoch from (j.payload->>'at')::timestamptz - j.ended_at)) > 0.000002
        or (j.payload->>'answeredAt' is null) <> (j.answered_at is null))
      """;

  private final Database database;

  PostgresVerification(Database database) {
    this.database = database;
  }

  @Override
  public Future<Report> verify() {
    return database.snapshot(moment ->
        moment
            .query("select now() as now", Tuple.tuple())
            .compose(
                rows -> new Look(moment, Columns.instant(rows.iterator().next(), "now")).verify()));
  }

  /** One verification, on one connection. */
  private static final class Look {
    private final Rows moment;
    private final Instant now;
    private final List<String> findings = new ArrayList<>();
    private long withoutTicket;
    private long outcomesOff;
    private long rebuiltOff;

    Look(Rows moment, Instant now) {
      this.moment = moment;
      this.now = now;
    }

    Future<Report> verify() {
      return names(WITHOUT_TICKET, "no ticket")
          .onSuccess(n -> withoutTicket = n)
          .compose(_ -> names(OUTCOMES_OFF, "outcome"))
          .onSuccess(n -> outcomesOff = n)
          .compose(_ -> names(ENDED_OFF, "call"))
          .onSuccess(n -> rebuiltOff += n)
          .compose(_ -> rowsBeside())
          .compose(_ -> queues())
          .compose(_ -> counts());
    }

    private Future<Void> rowsBeside() {
      Future<Void> all = Future.succeededFuture();
      for (VerifiedRows rows : VerifiedRows.values()) {
        all =
            all.compose(_ -> names(rows.sql(), rows.what()))
                .onSuccess(n -> rebuiltOff += n)
                .mapEmpty();
      }
      return all;
    }

    private Future<Long> names(String sql, String what) {
      return moment
          .query(sql, Tuple.tuple())
          .map(rows -> {
            rows.forEach(row -> found(what + " " + row.getString("call_id")));
            return (long) rows.size();
          });
    }

    private void found(String finding) {
      if (findings.size() < FINDINGS_MAX) {
        findings.add(finding);
      }
    }

    private Future<Report> counts() {
      String sql =
          """
          select (select count(*) from call) as calls, (select count(*) from ticket) as tickets
          """;
      return moment
          .query(sql, Tuple.tuple())
          .map(rows -> {
            Row row = rows.iterator().next();
            return new Report(
                row.getLong("calls"),
                row.getLong("tickets"),
                withoutTicket,
                outcomesOff,
                rebuiltOff,
                findings);
          });
    }

    private Future<Void> queues() {
      return moment
          .query(PostgresQueueStore.STATES + "order by queue", Tuple.tuple())
          .compose(rows -> {
            Future<Void> all = Future.succeededFuture();
            for (Row row : rows) {
              QueueId queue = new QueueId(row.getString("queue"));
              Optional<QueueState> kept = kept(queue, row);
              all = all.compose(_ -> queue(queue, kept));
            }
            return all;
          });
    }

    /** As the engine would load it; nothing when it could not. */
    private static Optional<QueueState> kept(QueueId queue, Row row) {
      try {
        return Optional.of(PostgresQueueStore.state(queue, row));
      } catch (IllegalStateException | IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    private Future<Void> queue(QueueId queue, Optional<QueueState> kept) {
      return rebuild(QueueState.empty(queue), 0)
          .compose(rebuilt -> {
            if (!Optional.of(rebuilt.at(now)).equals(kept.map(state -> state.at(now)))) {
              rebuiltOff++;
              found("queue " + queue);
            }
            return liveCalls(rebuilt).compose(_ -> promises(rebuilt));
          });
    }

    private Future<QueueState> rebuild(QueueState state, long after) {
      String sql =
          """
          select id, payload::text as payload from journal
          where queue = $1 and id > $2 and kind is not null order by id limit $3
          """;
      return moment
          .query(sql, Tuple.of(state.queue().value(), after, PART))
          .compose(rows -> {
            QueueState next = state;
            long last = after;
            for (Row row : rows) {
              next = QueueLogic.evolve(next, JournalCodec.event(row.getString("payload")));
              last = row.getLong("id");
            }
            return rows.size() < PART ? Future.succeededFuture(next) : rebuild(next, last);
          });
    }

    private Future<Void> liveCalls(QueueState rebuilt) {
      String sql =
          """
          select call_id, ticket, queued_at, answered_at, met_full, outside_hours, without_engine,
                 taken, voice_message, technician
          from call where queue = $1 and ended_at is null
          """;
      Set<String> due =
          rebuilt.calls().stream().map(Look::line).collect(Collectors.toCollection(TreeSet::new));
      return moment
          .query(sql, Tuple.of(rebuilt.queue().value()))
          .map(rows -> compare("live call", due, lines(rows, Look::line)));
    }

    private Future<Void> promises(QueueState rebuilt) {
      String sql =
          "select callback_id, ticket, number from callback where queue = $1 and state = 'open'";
      Set<String> due =
          rebuilt.callbacks().stream()
              .map(Look::line)
              .collect(Collectors.toCollection(TreeSet::new));
      return moment
          .query(sql, Tuple.of(rebuilt.queue().value()))
          .map(rows ->
              compare(
                  "promise",
                  due,
                  lines(
                      rows,
                      row ->
                          String.join(
                              " ",
                              row.getString("callback_id"),
                              row.getString("ticket"),
                              row.getString("number")))));
    }

    private @Nullable Void compare(String what, Set<String> due, Set<String> kept) {
      Set<String> off = new TreeSet<>(due);
      off.removeAll(kept);
      Set<String> more = new TreeSet<>(kept);
      more.removeAll(due);
      off.addAll(more);
      // one that is kept otherwise stands in both
      Set<String> names =
          off.stream()
              .map(line -> line.substring(0, line.indexOf(' ')))
              .collect(Collectors.toCollection(TreeSet::new));
      names.forEach(name -> found(what + " " + name));
      rebuiltOff += names.size();
      return null;
    }

    private static Set<String> lines(RowSet<Row> rows, Function<Row, String> line) {
      Set<String> lines = new TreeSet<>();
      rows.forEach(row -> lines.add(line.apply(row)));
      return lines;
    }

    private static String line(Callback callback) {
      return String.join(
          " ", callback.id().value(), callback.caller().ticket().toString(), callback.number());
    }

    private static String line(QueuedCall call) {
      CallRow row = CallRow.of(call);
      return line(
          call.caller().call().value(),
          call.caller().ticket(),
          Optional.ofNullable(row.queuedAt()).map(Columns::text).orElse(null),
          Optional.ofNullable(row.answeredAt()).map(Columns::text).orElse(null),
          call.flags(),
          row.technician());
    }

    private static String line(Row row) {
      return line(
          row.getString("call_id"),
          row.getString("ticket"),
          Optional.ofNullable(Columns.instantOrNull(row, "queued_at"))
              .map(Columns::text)
              .orElse(null),
          Optional.ofNullable(Columns.instantOrNull(row, "answered_at"))
              .map(Columns::text)
              .orElse(null),
          Columns.flags(row),
          row.getString("technician"));
    }

    private static String line(String call, @Nullable Object... rest) {
      StringBuilder line = new StringBuilder(call);
      for (Object part : rest) {
        line.append(' ').append(Objects.toString(part));
      }
      return line.toString();
    }
  }
}
