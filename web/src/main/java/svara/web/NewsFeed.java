package svara.web;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.port.LiveUpdate;
import svara.engine.port.LiveUpdates;

/**
 * Passes live updates on as server-sent events, and keeps the last of them for those who come back.
 * An id is the process's own mark and a running number: an id of a former process is no longer
 * known and answered with {@code reset}. Used from one event loop alone.
 */
final class NewsFeed {
  private static final Logger log = LoggerFactory.getLogger(NewsFeed.class);

  private final Vertx vertx;
  private final LiveUpdates updates;
  private final WebSettings settings;
  private final InstantSource clock;
  private final String mark;
  private final ArrayDeque<Kept> kept = new ArrayDeque<>();
  private final Set<NewsReader> readers = new LinkedHashSet<>();
  private long last;
  private long dropped;
  private long timer = -1;
  private LiveUpdates.@Nullable Subscription subscription;

  private record Kept(long id, Buffer text) {}

  NewsFeed(Vertx vertx, LiveUpdates updates, WebSettings settings, InstantSource clock) {
    this.vertx = vertx;
    this.updates = updates;
    this.settings = settings;
    this.clock = clock;
    this.mark = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
  }

  void open() {
    subscription = updates.subscribe(this::publish);
    timer = vertx.setPeriodic(settings.heartbeat().toMillis(), id -> beat());
  }

  void close() {
    if (subscription != null) {
      subscription.cancel();
    }
    vertx.cancelTimer(timer);
    List.copyOf(readers).forEach(NewsReader::end);
    readers.clear();
  }

  int readers() {
    return readers.size();
  }

  long dropped() {
    return dropped;
  }

  /**
   * Lets a reader in; his response has its head set.
   *
   * @param lastId the id he saw last, or null
   * @return false when there are as many readers as there may be
   */
  boolean join(HttpServerResponse response, @Nullable String lastId) {
    if (readers.size() >= settings.listenersMax()) {
      return false;
    }
    NewsReader reader = new NewsReader(response, settings.newsBehindMax());
    readers.add(reader);
    response.closeHandler(v -> readers.remove(reader));
    response.exceptionHandler(e -> readers.remove(reader));
    List<Buffer> first = new ArrayList<>();
    first.add(Buffer.buffer("retry: 1000\n\n"));
    if (lastId == null) {
      first.add(text(last, "hello", now()));
    } else {
      first.addAll(missed(lastId));
    }
    tell(reader, r -> first.stream().allMatch(r::send));
    return true;
  }

  private List<Buffer> missed(String lastId) {
    long seen = number(lastId);
    long oldest = kept.isEmpty() ? last + 1 : kept.getFirst().id();
    // A reader may be sent no more at once than he may be behind
    if (seen < oldest - 1 || seen > last || last - seen >= settings.newsBehindMax()) {
      return List.of(text(last, "reset", now()));
    }
    return kept.stream().filter(news -> news.id() > seen).map(Kept::text).toList();
  }

  private long number(String id) {
    String prefix = mark + "-";
    try {
      return id.startsWith(prefix) ? Long.parseLong(id.substring(prefix.length())) : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private void publish(LiveUpdate update) {
    Buffer text = text(++last, update.name(), json(update));
    kept.add(new Kept(last, text));
    if (kept.size() > settings.newsKept()) {
      kept.removeFirst();
    }
    tellAll(reader -> reader.send(text));
  }

  private void beat() {
    Buffer text = text(last, "heartbeat", now());
    tellAll(reader -> reader.beat(text));
  }

  private void tellAll(Predicate<NewsReader> message) {
    List.copyOf(readers).forEach(reader -> tell(reader, message));
  }

  private void tell(NewsReader reader, Predicate<NewsReader> message) {
    if (!message.test(reader)) {
      readers.remove(reader);
      dropped++;
      reader.cutOff();
      log.atInfo().addKeyValue("readers", readers.size()).log("A slow reader of news is cut off");
    }
  }

  private Buffer text(long id, String name, JsonObject data) {
    return Buffer.buffer(
        "id: " + mark + "-" + id + "\nevent: " + name + "\ndata: " + data.encode() + "\n\n");
  }

  private JsonObject now() {
    return new JsonObject().put("at", clock.instant().toString());
  }

  private static JsonObject json(LiveUpdate update) {
    JsonObject json = new JsonObject().put("at", update.at().toString());
    put(json, "queue", update.queue());
    put(json, "call", update.call());
    put(json, "callback", update.callback());
    put(json, "ticket", update.ticket());
    put(json, "technician", update.technician());
    put(json, "detail", update.detail().isEmpty() ? null : update.detail());
    return json;
  }

  private static void put(JsonObject json, String key, @Nullable Object value) {
    if (value != null) {
      json.put(key, value.toString());
    }
  }
}
