package svara.config.demo;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One SIPp that plays one phone. It writes a line for each turn of a call when the turn happens
 * ({@code <log>} in its scenario), which is what is counted. It runs in a session of its own, so
 * that a Ctrl-C at the terminal reaches only the one that started it and ends it in order.
 */
final class SippRun implements AutoCloseable {
  private static final Duration END_MAX = Duration.ofSeconds(1);
  private static final String LOOPBACK = "127.0.0.1";

  private final Process process;
  private final Path log;
  private final Path errors;

  private SippRun(Process process, Path log, Path errors) {
    this.process = process;
    this.log = log;
    this.errors = errors;
  }

  /**
   * How it is started.
   *
   * @param sipp the program
   * @param folder where scenario and logs are kept
   * @param name names them; different from every other run's
   * @param scenario the filled-in XML
   * @param ports what the phone listens on
   * @param more further arguments: the exchange's address for one who calls
   */
  record Setup(
      Path sipp, Path folder, String name, String scenario, PhonePorts ports, List<String> more) {
    Setup {
      more = List.copyOf(more);
    }
  }

  static SippRun start(Setup setup) {
    try {
      Path xml = setup.folder().resolve(setup.name() + ".xml");
      Path log = setup.folder().resolve(setup.name() + ".log");
      Path errors = setup.folder().resolve(setup.name() + ".err");
      Files.deleteIfExists(log);
      Files.writeString(xml, setup.scenario());
      List<String> command =
          new ArrayList<>(
              List.of("setsid", setup.sipp().toString(), "-sf", xml.toString(), "-nostdin"));
      command.addAll(List.of("-i", LOOPBACK, "-mi", LOOPBACK));
      command.addAll(List.of("-p", Integer.toString(setup.ports().sip())));
      command.addAll(List.of("-mp", Integer.toString(setup.ports().media())));
      command.addAll(List.of("-trace_logs", "-log_file", log.toString()));
      command.addAll(List.of("-trace_err", "-error_file", errors.toString()));
      command.addAll(setup.more());
      Process process =
          new ProcessBuilder(command)
              .directory(setup.folder().toFile())
              .redirectErrorStream(true)
              .redirectOutput(new File("/dev/null"))
              .start();
      return new SippRun(process, log, errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The turns so far, in order. */
  List<String> turns() {
    try {
      return Files.exists(log) ? Files.readAllLines(log, StandardCharsets.UTF_8) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it could not do, in SIPp's words; empty when nothing. */
  String errors() {
    try {
      return Files.exists(errors) ? Files.readString(errors) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean ended() {
    return !process.isAlive();
  }

  /** Ended with its scenario played to the end. */
  boolean succeeded() {
    return !process.isAlive() && process.exitValue() == 0;
  }

  CompletableFuture<Process> onEnd() {
    return process.onExit();
  }

  /**
   * Waits for its end.
   *
   * @return whether it ended in time
   */
  boolean awaitEnd(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!awaitEnd(END_MAX)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
