package svara.config.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * This machine's clock, the exchange's and the database's agree. Leases and heartbeats are each
 * measured by one clock alone; but times of calls, tickets and figures come from all three.
 */
final class ClockCheck {
  static final String NAME = "clock";

  /** The exchange tells whole seconds, and asking takes some time. */
  private static final Duration APART_MAX = Duration.ofSeconds(2);

  private ClockCheck() {}

  /**
   * One clock read beside our own.
   *
   * @param whose for instance {@code exchange}
   * @param ours our clock, right after the other was read
   */
  record Reading(String whose, Instant theirs, Instant ours) {
    Duration apart() {
      return Duration.between(ours, theirs).abs();
    }
  }

  static Finding look(List<Optional<Reading>> readings) {
    List<String> apart = new ArrayList<>();
    List<String> agree = new ArrayList<>();
    for (Reading reading : readings.stream().flatMap(Optional::stream).toList()) {
      String words =
          "%s %s%d ms"
              .formatted(
                  reading.whose(),
                  reading.theirs().isBefore(reading.ours()) ? "-" : "+",
                  reading.apart().toMillis());
      (reading.apart().compareTo(APART_MAX) > 0 ? apart : agree).add(words);
    }
    if (!apart.isEmpty()) {
      return Finding.wrong(
          NAME,
          "clocks differ from this machine's: " + String.join(", ", apart),
          "let every machine keep time by NTP (systemd-timesyncd or chrony)");
    }
    return readings.stream().anyMatch(Optional::isEmpty)
        ? Finding.unknown(NAME, "not all clocks could be read" + known(agree))
        : Finding.well(NAME, String.join(", ", agree));
  }

  private static String known(List<String> agree) {
    return agree.isEmpty() ? "" : "; " + String.join(", ", agree);
  }
}
