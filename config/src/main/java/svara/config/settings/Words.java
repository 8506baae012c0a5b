package svara.config.settings;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a text must look like.
 *
 * @param limits in words for people
 * @param form for the machine
 */
record Words(String limits, Pattern form) {
  static Words of(String limits, String form) {
    return new Words(limits, Pattern.compile(form));
  }

  @Nullable String accepts(Value value) {
    return value instanceof Value.Text(String place, String text)
            && text != null
            && form.matcher(text).matches()
        ? text
        : null;
  }

  /**
   * The text itself.
   *
   * @throws IllegalArgumentException when it is not of the form
   */
  String parse(String text) {
    if (!form.matcher(text).matches()) {
      throw new IllegalArgumentException("not of the form");
    }
    return text;
  }
}
