package svara.config.demo;

import svara.engine.queue.Outcome;

/**
 * What Svara counted beside what the phones counted.
 *
 * @param own Svara's
 * @param peers the phones'
 */
record DemoResult(HelpdeskCounts own, PeerCounts peers) {

  /** In how many calls the two differ; 0 when both saw the same day. */
  long differ() {
    long calls = Math.abs(own.offered() - peers.invited());
    long answers = outside(own.answeredByOurs(), peers.talked(), peers.talked() + peers.missed());
    long promises = Math.max(0, own.of(Outcome.CALLBACK_PROMISED) - peers.pressed());
    long ended = own.outcomes().values().stream().mapToLong(Long::longValue).sum();
    long outcomes = Math.abs(own.offered() - own.open() - ended);
    return calls + answers + promises + outcomes + own.open() + own.offered() - own.onTickets();
  }

  private static long outside(long value, long least, long most) {
    return Math.max(0, Math.max(least - value, value - most));
  }

  /** The last line; outsiders hold on to it. */
  String line() {
    long abandoned = own.of(Outcome.ABANDONED) + own.of(Outcome.ABANDONED_SHORT);
    return ("demo: offered %d answered %d abandoned %d turned_away %d promised %d tickets %d;"
            + " peers %d; differ %d")
        .formatted(
            own.offered(),
            own.of(Outcome.ANSWERED),
            abandoned,
            own.of(Outcome.TURNED_AWAY),
            own.of(Outcome.CALLBACK_PROMISED),
            own.onTickets(),
            peers.invited(),
            differ());
  }
}
