package svara.config.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** For tests that plant a fault in a backup and want it to look whole. */
public final class SealedFile {
  private SealedFile() {}

  public static void sealAgain(Path file) throws IOException {
    // a ZIP file written by others ends with an empty comment: two bytes for its length
    byte[] comment = Seal.OPEN.getBytes(StandardCharsets.US_ASCII);
    byte[] all = Files.readAllBytes(file);
    all[all.length - 2] = (byte) comment.length;
    Files.write(file, all);
    Files.write(file, comment, StandardOpenOption.APPEND);
    Seal.set(file);
  }
}
