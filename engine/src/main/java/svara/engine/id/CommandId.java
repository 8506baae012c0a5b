package svara.engine.id;

import java.util.regex.Pattern;

/**
 * Names a command by the exchange's own facts (call, entry, kind, attempt), so that the same fact
 * reported twice is the same command.
 */
public record CommandId(String value) implements Comparable<CommandId> {
  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,200}");

  /**
   * @throws IllegalArgumentException when the text is not 1 to 200 printable ASCII characters
   *     without space
   */
  public CommandId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "CommandId must be 1 to 200 printable ASCII characters without space");
    }
  }

  @Override
  public int compareTo(CommandId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
