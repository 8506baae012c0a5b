package svara.engine.runtime;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.port.FigureStore;
import svara.engine.port.FigureStore.Mismatch;

/**
 * Holds kept figures against the calls themselves: the last day's whenever all is folded, and every
 * hour and day once a night. A call may end between the fold and the look, so that only what is
 * found twice running is a fault; it is noted, so that the page shows it, until it is right again.
 */
final class FigureBooks {
  private static final Logger LOG = LoggerFactory.getLogger(FigureBooks.class);

  /** Today is in it, whenever its day began. */
  private static final Duration LATE = Duration.ofHours(26);

  private static final Duration BETWEEN = Duration.ofSeconds(10);
  private static final Duration WHILE_WRONG = Duration.ofMinutes(10);

  /** Nobody calls then, in the time zone of the place or near it. */
  private static final LocalTime NIGHT = LocalTime.of(1, 0);

  private static final Duration DAY = Duration.ofHours(24);

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
    boolean all = !before.isEmpty() || nightIsDue(now) || wrongIsDue(now);
    if (folded > 0 || !(unseen || all) || !passed(looked, BETWEEN, now)) {
      return Future.succeededFuture();
    }
    looked = now;
    unseen = false;
    if (all) {
      lookedAtAll = now;
    }
    Instant from = all ? Instant.EPOCH : now.minus(LATE);
    return figures.mismatches(from, now.plus(DAY)).compose(found -> found(found, from));
  }

  private boolean nightIsDue(Instant now) {
    Instant night = now.atOffset(ZoneOffset.UTC).with(NIGHT).toInstant();
    Instant last = night.isAfter(now) ? night.minus(DAY) : night;
    return lookedAtAll == null || lookedAtAll.isBefore(last);
  }

  /** Somebody may have mended it. */
  private boolean wrongIsDue(Instant now) {
    return !told.isEmpty() && passed(lookedAtAll, WHILE_WRONG, now);
  }

  private static boolean passed(@Nullable Instant since, Duration time, Instant now) {
    return since == null || !now.isBefore(since.plus(time));
  }

  private Future<Void> found(List<Mismatch> found, Instant from) {
    boolean mended = told.removeIf(one -> !one.hour().isBefore(from) && !found.contains(one));
    List<Mismatch> news =
        found.stream().filter(before::contains).filter(one -> !told.contains(one)).toList();
    news.forEach(FigureBooks::tell);
    told.addAll(news);
    before = found.stream().filter(one -> !told.contains(one)).toList();
    return mended || !news.isEmpty() ? figures.note(List.copyOf(told)) : Future.succeededFuture();
  }

  private static void tell(Mismatch one) {
    LOG.atError()
        .addKeyValue("queue", one.queue())
        .addKeyValue("hour", one.hour())
        .addKeyValue("what", one.what())
        .addKeyValue("kept", one.kept())
        .addKeyValue("counted", one.counted())
        .log("an hour's or a day's figures are not those of its calls");
  }

  /** What was found twice running and is still so. */
  Set<Mismatch> told() {
    return Set.copyOf(told);
  }
}
