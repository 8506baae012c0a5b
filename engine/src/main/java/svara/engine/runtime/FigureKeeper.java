package svara.engine.runtime;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.port.FigureStore;

/**
 * Folds the journal into kept figures, less than a second behind; with much to do at once without a
 * pause, and more rarely while the database is away. Readers add what is not folded yet, so nobody
 * waits for it. Every node may do it: an event is folded once.
 */
public final class FigureKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(FigureKeeper.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** More days than those of now are a backlog: it is worked off without a rest. */
  private static final int BEHIND = 3;

  private static final Duration PAUSE_MAX = Duration.ofSeconds(30);

  private final FigureStore figures;
  private final Scheduler scheduler;
  private final FigureBooks books;
  private Instant daysNext = Instant.EPOCH;
  private Duration pause = PAUSE;
  private boolean stopped;
  private Scheduler.@Nullable Task next;

  public FigureKeeper(FigureStore figures, Scheduler scheduler) {
    this.figures = figures;
    this.scheduler = scheduler;
    this.books = new FigureBooks(figures);
  }

  /** Begins; to be called where the engine lives, as {@link #stop}. */
  public void start() {
    next = scheduler.after(pause, this::keepUp);
  }

  public void stop() {
    stopped = true;
    if (next != null) {
      next.cancel();
    }
  }

  /**
   * Days take longer than the journal's last second, and are read right without it: so they take no
   * more than a twentieth of the time. A helpdesk's day is folded anew within the second.
   */
  private Future<Integer> days() {
    Instant now = scheduler.now();
    if (now.isBefore(daysNext)) {
      return Future.succeededFuture(0);
    }
    return figures
        .keepDays()
        .map(done -> {
          Duration took = Duration.between(now, scheduler.now());
          Duration rest = took.multipliedBy(20);
          boolean behind = done > BEHIND;
          daysNext = behind ? now : scheduler.now().plus(rest);
          return behind ? done : 0;
        });
  }

  private void keepUp() {
    figures
        .keepUp()
        .compose(folded -> books.after(folded, scheduler.now()).map(folded))
        .compose(folded -> folded > 0 ? Future.succeededFuture(folded) : days())
        .onComplete(folded -> {
          if (folded.succeeded()) {
            pause = PAUSE;
          } else if (pause.compareTo(PAUSE_MAX) < 0) {
            LOG.atDebug()
                .addKeyValue("cause", String.valueOf(folded.cause().getMessage()))
                .log("figures are not folded for now");
            pause = pause.multipliedBy(2);
          }
          boolean more = folded.succeeded() && folded.result() > 0;
          if (!stopped) {
            next = scheduler.after(more ? Duration.ofMillis(20) : pause, this::keepUp);
          }
        });
  }
}
