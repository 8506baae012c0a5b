package svara.engine.postgres;

import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A WHERE that holds only what was asked for, so that each shape gets the plan that fits it. */
final class Conditions {
  private final List<String> conditions = new ArrayList<>();
  private final Tuple values = Tuple.tuple();

  /** Adds a condition with {@code ?} where the value goes; nothing when there is no value. */
  Conditions and(String condition, @Nullable Object value) {
    if (value != null) {
      values.addValue(value);
      conditions.add(condition.replace("?", "$" + values.size()));
    }
    return this;
  }

  /** Only rows after the cursor, in falling order of both columns. */
  Conditions after(String at, String key, @Nullable String cursor) {
    if (cursor != null) {
      Cursor end = Cursor.parse(cursor);
      values.addValue(Columns.parameter(end.at()));
      values.addValue(end.key());
      conditions.add("(%s, %s) < ($%d, $%d)".formatted(at, key, values.size() - 1, values.size()));
    }
    return this;
  }

  String where() {
    return conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions);
  }

  Tuple values() {
    return values;
  }
}
