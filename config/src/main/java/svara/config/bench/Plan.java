package svara.config.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be measured.
 *
 * @param only begin of the names of the figures wanted; empty for all
 * @param technicians how many, all on duty
 * @param callsPerSecond of the timed rounds; at most one fewer than the technicians, since a call
 *     lasts a second
 * @param rounds how often Svara and its peer take turns
 * @param length of a round
 * @param warmUp how long each side carries the full load before it is timed
 */
public record Plan(
    String only,
    int technicians,
    int callsPerSecond,
    int rounds,
    Duration length,
    Duration warmUp) {
  private static final int TECHNICIANS_MAX = 500;
  private static final int ROUNDS_MAX = 20;
  private static final Duration LENGTH_MAX = Duration.ofMinutes(2);
  private static final Duration WARM_UP_MAX = Duration.ofMinutes(10);

  /** What is wrong with it, in words; empty when it can be run. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    within("technicians", technicians, 2, TECHNICIANS_MAX, problems);
    within("rate", callsPerSecond, 1, technicians - 1L, problems);
    within("rounds", rounds, 1, ROUNDS_MAX, problems);
    within("seconds", length.toSeconds(), 1, LENGTH_MAX.toSeconds(), problems);
    within("warm-up", warmUp.toSeconds(), 0, WARM_UP_MAX.toSeconds(), problems);
    return problems;
  }

  private static void within(
      String name, long value, long least, long most, List<String> problems) {
    if (value < least || value > most) {
      problems.add("--%s is %d, and may be %d to %d".formatted(name, value, least, most));
    }
  }

  boolean wants(String figure) {
    return only.isEmpty() || figure.startsWith(only) || only.startsWith(figure);
  }
}
