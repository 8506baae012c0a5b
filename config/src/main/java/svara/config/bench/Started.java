package svara.config.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that this run has started and ends again. */
record Started(String name, Process process, Path log) implements AutoCloseable {
  private static final Duration STOP_MAX = Duration.ofSeconds(12);

  /** Starts it; what it prints goes into the log. */
  static Started of(String name, List<String> command, Path folder, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    return new Started(name, builder.start(), log);
  }

  long pid() {
    return process.pid();
  }

  /** Waits; the process is expected to live on. */
  void rest(Duration time) {
    try {
      if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new BenchFailure(
            "%s ended by itself with %d; see %s".formatted(name, process.exitValue(), log));
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  static BenchFailure interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new BenchFailure("interrupted", e);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
