package svara.web;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.QueueId;
import svara.engine.port.CallStore;
import svara.engine.port.FigureStore;
import svara.engine.port.QueueService;
import svara.engine.statistics.CallMoments;
import svara.engine.statistics.Statistics;

/**
 * Reads figures, and counts as going on only what a queue really holds: offers and ends come from
 * the journal, so a call that one of the three has lost shows as a sum that is off.
 */
final class FigureReader {
  /** What came so lately may not be in a queue's view yet. */
  private static final Duration SETTLED = Duration.ofSeconds(10);

  /** So many calls that no queue holds are looked up one by one; more are a fault in any case. */
  private static final int LOOKED_UP_MAX = 100;

  private final QueueService queues;
  private final CallStore calls;
  private final FigureStore figures;
  private final InstantSource clock;

  FigureReader(WebPorts ports) {
    this.queues = ports.queues();
    this.calls = ports.calls();
    this.figures = ports.figures();
    this.clock = ports.clock();
  }

  Future<Statistics> read(@Nullable QueueId queue, Statistics.Span span) {
    return figures
        .read(queue, span)
        .compose(reading ->
            reading.open().isEmpty()
                ? Future.succeededFuture(reading.statistics())
                : goingOn(reading.statistics(), reading.open()));
  }

  private Future<Statistics> goingOn(Statistics statistics, List<CallMoments> open) {
    Instant settledBefore = clock.instant().minus(SETTLED);
    return held()
        .compose(held -> {
          Future<Void> looked = Future.succeededFuture();
          int lookUps = 0;
          for (CallMoments call : open) {
            if (held.contains(call.call()) || call.offeredAt().isAfter(settledBefore)) {
              statistics.inProgress(call);
            } else if (++lookUps <= LOOKED_UP_MAX) {
              looked = looked.compose(_ -> endedMeanwhile(statistics, call));
            }
          }
          return looked.map(_ -> statistics);
        });
  }

  /** A call that ended after the figures were read was going on when they were. */
  private Future<Void> endedMeanwhile(Statistics statistics, CallMoments call) {
    return calls
        .call(call.call())
        .map(found -> {
          if (found.filter(now -> now.moments().endedAt() != null).isPresent()) {
            statistics.inProgress(call);
          }
          return null;
        });
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
}
