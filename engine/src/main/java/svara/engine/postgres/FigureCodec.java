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
import svara.engine.statistics.FigureFold;
import svara.engine.statistics.TechnicianClocks;
import svara.engine.statistics.WaitHistogram;

/** The stored form of folded figures: small, because what is zero is left out. */
final class FigureCodec {
  private static final JsonMapper MAPPER = new JsonMapper();

  private FigureCodec() {}

  /** Always the same text for the same figures. */
  static String write(FigureFold fold) {
    FigureFold.Kept kept = fold.kept();
    ObjectNode json = MAPPER.createObjectNode();
    ObjectNode counts = json.putObject("counts");
    new TreeMap<>(kept.counts()).forEach(counts::put);
    ObjectNode waits = json.putObject("waits");
    new TreeMap<>(kept.waits())
        .forEach((name, histogram) -> {
          ObjectNode one = waits.putObject(name);
          one.put("sumMillis", histogram.sumMillis())
              .put("longestMillis", histogram.longestMillis());
          ObjectNode lengths = one.putObject("counts");
          new TreeMap<>(histogram.counts())
              .forEach((millis, n) -> lengths.put(Long.toString(millis), n));
        });
    return json.toString();
  }

  static FigureFold read(String text) {
    try {
      JsonNode json = MAPPER.readTree(text);
      Map<String, WaitHistogram.Kept> waits = new HashMap<>();
      json.path("waits")
          .properties()
          .forEach(one -> waits.put(one.getKey(), waits(one.getValue())));
      return FigureFold.of(new FigureFold.Kept(counts(json.path("counts")), waits));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not stored figures: " + e.getOriginalMessage(), e);
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

  private static WaitHistogram.Kept waits(JsonNode one) {
    Map<Long, Long> lengths = new HashMap<>();
    counts(one.path("counts")).forEach((millis, n) -> lengths.put(Long.valueOf(millis), n));
    return new WaitHistogram.Kept(
        lengths, one.path("sumMillis").asLong(), one.path("longestMillis").asLong());
  }

  private static Map<String, Long> counts(JsonNode object) {
    Map<String, Long> counts = new HashMap<>();
    object.properties().forEach(field -> counts.put(field.getKey(), field.getValue().asLong()));
    return counts;
  }
}
