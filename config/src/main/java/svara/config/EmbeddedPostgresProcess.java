package svara.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A running postmaster.
 *
 * @param pid its process id
 * @param port where it listens
 */
record EmbeddedPostgresProcess(long pid, int port, Path cluster) {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  /**
   * The postmaster that its pid file names, if it runs. A number that another program has by now is
   * told by the working folder, which is the cluster in every process of the server and in no
   * other.
   */
  static Optional<EmbeddedPostgresProcess> running(Path cluster) throws IOException {
    Path file = cluster.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() < 8 || !lines.get(7).strip().equals("ready")) {
      return Optional.empty();
    }
    EmbeddedPostgresProcess process =
        new EmbeddedPostgresProcess(
            Long.parseLong(lines.get(0).strip()), Integer.parseInt(lines.get(3).strip()), cluster);
    return process.alive() ? Optional.of(process) : Optional.empty();
  }

  boolean alive() {
    return worksIn(pid, cluster);
  }

  /** Whether any process of a server works in the cluster. */
  static boolean works(Path cluster) {
    return ProcessHandle.allProcesses().anyMatch(process -> worksIn(process.pid(), cluster));
  }

  /**
   * A killed postmaster's own processes notice within moments and end; until then no new one may
   * start.
   */
  static void awaitLeftovers(Path cluster, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    for (Optional<ProcessHandle> left = worker(cluster); left.isPresent(); left = worker(cluster)) {
      if (System.nanoTime() - deadline > 0) {
        throw new EmbeddedPostgresException(
            "process %d of an earlier server still works in %s: end it"
                .formatted(left.get().pid(), cluster));
      }
      awaitEnd(left.get());
    }
  }

  private static Optional<ProcessHandle> worker(Path cluster) {
    return ProcessHandle.allProcesses()
        .filter(process -> worksIn(process.pid(), cluster))
        .findAny();
  }

  /**
   * In short steps: a container's first process may never collect the dead, and then the end of one
   * is never told.
   */
  private static void awaitEnd(ProcessHandle process) {
    try {
      process.onExit().get(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a process handle never fails", e);
    } catch (InterruptedException e) {
      throw EmbeddedPostgresCommand.interrupted(e);
    }
  }

  /**
   * A process that is dead and not yet collected by its parent has no working folder any more. The
   * folder is compared and not its name, which is another one where a service or a container has
   * mounts of its own.
   */
  private static boolean worksIn(long pid, Path cluster) {
    try {
      return Files.isSameFile(Path.of("/proc/" + pid + "/cwd"), cluster);
    } catch (IOException e) {
      return false;
    }
  }
}
