package svara.engine.mailbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Headers as people read them: encoded words (RFC 2047) also where they are cut in the middle of a
 * letter, stand inside quotes or touch each other, and bare 8-bit letters.
 */
final class HeaderText {
  private static final Pattern WORD =
      Pattern.compile("=\\?([^?\\s]{1,60})\\?([bBqQ])\\?([^?]{0,5000})\\?=");

  private HeaderText() {}

  static String of(String written) {
    String folded = written.replaceAll("\\r?\\n[ \\t]*", " ");
    Matcher word = WORD.matcher(folded);
    StringBuilder text = new StringBuilder();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String charset = "";
    int at = 0;
    while (word.find()) {
      String between = folded.substring(at, word.start());
      String next = word.group(1).replaceAll("\\*.*", "");
      boolean goesOn = bytes.size() > 0 && between.isBlank() && next.equalsIgnoreCase(charset);
      if (!goesOn) {
        text.append(Letters.of(bytes.toByteArray(), charset));
        text.append(bytes.size() > 0 && between.isBlank() ? "" : bare(between));
        bytes.reset();
      }
      charset = next;
      bytes.writeBytes(content(word.group(2), word.group(3)));
      at = word.end();
    }
    text.append(Letters.of(bytes.toByteArray(), charset));
    return text.append(bare(folded.substring(at))).toString();
  }

  private static byte[] content(String encoding, String coded) {
    byte[] bytes = coded.getBytes(StandardCharsets.ISO_8859_1);
    if (encoding.toLowerCase(Locale.ROOT).equals("b")) {
      return TransferCoding.base64(bytes);
    }
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == '_' ? (byte) ' ' : bytes[i];
    }
    return TransferCoding.quotedPrintable(bytes);
  }

  /** The library reads bytes as letters where it does not know better. */
  static String bare(String text) {
    boolean bytes = text.chars().allMatch(c -> c < 256) && text.chars().anyMatch(c -> c > 127);
    return bytes ? Letters.of(text.getBytes(StandardCharsets.ISO_8859_1), "") : text;
  }
}
