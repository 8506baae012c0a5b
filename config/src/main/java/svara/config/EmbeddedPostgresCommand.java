package svara.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs one of the server's programs to its end. */
final class EmbeddedPostgresCommand {
  private EmbeddedPostgresCommand() {}

  /**
   * What the command printed, errors included.
   *
   * @throws EmbeddedPostgresException when it did not end well, with the last line it printed
   */
  static String output(List<String> command) {
    try {
      Process process = start(command);
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        String name = command.stream().filter(word -> word.startsWith("/")).findFirst().orElse("");
        throw new EmbeddedPostgresException(
            "%s failed: %s".formatted(name.isEmpty() ? command.getFirst() : name, last(printed)));
      }
      return printed;
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "%s cannot be run: %s".formatted(command.getFirst(), e.getMessage()), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  static boolean succeeds(List<String> command) {
    try {
      Process process = start(command);
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  static EmbeddedPostgresException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new EmbeddedPostgresException("interrupted while the embedded database was busy", e);
  }

  /** The last line that says something, for a message of one line. */
  static String last(String printed) {
    return printed.lines().filter(line -> !line.isBlank()).reduce("no words", (_, line) -> line);
  }

  private static Process start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // messages are read here, so they are to be in one language; no setting of the caller's session
    // reaches the server
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.directory(java.nio.file.Path.of("/").toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }
}
