package svara.telephony.planted;

import svara.web.planted.PlantedPage;

/** Breaks the rule that the exchange knows the engine alone, and makes a circle with the pages. */
public final class PlantedExchange {
  PlantedPage page;
}
