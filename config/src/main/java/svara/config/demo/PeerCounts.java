package svara.config.demo;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What phones saw, counted from the turns that SIPp wrote down.
 *
 * @param invited INVITEs that callers' phones sent
 * @param answered callers' INVITEs answered with 200, by a technician or to hold the caller
 * @param refused callers' INVITEs refused, by status
 * @param hungUp callers who hung up or gave up
 * @param hungUpOn callers whom the exchange hung up on
 * @param pressed keys that callers pressed
 * @param rung INVITEs that technicians' phones received
 * @param talked calls that technicians answered and that lasted
 * @param missed calls that ended in the very moment a technician answered: nobody can say from
 *     outside whether the two heard each other
 * @param home what the phones of those saw who were called back
 */
record PeerCounts(
    long invited,
    long answered,
    Map<Integer, Long> refused,
    long hungUp,
    long hungUpOn,
    long pressed,
    long rung,
    long talked,
    long missed,
    Home home) {
  private static final String REFUSED = "refused ";

  /**
   * The phones of people who were promised a call.
   *
   * @param rung INVITEs that they received
   * @param pressed times that somebody pressed 1, to talk
   * @param talked talks that they ended themselves
   */
  record Home(long rung, long pressed, long talked) {}

  PeerCounts {
    refused = Map.copyOf(refused);
  }

  /** Counts the turns of all phones. */
  static PeerCounts of(Collection<List<String>> phones) {
    List<String> turns = phones.stream().flatMap(List::stream).map(String::strip).toList();
    Map<Integer, Long> refused = new TreeMap<>();
    turns.stream()
        .filter(turn -> turn.startsWith(REFUSED))
        .map(turn -> Integer.valueOf(turn.substring(REFUSED.length())))
        .forEach(status -> refused.merge(status, 1L, Long::sum));
    return new PeerCounts(
        count(turns, "invited"),
        count(turns, "answered"),
        refused,
        count(turns, "hung up") + count(turns, "gave up"),
        count(turns, "hung up on"),
        turns.stream().filter(turn -> turn.startsWith("pressed ")).count(),
        count(turns, "rung"),
        count(turns, "talked"),
        count(turns, "missed"),
        new Home(
            count(turns, "home rung"),
            count(turns, "home pressed 1"),
            count(turns, "home talked")));
  }

  private static long count(List<String> turns, String turn) {
    return turns.stream().filter(turn::equals).count();
  }
}
