package svara.engine.id;

import java.util.regex.Pattern;

/**
 * A queue's name as the settings give it, for instance {@code helpdesk}; also part of Asterisk's
 * global variable names.
 */
public record QueueId(String value) implements Comparable<QueueId> {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]{0,39}");

  /**
   * @throws IllegalArgumentException when the text is not 1 to 40 of a-z, 0-9 and _, a letter first
   */
  public QueueId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "QueueId must be 1 to 40 of a-z, 0-9 and _, a letter first");
    }
  }

  @Override
  public int compareTo(QueueId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
