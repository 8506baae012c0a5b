package svara.config.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Svara in a process of its own, started as {@code ./svara start} starts it. */
final class EngineProcess implements AutoCloseable {
  private static final Duration READY_MAX = Duration.ofSeconds(90);
  private static final String READY = "READY ";

  private final Started engine;
  private final Duration startToReady;

  private EngineProcess(Started engine, Duration startToReady) {
    this.engine = engine;
    this.startToReady = startToReady;
  }

  /** Starts it and waits until it takes calls. */
  static EngineProcess start(Path folder, Path settings) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "svara.config.Main"));
    command.addAll(List.of("start", "--config", settings.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("engine.log").toFile()));
    // no setting of the caller's session reaches the engine that is measured
    builder.environment().keySet().removeIf(name -> name.startsWith("SVARA_") && !needed(name));
    long begin = System.nanoTime();
    Started engine = new Started("Svara", builder.start(), folder.resolve("engine.log"));
    Duration took = Duration.ofNanos(awaitReady(engine) - begin);
    return new EngineProcess(engine, took);
  }

  private static boolean needed(String variable) {
    return variable.equals("SVARA_HOME") || variable.equals("SVARA_SOUNDS");
  }

  /** When the line came, by {@link System#nanoTime}. */
  private static long awaitReady(Started engine) {
    CompletableFuture<Long> ready = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> read(engine, ready));
    try {
      return ready.get(READY_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      engine.close();
      throw Started.interrupted(e);
    } catch (ExecutionException | TimeoutException e) {
      engine.close();
      throw new BenchFailure("Svara did not become ready; see " + engine.log(), e);
    }
  }

  private static void read(Started engine, CompletableFuture<Long> ready) {
    try (BufferedReader lines = engine.process().inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(READY)) {
          ready.complete(System.nanoTime());
        }
      }
      ready.completeExceptionally(new BenchFailure("it ended"));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }

  /**
   * Settings for a helpdesk of many technicians, and one where nobody is on duty.
   *
   * @return the file
   */
  static Path settings(
      Path folder, BenchExchange exchange, int databasePort, int httpPort, int technicians)
      throws IOException {
    List<String> dials = BenchExchange.dials(technicians);
    String people =
        java.util.stream.IntStream.range(0, technicians)
            .mapToObj(i ->
                "  - {name: Technician %d, email: technician%d@example.se, dial: %s, queue: helpdesk}\n"
                    .formatted(i + 1, i + 1, dials.get(i)))
            .collect(Collectors.joining());
    String text =
        """
        data: %s
        http: {port: %d}
        database: {embedded: {folder: %s, port: %d}}
        telephony: {ami: {port: %d, secret: "%s"}}
        queues:
          - {name: helpdesk, numbers: ["%s"], talkingMax: %d, waitingMax: 1000}
          - {name: nobody, numbers: ["%s"], talkingMax: 1, waitingMax: 1000}
        log: {level: warn}
        technicians:
        %s\
        """
            .formatted(
                folder.resolve("data"),
                httpPort,
                folder.resolve("postgres"),
                databasePort,
                exchange.amiPort(),
                BenchExchange.AMI_SECRET,
                BenchExchange.HELPDESK,
                technicians,
                BenchExchange.NOBODY_ON_DUTY,
                people);
    return Files.writeString(folder.resolve("svara.yaml"), text);
  }

  Duration startToReady() {
    return startToReady;
  }

  double processorSeconds() throws IOException {
    return ProcessTime.alone(engine.pid());
  }

  double residentMb() throws IOException {
    return ProcessTime.residentMb(engine.pid());
  }

  void rest(Duration time) {
    engine.rest(time);
  }

  @Override
  public void close() {
    engine.close();
  }
}
