package svara.engine.id;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A ticket's number: the year it was opened in (local time) and a serial of six digits or more,
 * written {@code 2026-000123}.
 */
public record TicketNumber(int year, int serial) implements Comparable<TicketNumber> {
  private static final Pattern FORM = Pattern.compile("(\\d{4})-(\\d{6,9})");

  /**
   * @throws IllegalArgumentException when the year is not of four digits or the serial not positive
   */
  public TicketNumber {
    if (year < 2000 || year > 9999 || serial < 1 || serial > 999_999_999) {
      throw new IllegalArgumentException("ticket number out of range: " + year + ", " + serial);
    }
  }

  /** The number written as {@code YYYY-NNNNNN}, or nothing when the text is not of that form. */
  public static Optional<TicketNumber> parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    int year = Integer.parseInt(m.group(1));
    int serial = Integer.parseInt(m.group(2));
    return year < 2000 || serial < 1
        ? Optional.empty()
        : Optional.of(new TicketNumber(year, serial));
  }

  @Override
  public int compareTo(TicketNumber other) {
    int byYear = Integer.compare(year, other.year);
    return byYear != 0 ? byYear : Integer.compare(serial, other.serial);
  }

  @Override
  public String toString() {
    return "%04d-%06d".formatted(year, serial);
  }
}
