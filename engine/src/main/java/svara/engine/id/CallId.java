package svara.engine.id;

import java.util.regex.Pattern;

/**
 * One call of one caller: Asterisk's Uniqueid with its system name in front ({@code
 * svara-1764000000.12}), so that it stays unique when the exchange restarts.
 */
public record CallId(String value) implements Comparable<CallId> {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.-]{1,120}");

  /**
   * @throws IllegalArgumentException when the text is not 1 to 120 of letters, digits, point,
   *     hyphen and underscore
   */
  public CallId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "CallId must be 1 to 120 of letters, digits, point, hyphen and underscore");
    }
  }

  @Override
  public int compareTo(CallId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
