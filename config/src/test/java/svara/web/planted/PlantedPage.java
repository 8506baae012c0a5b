package svara.web.planted;

import svara.telephony.planted.PlantedExchange;

/** Breaks the rule that the pages know the engine alone, and makes a circle with the exchange. */
public final class PlantedPage {
  PlantedExchange exchange;
}
