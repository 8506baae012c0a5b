package svara.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Who is let in. Two secrets lie in a folder, each in a file of mode 0600: the SHA-256 of the token
 * (which is printed once and kept nowhere; 256 random bits need no slower hash), and a key that
 * signs what is short-lived: sign-in codes and the credential that commands on this machine use.
 * Who can read the folder is the operator himself.
 */
public final class Access {
  private static final String TOKEN_FILE = "token.sha256";
  private static final String KEY_FILE = "session.key";
  private static final String MAC = "HmacSHA256";

  private final byte[] tokenHash;
  private final byte[] key;
  private final @Nullable String freshToken;
  private final InstantSource clock;
  private final SecureRandom random;

  /** What a signed credential is good for. */
  enum Purpose {
    /** Exchanged for a session, once. */
    CODE,
    /** Used as a bearer token by a command on this machine. */
    LOCAL
  }

  private Access(
      byte[] tokenHash,
      byte[] key,
      @Nullable String freshToken,
      InstantSource clock,
      SecureRandom random) {
    this.tokenHash = tokenHash;
    this.key = key;
    this.freshToken = freshToken;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Reads the secrets, and makes them when they are not there. Blocks; for the start of the
   * process.
   *
   * @throws IOException when the folder cannot be read or written
   */
  public static Access open(Path folder, InstantSource clock) throws IOException {
    SecureRandom random = new SecureRandom();
    Files.createDirectories(folder);
    Path tokenFile = folder.resolve(TOKEN_FILE);
    String fresh = null;
    if (!Files.exists(tokenFile)) {
      fresh = "svara_" + text(bytes(random, 32));
      write(tokenFile, HexFormat.of().formatHex(sha256(fresh)));
    }
    Path keyFile = folder.resolve(KEY_FILE);
    if (!Files.exists(keyFile)) {
      write(keyFile, HexFormat.of().formatHex(bytes(random, 32)));
    }
    return new Access(read(tokenFile), read(keyFile), fresh, clock, random);
  }

  /** The token, at the very first start alone: now is the only time to print it. */
  public Optional<String> freshToken() {
    return Optional.ofNullable(freshToken);
  }

  /** A code for the address that the operator opens: good once, for ten minutes. */
  public String signInCode() {
    return sign(Purpose.CODE, Duration.ofMinutes(10));
  }

  /** What a command on this machine sends as its bearer token: good for a minute. */
  public String localCredential() {
    return sign(Purpose.LOCAL, Duration.ofMinutes(1));
  }

  boolean isToken(String given) {
    return MessageDigest.isEqual(tokenHash, sha256(given));
  }

  /** A credential: purpose, end in epoch seconds, nonce, signature. */
  String sign(Purpose purpose, Duration age) {
    return signed(
        purpose.name().toLowerCase(Locale.ROOT)
            + "."
            + clock.instant().plus(age).getEpochSecond()
            + "."
            + text(bytes(random, 16)));
  }

  private String signed(String body) {
    return body + "." + text(mac(body));
  }

  /** Whether we signed it for this purpose and its time is not over. */
  boolean isSigned(Purpose purpose, String given) {
    int cut = given.lastIndexOf('.');
    if (cut < 0 || given.length() > 200) {
      return false;
    }
    String body = given.substring(0, cut);
    byte[] mac = text(mac(body)).getBytes(StandardCharsets.US_ASCII);
    if (!MessageDigest.isEqual(mac, given.substring(cut + 1).getBytes(StandardCharsets.UTF_8))) {
      return false;
    }
    String[] parts = body.split("\\.", -1);
    return parts[0].equals(purpose.name().toLowerCase(Locale.ROOT))
        && Long.parseLong(parts[1]) > clock.instant().getEpochSecond();
  }

  private byte[] mac(String body) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      return mac.doFinal(body.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + MAC, e);
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] bytes(SecureRandom random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static void write(Path file, String text) throws IOException {
    var owner = PosixFilePermissions.fromString("rw-------");
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(beside);
    Files.createFile(beside, PosixFilePermissions.asFileAttribute(owner));
    Files.writeString(beside, text + "\n", StandardOpenOption.WRITE);
    // Renamed when whole, so that a crash leaves no half secret
    Files.move(beside, file);
  }

  private static byte[] read(Path file) throws IOException {
    try {
      byte[] bytes = HexFormat.of().parseHex(Files.readString(file).strip());
      if (bytes.length == 32) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is not 64 hexadecimal digits; remove it to get a new one", e);
    }
    throw new IOException(file + " is not 64 hexadecimal digits; remove it to get a new one");
  }
}
