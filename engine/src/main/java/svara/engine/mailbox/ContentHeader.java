package svara.engine.mailbox;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Content-Type and Content-Disposition as they are really written: parameters without quotes, in
 * pieces and with charsets (RFC 2231), with encoded words where none may be, and with rubbish
 * between.
 *
 * @param value before the first semicolon, in small letters
 */
record ContentHeader(String value, String parameters) {
  private static final int LENGTH_MAX = 5_000;
  private static final int PIECES_MAX = 50;

  static ContentHeader of(String written) {
    String line = written.replaceAll("\\r?\\n[ \\t]*", " ");
    String header = line.substring(0, Math.min(line.length(), LENGTH_MAX));
    int end = header.indexOf(';');
    String value = end < 0 ? header : header.substring(0, end);
    return new ContentHeader(
        value.replaceAll("\\(.*?\\)|[\\s\"']", "").toLowerCase(Locale.ROOT),
        end < 0 ? "" : header.substring(end));
  }

  /** A parameter, decoded; empty when there is none. */
  String parameter(String name) {
    String extended = raw(name + "*");
    if (!extended.isEmpty()) {
      return extended(extended);
    }
    String plain = raw(name);
    return plain.isEmpty() ? pieces(name) : HeaderText.of(plain);
  }

  private String raw(String name) {
    Matcher found =
        Pattern.compile(
                "(?i);\\s*"
                    + Pattern.quote(name)
                    + "\\s*=\\s*(?:\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"?|([^;]*))")
            .matcher(parameters);
    if (!found.find()) {
      return "";
    }
    return found.group(1) == null
        ? found.group(2).strip()
        : found.group(1).replaceAll("\\\\([\"\\\\])", "$1");
  }

  private String pieces(String name) {
    StringBuilder whole = new StringBuilder();
    boolean coded = false;
    for (int i = 0; i < PIECES_MAX; i++) {
      String piece = raw(name + "*" + i + "*");
      coded |= !piece.isEmpty();
      piece = piece.isEmpty() ? raw(name + "*" + i) : piece;
      if (piece.isEmpty()) {
        break;
      }
      whole.append(piece);
    }
    return coded ? extended(whole.toString()) : HeaderText.of(whole.toString());
  }

  /** Charset, language, and bytes as percent signs with two digits (RFC 2231, 4). */
  private static String extended(String value) {
    String[] parts = value.split("'", 3);
    String coded = parts.length == 3 ? parts[2] : value;
    // the same as quoted-printable but for the sign
    String signs = coded.replace("=", "=3D").replace('%', '=');
    byte[] bytes = TransferCoding.quotedPrintable(signs.getBytes(StandardCharsets.ISO_8859_1));
    return Letters.of(bytes, parts.length == 3 ? parts[0] : "");
  }
}
