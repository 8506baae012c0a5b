package svara.telephony.asterisk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An exchange of one's own: made by the scripts of {@code config/asterisk}, started as a child in a
 * session of its own, ended by {@link #close}. One that an earlier run left behind when it was
 * killed is ended first.
 */
public final class AsteriskProcess implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(20);
  private static final Duration STOP_MAX = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration COMMAND_MAX = Duration.ofSeconds(30);

  private final Setup setup;
  private @Nullable Process process;

  private AsteriskProcess(Setup setup) {
    this.setup = setup;
  }

  /**
   * What is made.
   *
   * @param home Svara's own folder, with the scripts
   * @param program an Asterisk that get-asterisk.sh has unpacked
   * @param sounds what make-sounds.sh has made
   * @param folder becomes the exchange
   * @param keys KEY=VALUE for make-instance.sh
   * @param queues for each queue KEY=VALUE, with a space between, for make-queue.sh
   */
  public record Setup(
      Path home,
      Path program,
      Path sounds,
      Path folder,
      List<String> keys,
      List<List<String>> queues) {
    public Setup {
      keys = List.copyOf(keys);
      queues = List.copyOf(queues);
    }

    private List<String> asterisk(String... arguments) {
      List<String> command = new ArrayList<>();
      command.add(program.resolve("usr/bin/asterisk-run").toString());
      command.addAll(List.of("-C", folder.resolve("etc/asterisk.conf").toString()));
      command.addAll(List.of(arguments));
      return command;
    }
  }

  /**
   * Makes it, starts it and waits until it has booted.
   *
   * @throws AsteriskNotStarted when it can not be made or does not start
   */
  public static AsteriskProcess started(Setup setup) {
    AsteriskProcess made = made(setup);
    made.start();
    return made;
  }

  /**
   * Makes its files and starts nothing, so that they can be changed before.
   *
   * @throws AsteriskNotStarted when it can not be made
   */
  public static AsteriskProcess made(Setup setup) {
    try {
      endEarlier(setup);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path scripts = setup.home().resolve("config/asterisk");
    List<String> make = new ArrayList<>();
    make.add(scripts.resolve("make-instance.sh").toString());
    make.addAll(List.of(setup.program().toString(), setup.folder().toString()));
    make.add("SOUNDS=" + setup.sounds());
    make.addAll(setup.keys());
    must(make);
    for (List<String> queue : setup.queues()) {
      List<String> makeQueue = new ArrayList<>();
      makeQueue.add(scripts.resolve("make-queue.sh").toString());
      makeQueue.add(setup.folder().resolve("etc").toString());
      makeQueue.addAll(queue);
      must(makeQueue);
    }
    return new AsteriskProcess(setup);
  }

  /**
   * Starts it, also again after it has ended, and waits until it has booted.
   *
   * @throws AsteriskNotStarted when it does not start
   */
  public void start() {
    try {
      List<String> command = new ArrayList<>(List.of("setsid"));
      command.addAll(setup.asterisk("-f"));
      Process running =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(setup.folder().resolve("log/stdout").toFile())
              .start();
      process = running;
      awaitBooted(running);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void endEarlier(Setup setup) throws IOException {
    Path pid = setup.folder().resolve("run/asterisk.pid");
    if (!Files.exists(pid)) {
      return;
    }
    long earlier = Long.parseLong(Files.readString(pid).strip());
    // by the folder in its command line: the number may be somebody else's by now
    Path commandLine = Path.of("/proc", Long.toString(earlier), "cmdline");
    if (Files.exists(commandLine)
        && Files.readString(commandLine, StandardCharsets.ISO_8859_1)
            .contains(setup.folder().toString())) {
      ProcessHandle.of(earlier).ifPresent(AsteriskProcess::end);
    }
  }

  private static void end(ProcessHandle process) {
    process.destroy();
    try {
      process.onExit().get(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitBooted(Process running) {
    long until = System.nanoTime() + START_MAX.toNanos();
    while (!run(setup.asterisk("-rx", "core waitfullybooted")).words().contains("fully booted")) {
      if (rests(running, LOOK) || System.nanoTime() > until) {
        close();
        throw new AsteriskNotStarted(
            "Asterisk did not start; its words are in " + setup.folder().resolve("log"));
      }
    }
  }

  /** Lets time pass; true when the process has ended meanwhile. */
  private static boolean rests(Process running, Duration time) {
    try {
      return running.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  public boolean alive() {
    return process != null && process.isAlive();
  }

  /** The operating system's id, for signals and for its processor time. */
  public long pid() {
    if (process == null) {
      throw new IllegalStateException("not started");
    }
    return process.pid();
  }

  /** A command as typed at Asterisk's own console, and what it says. */
  public String cli(String command) {
    return run(setup.asterisk("-rx", command)).words();
  }

  /** Every call at the exchange is hung up, so that phones on both sides end theirs in order. */
  public void hangUpAll() {
    cli("channel request hangup all");
  }

  /** {@code kill -9}. */
  public void kill() {
    if (process != null) {
      process.destroyForcibly();
      rests(process, STOP_MAX);
    }
  }

  /** A clean stop; it can be started again. */
  @Override
  public void close() {
    if (process != null) {
      end(process.toHandle());
    }
  }

  private static void must(List<String> command) {
    Said said = run(command);
    if (said.code() != 0) {
      throw new AsteriskNotStarted(command.getFirst() + ": " + said.words().strip());
    }
  }

  private record Said(int code, String words) {}

  private static Said run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(COMMAND_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return new Said(1, "no end in " + COMMAND_MAX);
      }
      return new Said(process.exitValue(), words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Said(1, "interrupted");
    }
  }
}
