package svara.engine.statistics;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import svara.engine.queue.AttemptResult;
import svara.engine.queue.Outcome;

/**
 * Folds calls to figures. What was offered, what has ended and what a queue still holds are counted
 * apart, each from its own source, so that a call that is lost on the way shows as a sum that is
 * off. All may come in any order and in any parts: parts folded apart and merged give what all
 * folded at once give.
 */
public final class FigureFold {
  private static final String ATTEMPT = "attempt.";

  long offered;
  long inProgress;
  final EnumMap<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
  long queued;
  long metFull;
  long outsideHours;
  long withoutEngine;
  long taken;
  long voiceMessages;
  long abandonedQueued;
  long shortAbandonedQueued;
  long talkMillis;
  long promised;
  long fulfilled;
  long late;
  long expired;
  long withdrawn;
  long overtaken;
  long wrapUpMillis;
  long dutyMillis;
  long busyMillis;
  boolean workUnknown;
  final EnumMap<AttemptResult, Long> attempts = new EnumMap<>(AttemptResult.class);
  final WaitHistogram waits = new WaitHistogram();
  final WaitHistogram waitsAnswered = new WaitHistogram();
  final WaitHistogram waitsAbandoned = new WaitHistogram();
  final WaitHistogram waitsPromised = new WaitHistogram();

  /** A queue was offered a call. */
  public FigureFold offered() {
    offered++;
    return this;
  }

  /** A queue holds an offered call that has not ended. */
  public FigureFold inProgress() {
    inProgress++;
    return this;
  }

  /**
   * A call was closed.
   *
   * @throws IllegalArgumentException when it has no outcome
   */
  public FigureFold ended(CallMoments call) {
    Outcome outcome = call.outcome();
    if (outcome == null) {
      throw new IllegalArgumentException("call " + call.call() + " has not ended");
    }
    outcomes.merge(outcome, 1L, Long::sum);
    metFull += call.flags().metFull() ? 1 : 0;
    outsideHours += call.flags().outsideHours() ? 1 : 0;
    withoutEngine += call.flags().withoutEngine() ? 1 : 0;
    taken += call.flags().takenByHand() ? 1 : 0;
    voiceMessages += call.flags().leftMessage() ? 1 : 0;
    boolean wasQueued = call.queuedAt() != null;
    queued += wasQueued ? 1 : 0;
    if (wasQueued && outcome == Outcome.ABANDONED) {
      abandonedQueued++;
    }
    if (wasQueued && outcome == Outcome.ABANDONED_SHORT) {
      shortAbandonedQueued++;
    }
    if (outcome == Outcome.ANSWERED) {
      talkMillis += call.talked().toMillis();
    }
    Duration wait = call.waited();
    if (wait != null) {
      waits.add(wait);
      if (outcome == Outcome.ANSWERED) {
        waitsAnswered.add(wait);
      } else if (outcome == Outcome.ABANDONED) {
        waitsAbandoned.add(wait);
      }
    }
    return this;
  }

  /** A promise was made, and perhaps something became of it. */
  public FigureFold promise(PromiseMoments promise) {
    promised++;
    switch (promise.fate()) {
      case OPEN -> {}
      case FULFILLED -> {
        fulfilled++;
        waitsPromised.add(promise.waited());
      }
      case FULFILLED_LATE -> {
        fulfilled++;
        late++;
        waitsPromised.add(promise.waited());
      }
      case EXPIRED -> expired++;
      case WITHDRAWN -> withdrawn++;
      case OVERTAKEN -> overtaken++;
    }
    return this;
  }

  /** Dialling out to a caller who is owed a callback came to an end. */
  public FigureFold attempt(AttemptResult result) {
    attempts.merge(result, 1L, Long::sum);
    return this;
  }

  /** A technician wrote for so long after a call. */
  public FigureFold wrappedUp(Duration time) {
    wrapUpMillis += time.toMillis();
    return this;
  }

  /** A technician was on duty and not paused for so long, and perhaps on calls or in wrap-up. */
  public FigureFold onDuty(Duration time, boolean busy) {
    dutyMillis += time.toMillis();
    busyMillis += busy ? time.toMillis() : 0;
    return this;
  }

  /** Not all time of technicians is known: figures that rest on it are unknown. */
  public FigureFold workUnknown() {
    workUnknown = true;
    return this;
  }

  public FigureFold merge(FigureFold other) {
    offered += other.offered;
    inProgress += other.inProgress;
    other.outcomes.forEach((outcome, n) -> outcomes.merge(outcome, n, Long::sum));
    queued += other.queued;
    metFull += other.metFull;
    outsideHours += other.outsideHours;
    withoutEngine += other.withoutEngine;
    taken += other.taken;
    voiceMessages += other.voiceMessages;
    abandonedQueued += other.abandonedQueued;
    shortAbandonedQueued += other.shortAbandonedQueued;
    talkMillis += other.talkMillis;
    promised += other.promised;
    fulfilled += other.fulfilled;
    late += other.late;
    expired += other.expired;
    withdrawn += other.withdrawn;
    overtaken += other.overtaken;
    wrapUpMillis += other.wrapUpMillis;
    dutyMillis += other.dutyMillis;
    busyMillis += other.busyMillis;
    workUnknown |= other.workUnknown;
    other.attempts.forEach((result, n) -> attempts.merge(result, n, Long::sum));
    waits.merge(other.waits);
    waitsAnswered.merge(other.waitsAnswered);
    waitsAbandoned.merge(other.waitsAbandoned);
    waitsPromised.merge(other.waitsPromised);
    return this;
  }

  /** The figures of all that was taken in; later additions do not touch them. */
  public Figures figures() {
    return new Figures(new FigureFold().merge(this));
  }

  /**
   * What was folded, to be kept; calls in progress are not.
   *
   * @param counts by name; what is zero is left out
   * @param waits by name; those of nobody are left out
   */
  public record Kept(Map<String, Long> counts, Map<String, WaitHistogram.Kept> waits) {
    public Kept {
      counts = Map.copyOf(counts);
      waits = Map.copyOf(waits);
    }
  }

  public Kept kept() {
    Map<String, Long> counts = new HashMap<>();
    put(counts, "offered", offered);
    outcomes.forEach((outcome, n) -> put(counts, outcome.name(), n));
    put(counts, "queued", queued);
    put(counts, "metFull", metFull);
    put(counts, "outsideHours", outsideHours);
    put(counts, "withoutEngine", withoutEngine);
    put(counts, "taken", taken);
    put(counts, "voiceMessages", voiceMessages);
    put(counts, "abandonedQueued", abandonedQueued);
    put(counts, "shortAbandonedQueued", shortAbandonedQueued);
    put(counts, "talkMillis", talkMillis);
    put(counts, "wrapUpMillis", wrapUpMillis);
    put(counts, "dutyMillis", dutyMillis);
    put(counts, "busyMillis", busyMillis);
    put(counts, "promised", promised);
    put(counts, "fulfilled", fulfilled);
    put(counts, "late", late);
    put(counts, "expired", expired);
    put(counts, "withdrawn", withdrawn);
    put(counts, "overtaken", overtaken);
    attempts.forEach((result, n) -> put(counts, ATTEMPT + result.name(), n));
    Map<String, WaitHistogram.Kept> kept = new HashMap<>();
    put(kept, "all", waits);
    put(kept, "answered", waitsAnswered);
    put(kept, "abandoned", waitsAbandoned);
    put(kept, "promised", waitsPromised);
    return new Kept(counts, kept);
  }

  static void put(Map<String, Long> counts, String name, long count) {
    if (count != 0) {
      counts.put(name, count);
    }
  }

  static void put(Map<String, WaitHistogram.Kept> waits, String name, WaitHistogram histogram) {
    if (histogram.count() > 0) {
      waits.put(name, histogram.kept());
    }
  }

  /** What {@link #kept} gave, as a fold again. */
  public static FigureFold of(Kept kept) {
    FigureFold fold = new FigureFold();
    Map<String, Long> counts = kept.counts();
    fold.offered = counts.getOrDefault("offered", 0L);
    for (Outcome outcome : Outcome.values()) {
      if (counts.containsKey(outcome.name())) {
        fold.outcomes.put(outcome, counts.get(outcome.name()));
      }
    }
    fold.queued = counts.getOrDefault("queued", 0L);
    fold.metFull = counts.getOrDefault("metFull", 0L);
    fold.outsideHours = counts.getOrDefault("outsideHours", 0L);
    fold.withoutEngine = counts.getOrDefault("withoutEngine", 0L);
    fold.taken = counts.getOrDefault("taken", 0L);
    fold.voiceMessages = counts.getOrDefault("voiceMessages", 0L);
    fold.abandonedQueued = counts.getOrDefault("abandonedQueued", 0L);
    fold.shortAbandonedQueued = counts.getOrDefault("shortAbandonedQueued", 0L);
    fold.talkMillis = counts.getOrDefault("talkMillis", 0L);
    fold.wrapUpMillis = counts.getOrDefault("wrapUpMillis", 0L);
    fold.dutyMillis = counts.getOrDefault("dutyMillis", 0L);
    fold.busyMillis = counts.getOrDefault("busyMillis", 0L);
    fold.promised = counts.getOrDefault("promised", 0L);
    fold.fulfilled = counts.getOrDefault("fulfilled", 0L);
    fold.late = counts.getOrDefault("late", 0L);
    fold.expired = counts.getOrDefault("expired", 0L);
    fold.withdrawn = counts.getOrDefault("withdrawn", 0L);
    fold.overtaken = counts.getOrDefault("overtaken", 0L);
    for (AttemptResult result : AttemptResult.values()) {
      if (counts.containsKey(ATTEMPT + result.name())) {
        fold.attempts.put(result, counts.get(ATTEMPT + result.name()));
      }
    }
    merge(fold.waits, kept.waits().get("all"));
    merge(fold.waitsAnswered, kept.waits().get("answered"));
    merge(fold.waitsAbandoned, kept.waits().get("abandoned"));
    merge(fold.waitsPromised, kept.waits().get("promised"));
    return fold;
  }

  static void merge(WaitHistogram into, WaitHistogram.@Nullable Kept kept) {
    if (kept != null) {
      into.merge(WaitHistogram.of(kept));
    }
  }

  boolean sameAs(FigureFold that) {
    return offered == that.offered
        && inProgress == that.inProgress
        && outcomes.equals(that.outcomes)
        && queued == that.queued
        && metFull == that.metFull
        && outsideHours == that.outsideHours
        && withoutEngine == that.withoutEngine
        && taken == that.taken
        && voiceMessages == that.voiceMessages
        && abandonedQueued == that.abandonedQueued
        && shortAbandonedQueued == that.shortAbandonedQueued
        && waits.equals(that.waits)
        && waitsAnswered.equals(that.waitsAnswered)
        && talkMillis == that.talkMillis
        && promised == that.promised
        && fulfilled == that.fulfilled
        && late == that.late
        && expired == that.expired
        && withdrawn == that.withdrawn
        && overtaken == that.overtaken
        && wrapUpMillis == that.wrapUpMillis
        && dutyMillis == that.dutyMillis
        && busyMillis == that.busyMillis
        && workUnknown == that.workUnknown
        && attempts.equals(that.attempts)
        && waitsAbandoned.equals(that.waitsAbandoned)
        && waitsPromised.equals(that.waitsPromised);
  }
}
