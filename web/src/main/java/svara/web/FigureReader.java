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
import svara.engine.port.FigureStore;
import svara.engine.port.FigureStore.Mismatch;
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

  /** Comparing reads the calls themselves: of more days it is told what the night's look found. */
  private static final Duration COMPARED_MAX = Duration.ofDays(2);

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

  /**
   * Figures, and what is wrong with them.
   *
   * @param lost calls that were offered, have not ended, and are held by no queue
   * @param mismatches hours whose kept figures are not those of the calls
   */
  record Figured(Statistics statistics, List<CallMoments> lost, List<Mismatch> mismatches) {}

  Future<Figured> read(@Nullable QueueId queue, Statistics.Span span) {
    return figures
        .read(queue, span)
        .compose(reading ->
            lost(reading.statistics(), reading.open())
                .compose(lost ->
                    mismatches(queue, span)
                        .map(wrong -> new Figured(reading.statistics(), lost, wrong))));
  }

  /**
   * What is kept is held against the calls. A call that ends between two looks is not folded yet,
   * so that only what is still wrong after folding is told.
   */
  private Future<List<Mismatch>> mismatches(@Nullable QueueId queue, Statistics.Span span) {
    if (Duration.between(span.from(), span.to()).compareTo(COMPARED_MAX) > 0) {
      return figures.noted(span.from(), span.to()).map(all -> of(queue, all)); // found at night
    }
    return figures
        .mismatches(span.from(), span.to())
        .compose(first ->
            first.isEmpty()
                ? Future.succeededFuture(first)
                : figures
                    .keepUp()
                    .compose(_ -> figures.mismatches(span.from(), span.to()))
                    .map(second -> second.stream().filter(first::contains).toList()))
        .map(all -> of(queue, all));
  }

  private static List<Mismatch> of(@Nullable QueueId queue, List<Mismatch> all) {
    return all.stream().filter(m -> queue == null || queue.equals(m.queue())).toList();
  }

  /** Counts in what goes on; what does not, and has not ended, is lost. */
  private Future<List<CallMoments>> lost(Statistics statistics, List<CallMoments> open) {
    if (open.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    List<CallMoments> lost = new ArrayList<>();
    Instant settledBefore = clock.instant().minus(SETTLED);
    return held()
        .compose(held -> {
          Future<Void> looked = Future.succeededFuture();
          int lookUps = 0;
          for (CallMoments call : open) {
            if (held.contains(call.call()) || call.offeredAt().isAfter(settledBefore)) {
              statistics.inProgress(call);
            } else if (++lookUps <= LOOKED_UP_MAX) {
              looked = looked.compose(_ -> endedMeanwhile(statistics, call, lost));
            }
          }
          return looked.map(_ -> lost);
        });
  }

  /** A call that ended after the figures were read was going on when they were. */
  private Future<Void> endedMeanwhile(
      Statistics statistics, CallMoments call, List<CallMoments> lost) {
    return calls
        .call(call.call())
        .map(found -> {
          if (found.filter(now -> now.moments().endedAt() != null).isPresent()) {
            statistics.inProgress(call);
          } else {
            lost.add(call);
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
