package svara.engine.statistics;

import java.time.Duration;
import java.util.EnumMap;
import svara.engine.queue.Outcome;

/**
 * Folds calls to figures. What was offered, what has ended and what a queue still holds are counted
 * apart, each from its own source, so that a call that is lost on the way shows as a sum that is
 * off. All may come in any order and in any parts: parts folded apart and merged give what all
 * folded at once give.
 */
public final class FigureFold {
  long offered;
  long inProgress;
  final EnumMap<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
  long queued;
  long metFull;
  long outsideHours;
  long withoutEngine;
  long abandonedQueued;
  long shortAbandonedQueued;
  final WaitHistogram waits = new WaitHistogram();
  final WaitHistogram waitsAnswered = new WaitHistogram();
  final WaitHistogram waitsAbandoned = new WaitHistogram();

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
    boolean wasQueued = call.queuedAt() != null;
    queued += wasQueued ? 1 : 0;
    if (wasQueued && outcome == Outcome.ABANDONED) {
      abandonedQueued++;
    }
    if (wasQueued && outcome == Outcome.ABANDONED_SHORT) {
      shortAbandonedQueued++;
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

  public FigureFold merge(FigureFold other) {
    offered += other.offered;
    inProgress += other.inProgress;
    other.outcomes.forEach((outcome, n) -> outcomes.merge(outcome, n, Long::sum));
    queued += other.queued;
    metFull += other.metFull;
    outsideHours += other.outsideHours;
    withoutEngine += other.withoutEngine;
    abandonedQueued += other.abandonedQueued;
    shortAbandonedQueued += other.shortAbandonedQueued;
    waits.merge(other.waits);
    waitsAnswered.merge(other.waitsAnswered);
    waitsAbandoned.merge(other.waitsAbandoned);
    return this;
  }

  /** The figures of all that was taken in; later additions do not touch them. */
  public Figures figures() {
    return new Figures(new FigureFold().merge(this));
  }

  boolean sameAs(FigureFold that) {
    return offered == that.offered
        && inProgress == that.inProgress
        && outcomes.equals(that.outcomes)
        && queued == that.queued
        && metFull == that.metFull
        && outsideHours == that.outsideHours
        && withoutEngine == that.withoutEngine
        && abandonedQueued == that.abandonedQueued
        && shortAbandonedQueued == that.shortAbandonedQueued
        && waits.equals(that.waits)
        && waitsAnswered.equals(that.waitsAnswered)
        && waitsAbandoned.equals(that.waitsAbandoned);
  }
}
