package svara.engine.mailbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Damages mails in the ways that lines, servers and attackers do; the same seed, the same damage.
 */
final class MailMutations {
  private static final int HUGE_BYTES = 50_000_000;
  private static final int PARTS = 10_000;
  private static final int DEPTH = 2_000;
  private static final byte[] BREAK = {'\r', '\n'};

  private final Random random;
  private final List<byte[]> mails;

  MailMutations(long seed, List<byte[]> mails) {
    this.random = new Random(seed);
    this.mails = List.copyOf(mails);
  }

  /** The next damaged mail. */
  byte[] next() {
    byte[] mail = any();
    for (int blows = random.nextInt(3); blows >= 0; blows--) {
      mail = damaged(mail);
    }
    return mail;
  }

  private byte[] any() {
    return mails.get(random.nextInt(mails.size()));
  }

  private byte[] damaged(byte[] mail) {
    if (mail.length == 0) {
      return any();
    }
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> flipped(mail);
      case 3 -> Arrays.copyOf(mail, random.nextInt(mail.length));
      case 4 -> Arrays.copyOfRange(mail, random.nextInt(mail.length), mail.length);
      case 5 -> repeated(mail, 2 + random.nextInt(2_000));
      case 6 -> without(mail);
      case 7 -> joined(Arrays.copyOf(mail, random.nextInt(mail.length)), any());
      case 8 -> rubbish(mail);
      case 9 ->
          new String(mail, StandardCharsets.ISO_8859_1)
              .replace("\r\n", random.nextBoolean() ? "\n" : "\r")
              .getBytes(StandardCharsets.ISO_8859_1);
      case 10 -> random.nextInt(20) == 0 ? nested(mail, 1 + random.nextInt(DEPTH)) : flipped(mail);
      default -> random.nextInt(20) == 0 ? parts(mail, 1 + random.nextInt(PARTS)) : flipped(mail);
    };
  }

  private byte[] flipped(byte[] mail) {
    byte[] flipped = mail.clone();
    for (int bits = random.nextInt(40); bits >= 0; bits--) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  /** A line many times over. */
  private byte[] repeated(byte[] mail, int times) {
    int from = lineStart(mail, random.nextInt(mail.length));
    int to = Math.min(mail.length, lineEnd(mail, from));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(mail, 0, from);
    for (int i = 0; i < times && out.size() < 2_000_000; i++) {
      out.write(mail, from, to - from);
    }
    out.write(mail, from, mail.length - from);
    return out.toByteArray();
  }

  private byte[] without(byte[] mail) {
    int from = lineStart(mail, random.nextInt(mail.length));
    int to = Math.min(mail.length, lineEnd(mail, from));
    return joined(Arrays.copyOf(mail, from), Arrays.copyOfRange(mail, to, mail.length));
  }

  private static int lineStart(byte[] mail, int at) {
    int start = at;
    while (start > 0 && mail[start - 1] != '\n') {
      start--;
    }
    return start;
  }

  private static int lineEnd(byte[] mail, int at) {
    int end = at;
    while (end < mail.length && mail[end] != '\n') {
      end++;
    }
    return end + 1;
  }

  private byte[] rubbish(byte[] mail) {
    byte[] rubbish = new byte[random.nextInt(5_000)];
    random.nextBytes(rubbish);
    int at = random.nextInt(mail.length);
    return joined(
        joined(Arrays.copyOf(mail, at), rubbish), Arrays.copyOfRange(mail, at, mail.length));
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] nested(byte[] inner, int depth) {
    StringBuilder head = new StringBuilder("From: a@example.se\r\n");
    for (int i = 0; i < depth; i++) {
      head.append("Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n".formatted(i, i));
    }
    return joined(bytes(head.toString()), inner);
  }

  private static byte[] parts(byte[] inner, int count) {
    String head = "From: a@example.se\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
    String part = "--b\r\nContent-Type: application/x-a; name=a\r\n\r\nx\r\n";
    return joined(bytes(head + part.repeat(count) + "--b\r\n"), inner);
  }

  /** A mail of about fifty megabytes, of a kind that counts from 0. */
  byte[] huge(int kind) {
    String from = "From: a@example.se\r\nSubject: stort\r\nMIME-Version: 1.0\r\n";
    String mixed = from + "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
    return switch (kind % 10) {
      case 0 -> filled(from + "\r\n", "hej hej hej\r\n");
      case 1 -> filled(from + "Content-Transfer-Encoding: base64\r\n\r\n", "aGVqIGhlaiBoZWo=");
      case 2 -> filled(mixed, "--b\r\n\r\n");
      case 3 -> filled(from, "X-A: y\r\n");
      case 4 -> filled(from + "X-A: ", "y");
      case 5 -> filled(from + "Content-Type: text/html\r\n\r\n", "<div><table><b>");
      case 6 -> filled(mixed, "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n");
      // an archive that would be many times larger, were it opened
      case 7 ->
          filled(
              mixed + "--b\r\nContent-Type: application/zip; name=a.zip\r\n\r\n", "PK\u0003\u0004");
      case 8 -> filled(from + "References: ", "<a@example.se> ");
      default -> filled(from + "Content-Type: text/html\r\n\r\n", "&lt;&#x1F5A8;&");
    };
  }

  private byte[] filled(String head, String piece) {
    byte[] mail = new byte[HUGE_BYTES + random.nextInt(1_000)];
    byte[] start = bytes(head);
    byte[] more = bytes(piece);
    System.arraycopy(start, 0, mail, 0, start.length);
    for (int at = start.length; at < mail.length; at += more.length) {
      System.arraycopy(more, 0, mail, at, Math.min(more.length, mail.length - at));
    }
    System.arraycopy(BREAK, 0, mail, mail.length - 2, 2);
    return mail;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
