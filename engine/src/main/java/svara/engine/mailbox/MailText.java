package svara.engine.mailbox;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Texts as a database and a page can hold them. */
final class MailText {
  private static final int TEXT_MAX = 100_000;

  private MailText() {}

  /** One line without control characters, cut to the limit. */
  static String line(@Nullable String text, int max) {
    if (text == null) {
      return "";
    }
    String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    return cut(line, max);
  }

  /** Lines without control characters, cut to what a ticket holds. */
  static String lines(String text) {
    String lines = text.replace("\r\n", "\n").replace('\r', '\n').replace('\u00a0', ' ');
    return cut(lines.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "").strip(), TEXT_MAX).strip();
  }

  private static String cut(String text, int max) {
    String whole = wellFormed(text);
    if (whole.length() <= max) {
      return whole;
    }
    int end = Character.isHighSurrogate(whole.charAt(max - 1)) ? max - 1 : max;
    return whole.substring(0, end);
  }

  /** Half of a pair of surrogates is no letter in UTF-8. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
