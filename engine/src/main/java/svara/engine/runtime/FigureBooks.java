package svara.engine.runtime;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.port.FigureStore;
import svara.engine.port.FigureStore.Mismatch;

/**
 * Holds kept figures against the calls themselves: the hours of late whenever all is folded, and
 * every hour once a day. A call may end between the fold and the look, so that only what is found
 * twice running is a fault; each fault is told once.
 */
final class FigureBooks {
  private static final Logger LOG = LoggerFactory.getLogger(FigureBooks.class);
  private static final Duration LATE = Duration.ofHours(2);
  private static final Duration BETWEEN = Duration.ofSeconds(10);
  private static final Duration DAILY = Duration.ofHours(24);
  private static final int TOLD_MAX = 1_000;

  private final FigureStore figures;
  private final Set<Mismatch> told = new HashSet<>();
  private List<Mismatch> before = List.of();
  private boolean unseen = true;
  private @Nullable Instant looked;
  private @Nullable Instant lookedAtAll;

  FigureBooks(FigureStore figures) {
    this.figures = figures;
  }

  /**
   * To be called after each fold.
   *
   * @param folded how many events were; with none all is folded
   */
  Future<Void> after(int folded, Instant now) {
    unseen |= folded > 0;
    boolean again = !before.isEmpty();
    if (folded > 0 || !(unseen || again) || !passed(looked, BETWEEN, now)) {
      return Future.succeededFuture();
    }
    looked = now;
    unseen = false;
    boolean all = again || passed(lookedAtAll, DAILY, now);
    if (all) {
      lookedAtAll = now;
    }
    return figures
        .mismatches(all ? Instant.EPOCH : now.minus(LATE), now.plus(DAILY))
        .map(found -> {
          found.stream().filter(before::contains).forEach(this::tell);
          before = found.stream().filter(one -> !told.contains(one)).toList();
          return null;
        });
  }

  private static boolean passed(@Nullable Instant since, Duration time, Instant now) {
    return since == null || !now.isBefore(since.plus(time));
  }

  private void tell(Mismatch one) {
    if (told.size() < TOLD_MAX && told.add(one)) {
      LOG.atError()
          .addKeyValue("queue", one.queue())
          .addKeyValue("hour", one.hour())
          .addKeyValue("what", one.what())
          .addKeyValue("kept", one.kept())
          .addKeyValue("counted", one.counted())
          .log("an hour's figures are not those of its calls");
    }
  }

  /** What was found twice running, each once. */
  Set<Mismatch> told() {
    return Set.copyOf(told);
  }
}
