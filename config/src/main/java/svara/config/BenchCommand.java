package svara.config;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import svara.config.bench.Bench;
import svara.config.bench.BenchFailure;
import svara.config.bench.Database;
import svara.config.bench.FigureBench;
import svara.config.bench.MailBench;
import svara.config.bench.Plan;
import svara.engine.postgres.DatabaseAddress;

/** {@code svara bench}: how fast it is, beside Asterisk's own queue in the same run. */
@Command(
    name = "bench",
    description =
        "Measures calls beside the same calls through Asterisk's Queue(), mails beside pgbench.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description =
          "only these: start, cold, connect, held, rate; or figures, of ten years of calls; or mail",
      defaultValue = "")
  private String only = "";

  @Option(names = "--technicians", description = "default ${DEFAULT-VALUE}")
  private int technicians = 100;

  @Option(names = "--rate", description = "calls per second, default ${DEFAULT-VALUE}")
  private int callsPerSecond = 80;

  @Option(names = "--rounds", description = "default ${DEFAULT-VALUE}")
  private int rounds = 3;

  @Option(names = "--seconds", description = "length of a round, default ${DEFAULT-VALUE}")
  private int seconds = 10;

  @Option(
      names = "--warm-up",
      description =
          "seconds at the full rate before anything is timed, for each side alike; default ${DEFAULT-VALUE}")
  private int warmUpSeconds = 30;

  @Option(
      names = "--calls",
      description =
          "in ten years, for figures; default ${DEFAULT-VALUE}, with --large ten times that")
  private long calls = 1_000_000;

  @Option(names = "--large", description = "ten times as many calls, for figures")
  private boolean large;

  @Option(
      names = "--mails",
      description = "after which memory must be as it was, for mail; default ${DEFAULT-VALUE}")
  private int mails = 100_000;

  BenchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Plan plan =
        new Plan(
            only,
            technicians,
            callsPerSecond,
            rounds,
            Duration.ofSeconds(seconds),
            Duration.ofSeconds(warmUpSeconds));
    if (!plan.problems().isEmpty()) {
      plan.problems().forEach(problem -> terminal.err().println("bench: " + problem));
      return ExitCode.WRONG_USE;
    }
    Path home = Path.of(terminal.environment().getOrDefault("SVARA_HOME", "."));
    try {
      if (only.equals("mail")) {
        return new MailBench(plan.length(), plan.warmUp(), mails, terminal.out(), terminal.err())
                .run(home, BenchCommand::database)
            ? ExitCode.DONE
            : ExitCode.FOUND_WRONG;
      }
      if (only.equals("figures")) {
        return new FigureBench(large ? 10 * calls : calls, terminal.out(), terminal.err())
                .run(home, BenchCommand::database)
            ? ExitCode.DONE
            : ExitCode.FOUND_WRONG;
      }
      return new Bench(plan, terminal.out(), terminal.err()).run(BenchCommand::database)
          ? ExitCode.DONE
          : ExitCode.FOUND_WRONG;
    } catch (BenchFailure failure) {
      terminal.err().println("bench: " + failure.getMessage());
      return failure.missing() ? ExitCode.MISSING : ExitCode.FOUND_WRONG;
    }
  }

  private static Database database(Path folder, int port) {
    EmbeddedPostgres server = EmbeddedPostgres.start(folder, port);
    return new Database() {
      @Override
      public DatabaseAddress address() {
        return server.address();
      }

      @Override
      public long pid() {
        return server.pid();
      }

      @Override
      public void close() {
        server.close();
      }
    };
  }
}
