package svara.config.demo;

import java.util.Map;
import svara.engine.queue.Outcome;

/**
 * What the helpdesk counted.
 *
 * @param offered calls
 * @param open calls that have not ended
 * @param outcomes of ended calls
 * @param answeredByOurs answered by one of the technicians whose phones are played
 * @param onTickets calls that are on a ticket
 * @param mails that became tickets
 * @param promises what became of promises
 */
public record HelpdeskCounts(
    long offered,
    long open,
    Map<Outcome, Long> outcomes,
    long answeredByOurs,
    long onTickets,
    long mails,
    Promises promises) {
  public HelpdeskCounts {
    outcomes = Map.copyOf(outcomes);
  }

  /**
   * Promises since the start.
   *
   * @param dialled times that somebody was called back
   * @param kept in a call
   * @param underWay in somebody's hands at this moment
   */
  public record Promises(long dialled, long kept, long underWay) {}

  long of(Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0L);
  }
}
