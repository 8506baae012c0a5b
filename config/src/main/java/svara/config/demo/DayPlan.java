package svara.config.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Who calls in a working day of eight hours, decided by a seed: a hundred calls, more of them at
 * ten and at two o'clock. The first three come at once, to show what the helpdesk does: the first
 * is connected, the second waits, the third is promised to be called back.
 */
final class DayPlan {
  private static final int CALLS = 97;
  private static final double DAY_SECONDS = 8 * 3600;
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final List<String> GIVEN =
      List.of("Eva", "Nils", "Karin", "Ali", "Sara", "Per", "Maria", "Johan", "Fatima", "Lars");
  private static final List<String> FAMILY =
      List.of("Berg", "Ek", "Lind", "Holm", "Dahl", "Nyman", "Sand", "Ström", "Falk", "Åberg");

  private DayPlan() {}

  /**
   * One day.
   *
   * @param speed how much faster than real time callers come
   */
  static List<PlannedCall> of(RandomGenerator random, double speed) {
    List<PlannedCall> calls = new ArrayList<>(opening());
    for (int i = 0; i < CALLS; i++) {
      calls.add(call(random, seconds(moment(random) / speed).plusSeconds(8)));
    }
    calls.sort(Comparator.comparing(PlannedCall::after));
    return calls;
  }

  private static List<PlannedCall> opening() {
    return List.of(
        new PlannedCall(seconds(0.2), "Eva Berg", "0701740605", LONG, LONG, Optional.empty()),
        new PlannedCall(seconds(1.7), "Nils Ek", "412", LONG, LONG, Optional.empty()),
        new PlannedCall(
            seconds(3.2), "Karin Lind", "0701740607", LONG, LONG, Optional.of(seconds(3))));
  }

  /** Two humps and a flat rest. */
  private static double moment(RandomGenerator random) {
    double kind = random.nextDouble();
    double at =
        kind < 0.25
            ? DAY_SECONDS * (0.25 + 0.07 * random.nextGaussian())
            : kind < 0.45
                ? DAY_SECONDS * (0.72 + 0.08 * random.nextGaussian())
                : DAY_SECONDS * random.nextDouble();
    return Math.clamp(at, 0, DAY_SECONDS);
  }

  private static PlannedCall call(RandomGenerator random, Duration after) {
    String name = pick(random, GIVEN) + " " + pick(random, FAMILY);
    boolean patient = random.nextDouble() < 0.65;
    return new PlannedCall(
        after,
        name,
        number(random),
        patient ? LONG : seconds(4 + 8 * random.nextDouble()),
        patient ? LONG : seconds(3 + 20 * random.nextDouble()),
        random.nextDouble() < 0.6
            ? Optional.of(seconds(0.4 + 6 * random.nextDouble()))
            : Optional.empty());
  }

  private static String number(RandomGenerator random) {
    double kind = random.nextDouble();
    if (kind < 0.06) {
      return "";
    }
    return kind < 0.3
        ? "0701740" + (605 + random.nextInt(95))
        : Integer.toString(400 + random.nextInt(100));
  }

  private static String pick(RandomGenerator random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(1000 * seconds));
  }
}
