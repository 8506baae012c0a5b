package svara.web;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.QueueId;
import svara.engine.port.CallStore;
import svara.engine.port.CallStore.CallQuery;
import svara.engine.port.JournalStore;
import svara.engine.port.QueueService;
import svara.engine.statistics.CallMoments;
import svara.engine.statistics.Statistics;

/**
 * Reads calls and folds them to figures, from three sources that are kept apart: the calls that
 * were offered, the journal's closing events, and the calls that queues hold. A call that one of
 * them has lost shows as a sum that is off.
 */
final class FigureReader {
  private static final int PAGE = 1_000;
  private static final int CALLS_MAX = 200_000;

  /** What is newer than this may be in one source and not yet in the next one read. */
  private static final Duration SETTLED = Duration.ofSeconds(10);

  private final QueueService queues;
  private final CallStore calls;
  private final JournalStore journal;
  private final InstantSource clock;

  FigureReader(WebPorts ports) {
    this.queues = ports.queues();
    this.calls = ports.calls();
    this.journal = ports.journal();
    this.clock = ports.clock();
  }

  Future<Statistics> read(@Nullable QueueId queue, Statistics.Span span) {
    Instant settledBefore = clock.instant().minus(SETTLED);
    Map<CallId, CallMoments> offered = new HashMap<>();
    return readOffered(queue, span, null, offered)
        .compose(v -> journal.ended(queue, span.from(), span.to(), CALLS_MAX + 1))
        .compose(ended -> fold(span, offered, ended, settledBefore));
  }

  private Future<Void> readOffered(
      @Nullable QueueId queue,
      Statistics.Span span,
      @Nullable String cursor,
      Map<CallId, CallMoments> offered) {
    CallQuery query = new CallQuery(queue, span.from(), span.to(), null, cursor, PAGE);
    return calls
        .calls(query)
        .compose(page -> {
          page.items().forEach(call -> offered.put(call.moments().call(), call.moments()));
          if (offered.size() > CALLS_MAX) {
            return Future.failedFuture(tooMany().exception());
          }
          return page.next().isEmpty()
              ? Future.succeededFuture()
              : readOffered(queue, span, page.next().get(), offered);
        });
  }

  private Future<Statistics> fold(
      Statistics.Span span,
      Map<CallId, CallMoments> offered,
      List<CallMoments> ended,
      Instant settledBefore) {
    if (ended.size() > CALLS_MAX) {
      return Future.failedFuture(tooMany().exception());
    }
    Statistics statistics = new Statistics(span);
    offered.values().forEach(statistics::offered);
    for (CallMoments call : ended) {
      boolean listed = offered.remove(call.call()) != null;
      if (!listed && call.offeredAt().isAfter(settledBefore)) {
        // Came between the two readings
        statistics.offered(call);
      }
      statistics.ended(call);
    }
    // What is left was offered and is not closed
    return offered.isEmpty()
        ? Future.succeededFuture(statistics)
        : held()
            .map(held -> {
              offered.values().stream()
                  .filter(c -> held.contains(c.call()) || movedOn(c, settledBefore))
                  .forEach(statistics::inProgress);
              return statistics;
            });
  }

  /** Offered or closed so lately that another source may not show it yet. */
  private static boolean movedOn(CallMoments call, Instant settledBefore) {
    Instant endedAt = call.endedAt();
    return call.offeredAt().isAfter(settledBefore)
        || (endedAt != null && endedAt.isAfter(settledBefore));
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

  private static Problem tooMany() {
    return new Problem(
        422, "too_many_calls", "More than " + CALLS_MAX + " calls: ask for a shorter time.");
  }
}
