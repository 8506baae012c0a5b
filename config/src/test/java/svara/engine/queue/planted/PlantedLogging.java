package svara.engine.queue.planted;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Breaks the rule that pure packages lean on nothing. */
public final class PlantedLogging {
  private final Logger log = LoggerFactory.getLogger(PlantedLogging.class);

  public void say() {
    log.info("a pure package does not log");
  }
}
