package svara.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command that has ended.
 *
 * @param out what it printed, and {@code err} what it complained
 */
record Ran(int exit, String out, String err, Duration took) {

  /** Runs a command in a folder with some environment more; killed after the limit. */
  static Ran command(
      Path folder, Map<String, String> environment, Duration limit, String... words) {
    try {
      Path out = Files.createTempFile("ran", ".out");
      Path err = Files.createTempFile("ran", ".err");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(List.of(words))
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        long began = System.nanoTime();
        Process process = builder.start();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly().waitFor();
          throw new AssertionError(
              String.join(" ", words) + " took over " + limit + ": " + Files.readString(err));
        }
        return new Ran(
            process.exitValue(),
            new String(Files.readAllBytes(out), StandardCharsets.UTF_8),
            new String(Files.readAllBytes(err), StandardCharsets.UTF_8),
            Duration.ofNanos(System.nanoTime() - began));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
