package svara.config.bench;

import java.util.List;

/**
 * A load that was carried, with what it cost: processor time in seconds.
 *
 * @param asterisk of the exchange that carried it
 * @param engine of Svara, 0 for the peer
 * @param database of PostgreSQL, 0 for the peer
 */
record Round(CallResults calls, double asterisk, double engine, double database) {

  double all() {
    return asterisk + engine + database;
  }

  static Latencies answers(List<Round> rounds) {
    return Latencies.all(rounds.stream().map(round -> round.calls.answers()).toList());
  }

  static int failed(List<Round> rounds) {
    return rounds.stream().mapToInt(round -> round.calls.failed()).sum();
  }

  static int calls(List<Round> rounds) {
    return rounds.stream().mapToInt(round -> round.calls.offered()).sum();
  }

  /** For people: one round in a line. */
  String text() {
    Latencies answers = calls.answers();
    return "%d calls, failed %d, %.1f calls/s, median %.1f ms, p99 %.1f ms, max %.1f ms; processor ms a call: asterisk %.2f engine %.2f database %.2f"
        .formatted(
            calls.offered(),
            calls.failed(),
            calls.callsPerSecond(),
            answers.medianMillis(),
            answers.p99Millis(),
            answers.quantileMillis(1),
            perCall(asterisk),
            perCall(engine),
            perCall(database));
  }

  private double perCall(double seconds) {
    return 1_000 * seconds / calls.offered();
  }
}
