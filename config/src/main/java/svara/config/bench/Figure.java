package svara.config.bench;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One measured value beside its peer's.
 *
 * @param name dotted, the flow first
 * @param value of Svara
 * @param unit of both values
 * @param peer what the other value is of, or null where there is nothing to compare with
 * @param peerValue of the peer, or null
 */
record Figure(
    String name, double value, String unit, @Nullable String peer, @Nullable Double peerValue) {

  static Figure alone(String name, double value, String unit) {
    return new Figure(name, value, unit, null, null);
  }

  /** One line of JSON; values carry three decimals, and what could not be measured is null. */
  String json() {
    return new JsonObject()
        .put("name", name)
        .put("value", rounded(value))
        .put("unit", unit)
        .put("peer", peer)
        .put("peerValue", peerValue == null ? null : rounded(peerValue))
        .encode();
  }

  /** Never 0 for nothing: that would be the best time of all. */
  private static @Nullable Double rounded(double value) {
    return Double.isNaN(value) ? null : Math.round(value * 1_000) / 1_000.0;
  }
}
