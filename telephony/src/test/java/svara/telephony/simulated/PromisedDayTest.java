package svara.telephony.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import svara.engine.id.CallbackId;
import svara.engine.queue.Callback;
import svara.engine.queue.CallbackPolicy;
import svara.engine.queue.HistoryInvariants;
import svara.engine.queue.Outcome;
import svara.engine.queue.QueueEvent;
import svara.engine.statistics.CallMoments;
import svara.engine.statistics.Figures;
import svara.engine.statistics.PromiseMoments;
import svara.engine.statistics.PromiseMoments.Fate;
import svara.engine.statistics.Statistics;

/** The day of 200 callers, served in either order; the README's table is what comes out. */
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PromisedDayTest {
  private static final long SEED = 2026;
  private static final Path README = Path.of("..", "README.md");
  private static final boolean WRITE = Boolean.getBoolean("svara.scenarios.write");

  @Test
  void theReadmesTableIsWhatTheDayGives() throws IOException {
    String table = table(day(SEED, CallbackPolicy.Order.BY_ARRIVAL), day(SEED, waitingFirst()));
    String readme = Files.readString(README);
    int from = readme.indexOf("| of 200 callers |");
    assertTrue(from >= 0, "the README has no table of the simulated day; it is\n" + table);
    int to = readme.indexOf("\n\n", from) + 1;
    if (WRITE) {
      Files.writeString(README, readme.substring(0, from) + table + readme.substring(to));
    } else {
      assertEquals(table, readme.substring(from, to));
    }
  }

  @Test
  void eitherOrderAddsUpAndTheSameSeedGivesTheSameDay() {
    PromisedDay one = new PromisedDay(7, CallbackPolicy.Order.BY_ARRIVAL).run();
    assertEquals(
        one.journal(), new PromisedDay(7, CallbackPolicy.Order.BY_ARRIVAL).run().journal());
    assertNotEquals(
        one.journal(), new PromisedDay(8, CallbackPolicy.Order.BY_ARRIVAL).run().journal());
  }

  private static CallbackPolicy.Order waitingFirst() {
    return CallbackPolicy.Order.WAITING_FIRST;
  }

  /** Plays the day, checks its books, and folds it to figures as the product does. */
  private static Figures day(long seed, CallbackPolicy.Order order) {
    PromisedDay day = new PromisedDay(seed, order).run();
    List<QueueEvent> journal = day.journal();
    assertEquals(
        List.of(),
        HistoryInvariants.violations(PromisedDay.policy(order), journal, day.state()),
        order.toString());
    assertEquals(0, day.violations(), order.toString());
    assertEquals(List.of(), day.state().calls(), "calls that never ended");
    assertEquals(List.of(), day.state().callbacks(), "promises that are neither kept nor expired");
    Statistics statistics =
        new Statistics(
            new Statistics.Span(
                Instant.parse("2026-03-01T23:00:00Z"),
                Instant.parse("2026-03-03T23:00:00Z"),
                ZoneId.of("Europe/Stockholm"),
                null));
    Map<CallbackId, PromiseMoments> promises = new LinkedHashMap<>();
    for (QueueEvent event : journal) {
      switch (event) {
        case QueueEvent.CallEnded ended -> {
          CallMoments call = CallMoments.of(PromisedDay.QUEUE, ended);
          statistics.offered(call);
          statistics.ended(call);
        }
        case QueueEvent.CallbackPromised promised ->
            promises.putIfAbsent(promised.callback().id(), open(promised.callback()));
        case QueueEvent.CallbackKept kept ->
            close(
                promises,
                kept.callback(),
                kept.joinedAt(),
                kept.inTime() ? Fate.FULFILLED : Fate.FULFILLED_LATE);
        case QueueEvent.CallbackExpired expired ->
            close(promises, expired.callback(), expired.at(), Fate.EXPIRED);
        case QueueEvent.CallbackWithdrawn withdrawn ->
            close(promises, withdrawn.callback(), withdrawn.at(), Fate.OVERTAKEN);
        default -> {}
      }
    }
    promises.values().forEach(statistics::promise);
    Figures figures = statistics.all();
    assertEquals(PromisedDay.CALLERS, figures.offered());
    assertTrue(figures.addsUp(), "outcomes add up");
    assertEquals(figures.of(Outcome.CALLBACK_PROMISED), figures.promised());
    return figures;
  }

  private static PromiseMoments open(Callback callback) {
    return new PromiseMoments(
        PromisedDay.QUEUE,
        callback.id(),
        callback.caller().arrivedAt(),
        callback.promisedAt(),
        null,
        Fate.OPEN);
  }

  private static void close(
      Map<CallbackId, PromiseMoments> promises, CallbackId id, Instant at, Fate fate) {
    promises.computeIfPresent(
        id,
        (_, p) ->
            new PromiseMoments(p.queue(), p.callback(), p.arrivedAt(), p.promisedAt(), at, fate));
  }

  private static String table(Figures arrival, Figures waiting) {
    StringBuilder table = new StringBuilder();
    table.append("| of 200 callers | `by_arrival` | `waiting_first` |\n|---|---|---|\n");
    row(
        table,
        "answered at once or after waiting",
        arrival,
        waiting,
        f -> "" + f.of(Outcome.ANSWERED));
    row(
        table,
        "promised a callback",
        arrival,
        waiting,
        f -> Long.toString(f.of(Outcome.CALLBACK_PROMISED)));
    row(
        table,
        "turned away without one",
        arrival,
        waiting,
        f -> Long.toString(f.of(Outcome.TURNED_AWAY)));
    row(
        table,
        "hung up before an answer",
        arrival,
        waiting,
        f -> Long.toString(f.of(Outcome.ABANDONED) + f.of(Outcome.ABANDONED_SHORT)));
    row(
        table,
        "promises kept in time, kept late, expired",
        arrival,
        waiting,
        f ->
            "%d, %d, %d"
                .formatted(
                    f.promisesFulfilled() - f.promisesLate(),
                    f.promisesLate(),
                    f.promisesExpired()));
    row(
        table,
        "**promise-keeping rate**",
        arrival,
        waiting,
        f -> percent(f.promisesKeptRate().orElseThrow()));
    row(table, "reached rate", arrival, waiting, f -> percent(f.reachedRate().orElseThrow()));
    row(
        table,
        "wait of the answered: median, 90 %",
        arrival,
        waiting,
        f -> time(f.waitsAnswered().median()) + ", " + time(f.waitsAnswered().percentile(0.9)));
    row(
        table,
        "first call to being called back: median, 90 %",
        arrival,
        waiting,
        f -> time(f.waitsPromised().median()) + ", " + time(f.waitsPromised().percentile(0.9)));
    return table.toString();
  }

  private static void row(
      StringBuilder table,
      String what,
      Figures arrival,
      Figures waiting,
      Function<Figures, String> value) {
    table.append("| %s | %s | %s |\n".formatted(what, value.apply(arrival), value.apply(waiting)));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }

  private static String time(Optional<Duration> time) {
    return time.map(t ->
            t.toMinutes() < 2 ? t.toSeconds() + " s" : Math.round(t.toSeconds() / 60.0) + " min")
        .orElse("-");
  }
}
