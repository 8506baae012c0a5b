package svara.engine.mailbox;

import java.util.Arrays;

/**
 * Undoes the codings of RFC 2045, 6, also where they are broken off or have foreign bytes in them.
 */
final class TransferCoding {
  private TransferCoding() {}

  /** By the name in Content-Transfer-Encoding; an unknown one leaves the bytes as they are. */
  static byte[] decoded(byte[] bytes, String coding) {
    return switch (coding) {
      case "base64", "b" -> base64(bytes);
      case "quoted-printable", "quoted-printeable", "quotedprintable", "q" ->
          quotedPrintable(bytes);
      default -> bytes;
    };
  }

  /** Foreign bytes count for nothing (RFC 2045, 6.8); after padding another piece may follow. */
  static byte[] base64(byte[] coded) {
    byte[] out = new byte[coded.length / 4 * 3 + 3];
    int size = 0;
    int bits = 0;
    int count = 0;
    for (byte b : coded) {
      int value = value(b);
      if (b == '=') {
        count = 0;
      } else if (value >= 0) {
        bits = bits << 6 | value;
        // of every four the last three finish a byte each
        if (count > 0) {
          out[size++] = (byte) (bits >> (6 - 2 * count));
        }
        count = (count + 1) % 4;
      }
    }
    return Arrays.copyOf(out, size);
  }

  private static int value(byte b) {
    if (b >= 'A' && b <= 'Z') {
      return b - 'A';
    }
    if (b >= 'a' && b <= 'z') {
      return b - 'a' + 26;
    }
    if (b >= '0' && b <= '9') {
      return b - '0' + 52;
    }
    return switch (b) {
      case '+', '-' -> 62;
      case '/', '_' -> 63;
      default -> -1;
    };
  }

  /** A sign that begins nothing stays as it is (RFC 2045, 6.7). */
  static byte[] quotedPrintable(byte[] coded) {
    byte[] out = new byte[coded.length];
    int size = 0;
    int at = 0;
    while (at < coded.length) {
      byte b = coded[at];
      int skip = b == '=' ? lineBreak(coded, at + 1) : 0;
      if (skip > 0) {
        at += 1 + skip;
      } else if (b == '=' && at + 2 < coded.length && hex(coded, at + 1) >= 0) {
        out[size++] = (byte) hex(coded, at + 1);
        at += 3;
      } else {
        out[size++] = b;
        at++;
      }
    }
    return Arrays.copyOf(out, size);
  }

  /** How long the break is that begins here, blanks before it included; none when there is none. */
  private static int lineBreak(byte[] coded, int from) {
    int at = from;
    while (at < coded.length && (coded[at] == ' ' || coded[at] == '\t' || coded[at] == '\r')) {
      at++;
    }
    if (at < coded.length && coded[at] == '\n') {
      return at - from + 1;
    }
    return at == coded.length ? Math.max(1, at - from) : 0;
  }

  private static int hex(byte[] coded, int at) {
    int high = Character.digit(coded[at], 16);
    int low = Character.digit(coded[at + 1], 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }
}
