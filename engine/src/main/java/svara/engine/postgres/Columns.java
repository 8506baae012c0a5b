package svara.engine.postgres;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallerNumber;
import svara.engine.id.Language;
import svara.engine.id.PersonId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.queue.CallFlags;
import svara.engine.queue.Outcome;

/** Values of rows as the engine's own types. Moments are kept to the microsecond. */
final class Columns {
  private Columns() {}

  static Instant instant(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
  }

  static @Nullable Instant instantOrNull(Row row, String column) {
    OffsetDateTime value = row.getOffsetDateTime(column);
    return value == null ? null : value.toInstant();
  }

  static OffsetDateTime parameter(Instant at) {
    return at.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }

  static @Nullable OffsetDateTime parameterOrNull(@Nullable Instant at) {
    return at == null ? null : parameter(at);
  }

  /** As a text that PostgreSQL reads; it would round what is finer than a microsecond. */
  static String text(Instant at) {
    return at.truncatedTo(ChronoUnit.MICROS).toString();
  }

  static TicketNumber ticket(String text) {
    return TicketNumber.parse(text)
        .orElseThrow(() -> new IllegalStateException("not a ticket number: " + text));
  }

  static @Nullable TicketNumber ticketOrNull(Row row, String column) {
    String text = row.getString(column);
    return text == null ? null : ticket(text);
  }

  static @Nullable PersonId personOrNull(Row row, String column) {
    Long id = row.getLong(column);
    return id == null ? null : new PersonId(id);
  }

  static @Nullable TechnicianId technicianOrNull(Row row, String column) {
    String id = row.getString(column);
    return id == null ? null : new TechnicianId(id);
  }

  static @Nullable QueueId queueOrNull(Row row, String column) {
    String id = row.getString(column);
    return id == null ? null : new QueueId(id);
  }

  static @Nullable Outcome outcomeOrNull(Row row, String column) {
    String name = row.getString(column);
    return name == null ? null : Outcome.valueOf(name);
  }

  static @Nullable Language languageOrNull(@Nullable String code) {
    return code == null ? null : Language.valueOf(code.toUpperCase(Locale.ROOT));
  }

  static CallFlags flags(Row row) {
    return new CallFlags(
        row.getBoolean("met_full"),
        row.getBoolean("outside_hours"),
        row.getBoolean("without_engine"),
        row.getBoolean("taken"),
        row.getBoolean("voice_message"));
  }

  static CallerNumber number(Row row) {
    return new CallerNumber(
        row.getString("presented"),
        row.getString("e164"),
        CallerNumber.Kind.valueOf(row.getString("number_kind")),
        row.getBoolean("number_shared"));
  }
}
