package svara.engine.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TechnicianId;
import svara.engine.statistics.ContactFold;
import svara.engine.statistics.FigureFold;
import svara.engine.statistics.TechnicianClocks;
import svara.engine.statistics.WaitHistogram;

/** The stored form of folded figures: small, because what is zero is left out. */
final class FigureCodec {
  private static final JsonMapper MAPPER = new JsonMapper();

  private FigureCodec() {}

  /** Always the same text for the same figures. */
  static String write(FigureFold.Kept kept) {
    return object(kept).toString();
  }

  private static ObjectNode object(FigureFold.Kept kept) {
    ObjectNode json = MAPPER.createObjectNode();
    ObjectNode counts = json.putObject("counts");
    new TreeMap<>(kept.counts()).forEach(counts::put);
    ObjectNode waits = json.putObject("waits");
    new TreeMap<>(kept.waits())
        .forEach((name, histogram) ->
            waits
                .putObject(name)
                .put("sumMillis", histogram.sumMillis())
                .put("longestMillis", histogram.longestMillis())
                .put("lengths", histogram.lengths()));
    return json;
  }

  static FigureFold.Kept read(String text) {
    try {
      return kept(MAPPER.readTree(text));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not stored figures: " + e.getOriginalMessage(), e);
    }
  }

  private static FigureFold.Kept kept(JsonNode json) {
    Map<String, Long> counts = new HashMap<>();
    json.path("counts")
        .properties()
        .forEach(field -> counts.put(field.getKey(), field.getValue().asLong()));
    Map<String, WaitHistogram.Kept> waits = new HashMap<>();
    json.path("waits")
        .properties()
        .forEach(field -> waits.put(field.getKey(), waits(field.getValue())));
    return new FigureFold.Kept(counts, waits);
  }

  private static WaitHistogram.Kept waits(JsonNode one) {
    return new WaitHistogram.Kept(
        one.path("lengths").asText(),
        one.path("sumMillis").asLong(),
        one.path("longestMillis").asLong());
  }

  /** The hours of a day, by the second each begins at. */
  static String writeHours(List<Map.Entry<Instant, ContactFold>> hours) {
    ObjectNode json = MAPPER.createObjectNode();
    hours.forEach(hour ->
        json.set(Long.toString(hour.getKey().getEpochSecond()), object(hour.getValue().kept())));
    return json.toString();
  }

  static Map<Instant, ContactFold> readHours(String text) {
    try {
      Map<Instant, ContactFold> hours = new TreeMap<>();
      MAPPER
          .readTree(text)
          .properties()
          .forEach(hour ->
              hours.put(
                  Instant.ofEpochSecond(Long.parseLong(hour.getKey())),
                  ContactFold.of(kept(hour.getValue()))));
      return hours;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not stored hours: " + e.getOriginalMessage(), e);
    }
  }

  /** How technicians stood when the last row of the journal was folded. */
  static String write(TechnicianClocks clocks) {
    ArrayNode array = MAPPER.createArrayNode();
    for (TechnicianClocks.Clock clock : clocks.kept()) {
      ObjectNode one =
          array
              .addObject()
              .put("technician", clock.technician().value())
              .put("onDuty", clock.onDuty())
              .put("busy", clock.busy())
              .put("since", clock.since().toString());
      if (clock.wrapUpSince() != null && clock.wrapUpOf() != null) {
        one.put("wrapUpSince", clock.wrapUpSince().toString());
        one.put("wrapUpOf", clock.wrapUpOf().toString());
      }
    }
    return array.toString();
  }

  static TechnicianClocks clocks(String text) {
    try {
      List<TechnicianClocks.Clock> clocks = new ArrayList<>();
      for (JsonNode one : MAPPER.readTree(text)) {
        clocks.add(
            new TechnicianClocks.Clock(
                new TechnicianId(one.path("technician").asText()),
                one.path("onDuty").asBoolean(),
                one.path("busy").asBoolean(),
                Instant.parse(one.path("since").asText()),
                moment(one.path("wrapUpSince")),
                moment(one.path("wrapUpOf"))));
      }
      return new TechnicianClocks(clocks);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not stored clocks: " + e.getOriginalMessage(), e);
    }
  }

  private static @Nullable Instant moment(JsonNode node) {
    return node.isMissingNode() ? null : Instant.parse(node.asText());
  }
}
