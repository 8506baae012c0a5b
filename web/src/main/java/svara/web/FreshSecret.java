package svara.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A secret of 256 random bits, for a cookie, a link or a program's token: shown to its holder once,
 * and kept as its SHA-256, for which so much chance needs nothing slower.
 */
public final class FreshSecret {
  private static final int BYTES = 32;

  private final String text;

  private FreshSecret(String text) {
    this.text = text;
  }

  /**
   * Draws one.
   *
   * @param prefix that the text begins with, so that people know what it is for
   */
  public static FreshSecret draw(String prefix) {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new FreshSecret(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Letters, digits, hyphen and underscore. */
  public String text() {
    return text;
  }

  /** What is kept of it. */
  public byte[] hash() {
    return hashOf(text);
  }

  static byte[] hashOf(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
