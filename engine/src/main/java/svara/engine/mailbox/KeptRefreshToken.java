package svara.engine.mailbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest refresh token. An endpoint may give another with each renewal and take the one before
 * no more (RFC 6749, 6), so the newest has to outlive the process: it is kept in a file that only
 * its owner reads. A token that is set anew counts again.
 */
final class KeptRefreshToken {
  private static final Logger LOG = LoggerFactory.getLogger(KeptRefreshToken.class);

  private final String set;
  private final Path file;
  private String newest;

  /**
   * @param set what the settings say
   * @param file where the newest is kept
   */
  KeptRefreshToken(String set, Path file) {
    this.set = set;
    this.file = file;
    this.newest = "";
  }

  String newest() {
    if (newest.isEmpty()) {
      newest = kept();
    }
    return newest;
  }

  private String kept() {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.size() == 2 && lines.get(0).equals(mark()) ? lines.get(1) : set;
    } catch (NoSuchFileException e) {
      return set;
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("file", file).log("the newest refresh token can not be read");
      return set;
    }
  }

  void keep(String token) {
    if (token.equals(newest())) {
      return;
    }
    newest = token;
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path beside = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(beside);
      Files.createFile(
          beside,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(beside, mark() + "\n" + token + "\n");
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // it goes on from memory; after a restart an endpoint that gives each token once says no
      LOG.atWarn().addKeyValue("file", file).log("the newest refresh token can not be kept");
    }
  }

  /** By which it is known that the settings still name the token it began with. */
  private String mark() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(set.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
