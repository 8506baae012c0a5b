package svara.engine.mailbox;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Finds the text of a message among its parts, within limits of depth, parts and length. */
final class MailText {
  private static final int DEPTH_MAX = 10;
  private static final int PARTS_MAX = 200;
  private static final int TEXT_BYTES_MAX = 400_000;
  private static final int TEXT_MAX = 100_000;

  private int parts;
  private @Nullable String plain;
  private @Nullable String html;

  private MailText() {}

  /** The first plain text; else the first HTML as text; else empty. */
  static String of(Part message) throws MessagingException, IOException {
    MailText text = new MailText();
    text.look(message, 0);
    if (text.plain != null) {
      return clean(text.plain);
    }
    return text.html == null ? "" : clean(HtmlText.of(text.html));
  }

  private void look(Part part, int depth) throws MessagingException, IOException {
    if (plain != null || depth > DEPTH_MAX || ++parts > PARTS_MAX) {
      return;
    }
    if (part.isMimeType("multipart/*")) {
      if (part.getContent() instanceof Multipart multipart) {
        for (int i = 0; i < Math.min(multipart.getCount(), PARTS_MAX); i++) {
          BodyPart below = multipart.getBodyPart(i);
          look(below, depth + 1);
        }
      }
    } else if (!Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition())) {
      if (part.isMimeType("text/plain")) {
        plain = decoded(part);
      } else if (html == null && part.isMimeType("text/html")) {
        html = decoded(part);
      }
    }
  }

  private static String decoded(Part part) throws MessagingException, IOException {
    try (InputStream in = part.getInputStream()) {
      return new String(in.readNBytes(TEXT_BYTES_MAX), charset(part.getContentType()));
    }
  }

  private static Charset charset(String contentType) {
    try {
      String name = new ContentType(contentType).getParameter("charset");
      return name == null ? StandardCharsets.UTF_8 : Charset.forName(MimeUtility.javaCharset(name));
    } catch (ParseException | IllegalArgumentException e) {
      // every byte is a letter in it, so nothing is lost
      return StandardCharsets.ISO_8859_1;
    }
  }

  /** One line without control characters, cut to the limit. */
  static String line(@Nullable String text, int max) {
    if (text == null) {
      return "";
    }
    String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    return cut(line, max);
  }

  /** Without what a database or a page can not hold. */
  private static String clean(String text) {
    String lines = text.replace("\r\n", "\n").replace('\r', '\n');
    return cut(lines.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "").strip(), TEXT_MAX);
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
