package svara.web;

import static svara.web.CallerJson.time;
import static svara.web.CallerJson.word;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.CallbackId;
import svara.engine.id.TechnicianId;
import svara.engine.id.TicketNumber;
import svara.engine.port.QueueService.QueueView;
import svara.engine.port.TicketStore.TicketRow;
import svara.engine.queue.Callback;
import svara.engine.queue.CallbackStage;
import svara.engine.queue.Caller;
import svara.engine.queue.Notices;
import svara.engine.queue.QueuePolicy;
import svara.engine.queue.QueueState;
import svara.engine.queue.QueuedCall;
import svara.engine.queue.Technician;

/** A queue in JSON: the state as the engine holds it, with names and subjects from the tickets. */
final class QueueJson {
  private final QueueView view;
  private final QueueState state;
  private final Map<TicketNumber, TicketRow> rows;

  QueueJson(QueueView view, Map<TicketNumber, TicketRow> rows) {
    this.view = view;
    this.state = view.state();
    this.rows = rows;
  }

  /** The tickets whose rows are wanted. */
  static Stream<TicketNumber> tickets(QueueView view) {
    return Stream.concat(
        view.state().calls().stream().map(call -> call.caller().ticket()),
        view.state().callbacks().stream().map(callback -> callback.caller().ticket()));
  }

  JsonObject toJson() {
    QueuePolicy policy = view.policy();
    return new JsonObject()
        .put("name", view.queue().value())
        .put("title", view.title())
        .put("numbers", new JsonArray(view.numbers()))
        .put("at", time(view.at()))
        .put("version", state.version())
        .put("open", state.notices().closedNow() == null && policy.hours().openAt(view.at()))
        .put("full", full())
        .put("closedNow", closedNow(state.notices().closedNow()))
        .put("outage", outage(state.notices().outage()))
        .put("takeIt", policy.takeIt())
        .put("diallingStopped", state.dialling().stopped())
        .put("active", active())
        .put("waiting", waiting())
        .put("dismissed", state.dismissed())
        .put("callbacks", callbacks())
        .put("technicians", technicians())
        .put(
            "limits",
            new JsonObject()
                .put("talkingMax", policy.talkingMax())
                .put("waitingMax", policy.waitingMax())
                .put("callbacksMax", policy.callbacksMax())
                .put("ringSeconds", CallerJson.seconds(policy.ringTime()))
                .put("waitMaxSeconds", CallerJson.seconds(policy.waitMax())));
  }

  private static @Nullable JsonObject closedNow(Notices.@Nullable ClosedNow closed) {
    return closed == null
        ? null
        : new JsonObject()
            .put("since", time(closed.since()))
            .put("until", time(closed.until()))
            .put("by", closed.by())
            .put("reason", closed.reason());
  }

  private static @Nullable JsonObject outage(Notices.@Nullable Outage outage) {
    return outage == null
        ? null
        : new JsonObject()
            .put("since", time(outage.since()))
            .put("by", outage.by())
            .put("reason", outage.reason());
  }

  /** Whether the next caller would find no place: he would have to wait, and cannot. */
  private boolean full() {
    boolean mustWait =
        !state.placeOpen(view.policy()) || state.technicians().stream().noneMatch(Technician::free);
    return mustWait && state.waiting().size() >= view.policy().waitingMax();
  }

  private JsonArray active() {
    JsonArray list = new JsonArray();
    for (QueuedCall call : state.calls()) {
      switch (call.phase()) {
        case QueuedCall.Phase.Ringing ringing ->
            list.add(seat(call.caller(), "ringing", ringing.since(), ringing.technicians()));
        case QueuedCall.Phase.Talking talking ->
            list.add(
                seat(
                    call.caller(), "talking", talking.answeredAt(), List.of(talking.technician())));
        case QueuedCall.Phase.Waiting w -> {}
        case QueuedCall.Phase.Dismissed d -> {}
        case QueuedCall.Phase.Hearing h -> {}
      }
    }
    return list;
  }

  private JsonObject seat(
      Caller caller, String phase, Instant since, List<TechnicianId> technicians) {
    return call(caller)
        .put("state", phase)
        .put("since", time(since))
        .put("technicians", new JsonArray(technicians.stream().map(TechnicianId::value).toList()));
  }

  private JsonArray waiting() {
    JsonArray list = new JsonArray();
    int position = 1;
    for (QueuedCall call : state.waiting()) {
      list.add(
          call(call.caller())
              .put("position", position++)
              .put("turn", turn(call.caller()))
              .put("since", time(call.caller().arrivedAt())));
    }
    return list;
  }

  private JsonObject call(Caller caller) {
    return new JsonObject()
        .put("call", caller.call().value())
        .put("caller", caller(caller))
        .put("ticket", caller.ticket().toString())
        .put("subject", subject(caller))
        .put("arrivedAt", time(caller.arrivedAt()))
        .put("offeredAt", time(caller.offeredAt()));
  }

  /** Open callbacks in the order they will be served. */
  JsonArray callbacks() {
    JsonArray list = new JsonArray();
    state.callbacks().stream()
        .sorted((a, b) -> Integer.compare(turn(a.caller()), turn(b.caller())))
        .map(this::callback)
        .forEach(list::add);
    return list;
  }

  JsonObject callback(Callback callback) {
    Caller caller = callback.caller();
    return new JsonObject()
        .put("id", callback.id().value())
        .put("queue", view.queue().value())
        .put("caller", caller(caller))
        .put("number", callback.number())
        .put("ticket", caller.ticket().toString())
        .put("subject", subject(caller))
        .put("turn", turn(caller))
        .put("arrivedAt", time(caller.arrivedAt()))
        .put("promisedAt", time(callback.promisedAt()))
        .put("promisedBy", time(callback.life().promisedBy()))
        .put("attempts", callback.life().dialled())
        .mergeIn(stage(callback.stage()));
  }

  private static JsonObject stage(CallbackStage stage) {
    return switch (stage) {
      case CallbackStage.Owed owed -> stage("owed", null).put("notBefore", time(owed.notBefore()));
      case CallbackStage.Due d -> stage("due", null);
      case CallbackStage.Offered offered -> stage("offered", offered.technician());
      case CallbackStage.Dialling dialling -> stage("dialling", dialling.technician());
      case CallbackStage.Joined joined -> stage("talking", joined.technician());
    };
  }

  private static JsonObject stage(String name, @Nullable TechnicianId technician) {
    return new JsonObject()
        .put("state", name)
        .put("technician", technician == null ? null : technician.value())
        .putNull("notBefore");
  }

  private JsonArray technicians() {
    JsonArray list = new JsonArray();
    state.technicians().forEach(technician -> list.add(technician(technician)));
    return list;
  }

  private JsonObject technician(Technician technician) {
    JsonObject json =
        new JsonObject()
            .put("id", technician.id().value())
            .put("name", view.names().getOrDefault(technician.id(), technician.id().value()))
            .put("duty", word(technician.duty()))
            .put("reason", technician.reason())
            .put("since", time(technician.freeSince()))
            .putNull("until")
            .putNull("call")
            .putNull("callback");
    return switch (technician.work()) {
      case Technician.Work.None n -> json.put("state", idle(technician));
      case Technician.Work.Ringing ringing ->
          json.put("state", "ringing")
              .put("call", ringing.call().value())
              .put("since", time(since(ringing.call())));
      case Technician.Work.Talking talking ->
          json.put("state", "talking")
              .put("call", talking.call().value())
              .put("since", time(since(talking.call())));
      case Technician.Work.CallingBack calling -> callingBack(json, calling.callback());
      case Technician.Work.WrapUp wrapUp ->
          json.put("state", "wrap_up").put("until", time(wrapUp.until()));
    };
  }

  private JsonObject callingBack(JsonObject json, CallbackId id) {
    json.put("callback", id.value());
    CallbackStage stage = state.callback(id).map(Callback::stage).orElse(null);
    return switch (stage) {
      case CallbackStage.Dialling dialling ->
          json.put("state", "talking").put("since", time(dialling.since()));
      case CallbackStage.Joined joined ->
          json.put("state", "talking").put("since", time(joined.since()));
      case CallbackStage.Offered offered ->
          json.put("state", "ringing").put("since", time(offered.since()));
      case null, default -> json.put("state", "ringing");
    };
  }

  private static String idle(Technician technician) {
    return switch (technician.duty()) {
      case OFF -> "off";
      case PAUSED -> "paused";
      case ON ->
          switch (technician.phone()) {
            case FREE -> "free";
            case BUSY -> "busy";
            case UNREACHABLE -> "unreachable";
          };
    };
  }

  private @Nullable Instant since(CallId id) {
    return state
        .call(id)
        .map(call ->
            switch (call.phase()) {
              case QueuedCall.Phase.Ringing ringing -> ringing.since();
              case QueuedCall.Phase.Talking talking -> talking.answeredAt();
              case QueuedCall.Phase.Waiting w -> call.caller().arrivedAt();
              case QueuedCall.Phase.Dismissed d -> call.caller().arrivedAt();
              case QueuedCall.Phase.Hearing h -> call.caller().arrivedAt();
            })
        .orElse(null);
  }

  /** The place among all who are owed help, by original arrival: who waits and who was promised. */
  private int turn(Caller caller) {
    return 1
        + (int)
            Stream.concat(
                    state.waiting().stream().map(QueuedCall::caller),
                    state.callbacks().stream().map(Callback::caller))
                .filter(other -> before(other, caller))
                .count();
  }

  private static boolean before(Caller one, Caller other) {
    int byArrival = one.arrivedAt().compareTo(other.arrivedAt());
    return byArrival < 0 || (byArrival == 0 && one.call().compareTo(other.call()) < 0);
  }

  private JsonObject caller(Caller caller) {
    TicketRow row = rows.get(caller.ticket());
    if (row != null && caller.person() != null && caller.person().equals(row.requester())) {
      return CallerJson.of(row.requesterName(), row.department(), caller.number());
    }
    return CallerJson.of(caller.name(), "", caller.number());
  }

  private String subject(Caller caller) {
    TicketRow row = rows.get(caller.ticket());
    return row == null ? "" : row.subject();
  }
}
