package svara.engine.statistics.planted;

import java.time.Instant;

/** Breaks the rule that pure packages read no clock. */
public final class PlantedClock {
  public Instant at() {
    return Instant.now();
  }
}
