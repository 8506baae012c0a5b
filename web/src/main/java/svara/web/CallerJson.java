package svara.web;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallerNumber;

/** A caller in JSON, and the words and units that all answers share. */
final class CallerJson {
  private CallerJson() {}

  static JsonObject of(String name, String department, CallerNumber number) {
    return new JsonObject()
        .put("name", name)
        .put("department", department)
        .put("number", number.presented())
        .put("e164", number.e164())
        .put("numberKind", word(number.kind()))
        .put("shared", number.shared());
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static @Nullable String time(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }

  static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  static @Nullable Double seconds(@Nullable Duration duration) {
    return duration == null ? null : duration.toMillis() / 1000.0;
  }
}
