package svara.engine.mailbox;

import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import svara.engine.mail.FileName;
import svara.engine.mail.MailFile;

/** Takes a message apart into texts and files, within limits of depth, parts and length. */
final class MailParts {
  private static final int DEPTH_MAX = 20;
  private static final int PARTS_MAX = 1_000;
  private static final int TEXT_BYTES_MAX = 1_000_000;
  private static final int TEXTS_MAX = 50;
  private static final String PLAIN = "text/plain";
  private static final String HTML = "text/html";

  /** The same words once more, for watches and the like. */
  private static final Set<String> ECHOES =
      Set.of("text/x-amp-html", "text/watch-html", "text/enriched", "text/richtext");

  private static final Pattern META =
      Pattern.compile("(?i)<meta[^>]{0,200}charset\\s*=\\s*[\"']?([a-z0-9_-]{1,40})");
  private static final Pattern SUBJECT =
      Pattern.compile("(?im)^Subject:[ \\t]*(.{0,500}(?:\\r?\\n[ \\t].{0,500}){0,5})");

  private final FileLimits limits;
  private final List<Text> texts = new ArrayList<>();
  private final List<MailFile> files = new ArrayList<>();
  private final Set<String> flaws = new LinkedHashSet<>();
  private int parts;

  /**
   * How much is taken out of a mail; what is beyond stays in the raw mail alone.
   *
   * @param filesMax so many
   * @param bytesMax each so large
   */
  record FileLimits(int filesMax, int bytesMax) {}

  /** One stretch of the mail's words; either may be missing. */
  static final class Text {
    @Nullable String plain;
    @Nullable String html;
  }

  private MailParts(FileLimits limits) {
    this.limits = limits;
  }

  /** Never throws: what can not be read is told as a flaw. */
  static MailParts of(MimeMessage message, FileLimits limits) {
    MailParts all = new MailParts(limits);
    all.look(message, 0, null);
    return all;
  }

  List<Text> texts() {
    return List.copyOf(texts);
  }

  List<MailFile> files() {
    return List.copyOf(files);
  }

  Set<String> flaws() {
    return Set.copyOf(flaws);
  }

  private void look(Part part, int depth, @Nullable Text alternatives) {
    if (depth > DEPTH_MAX) {
      flaws.add("nested deeper than " + DEPTH_MAX);
    } else if (++parts > PARTS_MAX) {
      flaws.add("more than " + PARTS_MAX + " parts");
    } else {
      try {
        ContentHeader type = type(part);
        if (type.value().startsWith("multipart/")) {
          below(part, type, depth, alternatives);
        } else {
          leaf(part, type, depth, alternatives);
        }
      } catch (MessagingException | IOException | RuntimeException e) {
        // the library meets hostile input here; its faults must not become ours
        flaws.add("a part can not be read");
      }
    }
  }

  private static ContentHeader type(Part part) throws MessagingException {
    ContentHeader type = ContentHeader.of(header(part, "Content-Type"));
    boolean whole = type.value().matches("[a-z0-9.+_-]{1,60}/[a-z0-9.+_-]{1,80}");
    // RFC 2045, 5.2: what says nothing sensible is plain text
    return whole ? type : new ContentHeader(PLAIN, type.parameters());
  }

  private void below(Part part, ContentHeader type, int depth, @Nullable Text alternatives)
      throws MessagingException, IOException {
    LenientMultipart multipart = new LenientMultipart(part.getDataHandler().getDataSource());
    int count = count(multipart);
    if (count == 0) {
      flaws.add("a multipart without parts");
      text(decoded(part, TEXT_BYTES_MAX), type, PLAIN, alternatives);
      return;
    }
    boolean choice = type.value().equals("multipart/alternative");
    Text below = choice && alternatives == null ? new Text() : alternatives;
    if (choice && alternatives == null && texts.size() < TEXTS_MAX) {
      texts.add(below);
    }
    for (int i = 0; i < count && parts <= PARTS_MAX; i++) {
      look(multipart.getBodyPart(i), depth + 1, below);
    }
  }

  private int count(LenientMultipart multipart) {
    try {
      return multipart.getCount();
    } catch (MessagingException e) {
      return 0;
    }
  }

  private void leaf(Part part, ContentHeader type, int depth, @Nullable Text alternatives)
      throws MessagingException, IOException {
    ContentHeader disposition = ContentHeader.of(header(part, "Content-Disposition"));
    String given = disposition.parameter("filename");
    String name = given.isEmpty() ? type.parameter("name") : given;
    boolean words = type.value().equals(PLAIN) || type.value().equals(HTML);
    boolean file = disposition.value().equals("attachment") || (!name.isEmpty() && depth > 0);
    if (alternatives != null && !file && ECHOES.contains(type.value())) {
      return;
    }
    if (words && !file) {
      text(decoded(part, TEXT_BYTES_MAX), type, type.value(), alternatives);
    } else {
      file(part, type.value(), name, disposition.value());
    }
  }

  private void text(byte[] bytes, ContentHeader type, String as, @Nullable Text alternatives) {
    Text text = alternatives == null ? new Text() : alternatives;
    if (alternatives == null && texts.size() < TEXTS_MAX) {
      texts.add(text);
    }
    String charset = type.parameter("charset");
    if (as.equals(HTML)) {
      String html = Letters.of(bytes, charset.isEmpty() ? meta(bytes) : charset);
      text.html = text.html == null ? html : text.html + html;
      return;
    }
    String plain = Letters.of(bytes, charset);
    if (type.parameter("format").equalsIgnoreCase("flowed")) {
      plain = FlowedText.of(plain, type.parameter("delsp").equalsIgnoreCase("yes"));
    }
    text.plain = text.plain == null ? plain : text.plain + "\n" + plain;
  }

  private static String meta(byte[] bytes) {
    String start = new String(bytes, 0, Math.min(bytes.length, 2_000), StandardCharsets.ISO_8859_1);
    Matcher meta = META.matcher(start);
    return meta.find() ? meta.group(1) : "";
  }

  private void file(Part part, String type, String given, String disposition)
      throws MessagingException, IOException {
    if (files.size() >= limits.filesMax()) {
      flaws.add("more than " + limits.filesMax() + " files");
      return;
    }
    byte[] bytes = decoded(part, Integer.MAX_VALUE);
    boolean kept = bytes.length <= limits.bytesMax();
    String id = header(part, "Content-ID").replaceAll("[<>\\s\\p{Cntrl}]", "");
    boolean inline = !id.isEmpty() && !disposition.equals("attachment");
    String wanted = given.isEmpty() && type.equals("message/rfc822") ? title(bytes) : given;
    files.add(
        new MailFile(
            inline ? MailFile.Kind.INLINE : MailFile.Kind.ATTACHED,
            unlike(FileName.safe(MailText.line(wanted, 1_000), type, files.size() + 1)),
            type,
            bytes.length,
            MailText.line(id, 300),
            kept ? bytes : new byte[0],
            kept ? "" : "larger than " + limits.bytesMax() + " bytes"));
  }

  /** A mail within the mail is called what it is about. */
  private static String title(byte[] mail) {
    String start = new String(mail, 0, Math.min(mail.length, 20_000), StandardCharsets.ISO_8859_1);
    Matcher subject = SUBJECT.matcher(start);
    String title = subject.find() ? HeaderText.of(subject.group(1)).strip() : "";
    return title.isEmpty() ? "" : title.replace('/', '_').replace('\\', '_') + ".eml";
  }

  /** Two files of one name would overwrite each other where they are saved. */
  private String unlike(String name) {
    String one = name;
    for (int i = 2; taken(one); i++) {
      int dot = name.lastIndexOf('.');
      one =
          dot > 0
              ? name.substring(0, dot) + " (" + i + ")" + name.substring(dot)
              : name + " (" + i + ")";
    }
    return one;
  }

  private boolean taken(String name) {
    return files.stream().anyMatch(file -> file.name().equalsIgnoreCase(name));
  }

  /** The part's bytes; cut, where it is a text, and whole where it is a file. */
  private static byte[] decoded(Part part, int bytesMax) throws MessagingException, IOException {
    String coding = header(part, "Content-Transfer-Encoding");
    try (InputStream in = raw(part)) {
      byte[] coded = bytesMax == Integer.MAX_VALUE ? in.readAllBytes() : in.readNBytes(bytesMax);
      return TransferCoding.decoded(
          coded, coding.replaceAll("[\\s\"']", "").toLowerCase(Locale.ROOT));
    }
  }

  private static InputStream raw(Part part) throws MessagingException {
    return switch (part) {
      case MimeMessage message -> message.getRawInputStream();
      case MimeBodyPart body -> body.getRawInputStream();
      default -> throw new IllegalStateException("a part of another make: " + part.getClass());
    };
  }

  private static String header(Part part, String name) throws MessagingException {
    String @Nullable [] values = part.getHeader(name);
    return values == null || values.length == 0 || values[0] == null ? "" : values[0];
  }
}
