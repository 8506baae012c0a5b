package svara.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A process with the embedded database in it: prints the server's pid, ends with its input. */
final class EmbeddedPostgresEngine {
  private EmbeddedPostgresEngine() {}

  public static void main(String[] args) throws IOException {
    try (EmbeddedPostgres database =
        EmbeddedPostgres.start(
            Path.of(args[0]),
            Integer.parseInt(args[1]),
            "",
            Optional.of(new EmbeddedPostgresPrograms(Path.of(args[2]))))) {
      System.out.println(database.pid());
      while (System.in.read() >= 0) {
        // nothing is said to it
      }
    }
  }
}
