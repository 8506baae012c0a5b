package svara.engine.mail;

import org.jspecify.annotations.Nullable;
import svara.engine.id.Language;

/** Plain words as HTML, for those who see only that. */
public final class MailHtml {
  private MailHtml() {}

  /**
   * A whole page: a paragraph for each, its lines kept.
   *
   * @param language the words' own, or null when nobody knows it
   */
  public static String of(@Nullable Language language, String text) {
    StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<html");
    if (language != null) {
      html.append(" lang=\"").append(language.code()).append('"');
    }
    html.append(
        "><head><meta charset=\"utf-8\"></head>\n<body style=\"font-family:sans-serif\">\n");
    for (String paragraph : text.replace("\r\n", "\n").split("\n{2,}", -1)) {
      if (!paragraph.isBlank()) {
        html.append("<p>").append(escaped(paragraph).replace("\n", "<br>\n")).append("</p>\n");
      }
    }
    return html.append("</body></html>\n").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
