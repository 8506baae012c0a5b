package svara.config.exchange;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import svara.telephony.asterisk.AsteriskInstance;

/**
 * What an exchange holds at a moment: its channels, its bridges, and its task processors by name
 * without the serial numbers. Equal before and after means that calls have left nothing behind.
 */
record Leftovers(long channels, long calls, List<String> bridges, Map<String, Long> processors) {
  private static final Pattern ACTIVE_CHANNELS = Pattern.compile("(\\d+) active channels?");
  private static final Pattern ACTIVE_CALLS = Pattern.compile("(\\d+) active calls?");
  private static final Pattern SERIAL = Pattern.compile("[0-9a-f]{8}(-[0-9a-f-]+)?|\\d+");

  Leftovers {
    bridges = List.copyOf(bridges);
    processors = Map.copyOf(processors);
  }

  static Leftovers of(AsteriskInstance asterisk) {
    String count = asterisk.cli("core show channels count");
    return new Leftovers(
        number(ACTIVE_CHANNELS, count),
        number(ACTIVE_CALLS, count),
        lines(asterisk.cli("bridge show all")),
        processors(asterisk.cli("core show taskprocessors")));
  }

  /**
   * Waits until nothing more is there than was, since ended calls are cleared away a moment later.
   *
   * @return what is there in the end beyond what was before; empty: nothing
   */
  static List<String> beyond(Leftovers before, AsteriskInstance asterisk, Duration settle) {
    long end = System.nanoTime() + settle.toNanos();
    List<String> more = of(asterisk).beyond(before);
    while (!more.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
      more = of(asterisk).beyond(before);
    }
    return more;
  }

  private List<String> beyond(Leftovers before) {
    List<String> more = new ArrayList<>();
    if (channels > before.channels || calls > before.calls) {
      more.add((channels - before.channels) + " channels, " + (calls - before.calls) + " calls");
    }
    if (bridges.size() > before.bridges.size()) {
      more.add("bridges " + bridges);
    }
    new TreeMap<>(processors)
        .forEach((name, there) -> {
          long was = before.processors.getOrDefault(name, 0L);
          if (there > was) {
            more.add("task processors " + name + ": " + there + " after " + was);
          }
        });
    return more;
  }

  private static long number(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new IllegalStateException("Asterisk does not say how many: " + text);
    }
    return Long.parseLong(found.group(1));
  }

  private static List<String> lines(String text) {
    return text.lines().skip(1).filter(line -> !line.isBlank()).toList();
  }

  private static Map<String, Long> processors(String table) {
    Map<String, Long> processors = new TreeMap<>();
    for (String line : lines(table)) {
      String[] columns = line.strip().split("\\s+", -1);
      if (columns.length >= 6) {
        processors.merge(SERIAL.matcher(columns[0]).replaceAll("#"), 1L, Long::sum);
      }
    }
    if (processors.isEmpty()) {
      throw new IllegalStateException("Asterisk names no task processor: " + table);
    }
    return processors;
  }
}
