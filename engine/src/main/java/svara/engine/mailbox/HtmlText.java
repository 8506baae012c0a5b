package svara.engine.mailbox;

import java.util.Locale;
import java.util.Set;
import org.owasp.html.Encoding;

/** The text of HTML mail, in one pass and without building a tree: enough to be read by people. */
final class HtmlText {
  private static final Set<String> HIDDEN = Set.of("script", "style", "head", "title");
  private static final Set<String> BREAKS =
      Set.of("br", "p", "div", "tr", "li", "h1", "h2", "h3", "table", "ul", "ol", "blockquote");
  // stand for themselves until the lines are made; the text has no such letters of its own
  private static final char QUOTE_BEGINS = '\u0001';
  private static final char QUOTE_ENDS = '\u0002';
  private static final int DEPTH_MAX = 9;

  private static final int ENTITY_MAX = 35;

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
    int depth = 0;
    for (String line : text.split("\n", -1)) {
      depth += Math.toIntExact(line.chars().filter(c -> c == QUOTE_BEGINS).count());
      depth -= Math.toIntExact(line.chars().filter(c -> c == QUOTE_ENDS).count());
      depth = Math.max(0, depth);
      String words = line.replaceAll("[ \\t\u0001\u0002]+", " ").strip();
      if (!words.isEmpty() || !emptyBefore) {
        String quote = words.isEmpty() ? "" : "> ".repeat(Math.min(depth, DEPTH_MAX));
        lines.append(quote).append(words).append('\n');
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
    text.append(Character.isWhitespace(c) || c < ' ' ? ' ' : c);
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
      if (name.equals("blockquote")) {
        text.append(closing ? QUOTE_ENDS : QUOTE_BEGINS);
      }
    } else if (name.equals("body")) {
      // whoever forgot to close the head has not forgotten to write
      hiddenUntil = "";
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
    String entity = html.substring(at, end + 1);
    if (entity.indexOf(' ') > 0 || entity.indexOf('<') > 0 || entity.indexOf('&', 1) > 0) {
      text.append('&');
      return at + 1;
    }
    // the sanitizer's own table: every name of HTML, and numbers
    text.append(Encoding.decodeHtml(entity, false).replace('\u00a0', ' '));
    return end + 1;
  }
}
