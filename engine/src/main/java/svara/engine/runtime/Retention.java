package svara.engine.runtime;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.port.PersonalDataStore;

/**
 * Carries out the retention plan, a few tickets at a time, and goes on with erasures that waited
 * for a call to end. Without a plan nothing is removed. Every node may do it: the store lets one at
 * a time.
 */
public final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final Duration PAUSE = Duration.ofHours(1);

  private final PersonalDataStore store;
  private final Scheduler scheduler;
  private final List<Line> plan;
  private boolean stopped;
  private Scheduler.@Nullable Task next;

  /**
   * A line of the plan.
   *
   * @param name as the organisation's own plan calls it
   * @param after so long after its ticket was closed
   */
  public record Line(String name, PersonalDataStore.What what, Duration after) {}

  public Retention(PersonalDataStore store, Scheduler scheduler, List<Line> plan) {
    this.store = store;
    this.scheduler = scheduler;
    this.plan = List.copyOf(plan);
  }

  /** Begins; to be called where the engine lives, as {@link #stop}. */
  public void start() {
    run()
        .recover(cause -> {
          LOG.atWarn()
              .addKeyValue("cause", cause.getMessage())
              .log("the retention plan could not be carried out; tried again");
          return Future.succeededFuture();
        })
        .onComplete(_ -> {
          if (!stopped) {
            next = scheduler.after(PAUSE, this::start);
          }
        });
  }

  public void stop() {
    stopped = true;
    if (next != null) {
      next.cancel();
    }
  }

  /** All that is due now; completes when nothing is left. */
  public Future<Void> run() {
    Future<Void> done = Future.succeededFuture();
    for (Line line : plan) {
      done = done.compose(_ -> run(line, new TreeMap<>()));
    }
    return done.compose(_ -> store.openErasures()).compose(this::goOn);
  }

  private Future<Void> run(Line line, Map<String, Long> removed) {
    if (stopped) {
      return Future.succeededFuture();
    }
    return store
        .step(line.name(), line.what(), scheduler.now().minus(line.after()), scheduler.now())
        .compose(step -> {
          if (step.isEmpty()) {
            note(line, removed);
            return Future.succeededFuture();
          }
          step.get().forEach((what, n) -> removed.merge(what, n, Long::sum));
          return run(line, removed);
        });
  }

  private static void note(Line line, Map<String, Long> removed) {
    if (!removed.isEmpty()) {
      LOG.atInfo()
          .addKeyValue("line", line.name())
          .addKeyValue("removed", removed)
          .log("removed by the retention plan");
    }
  }

  private Future<Void> goOn(List<Long> erasures) {
    Future<Void> done = Future.succeededFuture();
    for (long erasure : erasures) {
      done = done.compose(_ -> erase(erasure)).mapEmpty();
    }
    return done;
  }

  /**
   * Erases what can be erased of somebody now.
   *
   * @param by who ordered it
   * @return how far it came; empty when nobody is known under the address
   */
  public Future<Optional<Long>> erase(String address, String by) {
    return store
        .beginErasure(address, by, scheduler.now())
        .compose(id ->
            id.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : mentions(id.getAsLong(), 0)
                    .compose(_ -> erase(id.getAsLong()))
                    .map(_ -> Optional.of(id.getAsLong())));
  }

  private Future<Void> mentions(long erasure, long after) {
    return store
        .eraseMentions(erasure, after)
        .compose(last ->
            last.isEmpty() ? Future.succeededFuture() : mentions(erasure, last.getAsLong()));
  }

  private Future<PersonalDataStore.Progress> erase(long erasure) {
    return store
        .eraseStep(erasure, scheduler.now())
        .compose(progress ->
            progress.left() && !stopped ? erase(erasure) : Future.succeededFuture(progress));
  }
}
