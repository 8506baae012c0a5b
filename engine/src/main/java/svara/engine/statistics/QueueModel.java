package svara.engine.statistics;

/**
 * M/M/c/K: callers come by chance at an even rate, {@code c} can be helped at once, {@code K} be in
 * the queue at all, each is helped for an exponential time, and nobody gives up. With one talking
 * and one waiting place it is M/M/1/2.
 *
 * @param load calls per second * handling time in seconds (Erlang)
 * @param servers {@code c}: 1 to 1,000
 * @param places {@code K}, those who are helped included: {@code c} to 11,000
 */
public record QueueModel(double load, int servers, int places) {
  public QueueModel {
    if (!(load >= 0) || servers < 1 || places < servers) {
      throw new IllegalArgumentException(
          "no such queue: load %s, c %d, K %d".formatted(load, servers, places));
    }
  }

  /** The shares of time in which 0 to {@code K} are in the queue. */
  private double[] states() {
    double[] states = new double[places + 1];
    states[0] = 1;
    double sum = 1;
    for (int n = 1; n <= places; n++) {
      states[n] = states[n - 1] * load / Math.min(n, servers);
      sum += states[n];
      if (sum > 1e200) {
        for (int i = 0; i <= n; i++) {
          states[i] /= sum;
        }
        sum = 1;
      }
    }
    for (int n = 0; n <= places; n++) {
      states[n] /= sum;
    }
    return states;
  }

  /** The share who meet a full queue: those who come find what time finds (PASTA). */
  public double turnedAway() {
    return states()[places];
  }

  /** How much of the time each of those who help is busy. */
  public double occupancy() {
    return load * (1 - turnedAway()) / servers;
  }

  /** The mean wait of those who got in, in units of the mean handling time (Little). */
  public double meanWait() {
    double[] states = states();
    double waiting = 0;
    for (int n = servers + 1; n <= places; n++) {
      waiting += (n - servers) * states[n];
    }
    double admitted = load * (1 - states[places]);
    return admitted == 0 ? 0 : waiting / admitted;
  }
}
