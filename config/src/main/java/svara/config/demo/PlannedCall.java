package svara.config.demo;

import java.time.Duration;
import java.util.Optional;

/**
 * Somebody who will call.
 *
 * @param after the start of the day, in real time
 * @param name what his phone shows
 * @param number what his phone shows; empty: withheld
 * @param patience how long he lets it ring
 * @param stay how long after the answer he hangs up, unless the other side does before
 * @param callback so long after the answer he presses 1; none for who does not want a callback
 */
record PlannedCall(
    Duration after,
    String name,
    String number,
    Duration patience,
    Duration stay,
    Optional<Duration> callback) {}
