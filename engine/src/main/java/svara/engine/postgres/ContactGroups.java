package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import svara.engine.id.QueueId;
import svara.engine.port.FigureStore.Groups;
import svara.engine.postgres.Months.Time;
import svara.engine.statistics.ContactFold;
import svara.engine.statistics.ContactStatistics;
import svara.engine.statistics.DeskHours;
import svara.engine.statistics.Dimension;
import svara.engine.statistics.Statistics;

/** One reading of contacts by the values of a dimension, all at one moment of the database. */
final class ContactGroups {
  private final Rows rows;
  private final ZoneId zone;
  private final DeskHours hours;
  private final @Nullable QueueId queue;
  private final Statistics.Span span;
  private final Dimension dimension;
  private final @Nullable String alone;
  private final ContactStatistics statistics;
  private final Map<String, String> departments = new HashMap<>();
  private final Map<String, Long> people = new HashMap<>();

  /**
   * @param alone of this value alone, or of all when null
   */
  ContactGroups(
      Rows rows,
      ZoneId zone,
      DeskHours hours,
      @Nullable QueueId queue,
      Statistics.Span span,
      Dimension dimension,
      @Nullable String alone) {
    this.rows = rows;
    this.zone = zone;
    this.hours = hours;
    this.queue = queue;
    this.span = span;
    this.dimension = dimension;
    this.alone = alone;
    this.statistics = new ContactStatistics(span);
  }

  Future<Groups> read() {
    return names()
        .compose(_ ->
            new ContactReading(
                    rows,
                    zone,
                    hours,
                    queue,
                    span,
                    dimension,
                    (_, value, at, fold) -> take(value, at, fold))
                .read())
        .compose(_ -> dimension == Dimension.TECHNICIAN ? times() : Future.<Void>succeededFuture())
        .map(_ -> new Groups(statistics, statistics.groups(this::name), people));
  }

  private void take(String value, Instant at, ContactFold fold) {
    if (alone == null || alone.equals(name(value))) {
      statistics.folded(value, at, fold);
    }
  }

  /** Technicians' time is folded from the journal, hour by hour. */
  private Future<Void> times() {
    KeptFigures kept =
        new KeptFigures(
            rows,
            zone,
            queue,
            span,
            true,
            (_, technician, start, fold) -> take(technician, start, ContactFold.of(fold.kept())));
    Time whole = kept.hours();
    return kept.read()
        .map(_ -> {
          if (!whole.from().equals(span.from()) || !whole.to().equals(span.to())) {
            statistics.workUnknown();
          }
          return null;
        });
  }

  /**
   * Departments are kept by id and told by the name that they have now; who has left belonged to
   * them too.
   */
  private Future<Void> names() {
    return dimension != Dimension.DEPARTMENT
        ? Future.succeededFuture()
        : rows.query(
                """
                select d.id::text as id, d.name, count(p.id) as people
                from department d left join person p on p.department_id = d.id and not p.anonymous
                group by d.id
                """,
                Tuple.tuple())
            .map(found -> {
              for (Row row : found) {
                departments.put(row.getString("id"), row.getString("name"));
                people.merge(row.getString("name"), row.getLong("people"), Long::sum);
              }
              return null;
            });
  }

  private String name(String value) {
    return departments.getOrDefault(value, value);
  }
}
