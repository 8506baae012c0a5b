package svara.web;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.QueueId;
import svara.engine.port.CallStore;
import svara.engine.port.CallStore.CallQuery;
import svara.engine.port.CallStore.CallRecord;
import svara.engine.port.Page;
import svara.engine.port.QueueService;
import svara.engine.statistics.CallMoments;
import svara.engine.statistics.Statistics;

/**
 * Reads calls and folds them to figures. A call without an outcome is in progress only when a queue
 * holds it: two sources that know nothing of each other, so that a lost call is seen.
 */
final class FigureReader {
  private static final int PAGE = 1_000;
  private static final int CALLS_MAX = 500_000;

  /** A row may be written before the owner's memory follows; only older ones count as lost. */
  private static final Duration SETTLED = Duration.ofSeconds(10);

  private final QueueService queues;
  private final CallStore calls;
  private final InstantSource clock;

  FigureReader(QueueService queues, CallStore calls, InstantSource clock) {
    this.queues = queues;
    this.calls = calls;
    this.clock = clock;
  }

  Future<Statistics> read(@Nullable QueueId queue, Statistics.Span span) {
    Statistics statistics = new Statistics(span);
    List<CallMoments> unfinished = new ArrayList<>();
    return fold(queue, span, null, statistics, unfinished, 0)
        .compose(v -> unfinished.isEmpty() ? Future.succeededFuture(Set.<CallId>of()) : held())
        .compose(held -> settle(unfinished, held, statistics));
  }

  private Future<Void> fold(
      @Nullable QueueId queue,
      Statistics.Span span,
      @Nullable String cursor,
      Statistics statistics,
      List<CallMoments> unfinished,
      int before) {
    CallQuery query = new CallQuery(queue, span.from(), span.to(), null, cursor, PAGE);
    return calls
        .calls(query)
        .compose(page -> {
          take(page, statistics, unfinished);
          int read = before + page.items().size();
          if (page.next().isEmpty()) {
            return Future.succeededFuture();
          }
          return read >= CALLS_MAX
              ? Future.failedFuture(tooMany().exception())
              : fold(queue, span, page.next().get(), statistics, unfinished, read);
        });
  }

  private static void take(
      Page<CallRecord> page, Statistics statistics, List<CallMoments> unfinished) {
    for (CallRecord call : page.items()) {
      if (call.moments().outcome() == null) {
        unfinished.add(call.moments());
      } else {
        statistics.add(call.moments(), false);
      }
    }
  }

  private Future<Set<CallId>> held() {
    return queues
        .views()
        .map(views ->
            views.stream()
                .flatMap(view -> view.state().calls().stream())
                .map(call -> call.caller().call())
                .collect(Collectors.toCollection(HashSet::new)));
  }

  /** Those that no queue holds may have ended since their page was read: they are read again. */
  private Future<Statistics> settle(
      List<CallMoments> unfinished, Set<CallId> held, Statistics statistics) {
    Instant settledBefore = clock.instant().minus(SETTLED);
    Future<Void> done = Future.succeededFuture();
    for (CallMoments call : unfinished) {
      if (held.contains(call.call()) || call.offeredAt().isAfter(settledBefore)) {
        statistics.add(call, true);
      } else {
        done =
            done.compose(v -> calls.call(call.call()))
                .map(again -> {
                  again.ifPresent(found -> statistics.add(found.moments(), false));
                  return null;
                });
      }
    }
    return done.map(v -> statistics);
  }

  private static Problem tooMany() {
    return new Problem(
        422, "too_many_calls", "More than " + CALLS_MAX + " calls: ask for a shorter time.");
  }
}
