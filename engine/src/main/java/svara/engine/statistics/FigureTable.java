package svara.engine.statistics;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import svara.engine.queue.AttemptResult;
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
    count(table, "voiceMessages", figures.voiceMessages());
    table.put("answerRate", figures.answerRate());
    table.put("reachedRate", figures.reachedRate());
    table.put("turnedAwayRate", figures.turnedAwayRate());
    table.put("abandonmentRate", figures.abandonmentRate());
    table.put("serviceLevel", figures.serviceLevel(SERVICE));
    waits(table, "wait", figures.waits());
    seconds(table, "waitLongestSeconds", figures.waits().longest());
    waits(table, "waitAnswered", figures.waitsAnswered());
    waits(table, "waitAbandoned", figures.waitsAbandoned());
    seconds(table, "averageAnswerSeconds", figures.averageSpeedOfAnswer());
    seconds(table, "averageTalkSeconds", figures.averageTalk());
    seconds(table, "averageWrapUpSeconds", figures.averageWrapUp());
    seconds(table, "averageHandlingSeconds", figures.averageHandling());
    seconds(table, "onDutySeconds", figures.onDuty());
    table.put("occupancy", figures.occupancy());
    count(table, "promised", figures.promised());
    count(table, "promisesFulfilled", figures.promisesFulfilled());
    count(table, "promisesLate", figures.promisesLate());
    count(table, "promisesExpired", figures.promisesExpired());
    count(table, "promisesWithdrawn", figures.promisesWithdrawn());
    count(table, "promisesOvertaken", figures.promisesOvertaken());
    table.put("promisesKeptRate", figures.promisesKeptRate());
    seconds(table, "promisesMedianSeconds", figures.waitsPromised().median());
    count(table, "attempts", figures.attemptsSum());
    for (Map.Entry<AttemptResult, Long> one : figures.attempts().entrySet()) {
      count(table, one.getKey().name(), one.getValue());
    }
    table.put("attemptSuccess", figures.attemptSuccess());
    return table;
  }

  private static void count(SequencedMap<String, OptionalDouble> table, String name, long n) {
    table.put(name, OptionalDouble.of((double) n));
  }

  private static void waits(
      SequencedMap<String, OptionalDouble> table, String name, WaitHistogram waits) {
    seconds(table, name + "MedianSeconds", waits.median());
    seconds(table, name + "P90Seconds", waits.percentile(0.9));
    seconds(table, name + "P95Seconds", waits.percentile(0.95));
    seconds(table, name + "MeanSeconds", waits.mean());
  }

  private static void seconds(
      SequencedMap<String, OptionalDouble> table, String name, Optional<Duration> time) {
    table.put(
        name,
        time.map(t -> OptionalDouble.of(t.toMillis() / 1_000.0)).orElse(OptionalDouble.empty()));
  }
}
