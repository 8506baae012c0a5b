package svara.engine.statistics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.QueueId;

/** The opening hours that times to response and solution are counted in. */
public final class DeskHours {
  private final Map<String, OpeningHours> queues = new LinkedHashMap<>();

  /**
   * Hours by queue.
   *
   * @param queues in the order of the settings
   */
  public DeskHours(Map<QueueId, OpeningHours> queues) {
    queues.forEach((queue, hours) -> this.queues.put(queue.value(), hours));
  }

  /** Open day and night. */
  public static DeskHours always() {
    return new DeskHours(Map.of());
  }

  /** Of a queue; what came through none has the hours of the first. */
  public OpeningHours of(@Nullable QueueId queue) {
    OpeningHours own = queue == null ? null : queues.get(queue.value());
    return own != null ? own : queues.values().stream().findFirst().orElseGet(OpeningHours::always);
  }

  /** The same text for the same hours, and another for others. */
  public String words() {
    List<String> words = new ArrayList<>();
    queues.forEach((queue, hours) ->
        words.add(
            "%s %s %s %s"
                .formatted(
                    queue,
                    hours.zone(),
                    new TreeMap<>(hours.week()),
                    new TreeMap<>(hours.dates()))));
    return String.join("\n", words);
  }
}
