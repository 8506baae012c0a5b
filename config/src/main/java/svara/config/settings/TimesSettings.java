package svara.config.settings;

import java.time.Duration;

/**
 * The times that engine, exchange and database hold each other to. Their order is what makes a
 * take-over come before the dead-man's switch, so a broken order is refused.
 *
 * @param heartbeat how often the engine tells the exchange that it lives
 * @param stale an older heartbeat makes the exchange serve new callers itself
 * @param leaseRenew how often a queue's owner renews its lease
 * @param ownerStop an owner stops so long after the start of its last good renewal
 * @param lease how long a queue stays owned without renewal, by the database's clock
 * @param deadManRenew how often the dead-man's switch of a parked call is renewed
 * @param deadMan a parked call leaves the engine by itself after so long without renewal
 */
public record TimesSettings(
    Duration heartbeat,
    Duration stale,
    Duration leaseRenew,
    Duration ownerStop,
    Duration lease,
    Duration deadManRenew,
    Duration deadMan) {

  static TimesSettings read(Section section) {
    return new TimesSettings(
        time(section, "heartbeat", 1, 1),
        time(section, "stale", 2, 5),
        time(section, "leaseRenew", 1, 2),
        time(section, "ownerStop", 1, 4),
        time(section, "lease", 2, 6),
        time(section, "deadManRenew", 1, 2),
        time(section, "deadMan", 2, 10));
  }

  /** Whole seconds: the dialplan and AbsoluteTimeout know no smaller ones. */
  private static Duration time(Section section, String name, int min, int seconds) {
    return section.parsed(
        name,
        "duration",
        min + "s to 5m, whole seconds",
        seconds + "s",
        text -> {
          Duration time = Durations.parse(text);
          if (time.toMillis() % 1000 != 0 || time.toSeconds() < min || time.toSeconds() > 300) {
            throw new IllegalArgumentException("out of range");
          }
          return time;
        });
  }

  /** Refuses a broken order. */
  void check(Section section, Section database, Duration awayMax) {
    inOrder(section, "stale", stale, "times.heartbeat", heartbeat);
    inOrder(section, "lease", lease, "times.stale", stale);
    inOrder(section, "deadMan", deadMan, "times.lease", lease);
    inOrder(section, "ownerStop", ownerStop, "times.leaseRenew", leaseRenew);
    inOrder(section, "lease", lease, "times.ownerStop", ownerStop);
    inOrder(section, "deadMan", deadMan, "times.deadManRenew", deadManRenew);
    if (awayMax.compareTo(lease) >= 0) {
      database.refuse(
          "awayMax",
          Durations.write(awayMax),
          "must be less than times.lease (" + Durations.write(lease) + ")");
    }
  }

  /** Refuses a time that is not longer than the one it must outlast. */
  static void inOrder(
      Section section, String name, Duration time, String otherName, Duration other) {
    if (time.compareTo(other) <= 0) {
      section.refuse(
          name,
          Durations.write(time),
          "must be more than " + otherName + " (" + Durations.write(other) + ")");
    }
  }
}
