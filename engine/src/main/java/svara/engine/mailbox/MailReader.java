package svara.engine.mailbox;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import svara.engine.mail.Bounce;
import svara.engine.mail.IncomingMail;
import svara.engine.mail.Robot;
import svara.engine.port.MailStore.Content;

/** Reads a message (RFC 5322, MIME) with Angus Mail, within limits. */
final class MailReader {
  private static final int HEADER_BYTES_MAX = 256 * 1024;
  private static final int HEADER_LINES_MAX = 2_000;
  private static final int LINES_MAX = 500_000;
  private static final int BOUNDARIES_MAX = 10_000;
  private static final int ENCODED_MAX = 5_000;
  private static final int SUBJECT_MAX = 1_000;
  private static final int NAME_MAX = 200;
  private static final int MESSAGE_ID_MAX = 500;
  private static final int THREAD_MAX = 20_000;
  private static final int IDS_MAX = 50;
  private static final Pattern ID = Pattern.compile("<([^<>\\s\\p{Cntrl}]{1,500})>");

  /** What the console's own settings take for an address, and no more. */
  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,190}");

  private final int sizeBytesMax;
  private final Session session;

  MailReader(int sizeBytesMax) {
    this.sizeBytesMax = sizeBytesMax;
    Properties properties = new Properties();
    // senders get addresses wrong in many ways; what matters is checked below
    properties.setProperty("mail.mime.address.strict", "false");
    // headers in plain UTF-8 (RFC 6532), which many programs write without asking
    properties.setProperty("mail.mime.allowutf8", "true");
    this.session = Session.getInstance(properties);
  }

  /** What the message says. Never throws: what can not be read is told as a reason. */
  Content read(byte[] raw) {
    if (raw.length > sizeBytesMax) {
      return new Content.Unread("larger than " + sizeBytesMax + " bytes");
    }
    if (!partsWithinLimits(raw)) {
      return new Content.Unread("too many lines or parts");
    }
    if (!headersWithinLimits(raw)) {
      return new Content.Unread("no headers, or too long ones");
    }
    try {
      return read(new MimeMessage(session, new ByteArrayInputStream(raw)));
    } catch (MessagingException e) {
      return new Content.Unread("not readable as a mail");
    } catch (RuntimeException | StackOverflowError e) {
      // the library meets hostile input here; its faults must not become ours
      return new Content.Unread("not readable as a mail: " + e.getClass().getSimpleName());
    }
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

  private static boolean headersWithinLimits(byte[] raw) {
    int lines = 0;
    int lineStart = 0;
    for (int i = 0; i < raw.length; i++) {
      if (i > HEADER_BYTES_MAX || lines > HEADER_LINES_MAX) {
        return false;
      }
      if (raw[i] == '\n') {
        boolean empty = i == lineStart || (i == lineStart + 1 && raw[lineStart] == '\r');
        if (empty) {
          return lines > 0;
        }
        lines++;
        lineStart = i + 1;
      }
    }
    return lines > 0 && raw.length <= HEADER_BYTES_MAX;
  }

  private static Content read(MimeMessage message) throws MessagingException {
    Optional<InternetAddress> from = sender(message);
    if (from.isEmpty()) {
      return new Content.Unread("no sender's address");
    }
    String address = from.get().getAddress().toLowerCase(Locale.ROOT);
    String subject = subject(message);
    return new Content.Read(
        new IncomingMail(
            messageId(message),
            address,
            MailText.line(from.get().getPersonal(), NAME_MAX),
            subject,
            text(message),
            robot(message, address, subject),
            thread(message),
            bounce(message)));
  }

  /** A broken body leaves its sender and subject; the raw mail is kept beside. */
  private static String text(MimeMessage message) {
    try {
      return MailText.of(message);
    } catch (MessagingException | IOException e) {
      return "";
    }
  }

  private static Optional<InternetAddress> sender(MimeMessage message) throws MessagingException {
    if (first(message, "From").length() > ENCODED_MAX) {
      return Optional.empty();
    }
    Address[] from = message.getFrom();
    if (from == null || from.length == 0) {
      return Optional.empty();
    }
    return from[0] instanceof InternetAddress address
            && address.getAddress() != null
            && ADDRESS.matcher(address.getAddress()).matches()
        ? Optional.of(address)
        : Optional.empty();
  }

  private static String messageId(MimeMessage message) throws MessagingException {
    String id = first(message, "Message-ID").strip();
    String bare = id.startsWith("<") && id.endsWith(">") ? id.substring(1, id.length() - 1) : id;
    return MailText.line(bare, MESSAGE_ID_MAX);
  }

  private static String subject(MimeMessage message) throws MessagingException {
    // decoding takes time by the square of the length: 5 s for 200,000 letters
    String written = first(message, "Subject");
    String unfolded =
        MimeUtility.unfold(written.substring(0, Math.min(written.length(), ENCODED_MAX)));
    try {
      return MailText.line(MimeUtility.decodeText(unfolded), SUBJECT_MAX);
    } catch (UnsupportedEncodingException e) {
      return MailText.line(unfolded, SUBJECT_MAX);
    }
  }

  private static @Nullable Robot robot(MimeMessage message, String from, String subject)
      throws MessagingException {
    boolean report = message.isMimeType("multipart/report");
    return Robot.of(name -> firstOrNone(message, name), report, from, subject).orElse(null);
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
      String written = firstOrNone(message, name);
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

  private static String firstOrNone(MimeMessage message, String name) {
    try {
      return first(message, name);
    } catch (MessagingException e) {
      return "";
    }
  }

  private static String first(MimeMessage message, String name) throws MessagingException {
    String @Nullable [] values = message.getHeader(name);
    return values == null || values.length == 0 ? "" : values[0];
  }
}
