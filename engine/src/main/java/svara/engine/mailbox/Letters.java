package svara.engine.mailbox;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Letters of bytes whose charset is told, not told, or told wrongly. Every byte becomes something.
 */
final class Letters {
  /** What Windows writes and calls ISO-8859-1; the same letters, and some more. */
  private static final Charset WESTERN = Charset.forName("windows-1252");

  /** Said of mails in any charset by programs that never asked. */
  private static final Set<String> EMPTY_WORDS =
      Set.of(
          "us-ascii",
          "ascii",
          "ansi_x3.4-1968",
          "iso-8859-1",
          "iso8859-1",
          "iso_8859-1",
          "latin1",
          "windows-1252",
          "cp1252",
          "unknown-8bit",
          "x-unknown",
          "default",
          "_iso-8859-1$esc",
          "none");

  private Letters() {}

  /**
   * Decodes.
   *
   * @param told the charset's name as the mail has it, or empty
   */
  static String of(byte[] bytes, String told) {
    String name = told.strip().replaceAll("^[\"']+|[\"']+$", "").toLowerCase(Locale.ROOT);
    Optional<String> marked = byMark(bytes);
    if (marked.isPresent()) {
      return marked.get();
    }
    if (!name.isEmpty() && !EMPTY_WORDS.contains(name) && !name.matches("utf-?_?8.*")) {
      Optional<Charset> charset = charset(name);
      if (charset.isPresent()) {
        return new String(bytes, charset.get());
      }
    }
    return guessed(bytes);
  }

  /** By the mark that UTF texts may begin with. */
  private static Optional<String> byMark(byte[] bytes) {
    if (begins(bytes, 0xEF, 0xBB, 0xBF)) {
      return Optional.of(new String(bytes, 3, bytes.length - 3, StandardCharsets.UTF_8));
    }
    if (begins(bytes, 0xFF, 0xFE) || begins(bytes, 0xFE, 0xFF)) {
      return Optional.of(new String(bytes, StandardCharsets.UTF_16));
    }
    return Optional.empty();
  }

  private static boolean begins(byte[] bytes, int... mark) {
    if (bytes.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((bytes[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Charset> charset(String name) {
    try {
      return Optional.of(Charset.forName(name.equals("ks_c_5601-1987") ? "EUC-KR" : name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** UTF-8 is hard to write by chance; what is not mostly that is Western. */
  private static String guessed(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      String utf8 = new String(bytes, StandardCharsets.UTF_8);
      long wrong = utf8.chars().filter(c -> c == 0xFFFD).count();
      long right = utf8.chars().filter(c -> c > 0x7f && c != 0xFFFD).count();
      return right > wrong ? utf8 : new String(bytes, WESTERN);
    }
  }
}
