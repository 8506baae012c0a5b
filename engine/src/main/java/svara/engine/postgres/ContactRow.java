package svara.engine.postgres;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import svara.engine.statistics.ContactBook;
import svara.engine.statistics.ContactFold;
import svara.engine.statistics.Dimension;

/**
 * A row of {@code contact_figure}.
 *
 * @param hours the same by hour; empty for a month
 */
record ContactRow(
    Dimension dimension,
    String grain,
    Instant start,
    String queue,
    String value,
    String fold,
    String hours) {
  static final Comparator<ContactRow> ORDER =
      Comparator.comparing(ContactRow::dimension)
          .thenComparing(ContactRow::grain)
          .thenComparing(ContactRow::start)
          .thenComparing(ContactRow::queue)
          .thenComparing(ContactRow::value)
          .thenComparing(ContactRow::fold)
          .thenComparing(ContactRow::hours);

  static ContactRow of(Row row) {
    return new ContactRow(
        dimensionOf(row),
        row.getString("grain"),
        Columns.instant(row, "start"),
        row.getString("queue"),
        row.getString("value"),
        row.getString("fold"),
        row.getString("hours"));
  }

  static Dimension dimensionOf(Row row) {
    return Dimension.valueOf(row.getString("dimension").toUpperCase(Locale.ROOT));
  }

  /** The rows of days. */
  static List<ContactRow> of(
      SortedMap<ContactBook.Key, List<Map.Entry<Instant, ContactFold>>> days) {
    List<ContactRow> rows = new ArrayList<>();
    days.forEach((key, hours) -> {
      ContactFold day = new ContactFold();
      hours.forEach(hour -> day.merge(hour.getValue()));
      rows.add(
          new ContactRow(
              key.dimension(),
              "day",
              key.hour(),
              key.queue(),
              key.value(),
              FigureCodec.write(day.kept()),
              FigureCodec.writeHours(hours)));
    });
    return rows;
  }
}
