package svara.engine.id;

import java.util.regex.Pattern;

/** A promise to call back: {@code cb-} and the call it was promised in. */
public record CallbackId(String value) implements Comparable<CallbackId> {
  private static final Pattern FORM = Pattern.compile("cb-[A-Za-z0-9_.-]{1,120}");

  /**
   * @throws IllegalArgumentException when the text is not cb- and a call's id
   */
  public CallbackId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("CallbackId must be cb- and a call's id");
    }
  }

  @Override
  public int compareTo(CallbackId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
