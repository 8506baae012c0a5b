package svara.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the API says of a running engine, as lines for a terminal. */
final class StatusScreen {
  private final URI url;
  private final JsonObject health;
  private final JsonArray queues;
  private final JsonObject today;

  StatusScreen(URI url, JsonObject health, JsonArray queues, JsonObject today) {
    this.url = url;
    this.health = health;
    this.queues = queues;
    this.today = today;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    String parts =
        objects(health.getJsonArray("parts"))
            .map(part -> part.getString("name") + " " + part.getString("state"))
            .collect(Collectors.joining(", "));
    lines.add("%s  %s  (%s)".formatted(url, health.getString("status"), parts));
    objects(queues).forEach(queue -> queue(lines, queue));
    lines.add(today());
    return lines;
  }

  private static void queue(List<String> lines, JsonObject queue) {
    JsonObject limits = queue.getJsonObject("limits", new JsonObject());
    JsonArray active = array(queue, "active");
    JsonArray waiting = array(queue, "waiting");
    JsonArray callbacks = array(queue, "callbacks");
    Instant at = Instant.parse(queue.getString("at"));
    lines.add("");
    lines.add(
        "%s  %s  talking %d/%d  waiting %d/%d  callbacks %d/%d"
            .formatted(
                queue.getString("title", queue.getString("name")),
                queue.getBoolean("open", true) ? "open" : "closed",
                active.size(),
                limits.getInteger("talkingMax", 0),
                waiting.size(),
                limits.getInteger("waitingMax", 0),
                callbacks.size(),
                limits.getInteger("callbacksMax", 0)));
    objects(active).forEach(seat -> lines.add(call(seat.getString("state"), seat, "since", at)));
    objects(waiting).forEach(call -> lines.add(call("waiting", call, "since", at)));
    objects(callbacks).forEach(owed -> lines.add(call("callback", owed, "promisedAt", at)));
    String technicians =
        objects(array(queue, "technicians"))
            .map(one -> one.getString("name") + " " + one.getString("state"))
            .collect(Collectors.joining(", "));
    lines.add("  " + (technicians.isEmpty() ? "no technicians" : technicians));
  }

  private static String call(String state, JsonObject call, String since, Instant at) {
    JsonObject caller = call.getJsonObject("caller", new JsonObject());
    String who =
        Stream.of(caller.getString("name"), caller.getString("number"))
            .filter(word -> word != null && !word.isEmpty())
            .collect(Collectors.joining(" "));
    Duration lasted = Duration.between(Instant.parse(call.getString(since)), at);
    return "  %-9s %5s  %s  %s"
        .formatted(
            state, clock(lasted), call.getString("ticket"), who.isEmpty() ? "withheld" : who);
  }

  private String today() {
    String outcomes =
        today.getJsonObject("outcomes", new JsonObject()).stream()
            .filter(outcome -> !Integer.valueOf(0).equals(outcome.getValue()))
            .sorted(Map.Entry.comparingByKey())
            .map(outcome -> outcome.getKey() + " " + outcome.getValue())
            .collect(Collectors.joining(", "));
    JsonObject wait = today.getJsonObject("wait", new JsonObject());
    String sum = Boolean.FALSE.equals(today.getBoolean("addsUp")) ? "  DO NOT ADD UP" : "";
    return "%ntoday  offered %d  %s%s  wait median %s, longest %s"
        .formatted(
            today.getInteger("offered", 0),
            outcomes.isEmpty() ? "no call has ended" : outcomes,
            sum,
            seconds(wait, "medianSeconds"),
            seconds(wait, "longestSeconds"));
  }

  private static String seconds(JsonObject wait, String key) {
    Double seconds = wait.getDouble(key);
    return seconds == null ? "-" : clock(Duration.ofSeconds(Math.round(seconds)));
  }

  private static String clock(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    return "%d:%02d".formatted(seconds / 60, seconds % 60);
  }

  private static JsonArray array(JsonObject in, String key) {
    return in.getJsonArray(key, new JsonArray());
  }

  private static Stream<JsonObject> objects(JsonArray array) {
    return array == null ? Stream.of() : array.stream().map(JsonObject.class::cast);
  }
}
