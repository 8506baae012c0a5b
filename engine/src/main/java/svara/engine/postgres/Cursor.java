package svara.engine.postgres;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import svara.engine.port.Page;

/** Where a page ends: a moment and, among rows of the same moment, a key. */
record Cursor(Instant at, String key) {

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException when it did not
   */
  static Cursor parse(String text) {
    String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
    int space = plain.indexOf(' ');
    if (space < 1) {
      throw new IllegalArgumentException("not a cursor of a page");
    }
    try {
      long micros = Long.parseLong(plain.substring(0, space));
      return new Cursor(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), plain.substring(space + 1));
    } catch (NumberFormatException | java.time.DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException("not a cursor of a page", e);
    }
  }

  String text() {
    String plain = ChronoUnit.MICROS.between(Instant.EPOCH, at) + " " + key;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  /** The first rows as a page; one row more than the limit was read when there is a next one. */
  static <T> Page<T> page(List<T> rows, int limit, Function<T, Cursor> end) {
    if (rows.size() <= limit) {
      return new Page<>(rows, Optional.empty());
    }
    List<T> items = new ArrayList<>(rows.subList(0, limit));
    return new Page<>(items, Optional.of(end.apply(items.getLast()).text()));
  }
}
