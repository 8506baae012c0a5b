package svara.web;

import static svara.web.CallerJson.seconds;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import svara.engine.statistics.ContactFold.Contacts;
import svara.engine.statistics.Figures;
import svara.engine.statistics.TicketSums;
import svara.engine.statistics.WaitHistogram;

/** Figures in JSON; what is unknown is null and not zero. */
final class FigureJson {
  /** The usual yardstick: how many are answered within a minute. */
  private static final Duration SERVICE = Duration.ofSeconds(60);

  private FigureJson() {}

  /** Calls, tickets and mails of one group or one time. */
  static JsonObject of(Contacts contacts) {
    JsonObject fates = new JsonObject();
    contacts.mails().forEach(fates::put);
    return new JsonObject()
        .put("calls", of(contacts.calls()))
        .put("tickets", of(contacts.tickets()))
        .put("mails", new JsonObject().put("received", contacts.mailsSum()).put("fates", fates));
  }

  static JsonObject of(TicketSums tickets) {
    return new JsonObject()
        .put("opened", tickets.opened())
        .put("answered", tickets.answered())
        .put("unanswered", tickets.unanswered())
        .put("joined", tickets.joined())
        .put("closed", tickets.closed())
        .put("solvedAtOnce", tickets.solvedAtOnce())
        .put("firstContactResolution", rate(tickets.firstContactResolution()))
        .put("firstResponse", of(tickets.toResponse()))
        .put("solution", of(tickets.toSolution()))
        .put("callersWait", of(tickets.callersWaits()));
  }

  static JsonObject of(Figures figures) {
    JsonObject outcomes = new JsonObject();
    figures.outcomes().forEach((outcome, count) -> outcomes.put(outcome.name(), count));
    return new JsonObject()
        .put("offered", figures.offered())
        .put("outcomes", outcomes)
        .put("outcomesSum", figures.outcomesSum())
        .put("inProgress", figures.inProgress())
        .put("addsUp", figures.addsUp())
        .put("queued", figures.queued())
        .put("metFull", figures.metFull())
        .put("outsideHours", figures.outsideHours())
        .put("withoutEngine", figures.withoutEngine())
        .put("voiceMessages", figures.voiceMessages())
        .put("taken", figures.taken())
        .put("answerRate", rate(figures.answerRate()))
        .put("reachedRate", rate(figures.reachedRate()))
        .put("serviceLevel", rate(figures.serviceLevel(SERVICE)))
        .put("serviceLevelSeconds", SERVICE.toSeconds())
        .put("averageAnswerSeconds", seconds(figures.averageSpeedOfAnswer().orElse(null)))
        .put("averageTalkSeconds", seconds(figures.averageTalk().orElse(null)))
        .put("averageWrapUpSeconds", seconds(figures.averageWrapUp().orElse(null)))
        .put("averageHandlingSeconds", seconds(figures.averageHandling().orElse(null)))
        .put("onDutySeconds", seconds(figures.onDuty().orElse(null)))
        .put("occupancy", rate(figures.occupancy()))
        .put("attempts", attempts(figures))
        .put("promises", promises(figures))
        .put("turnedAwayRate", rate(figures.turnedAwayRate()))
        .put("abandonmentRate", rate(figures.abandonmentRate()))
        .put("wait", of(figures.waits()))
        .put("waitAnswered", of(figures.waitsAnswered()))
        .put("waitAbandoned", of(figures.waitsAbandoned()));
  }

  private static JsonObject attempts(Figures figures) {
    JsonObject results = new JsonObject();
    figures.attempts().forEach((result, count) -> results.put(result.name(), count));
    return new JsonObject()
        .put("made", figures.attemptsSum())
        .put("results", results)
        .put("successRate", rate(figures.attemptSuccess()));
  }

  private static JsonObject promises(Figures figures) {
    return new JsonObject()
        .put("promised", figures.promised())
        .put("fulfilled", figures.promisesFulfilled())
        .put("late", figures.promisesLate())
        .put("expired", figures.promisesExpired())
        .put("withdrawn", figures.promisesWithdrawn())
        .put("overtaken", figures.promisesOvertaken())
        .put("open", figures.promisesOpen())
        .put("keptRate", rate(figures.promisesKeptRate()))
        .put("wait", of(figures.waitsPromised()));
  }

  static JsonObject of(WaitHistogram waits) {
    return new JsonObject()
        .put("medianSeconds", seconds(waits.median().orElse(null)))
        .put("p90Seconds", seconds(waits.percentile(0.9).orElse(null)))
        .put("p95Seconds", seconds(waits.percentile(0.95).orElse(null)))
        .put("meanSeconds", seconds(waits.mean().orElse(null)))
        .put("longestSeconds", seconds(waits.longest().orElse(null)));
  }

  static @Nullable Double rate(OptionalDouble rate) {
    return rate.isEmpty() ? null : Math.round(rate.getAsDouble() * 10_000) / 10_000.0;
  }
}
