package svara.engine.whatif;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import svara.engine.id.CallId;
import svara.engine.queue.Outcome;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.QueuePolicy;
import svara.engine.statistics.Figures;
import svara.engine.statistics.QueueModel;

/** What other limits would have changed, beside what happened. */
public final class WhatIf {
  private static final SequencedMap<String, Function<Outcomes, OptionalDouble>> MEASURES =
      measures();

  /** What no replay knows, by name; to be said beside every answer. */
  public static final List<String> CANNOT_KNOW =
      List.of(
          "whetherMoreCall", "whetherTheyCallAgain", "patienceBeyondTheRecord", "newTechnicians");

  private WhatIf() {}

  /**
   * What came of it.
   *
   * @param calls that were recorded and replayed
   * @param unlike calls that a replay with the limits in force ends otherwise than they ended: what
   *     the recording does not hold, such as calls that the exchange served alone
   * @param technicians who were there
   * @param figures by name, in the order they are shown
   * @param formula M/M/c/K with the new limits
   */
  public record Answer(
      int calls,
      int unlike,
      int technicians,
      int seeds,
      SequencedMap<String, Change> figures,
      Formula formula) {}

  /**
   * One figure.
   *
   * @param happened as recorded
   * @param mean over the seeds
   * @param low the least of the seeds
   * @param high the greatest
   */
  public record Change(
      OptionalDouble happened, OptionalDouble mean, OptionalDouble low, OptionalDouble high) {}

  /**
   * The formula, hour of the week by hour of the week, each weighted with its calls.
   *
   * @param handlingSeconds the mean time a call kept a technician
   */
  public record Formula(
      double turnedAwayRate, double meanWaitSeconds, double occupancy, double handlingSeconds) {}

  /**
   * Replays a recording with other limits, and once with those in force.
   *
   * @param seeds 1 to 1,000: so many replays, each with other draws where the recording is silent
   * @throws IllegalArgumentException when no answered call was recorded: nobody knows then how long
   *     helping takes
   */
  public static Answer ask(
      Recording recording, QueuePolicy policy, Limits limits, int seeds, ZoneId zone) {
    if (recording.pools.talks.isEmpty()) {
      throw new IllegalArgumentException("no answered call is recorded in that time");
    }
    Map<String, List<Double>> drawn = new HashMap<>();
    for (int seed = 1; seed <= seeds; seed++) {
      Outcomes outcomes = Replay.run(recording, policy, limits, seed).outcomes();
      MEASURES.forEach((name, measure) ->
          measure
              .apply(outcomes)
              .ifPresent(v -> drawn.computeIfAbsent(name, _ -> new ArrayList<>()).add(v)));
    }
    SequencedMap<String, Change> figures = new LinkedHashMap<>();
    MEASURES.forEach((name, measure) ->
        figures.put(
            name, change(measure.apply(recording.recorded), drawn.getOrDefault(name, List.of()))));
    return new Answer(
        recording.calls(),
        unlike(recording, policy),
        recording.technicians(),
        seeds,
        figures,
        formula(recording, limits.in(policy), limits, zone));
  }

  private static Change change(OptionalDouble happened, List<Double> values) {
    double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
    return new Change(
        happened, Arrays.stream(all).average(), Arrays.stream(all).min(), Arrays.stream(all).max());
  }

  private static SequencedMap<String, Function<Outcomes, OptionalDouble>> measures() {
    SequencedMap<String, Function<Outcomes, OptionalDouble>> measures = new LinkedHashMap<>();
    measures.put("answered", o -> OptionalDouble.of((double) o.figures().of(Outcome.ANSWERED)));
    measures.put("metFull", o -> OptionalDouble.of((double) o.figures().metFull()));
    measures.put("answerRate", o -> o.figures().answerRate());
    measures.put("turnedAwayRate", o -> o.figures().turnedAwayRate());
    measures.put("abandonmentRate", o -> o.figures().abandonmentRate());
    measures.put("serviceLevel", o -> o.figures().serviceLevel(Duration.ofSeconds(60)));
    measures.put("averageAnswerSeconds", o -> seconds(o.figures(), Figures::averageSpeedOfAnswer));
    measures.put(
        "waitAnsweredP90Seconds",
        o -> seconds(o.figures(), f -> f.waitsAnswered().percentile(0.9)));
    measures.put("promised", o -> OptionalDouble.of((double) o.promised()));
    measures.put("promisesKept", o -> OptionalDouble.of((double) o.promisesKept()));
    measures.put("promiseKeptRate", Outcomes::promisesKeptInTimeRate);
    measures.put("occupancy", Outcomes::occupancy);
    return measures;
  }

  private static OptionalDouble seconds(
      Figures figures, Function<Figures, Optional<Duration>> time) {
    return time.apply(figures)
        .map(t -> OptionalDouble.of(t.toMillis() / 1_000.0))
        .orElse(OptionalDouble.empty());
  }

  private static int unlike(Recording recording, QueuePolicy policy) {
    Map<CallId, Outcome> again =
        Replay.run(recording, policy, Limits.IN_FORCE, 1).ended().stream()
            .collect(Collectors.toMap(QueueEvent.CallEnded::call, QueueEvent.CallEnded::outcome));
    return (int) recording.ended.stream().filter(e -> again.get(e.call()) != e.outcome()).count();
  }

  // ---- the formula

  private record WeekHour(int day, int hour) {}

  private static Formula formula(
      Recording recording, QueuePolicy policy, Limits limits, ZoneId zone) {
    double handling =
        recording.pools.talks.stream().mapToDouble(WhatIf::handlingSeconds).average().orElse(0)
            + policy.wrapUp().toSeconds();
    int technicians = limits.technicians() == null ? recording.technicians() : limits.technicians();
    int servers = Math.max(1, Math.min(policy.talkingMax(), technicians));
    Map<WeekHour, Integer> calls = new HashMap<>();
    Map<WeekHour, Integer> weeks = weeks(recording, zone);
    recording.arrivals.forEach(call -> calls.merge(hour(call.offered, zone), 1, Integer::sum));
    double all = Math.max(1, recording.arrivals.size());
    double turnedAway = 0;
    double wait = 0;
    double occupancy = 0;
    for (Map.Entry<WeekHour, Integer> hour : calls.entrySet()) {
      double perHour = (double) hour.getValue() / weeks.getOrDefault(hour.getKey(), 1);
      QueueModel model =
          new QueueModel(perHour / 3_600 * handling, servers, servers + policy.waitingMax());
      double share = hour.getValue() / all;
      turnedAway += share * model.turnedAway();
      wait += share * model.meanWait() * handling;
      occupancy += share * model.occupancy();
    }
    return new Formula(turnedAway, wait, occupancy, handling);
  }

  private static double handlingSeconds(CallScript talk) {
    Act ends = talk.released == null ? talk.talkEnds : talk.released;
    return ends == null ? 0 : ends.after() / 1e9;
  }

  /** How often each hour of the week came in the time of the recording. */
  private static Map<WeekHour, Integer> weeks(Recording recording, ZoneId zone) {
    Map<WeekHour, Integer> weeks = new HashMap<>();
    if (recording.arrivals.isEmpty()) {
      return weeks;
    }
    long hour = 3_600_000_000_000L;
    long last = recording.arrivals.getLast().offered;
    long first = recording.arrivals.getFirst().offered;
    for (long at = first - Math.floorMod(first, hour); at <= last; at += hour) {
      weeks.merge(hour(at, zone), 1, Integer::sum);
    }
    return weeks;
  }

  private static WeekHour hour(long at, ZoneId zone) {
    ZonedDateTime local = Recording.instant(at).atZone(zone);
    return new WeekHour(local.getDayOfWeek().getValue(), local.getHour());
  }
}
