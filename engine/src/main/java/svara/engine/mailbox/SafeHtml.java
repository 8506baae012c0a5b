package svara.engine.mailbox;

import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;
import org.owasp.html.Sanitizers;
import svara.engine.mail.MailFile;

/**
 * The HTML of a mail, harmless: nothing runs, nothing is fetched. Its own pictures stand in the
 * page itself, because a page that is shut off from its server can not ask it for them.
 */
final class SafeHtml {
  private static final int PICTURE_BYTES_MAX = 5_000_000;
  private static final Set<String> PICTURES =
      Set.of("image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp", "image/bmp");
  private static final Pattern LINK = Pattern.compile("(?i)(https?|mailto|tel):.*", Pattern.DOTALL);
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,4}%?");
  private static final Pattern ALIGNMENT =
      Pattern.compile("(?i)left|right|center|justify|top|middle|bottom");

  private SafeHtml() {}

  static String of(String html, List<MailFile> files) {
    Map<String, String> pictures = pictures(files);
    PolicyFactory own =
        new HtmlPolicyBuilder()
            .allowElements("img", "hr", "center", "font", "pre", "u", "s", "big", "dl", "dt", "dd")
            .allowElements("a")
            .allowUrlProtocols("http", "https", "mailto", "tel", "cid", "data")
            .allowAttributes("href")
            .matching(LINK)
            .onElements("a")
            .allowAttributes("src")
            .matching((element, attribute, value) -> picture(pictures, value))
            .onElements("img")
            .allowAttributes("alt")
            .onElements("img")
            .allowAttributes("width", "height", "border", "cellpadding", "cellspacing")
            .matching(LENGTH)
            .onElements("img", "table", "td", "th")
            .allowAttributes("align", "valign")
            .matching(ALIGNMENT)
            .globally()
            .requireRelsOnLinks("noopener", "noreferrer")
            .toFactory();
    return own.and(Sanitizers.FORMATTING)
        .and(Sanitizers.BLOCKS)
        .and(Sanitizers.TABLES)
        .and(Sanitizers.STYLES)
        .sanitize(html);
  }

  private static @Nullable String picture(Map<String, String> pictures, String src) {
    String address = src.strip();
    return address.toLowerCase(Locale.ROOT).startsWith("cid:")
        ? pictures.get(address.substring("cid:".length()))
        : null;
  }

  /**
   * As addresses that hold the picture (RFC 2397), by Content-ID, the first ones within the limit.
   */
  private static Map<String, String> pictures(List<MailFile> files) {
    Map<String, String> pictures = new HashMap<>();
    long bytes = 0;
    for (MailFile file : files) {
      bytes += file.bytes().length;
      if (bytes <= PICTURE_BYTES_MAX
          && file.kept()
          && !file.contentId().isEmpty()
          && PICTURES.contains(file.mediaType())) {
        String held = Base64.getEncoder().encodeToString(file.bytes());
        pictures.put(file.contentId(), "data:" + file.mediaType() + ";base64," + held);
      }
    }
    return pictures;
  }
}
