package svara.config.exchange;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What phones saw, held against what is in the books.
 *
 * @param acknowledged calls that were answered, and promises that were given
 * @param missing of these: without a row, a ticket or an outcome, cut off, or a promise not kept
 * @param doubled rows and promises beyond what phones made
 * @param doubleOwned phones that had two calls at one time, and callers dialled twice for one try
 * @param findings each of these in words
 */
record FaultLedger(
    int acknowledged, int missing, int doubled, int doubleOwned, List<String> findings) {
  FaultLedger {
    findings = List.copyOf(findings);
  }

  /**
   * What was seen from outside.
   *
   * @param answered numbers of callers whose call was answered
   * @param unanswered numbers of callers whose call was not
   * @param cutOff of those who talked or waited when it struck, who were hung up by it
   * @param promised numbers that were promised a callback
   * @param dialled how often each of these was dialled
   * @param twoAtOnce phones that had two calls at one time
   */
  record Seen(
      List<String> answered,
      List<String> unanswered,
      List<String> cutOff,
      List<String> promised,
      Map<String, Integer> dialled,
      List<String> twoAtOnce) {}

  /**
   * Compares.
   *
   * @param onTickets how many of the rows stand on a ticket that exists
   */
  static FaultLedger of(
      Seen seen, List<Books.Row> rows, long onTickets, List<Books.Promise> promises) {
    List<String> missing = new ArrayList<>();
    List<String> doubled = new ArrayList<>();
    Map<String, Integer> left = new HashMap<>();
    rows.forEach(row -> left.merge(row.number(), 1, Integer::sum));
    for (String number : seen.answered()) {
      if (left.merge(number, -1, Integer::sum) < 0) {
        missing.add("no row of the call from " + number);
      }
    }
    seen.unanswered().forEach(number -> left.merge(number, -1, Integer::sum));
    left.forEach((number, more) -> {
      for (int i = 0; i < more; i++) {
        doubled.add("a row more of " + number);
      }
    });
    rows.stream()
        .filter(row -> row.outcome().equals("null"))
        .forEach(row -> missing.add("no outcome of " + row));
    for (long i = onTickets; i < rows.size(); i++) {
      missing.add("a call without its ticket");
    }
    seen.cutOff().forEach(number -> missing.add(number + " was cut off"));
    promises(seen, promises, missing, doubled);
    List<String> owned = new ArrayList<>(seen.twoAtOnce());
    for (Books.Promise promise : promises) {
      int dialled = seen.dialled().getOrDefault(promise.number(), 0);
      if (dialled > promise.attempts()) {
        owned.add(promise.number() + " rang " + dialled + " times in " + promise);
      }
    }
    List<String> findings = new ArrayList<>(missing);
    findings.addAll(doubled);
    findings.addAll(owned);
    return new FaultLedger(
        seen.answered().size() + seen.promised().size(),
        missing.size(),
        doubled.size(),
        owned.size(),
        findings);
  }

  private static void promises(
      Seen seen, List<Books.Promise> promises, List<String> missing, List<String> doubled) {
    for (String number : seen.promised()) {
      List<Books.Promise> his =
          promises.stream().filter(promise -> promise.number().equals(number)).toList();
      if (his.isEmpty()) {
        missing.add("no promise to " + number);
      } else if (his.size() > 1) {
        doubled.add("promises to " + number + ": " + his);
      } else if (!his.getFirst().state().equals("kept")) {
        missing.add("not kept: " + his);
      }
    }
  }

  boolean well() {
    return findings.isEmpty();
  }

  /** A line of the results. */
  JsonObject json() {
    return new JsonObject()
        .put("acknowledged", acknowledged)
        .put("missing", missing)
        .put("doubled", doubled)
        .put("doubleOwned", doubleOwned)
        .put("findings", findings);
  }
}
