package svara.config.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The last letters of a file: the SHA-256 of all that stands before them. A ZIP file's comment is
 * its end, so that a sealed one is still a ZIP file for every tool. It shows that a file is whole
 * and unchanged, not who made it.
 */
final class Seal {
  static final String OPEN = "Svara backup, sha256 ".concat("0".repeat(64));
  private static final int LETTERS = 64;

  private Seal() {}

  /** Writes it over the zeros that the file ends with. */
  static void set(Path file) throws IOException {
    String seal = of(file);
    try (RandomAccessFile end = new RandomAccessFile(file.toFile(), "rw")) {
      end.seek(end.length() - LETTERS);
      end.write(seal.getBytes(StandardCharsets.US_ASCII));
      end.getFD().sync();
    }
  }

  /** Whether the file ends with its own digest. */
  static boolean holds(Path file) throws IOException {
    long length = Files.size(file);
    if (length <= LETTERS) {
      return false;
    }
    byte[] end = new byte[LETTERS];
    try (RandomAccessFile all = new RandomAccessFile(file.toFile(), "r")) {
      all.seek(length - LETTERS);
      all.readFully(end);
    }
    return new String(end, StandardCharsets.US_ASCII).equals(of(file));
  }

  private static String of(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      long left = Files.size(file) - LETTERS;
      byte[] part = new byte[1 << 16];
      while (left > 0) {
        int n = in.read(part, 0, (int) Math.min(part.length, left));
        if (n < 0) {
          throw new IOException("the file became shorter while it was read");
        }
        out.write(part, 0, n);
        left -= n;
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
