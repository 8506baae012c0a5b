package svara.engine.mailbox;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The text of HTML mail, in one pass and without building a tree: enough to be read by people. */
final class HtmlText {
  private static final Set<String> HIDDEN = Set.of("script", "style", "head", "title");
  private static final Set<String> BREAKS =
      Set.of("br", "p", "div", "tr", "li", "h1", "h2", "h3", "table", "ul", "ol", "blockquote");
  private static final int ENTITY_MAX = 12;
  private static final Map<String, String> ENTITIES =
      Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ");

  private final String html;
  private final StringBuilder text = new StringBuilder();
  private String hiddenUntil = "";

  private HtmlText(String html) {
    this.html = html;
  }

  static String of(String html) {
    HtmlText reading = new HtmlText(html);
    int at = 0;
    while (at < html.length()) {
      at = reading.next(at);
    }
    return lines(reading.text.toString());
  }

  /** Blanks in a row are one, and so are empty lines. */
  private static String lines(String text) {
    StringBuilder lines = new StringBuilder();
    boolean emptyBefore = true;
    for (String line : text.split("\n", -1)) {
      String words = line.replaceAll("[ \\t]+", " ").strip();
      if (!words.isEmpty() || !emptyBefore) {
        lines.append(words).append('\n');
      }
      emptyBefore = words.isEmpty();
    }
    return lines.toString().strip();
  }

  private int next(int at) {
    char c = html.charAt(at);
    if (c == '<') {
      return tag(at);
    }
    if (!hiddenUntil.isEmpty()) {
      return at + 1;
    }
    if (c == '&') {
      return entity(at);
    }
    text.append(Character.isWhitespace(c) ? ' ' : c);
    return at + 1;
  }

  private int tag(int at) {
    if (html.startsWith("<!--", at)) {
      int end = html.indexOf("-->", at);
      return end < 0 ? html.length() : end + 3;
    }
    int end = html.indexOf('>', at);
    if (end < 0) {
      return html.length();
    }
    boolean closing = html.startsWith("</", at);
    int from = at + (closing ? 2 : 1);
    int to = from;
    while (to < end && Character.isLetterOrDigit(html.charAt(to))) {
      to++;
    }
    String name = html.substring(from, to).toLowerCase(Locale.ROOT);
    if (closing && name.equals(hiddenUntil)) {
      hiddenUntil = "";
    } else if (!closing && hiddenUntil.isEmpty() && HIDDEN.contains(name)) {
      hiddenUntil = name;
    } else if (hiddenUntil.isEmpty() && BREAKS.contains(name)) {
      text.append('\n');
    }
    return end + 1;
  }

  private int entity(int at) {
    // only so far: a page of nothing but & must not be searched to its end for each
    int end = html.indexOf(';', at, Math.min(html.length(), at + ENTITY_MAX));
    if (end < 0) {
      text.append('&');
      return at + 1;
    }
    String name = html.substring(at + 1, end);
    @Nullable String known = name.startsWith("#") ? numeric(name.substring(1)) : ENTITIES.get(name);
    text.append(known == null ? html.substring(at, end + 1) : known);
    return end + 1;
  }

  private static String numeric(String digits) {
    try {
      int code =
          digits.startsWith("x") || digits.startsWith("X")
              ? Integer.parseInt(digits.substring(1), 16)
              : Integer.parseInt(digits);
      return Character.isValidCodePoint(code) ? Character.toString(code) : "";
    } catch (NumberFormatException e) {
      return "";
    }
  }
}
