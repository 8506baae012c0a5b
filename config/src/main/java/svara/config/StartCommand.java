package svara.config;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import svara.config.settings.Settings;

/** {@code svara start}: answers the helpdesk's phone until it is told to stop. */
@Command(
    name = "start",
    description = "Answers the helpdesk's phone and mail, as the settings say.",
    mixinStandardHelpOptions = true)
final class StartCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ConfigOption config = new ConfigOption();

  StartCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    Settings settings = config.read(terminal.environment());
    LogLevel.set(settings.log());
    try (NodeProcess process = NodeProcess.start(settings, terminal)) {
      process.follow(config.path(terminal.environment()));
      process.sayReady();
      process.sayWhoIsFirst();
      process.untilStopped();
    }
    return ExitCode.DONE;
  }
}
