package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.QueueId;
import svara.engine.port.CallStore;
import svara.engine.port.FigureStore;
import svara.engine.port.Page;
import svara.engine.queue.Outcome;
import svara.engine.statistics.CallMoments;
import svara.engine.statistics.Dimension;

/** Calls, read from the rows that commits write. */
final class PostgresCallStore implements CallStore {
  private static final String ROWS =
      """
      select c.*, coalesce(p.name, c.name) as caller_name, coalesce(d.name, '') as department,
             case when t.restricted then '' else t.subject end as subject
      from call c
      left join department w on w.id = c.department_id
      join ticket t on t.number = c.ticket
      left join person p on p.id = c.person_id
      left join department d on d.id = p.department_id
      """;

  private final Database database;

  PostgresCallStore(Database database) {
    this.database = database;
  }

  @Override
  public Future<Page<CallRecord>> calls(CallQuery query) {
    Conditions conditions;
    More more = query.more();
    try {
      conditions =
          new Conditions()
              .and("c.queue = ?", query.queue() == null ? null : query.queue().value())
              .and("c.offered_at >= ?", Columns.parameterOrNull(query.from()))
              .and("c.offered_at < ?", Columns.parameterOrNull(query.to()))
              .and("c.outcome = any (?)", outcomes(query))
              .and("c.met_full = ?", query.metFull())
              .and("(c.ended_at is null) = ?", more.live())
              .and(
                  "c.outcome = 'ANSWERED' and c.answered_at <= c.offered_at + ? * interval '1 ms'",
                  more.answeredWithin() == null ? null : (double) more.answeredWithin().toMillis())
              .and(local("isodow", more), more.weekday())
              .and(local("hour", more), more.hour())
              .and(
                  "coalesce(w.name, '') <> all (?)",
                  more.notOf().isEmpty() ? null : notOf(more.notOf()));
      for (FigureStore.Group group : more.groups()) {
        conditions.and(column(group.dimension()), group.value());
      }
      conditions.after("c.offered_at", "c.call_id", query.cursor());
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
    String sql =
        ROWS
            + conditions.where()
            + " order by c.offered_at desc, c.call_id desc limit "
            + (query.limit() + 1);
    return database
        .query(sql, conditions.values())
        .map(rows -> {
          List<CallRecord> calls = new ArrayList<>();
          rows.forEach(row -> calls.add(call(row)));
          return Cursor.page(
              calls,
              query.limit(),
              last -> new Cursor(last.moments().offeredAt(), last.moments().call().value()));
        });
  }

  private static String[] notOf(List<String> departments) {
    return Stream.concat(Stream.of(""), departments.stream()).toArray(String[]::new);
  }

  /** As figures tell calls apart: the department is that of then, the rest is as it is now. */
  private static String column(Dimension dimension) {
    return switch (dimension) {
      case ALL -> "'' = ?";
      case DEPARTMENT -> "coalesce(w.name, '') = ?";
      case TECHNICIAN -> "coalesce(c.technician, '') = ?";
      case SYSTEM -> "coalesce(t.system, '') = ?";
      case CATEGORY -> "coalesce(t.category, '') = ?";
      case CHANNEL -> "'phone' = ?";
    };
  }

  private static String @Nullable [] outcomes(CallQuery query) {
    return query.outcomes().isEmpty()
        ? null
        : query.outcomes().stream().map(Outcome::name).toArray(String[]::new);
  }

  /** A zone's name has no quote in it. */
  private static String local(String part, More more) {
    return "extract(%s from c.offered_at at time zone '%s')::integer = ?"
        .formatted(part, more.zone().getId());
  }

  @Override
  public Future<Optional<CallRecord>> call(CallId id) {
    Conditions conditions = new Conditions().and("c.call_id = ?", id.value());
    return database
        .query(ROWS + conditions.where(), conditions.values())
        .map(rows -> Database.first(rows).map(PostgresCallStore::call));
  }

  private static CallRecord call(Row row) {
    return new CallRecord(
        moments(row),
        Columns.number(row),
        row.getString("caller_name"),
        row.getString("department"),
        Columns.technicianOrNull(row, "technician"),
        Columns.ticket(row.getString("ticket")),
        row.getString("subject"));
  }

  static CallMoments moments(Row row) {
    return new CallMoments(
        new QueueId(row.getString("queue")),
        new CallId(row.getString("call_id")),
        Columns.instant(row, "offered_at"),
        Columns.instantOrNull(row, "queued_at"),
        Columns.instantOrNull(row, "answered_at"),
        Columns.instantOrNull(row, "ended_at"),
        Columns.outcomeOrNull(row, "outcome"),
        Columns.flags(row));
  }
}
