package svara.engine.statistics;

import java.time.Duration;
import java.util.EnumMap;
import svara.engine.queue.Outcome;

/**
 * Folds calls to figures. Calls may come in any order and in any parts: parts folded apart and
 * merged give what all calls folded at once give.
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

  /**
   * Takes one offered call in.
   *
   * @param held a queue still holds the call. A call without an outcome that no queue holds is
   *     offered and nothing else, so that the figures do not add up and say so
   */
  public FigureFold add(CallMoments call, boolean held) {
    offered++;
    Outcome outcome = call.outcome();
    if (outcome != null) {
      addEnded(call, outcome);
    } else if (held) {
      inProgress++;
    }
    return this;
  }

  private void addEnded(CallMoments call, Outcome outcome) {
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
