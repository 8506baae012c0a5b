package svara.engine.statistics;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import svara.engine.queue.Outcome;

/** Every figure by the name outsiders know it by; what is unknown is empty and not zero. */
public final class FigureTable {
  private static final Duration SERVICE = Duration.ofSeconds(60);

  private FigureTable() {}

  public static SequencedMap<String, OptionalDouble> of(Figures figures) {
    SequencedMap<String, OptionalDouble> table = new LinkedHashMap<>();
    count(table, "offered", figures.offered());
    for (Outcome outcome : Outcome.values()) {
      count(table, outcome.name(), figures.of(outcome));
    }
    count(table, "inProgress", figures.inProgress());
    count(table, "queued", figures.queued());
    count(table, "metFull", figures.metFull());
    count(table, "outsideHours", figures.outsideHours());
    count(table, "withoutEngine", figures.withoutEngine());
    count(table, "taken", figures.taken());
    table.put("answerRate", figures.answerRate());
    table.put("reachedRate", figures.reachedRate());
    table.put("turnedAwayRate", figures.turnedAwayRate());
    table.put("abandonmentRate", figures.abandonmentRate());
    table.put("serviceLevel", figures.serviceLevel(SERVICE));
    seconds(table, "waitMedianSeconds", figures.waits().median());
    seconds(table, "waitP90Seconds", figures.waits().percentile(0.9));
    seconds(table, "waitP95Seconds", figures.waits().percentile(0.95));
    seconds(table, "waitLongestSeconds", figures.waits().longest());
    seconds(table, "waitAnsweredMedianSeconds", figures.waitsAnswered().median());
    seconds(table, "waitAbandonedMedianSeconds", figures.waitsAbandoned().median());
    seconds(table, "averageAnswerSeconds", figures.averageSpeedOfAnswer());
    seconds(table, "averageTalkSeconds", figures.averageTalk());
    count(table, "promised", figures.promised());
    count(table, "promisesFulfilled", figures.promisesFulfilled());
    count(table, "promisesLate", figures.promisesLate());
    count(table, "promisesExpired", figures.promisesExpired());
    count(table, "promisesWithdrawn", figures.promisesWithdrawn());
    count(table, "promisesOvertaken", figures.promisesOvertaken());
    table.put("promisesKeptRate", figures.promisesKeptRate());
    seconds(table, "promisesMedianSeconds", figures.waitsPromised().median());
    return table;
  }

  private static void count(SequencedMap<String, OptionalDouble> table, String name, long n) {
    table.put(name, OptionalDouble.of((double) n));
  }

  private static void seconds(
      SequencedMap<String, OptionalDouble> table, String name, Optional<Duration> time) {
    table.put(
        name,
        time.map(t -> OptionalDouble.of(t.toMillis() / 1_000.0)).orElse(OptionalDouble.empty()));
  }
}
