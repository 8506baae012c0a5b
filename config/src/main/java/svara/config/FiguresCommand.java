package svara.config;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import svara.config.settings.Settings;
import svara.engine.id.QueueId;
import svara.engine.port.FigureStore;
import svara.engine.postgres.PostgresStores;
import svara.engine.statistics.FigureTable;
import svara.engine.statistics.Figures;
import svara.engine.statistics.Statistics;

/** {@code svara figures}: the figures of days, a line a day and one for all. */
@Command(
    name = "figures",
    description = "Prints figures by day; figures rebuild makes them anew from the journal.",
    mixinStandardHelpOptions = true)
final class FiguresCommand implements Callable<Integer> {
  private static final int CONNECTIONS = 2;

  private final Terminal terminal;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--from", paramLabel = "DATE", description = "first day, as 2026-03-02")
  private @Nullable LocalDate from;

  @Option(names = "--to", paramLabel = "DATE", description = "last day; today when not given")
  private @Nullable LocalDate to;

  @Option(names = "--queue", paramLabel = "NAME", description = "of this queue alone")
  private @Nullable String queue;

  @Option(names = "--json", description = "Prints JSON, a line a day.")
  private boolean json;

  @Option(names = "--csv", description = "Prints CSV with a header.")
  private boolean csv;

  FiguresCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** One line: the day, or the word for all of them, and its figures by name. */
  private record Line(String day, Map<String, String> values) {}

  @Override
  public Integer call() {
    Settings settings = config.read(terminal.environment());
    LocalDate last =
        to == null ? LocalDate.ofInstant(terminal.clock().instant(), settings.zone()) : to;
    LocalDate first = from == null ? last : from;
    require(!first.isAfter(last), "--from must not be after --to");
    require(first.plusDays(3_700).isAfter(last), "at most 3,700 days at once");
    require(!(json && csv), "--json or --csv, not both");
    Statistics.Span span = span(first, last, settings.zone());
    Statistics statistics =
        with(settings, stores -> stores.read(queue == null ? null : new QueueId(queue), span));
    print(lines(statistics, settings.zone()));
    return statistics.all().offered() >= statistics.all().outcomesSum()
        ? ExitCode.DONE
        : ExitCode.FOUND_WRONG;
  }

  private static Statistics.Span span(LocalDate first, LocalDate last, ZoneId zone) {
    Instant start = first.atStartOfDay(zone).toInstant();
    Instant end = last.plusDays(1).atStartOfDay(zone).toInstant();
    return new Statistics.Span(start, end, zone, Statistics.By.DAY);
  }

  /** What the stored figures say, asked of the database that the settings name. */
  interface Stored {
    Statistics read(@Nullable QueueId queue, Statistics.Span span);
  }

  static <T> T with(Settings settings, Function<Stored, T> work) {
    return onFigures(
        settings,
        figures ->
            work.apply((queue, span) -> {
              FigureStore.Reading reading = figures.read(queue, span).await();
              // a command asks no queue: what is open counts as going on
              reading.open().forEach(reading.statistics()::inProgress);
              return reading.statistics();
            }));
  }

  static <T> T onFigures(Settings settings, Function<FigureStore, T> work) {
    Vertx vertx = Vertx.vertx();
    try (OpenDatabase database = OpenDatabase.of(settings)) {
      PostgresStores stores =
          PostgresStores.open(vertx, database.address(), CONNECTIONS, settings.zone());
      return work.apply(stores.figures(settings.deskHours()));
    } finally {
      vertx.close().await();
    }
  }

  private static List<Line> lines(Statistics statistics, ZoneId zone) {
    List<Line> lines = new ArrayList<>();
    for (Statistics.Part part : statistics.parts()) {
      lines.add(
          new Line(LocalDate.ofInstant(part.from(), zone).toString(), values(part.figures())));
    }
    lines.add(new Line("all", values(statistics.all())));
    return lines;
  }

  private static Map<String, String> values(Figures figures) {
    Map<String, String> values = new LinkedHashMap<>();
    FigureTable.of(figures)
        .forEach(
            (name, value) -> values.put(name, value.isEmpty() ? "" : number(value.getAsDouble())));
    values.put("addsUp", Boolean.toString(figures.addsUp()));
    return values;
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? Long.toString(Math.round(value))
        : Double.toString(Math.round(value * 10_000) / 10_000.0);
  }

  private void print(List<Line> lines) {
    if (csv) {
      terminal.out().println("day," + String.join(",", lines.getLast().values().keySet()));
      lines.forEach(line ->
          terminal.out().println(line.day() + "," + String.join(",", line.values().values())));
      return;
    }
    for (Line line : lines) {
      terminal.out().println(json ? object(line).encode() : words(line));
    }
  }

  private static JsonObject object(Line line) {
    JsonObject object = new JsonObject().put("day", line.day());
    line.values()
        .forEach((name, value) ->
            object.put(
                name, value.isEmpty() ? null : new JsonArray("[" + value + "]").getValue(0)));
    return object;
  }

  /** What is nothing is left out, for a person's eye. */
  private static String words(Line line) {
    return line.day()
        + line.values().entrySet().stream()
            .filter(value -> !value.getValue().isEmpty() && !value.getValue().equals("0"))
            .map(value -> " " + value.getKey() + " " + value.getValue())
            .collect(Collectors.joining());
  }

  private void require(boolean allowed, String sentence) {
    if (!allowed && spec != null) {
      throw new ParameterException(spec.commandLine(), sentence);
    }
  }
}
