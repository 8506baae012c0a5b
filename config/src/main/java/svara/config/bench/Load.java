package svara.config.bench;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Calls to be made at an even pace.
 *
 * @param number that is dialled
 * @param callsPerSecond how many begin in a second
 * @param calls how many in all
 * @param hangUpAfter the caller hangs up so long after being answered; null: the other side does
 */
record Load(String number, int callsPerSecond, int calls, @Nullable Duration hangUpAfter) {

  static Load lasting(String number, int callsPerSecond, Duration length) {
    return new Load(number, callsPerSecond, (int) (callsPerSecond * length.toSeconds()), null);
  }
}
