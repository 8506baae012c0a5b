package svara.config.cluster;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.port.LiveUpdate;
import svara.engine.port.QueueService.QueueView;
import svara.engine.port.QueueService.Submitted;
import svara.engine.port.StoreException;
import svara.engine.postgres.JournalCodec;
import svara.engine.queue.QueueEvent;
import svara.engine.queue.Refusal;
import svara.engine.runtime.QueueSetup;

/** What nodes tell each other, in the journal's own spelling. */
final class Wire {
  private static final String EVENTS = "events";
  private static final String REFUSAL = "refusal";
  private static final String STATE = "state";
  private static final String AT = "at";
  private static final String NAME = "name";
  private static final String QUEUE = "queue";
  private static final String CALL = "call";
  private static final String CALLBACK = "callback";
  private static final String TICKET = "ticket";
  private static final String TECHNICIAN = "technician";
  private static final String DETAIL = "detail";

  private Wire() {}

  static JsonObject json(Submitted submitted) {
    JsonArray events = new JsonArray();
    submitted.events().forEach(event -> events.add(JournalCodec.write(event)));
    JsonObject json = new JsonObject().put(EVENTS, events);
    submitted.refusal().ifPresent(refusal -> json.put(REFUSAL, refusal.name()));
    return json;
  }

  static Submitted submitted(JsonObject json) {
    List<QueueEvent> events = new ArrayList<>();
    json.getJsonArray(EVENTS).forEach(event -> events.add(JournalCodec.event((String) event)));
    return new Submitted(
        events, Optional.ofNullable(json.getString(REFUSAL)).map(Refusal::valueOf));
  }

  static JsonObject json(QueueView view) {
    return new JsonObject()
        .put(STATE, JournalCodec.write(view.state()))
        .put(AT, view.at().toString());
  }

  /** The owner's state with what this node's own settings say of the queue. */
  static QueueView view(JsonObject json, QueueSetup setup) {
    Map<TechnicianId, String> names =
        setup.technicians().stream()
            .collect(
                Collectors.toMap(
                    QueueSetup.TechnicianSetup::id, QueueSetup.TechnicianSetup::name, (a, _) -> a));
    return new QueueView(
        setup.queue(),
        setup.title(),
        setup.numbers(),
        setup.policy(),
        JournalCodec.state(json.getString(STATE)),
        names,
        Instant.parse(json.getString(AT)));
  }

  static JsonObject json(LiveUpdate update) {
    return new JsonObject()
        .put(NAME, update.name())
        .put(AT, update.at().toString())
        .put(QUEUE, text(update.queue()))
        .put(CALL, text(update.call()))
        .put(CALLBACK, text(update.callback()))
        .put(TICKET, text(update.ticket()))
        .put(TECHNICIAN, text(update.technician()))
        .put(DETAIL, update.detail());
  }

  private static @Nullable String text(@Nullable Object id) {
    return id == null ? null : id.toString();
  }

  static LiveUpdate update(JsonObject json) {
    return new LiveUpdate(
        json.getString(NAME),
        Instant.parse(json.getString(AT)),
        id(json, QUEUE, QueueId::new),
        id(json, CALL, CallId::new),
        id(json, CALLBACK, CallbackId::new),
        id(json, TICKET, text -> TicketNumber.parse(text).orElse(null)),
        id(json, TECHNICIAN, TechnicianId::new),
        json.getString(DETAIL));
  }

  private static <T> @Nullable T id(
      JsonObject json, String name, Function<String, ? extends @Nullable T> made) {
    String text = json.getString(name);
    return text == null ? null : made.apply(text);
  }

  static int code(Throwable cause) {
    StoreException.Kind kind =
        cause instanceof StoreException store ? store.kind() : StoreException.Kind.UNAVAILABLE;
    return switch (kind) {
      case UNAVAILABLE -> 1;
      case OVERLOADED -> 2;
      case REFUSED -> 3;
    };
  }

  static StoreException.Kind kind(int code) {
    return switch (code) {
      case 2 -> StoreException.Kind.OVERLOADED;
      case 3 -> StoreException.Kind.REFUSED;
      default -> StoreException.Kind.UNAVAILABLE;
    };
  }
}
