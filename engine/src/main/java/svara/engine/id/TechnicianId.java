package svara.engine.id;

import java.util.regex.Pattern;

/**
 * A technician as the settings name him: the part of the mail address before the @, in small
 * letters.
 */
public record TechnicianId(String value) implements Comparable<TechnicianId> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  /**
   * @throws IllegalArgumentException when the text is not 1 to 64 of a-z, 0-9, point, hyphen and
   *     underscore
   */
  public TechnicianId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "TechnicianId must be 1 to 64 of a-z, 0-9, point, hyphen and underscore");
    }
  }

  @Override
  public int compareTo(TechnicianId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
