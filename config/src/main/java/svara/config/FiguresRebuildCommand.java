package svara.config;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import svara.config.settings.Settings;
import svara.engine.port.FigureStore;
import svara.engine.port.FigureStore.Mismatch;
import svara.engine.port.FigureStore.Rebuilt;

/** {@code svara figures rebuild}: the kept figures made anew, and held against the calls. */
@Command(
    name = "rebuild",
    description = "Folds the journal anew; 1 when what was kept differed, which it must not.",
    mixinStandardHelpOptions = true)
final class FiguresRebuildCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ConfigOption config = new ConfigOption();

  FiguresRebuildCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Settings settings = config.read(terminal.environment());
    return FiguresCommand.onFigures(settings, this::rebuild);
  }

  int rebuild(FigureStore figures) {
    while (figures.keepUp().await() + figures.keepDays().await() > 0) {
      // what is written while this runs is folded here or later, once
    }
    Rebuilt rebuilt = figures.rebuild().await();
    List<Mismatch> mismatches =
        figures.mismatches(Instant.EPOCH, terminal.clock().instant().plusSeconds(86_400)).await();
    for (Mismatch one : mismatches) {
      terminal
          .err()
          .println(
              "figures: %s %s %s: kept %d, the calls say %d"
                  .formatted(one.queue(), one.hour(), one.what(), one.kept(), one.counted()));
    }
    terminal
        .out()
        .println(
            "figures: events %d rows %d differed %d mismatches %d"
                .formatted(rebuilt.events(), rebuilt.rows(), rebuilt.differ(), mismatches.size()));
    return rebuilt.differ() == 0 && mismatches.isEmpty() ? ExitCode.DONE : ExitCode.FOUND_WRONG;
  }
}
