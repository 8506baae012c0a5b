package svara.engine.mailbox;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import svara.engine.mail.Bounce;

/** Reads what a server tells of a mail of ours (RFC 3464, 2.1 to 2.3), within limits. */
final class BounceReader {
  private static final int PARTS_MAX = 10;
  private static final int BYTES_MAX = 64 * 1024;
  private static final int WORDS_MAX = 500;
  private static final Pattern ORIGINAL =
      Pattern.compile("(?im)^Message-ID:\\s*<([^<>\\s]{1,500})>");

  private BounceReader() {}

  /** What it tells; null when the mail is none, or says nothing of it. */
  static @Nullable Bounce of(Part message) throws MessagingException, IOException {
    if (!message.isMimeType("multipart/report")
        || !(message.getContent() instanceof Multipart parts)) {
      return null;
    }
    String status = "";
    String original = "";
    for (int i = 0; i < Math.min(parts.getCount(), PARTS_MAX); i++) {
      BodyPart part = parts.getBodyPart(i);
      if (part.isMimeType("message/delivery-status")
          || part.isMimeType("message/global-delivery-status")) {
        status = start(part);
      } else if (part.isMimeType("message/rfc822")
          || part.isMimeType("text/rfc822-headers")
          || part.isMimeType("message/global")) {
        Matcher id = ORIGINAL.matcher(start(part));
        original = id.find() ? id.group(1) : "";
      }
    }
    return status.isEmpty() ? null : bounce(status, original);
  }

  private static Bounce bounce(String status, String original) {
    String recipient = value(status, "Final-Recipient");
    String said = value(status, "Diagnostic-Code");
    String words = (value(status, "Status") + " " + after(said)).strip();
    return new Bounce(
        original,
        MailText.line(after(recipient).toLowerCase(Locale.ROOT), 254),
        value(status, "Action").strip().toLowerCase(Locale.ROOT).startsWith("failed"),
        MailText.line(words, WORDS_MAX));
  }

  /** Type and value have a semicolon between (RFC 3464, 2.1.2). */
  private static String after(String typed) {
    return typed.substring(typed.indexOf(';') + 1).strip();
  }

  private static String value(String fields, String name) {
    Matcher field =
        Pattern.compile("(?im)^" + name + ":[ \\t]*(.*(?:\\R[ \\t].*)*)").matcher(fields);
    return field.find() ? field.group(1).replaceAll("\\R[ \\t]+", " ") : "";
  }

  private static String start(Part part) throws MessagingException, IOException {
    try (InputStream in = part.getInputStream()) {
      return new String(in.readNBytes(BYTES_MAX), StandardCharsets.UTF_8);
    }
  }
}
