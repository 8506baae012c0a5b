package svara.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.QueueId;
import svara.engine.port.FigureStore;
import svara.engine.port.QueueService;
import svara.engine.port.QueueService.QueueView;
import svara.engine.queue.QueuePolicy;
import svara.engine.whatif.Limits;
import svara.engine.whatif.Recording;
import svara.engine.whatif.WhatIf;

/**
 * What other limits would have changed. Replaying takes seconds of a processor that also serves
 * calls: one question at a time, on a thread beside those that do, and the answer is fetched.
 */
final class WhatIfHandler {
  private static final int EVENTS_MAX = 1_000_000;
  private static final int KEPT_MAX = 20;
  private static final int SEEDS = 10;
  private static final Duration SPAN_MAX = Duration.ofDays(366);

  private final Vertx vertx;
  private final FigureStore figures;
  private final QueueService queues;
  private final ZoneId zone;
  private final Map<String, JsonObject> answers = new LinkedHashMap<>();
  private boolean busy;

  WhatIfHandler(Vertx vertx, FigureStore figures, QueueService queues, ZoneId zone) {
    this.vertx = vertx;
    this.figures = figures;
    this.queues = queues;
    this.zone = zone;
  }

  /** A question as it was asked. */
  private record Question(QueueId queue, Instant from, Instant to, Limits limits, int seeds) {}

  Future<Reply> ask(ApiRequest request) {
    Question question = question(request.body());
    return queues
        .view(question.queue())
        .map(view -> begin(QueuesHandler.known(view, question.queue()), question));
  }

  private Reply begin(QueueView view, Question question) {
    if (busy) {
      throw new Problem(429, "busy", "Another question is being answered; ask again in a while.")
          .exception();
    }
    busy = true;
    String id = UUID.randomUUID().toString();
    JsonObject running = new JsonObject().put("id", id).put("state", "running");
    keep(id, running);
    QueuePolicy policy = view.policy();
    figures
        .recording(question.queue(), question.from(), question.to(), EVENTS_MAX)
        .compose(recording -> replayed(recording, policy, question))
        .onComplete(done -> {
          busy = false;
          keep(
              id,
              done.succeeded()
                  ? json(id, done.result(), policy, question)
                  : failed(id, done.cause()));
        });
    return Reply.json(202, running).with("Location", "/api/v1/what-if/" + id);
  }

  private Future<WhatIf.Answer> replayed(
      Recording recording, QueuePolicy policy, Question question) {
    return vertx
        .executeBlocking(
            () -> WhatIf.ask(recording, policy, question.limits(), question.seeds(), zone), false)
        .map(answer -> Objects.requireNonNull(answer));
  }

  /** The oldest answers give way; whoever asks for one of them asks the question again. */
  private void keep(String id, JsonObject answer) {
    answers.put(id, answer);
    if (answers.size() > KEPT_MAX) {
      answers.remove(answers.keySet().iterator().next());
    }
  }

  Future<Reply> answer(ApiRequest request) {
    JsonObject answer = answers.get(request.path("id"));
    if (answer == null) {
      throw Problem.notFound("unknown_question", "Nobody asked that, or long ago.").exception();
    }
    return Future.succeededFuture(Reply.json(answer));
  }

  // ---- the question

  private Question question(JsonObject body) {
    Instant from = time(body, "from");
    Instant to = time(body, "to");
    if (!from.isBefore(to) || Duration.between(from, to).compareTo(SPAN_MAX) > 0) {
      throw Problem.invalid("from must be before to, by at most 366 days.").exception();
    }
    JsonObject limits = body.getJsonObject("limits", new JsonObject());
    return new Question(
        new QueueId(body.getString("queue")),
        from,
        to,
        new Limits(
            limits.getInteger("talkingMax"),
            limits.getInteger("waitingMax"),
            limits.getInteger("callbacksMax"),
            limits.getInteger("technicians"),
            hours(limits.getJsonObject("hours"))),
        body.getInteger("seeds", SEEDS));
  }

  private static Instant time(JsonObject body, String name) {
    try {
      return OffsetDateTime.parse(body.getString(name)).toInstant();
    } catch (DateTimeException e) {
      throw Problem.invalid(name + " is not a time of RFC 3339.").exception();
    }
  }

  private @Nullable OpeningHours hours(@Nullable JsonObject hours) {
    if (hours == null) {
      return null;
    }
    try {
      List<OpeningHours.Span> day =
          List.of(
              new OpeningHours.Span(
                  LocalTime.parse(hours.getString("opens")),
                  LocalTime.parse(hours.getString("closes"))));
      Map<DayOfWeek, List<OpeningHours.Span>> week = new EnumMap<>(DayOfWeek.class);
      for (DayOfWeek weekday : DayOfWeek.values()) {
        if (weekday.getValue() <= DayOfWeek.FRIDAY.getValue()) {
          week.put(weekday, day);
        }
      }
      return new OpeningHours(zone, week);
    } catch (DateTimeException | IllegalArgumentException e) {
      throw Problem.invalid("hours must open before they close.").exception();
    }
  }

  // ---- the answer

  private static JsonObject failed(String id, Throwable cause) {
    boolean tooMuchOrLittle = cause instanceof IllegalArgumentException;
    return new JsonObject()
        .put("id", id)
        .put("state", "failed")
        .put("reason", tooMuchOrLittle ? cause.getMessage() : "the calls could not be read");
  }

  private static JsonObject json(
      String id, WhatIf.Answer answer, QueuePolicy policy, Question question) {
    JsonObject figures = new JsonObject();
    answer
        .figures()
        .forEach((name, change) ->
            figures.put(
                name,
                new JsonObject()
                    .put("happened", value(change.happened()))
                    .put("mean", value(change.mean()))
                    .put("low", value(change.low()))
                    .put("high", value(change.high()))));
    QueuePolicy asked = question.limits().in(policy);
    return new JsonObject()
        .put("id", id)
        .put("state", "done")
        .put("queue", question.queue().value())
        .put("from", question.from().toString())
        .put("to", question.to().toString())
        .put("seeds", answer.seeds())
        .put("calls", answer.calls())
        .put("unlike", answer.unlike())
        .put("limits", limits(asked, technicians(answer, question)))
        .put("inForce", limits(policy, answer.technicians()))
        .put("figures", figures)
        .put("formula", formula(answer.formula()))
        .put("cannotKnow", WhatIf.CANNOT_KNOW);
  }

  private static int technicians(WhatIf.Answer answer, Question question) {
    Integer asked = question.limits().technicians();
    return asked == null ? answer.technicians() : asked;
  }

  private static JsonObject limits(QueuePolicy policy, int technicians) {
    return new JsonObject()
        .put("technicians", technicians)
        .put("talkingMax", policy.talkingMax())
        .put("waitingMax", policy.waitingMax())
        .put("callbacksMax", policy.callbacksMax());
  }

  private static JsonObject formula(WhatIf.Formula formula) {
    return new JsonObject()
        .put("model", "M/M/c/K")
        .put("turnedAwayRate", rounded(formula.turnedAwayRate()))
        .put("meanWaitSeconds", rounded(formula.meanWaitSeconds()))
        .put("occupancy", rounded(formula.occupancy()))
        .put("handlingSeconds", rounded(formula.handlingSeconds()));
  }

  private static @Nullable Double value(OptionalDouble value) {
    return value.isEmpty() ? null : rounded(value.getAsDouble());
  }

  private static double rounded(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }
}
