package svara.config.exchange;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a SIPp has counted: the columns of its statistics file, those that count since its start.
 * The scenario's own counters stand beside SIPp's.
 */
record SippCounts(Map<String, Long> counts) {
  private static final String SINCE_START = "(C)";

  SippCounts {
    counts = Map.copyOf(counts);
  }

  /** Reads the last line of a statistics file, under its heading. */
  static SippCounts of(List<String> file) {
    if (file.size() < 2) {
      throw new IllegalStateException("SIPp has written no statistics: " + file);
    }
    String[] names = file.getFirst().split(";", -1);
    String[] values = file.getLast().split(";", -1);
    if (values.length < names.length) {
      throw new IllegalStateException("a line of SIPp's statistics is torn: " + file.getLast());
    }
    Map<String, Long> counts = new HashMap<>();
    for (int i = 0; i < names.length; i++) {
      if (names[i].endsWith(SINCE_START) && values[i].matches("\\d+")) {
        counts.put(
            names[i].substring(0, names[i].length() - SINCE_START.length()),
            Long.valueOf(values[i]));
      }
    }
    return new SippCounts(counts);
  }

  /** Adds up what several have counted. */
  static SippCounts sum(List<SippCounts> all) {
    Map<String, Long> sums = new TreeMap<>();
    all.forEach(one -> one.counts.forEach((name, count) -> sums.merge(name, count, Long::sum)));
    return new SippCounts(sums);
  }

  /** A counter that this SIPp has; asking for another is a mistake in the test. */
  long of(String name) {
    Long count = counts.get(name);
    if (count == null) {
      throw new IllegalArgumentException("no counter " + name + " among " + counts.keySet());
    }
    return count;
  }

  /** Calls that went to their end as the scenario says. */
  long successful() {
    return of("SuccessfulCall");
  }

  long failed() {
    return of("FailedCall");
  }
}
