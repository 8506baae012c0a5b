package svara.engine.mailbox;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.SharedByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import svara.engine.mail.Bounce;
import svara.engine.mail.IncomingMail;
import svara.engine.mail.MailBody;
import svara.engine.mail.QuotedHistory;
import svara.engine.mail.Robot;

/** Reads a message (RFC 5322, MIME) with Angus Mail, within limits. */
final class MailReader {
  private static final int HEADER_BYTES_MAX = 256 * 1024;
  private static final int HEADER_LINES_MAX = 2_000;
  private static final int LINES_MAX = 500_000;
  private static final int BOUNDARIES_MAX = 10_000;
  private static final int ENCODED_MAX = 5_000;
  private static final int SUBJECT_MAX = 1_000;
  private static final int MESSAGE_ID_MAX = 500;
  private static final int THREAD_MAX = 20_000;
  private static final int IDS_MAX = 50;
  private static final Pattern ID = Pattern.compile("<([^<>\\s\\p{Cntrl}]{1,500})>");

  private final int sizeBytesMax;
  private final MailParts.FileLimits files;
  private final Session session;

  /**
   * A reader.
   *
   * @param sizeBytesMax of a bigger mail only the headers are read
   */
  MailReader(int sizeBytesMax, MailParts.FileLimits files) {
    this.sizeBytesMax = sizeBytesMax;
    this.files = files;
    // headers come byte by byte: whether they are UTF-8 (RFC 6532) is seen in them, not believed
    this.session = Session.getInstance(new Properties());
  }

  /** What the message says. Never throws: what can not be read is told as a flaw. */
  IncomingMail read(byte[] raw) {
    int head = headers(raw);
    return head == 0 ? IncomingMail.unread("no headers") : read(raw, head, beyond(raw, head));
  }

  /**
   * What the headers of a large message say, of which no more than its beginning is read.
   *
   * @param why that is so
   */
  IncomingMail beginning(byte[] raw, String why) {
    int head = headers(raw);
    return head == 0 ? IncomingMail.unread("no headers; " + why) : read(raw, head, why);
  }

  private IncomingMail read(byte[] raw, int head, String beyond) {
    byte[] within = beyond.isEmpty() ? raw : Arrays.copyOf(raw, Math.min(head, raw.length));
    try {
      MimeMessage message = new MimeMessage(session, new SharedByteArrayInputStream(within));
      return read(message, beyond);
    } catch (MessagingException | RuntimeException | StackOverflowError e) {
      // the library meets hostile input here; its faults must not become ours
      return IncomingMail.unread("not readable as a mail: " + e.getClass().getSimpleName());
    }
  }

  /** The message's HTML made harmless, as a whole page; empty when it has none. Never throws. */
  Optional<String> page(byte[] raw) {
    int head = headers(raw);
    if (head == 0 || !beyond(raw, head).isEmpty()) {
      return Optional.empty();
    }
    try {
      MimeMessage message = new MimeMessage(session, new SharedByteArrayInputStream(raw));
      return page(MailParts.of(message, files));
    } catch (MessagingException | RuntimeException | StackOverflowError e) {
      return Optional.empty();
    }
  }

  private static Optional<String> page(MailParts parts) {
    if (parts.texts().stream().allMatch(text -> text.html == null)) {
      return Optional.empty();
    }
    StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<meta charset=\"utf-8\">\n");
    for (MailParts.Text text : parts.texts()) {
      String html = text.html;
      page.append("<div>");
      page.append(
          html == null
              ? "<pre>" + escaped(MailText.lines(text.plain == null ? "" : text.plain)) + "</pre>"
              : SafeHtml.of(html, parts.files()));
      page.append("</div>\n");
    }
    return Optional.of(page.toString());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** Why only the headers are read; empty when all of it is. */
  private String beyond(byte[] raw, int head) {
    if (raw.length > sizeBytesMax) {
      return "larger than " + sizeBytesMax + " bytes";
    }
    if (!partsWithinLimits(raw)) {
      return "too many lines or parts";
    }
    return head > HEADER_BYTES_MAX ? "too long headers" : "";
  }

  /**
   * The library makes an object of every part and every header line, wherever in the message; a
   * mail made of nothing else must not fill the memory.
   */
  private static boolean partsWithinLimits(byte[] raw) {
    int lines = 0;
    int dashes = 0;
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '\n') {
        lines++;
        dashes += i + 2 < raw.length && raw[i + 1] == '-' && raw[i + 2] == '-' ? 1 : 0;
      }
    }
    return lines <= LINES_MAX && dashes <= BOUNDARIES_MAX;
  }

  /**
   * How long the headers are; cut at the limits, and then one more than they allow. None where the
   * message has none.
   */
  private static int headers(byte[] raw) {
    int lines = 0;
    int lineStart = 0;
    boolean named = false;
    for (int i = 0; i < raw.length; i++) {
      if (i > HEADER_BYTES_MAX || lines > HEADER_LINES_MAX) {
        return named ? HEADER_BYTES_MAX + 1 : 0;
      }
      named |= raw[i] == ':';
      if (raw[i] == '\n') {
        boolean empty = i == lineStart || (i == lineStart + 1 && raw[lineStart] == '\r');
        if (empty) {
          return named ? i + 1 : 0;
        }
        lines++;
        lineStart = i + 1;
      }
    }
    return named ? raw.length : 0;
  }

  private IncomingMail read(MimeMessage message, String beyond) {
    Optional<MailSender> sender = sender(message);
    String address = sender.map(MailSender::address).orElse("");
    String subject = subject(message);
    Set<String> flaws = new LinkedHashSet<>();
    if (sender.isEmpty()) {
      flaws.add("no sender's address");
    }
    return new IncomingMail(
        messageId(message),
        address,
        sender.map(MailSender::name).orElseGet(() -> MailSender.nameOf(first(message, "From"))),
        subject,
        beyond.isEmpty() ? body(message, subject, flaws) : unread(flaws, beyond),
        robot(message, address, subject),
        thread(message),
        bounce(message));
  }

  private static MailBody unread(Set<String> flaws, String beyond) {
    flaws.add(beyond);
    return new MailBody("", List.of(), false, List.of(), String.join("; ", flaws));
  }

  private MailBody body(MimeMessage message, String subject, Set<String> flaws) {
    MailParts parts = MailParts.of(message, files);
    flaws.addAll(parts.flaws());
    StringBuilder words = new StringBuilder();
    boolean formatted = false;
    for (MailParts.Text text : parts.texts()) {
      formatted |= text.html != null;
      String said = words(text);
      words.append(words.isEmpty() || said.isEmpty() ? "" : "\n\n").append(said);
    }
    String text = MailText.lines(words.toString());
    return new MailBody(
        text, QuotedHistory.of(subject, text), formatted, parts.files(), String.join("; ", flaws));
  }

  /** Plain words where there are any; programs put an empty plain part beside their HTML. */
  private static String words(MailParts.Text text) {
    String plain = text.plain == null ? "" : MailText.lines(text.plain);
    String html = text.html;
    return plain.isBlank() && html != null ? MailText.lines(HtmlText.of(html)) : plain;
  }

  private static Optional<MailSender> sender(MimeMessage message) {
    return MailSender.of(first(message, "From"))
        .or(() -> MailSender.of(first(message, "Sender")))
        .or(() -> MailSender.of(first(message, "Reply-To")));
  }

  private static String messageId(MimeMessage message) {
    String id = first(message, "Message-ID").strip();
    String bare = id.startsWith("<") && id.endsWith(">") ? id.substring(1, id.length() - 1) : id;
    return MailText.line(bare, MESSAGE_ID_MAX);
  }

  private static String subject(MimeMessage message) {
    // decoding must not take longer than anybody would read
    String written = first(message, "Subject");
    String cut = written.substring(0, Math.min(written.length(), ENCODED_MAX));
    return MailText.line(HeaderText.of(cut), SUBJECT_MAX);
  }

  private static @Nullable Robot robot(MimeMessage message, String from, String subject) {
    boolean report =
        ContentHeader.of(first(message, "Content-Type")).value().equals("multipart/report");
    return Robot.of(name -> first(message, name), report, from, subject).orElse(null);
  }

  /** A broken report is a program's mail all the same. */
  private static @Nullable Bounce bounce(MimeMessage message) {
    try {
      return BounceReader.of(message);
    } catch (MessagingException | IOException e) {
      return null;
    }
  }

  /** What it goes on from, the one it answers last (RFC 5322, 3.6.4). */
  private static List<String> thread(MimeMessage message) {
    Set<String> ids = new LinkedHashSet<>();
    for (String name : new String[] {"References", "In-Reply-To"}) {
      String written = first(message, name);
      // of a long thread the latest matter
      Matcher id = ID.matcher(written.substring(Math.max(0, written.length() - THREAD_MAX)));
      while (id.find()) {
        ids.remove(id.group(1));
        ids.add(id.group(1));
      }
    }
    List<String> all = List.copyOf(ids);
    return all.subList(Math.max(0, all.size() - IDS_MAX), all.size());
  }

  private static String first(MimeMessage message, String name) {
    try {
      String @Nullable [] values = message.getHeader(name);
      return values == null || values.length == 0 || values[0] == null ? "" : values[0];
    } catch (MessagingException e) {
      return "";
    }
  }
}
