package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import svara.engine.port.Page;

/** Lists in the order in which rows were written, the last first: a page ends with a row's id. */
final class RowPage {
  private RowPage() {}

  /**
   * A page.
   *
   * @param sql of {@code $1} what is asked for, {@code $2} the id the page before ended with or
   *     null, {@code $3} how many rows
   */
  static <T> Future<Page<T>> read(
      Database database,
      String sql,
      @Nullable Object asked,
      @Nullable String cursor,
      int limit,
      Function<Row, T> row,
      Function<T, String> id) {
    Long before;
    try {
      before = cursor == null ? null : Long.valueOf(cursor);
    } catch (NumberFormatException e) {
      return Future.failedFuture(e);
    }
    return database
        .query(sql, Tuple.of(asked, before, limit + 1))
        .map(found -> {
          List<T> rows = new ArrayList<>();
          found.forEach(one -> rows.add(row.apply(one)));
          if (rows.size() <= limit) {
            return new Page<>(rows, Optional.empty());
          }
          List<T> items = rows.subList(0, limit);
          return new Page<>(items, Optional.of(id.apply(items.getLast())));
        });
  }
}
