package svara.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import svara.config.demo.Demo;
import svara.config.demo.DemoOptions;
import svara.config.demo.DemoPlaces;

/** {@code svara demo}: a working day with real calls through a real exchange. */
@Command(
    name = "demo",
    description = "Shows a working day with real calls; needs no server of its own.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final Duration END_MAX = Duration.ofSeconds(30);

  /** Whether anybody calls. */
  enum Calls {
    DAY,
    NONE
  }

  private final Terminal terminal;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--calls",
      description = "day: people call; none: everything runs and nobody calls",
      defaultValue = "DAY")
  private Calls calls = Calls.DAY;

  @Option(names = "--seed", description = "decides who calls when", defaultValue = "1")
  private long seed = 1;

  @Option(
      names = "--speed",
      description = "how much faster than life the day passes, 1 to 1000",
      defaultValue = "60")
  private double speed = 60;

  @Option(
      names = "--for",
      paramLabel = "SECONDS",
      description = "ends by itself after so long; 20 or more")
  private @Nullable Integer seconds;

  @Option(names = "--http", paramLabel = "PORT", description = "of the pages; 0 for any")
  private @Nullable Integer http;

  @Option(names = "--sip", paramLabel = "PORT", description = "of the exchange; 0 for any")
  private @Nullable Integer sip;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    DemoOptions options = options();
    LogLevel.set(LogLevel.OF_COMMANDS);
    Demo demo = new Demo(options, DemoPlaces.of(terminal.environment()), terminal.out());
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(demo, ended), "stop demo"));
    try {
      boolean same = demo.run(settings -> DemoHelpdesk.start(settings, terminal));
      return same ? ExitCode.DONE : ExitCode.FOUND_WRONG;
    } finally {
      ended.countDown();
    }
  }

  private static void stop(Demo demo, CountDownLatch ended) {
    demo.stop();
    try {
      ended.await(END_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private DemoOptions options() {
    require(speed >= 1 && speed <= 1000, "--speed must be 1 to 1000");
    require(seconds == null || seconds >= 20, "--for must be 20 or more");
    return new DemoOptions(
        calls == Calls.DAY,
        seed,
        speed,
        Optional.ofNullable(seconds).map(Duration::ofSeconds),
        port(http, "--http"),
        port(sip, "--sip"));
  }

  private OptionalInt port(@Nullable Integer value, String option) {
    require(value == null || (value >= 0 && value <= 65535), option + " must be 0 to 65535");
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private void require(boolean allowed, String sentence) {
    if (!allowed && spec != null) {
      throw new ParameterException(spec.commandLine(), sentence);
    }
  }
}
