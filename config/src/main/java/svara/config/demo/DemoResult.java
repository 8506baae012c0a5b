package svara.config.demo;

import svara.engine.queue.Outcome;

/**
 * What Svara counted beside what the phones counted.
 *
 * @param own Svara's
 * @param peers the phones'
 * @param mails that were sent
 * @param answered mails that came back to those who had sent one
 */
record DemoResult(HelpdeskCounts own, PeerCounts peers, long mails, long answered) {
  /** Automatic mails to one address a day, as the demo sets it; more are not written. */
  static final int ANSWERS_MAX = 100;

  /** In how many calls and mails the two differ; 0 when both saw the same day. */
  long differ() {
    long calls = Math.abs(own.offered() - peers.invited());
    long answers = outside(own.answeredByOurs(), peers.talked(), peers.talked() + peers.missed());
    long promises = Math.max(0, own.of(Outcome.CALLBACK_PROMISED) - peers.pressed());
    long ended = own.outcomes().values().stream().mapToLong(Long::longValue).sum();
    long outcomes = Math.abs(own.offered() - own.open() - ended);
    long missing = own.open() + own.offered() - own.onTickets();
    return calls
        + answers
        + promises
        + outcomes
        + missing
        + calledBack()
        + Math.abs(mails - own.mails())
        + unanswered();
  }

  /** Each mail is acknowledged; replies that technicians write come on top. */
  long unanswered() {
    return Math.max(0, Math.min(mails, ANSWERS_MAX) - answered);
  }

  /** Who was cut off in the middle by the end of the demo may have talked long enough, or not. */
  private long calledBack() {
    PeerCounts.Home home = peers.home();
    return Math.abs(own.promises().dialled() - home.rung())
        + outside(own.promises().kept(), home.talked(), home.pressed());
  }

  String promiseLine() {
    return "demo: called back %d, kept %d; their phones rung %d, pressed 1 %d, talked to the end %d"
        .formatted(
            own.promises().dialled(),
            own.promises().kept(),
            peers.home().rung(),
            peers.home().pressed(),
            peers.home().talked());
  }

  private static long outside(long value, long least, long most) {
    return Math.max(0, Math.max(least - value, value - most));
  }

  String mailLine() {
    return "demo: mails sent %d, on tickets %d, answered %d"
        .formatted(mails, own.mails(), answered);
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
