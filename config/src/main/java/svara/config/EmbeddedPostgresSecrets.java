package svara.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;

/**
 * The generated passwords of the embedded server, kept in a file that only the engine's user reads.
 */
record EmbeddedPostgresSecrets(String admin, String owner, String engine) {
  private static final int BYTES = 24;

  /** Those in the file, made the first time. */
  static EmbeddedPostgresSecrets in(Path file, boolean clusterExists) throws IOException {
    if (!Files.exists(file)) {
      if (clusterExists) {
        throw new EmbeddedPostgresException(
            "the database's passwords are gone: bring %s back from a backup".formatted(file));
      }
      write(file, List.of(generated(), generated(), generated()));
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() != 3) {
      throw new EmbeddedPostgresException(
          "%s is damaged: bring it back from a backup".formatted(file));
    }
    return new EmbeddedPostgresSecrets(lines.get(0), lines.get(1), lines.get(2));
  }

  private static void write(Path file, List<String> passwords) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    createPrivate(fresh);
    Files.write(fresh, new ArrayList<>(passwords), StandardOpenOption.SYNC);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** An empty file that nobody else ever could open. */
  static void createPrivate(Path file) throws IOException {
    Files.newByteChannel(
            file,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
        .close();
  }

  private static String generated() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "passwords";
  }
}
