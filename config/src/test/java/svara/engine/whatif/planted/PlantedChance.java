package svara.engine.whatif.planted;

import java.util.SplittableRandom;

/** Breaks the rule that pure packages draw from a seed that is handed in. */
public final class PlantedChance {
  public double drawn() {
    return new SplittableRandom().nextDouble();
  }
}
