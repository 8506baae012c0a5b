package svara.engine.statistics;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import svara.engine.queue.AttemptResult;
import svara.engine.queue.Outcome;

/**
 * The figures of a set of calls, by the definitions of {@code figures}: each says which calls are
 * in its denominator. Made by {@link FigureFold}.
 */
public final class Figures {
  private final FigureFold fold;

  Figures(FigureFold fold) {
    this.fold = fold;
  }

  /** Calls from callers that reached a queue. */
  public long offered() {
    return fold.offered;
  }

  /** Ended calls by outcome; every outcome has its entry. */
  public Map<Outcome, Long> outcomes() {
    EnumMap<Outcome, Long> all = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      all.put(outcome, of(outcome));
    }
    return all;
  }

  public long of(Outcome outcome) {
    return fold.outcomes.getOrDefault(outcome, 0L);
  }

  public long outcomesSum() {
    return fold.outcomes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Offered calls that a queue still holds. */
  public long inProgress() {
    return fold.inProgress;
  }

  /**
   * Whether every offered call has exactly one outcome or is still held by a queue. When not, a
   * call was lost or counted twice, and no other figure can be trusted.
   */
  public boolean addsUp() {
    return offered() == outcomesSum() + inProgress();
  }

  /** Ended calls that were put on hold. */
  public long queued() {
    return fold.queued;
  }

  public long metFull() {
    return fold.metFull;
  }

  public long outsideHours() {
    return fold.outsideHours;
  }

  public long withoutEngine() {
    return fold.withoutEngine;
  }

  /** Taken by technicians beyond the talking places. */
  public long taken() {
    return fold.taken;
  }

  /** Callers who were recorded, to leave a message. */
  public long voiceMessages() {
    return fold.voiceMessages;
  }

  /** Answered / (ended - short abandons). */
  public OptionalDouble answerRate() {
    return share(of(Outcome.ANSWERED), outcomesSum() - of(Outcome.ABANDONED_SHORT));
  }

  /** (Answered + promises fulfilled) / (ended - short abandons). */
  public OptionalDouble reachedRate() {
    return share(
        of(Outcome.ANSWERED) + fold.fulfilled, outcomesSum() - of(Outcome.ABANDONED_SHORT));
  }

  /** Answered within the limit / (ended - short abandons): the strict form. */
  public OptionalDouble serviceLevel(Duration limit) {
    return share(fold.waitsAnswered.within(limit), outcomesSum() - of(Outcome.ABANDONED_SHORT));
  }

  /** Average speed of answer: waits of answered calls / answered calls. */
  public Optional<Duration> averageSpeedOfAnswer() {
    return fold.waitsAnswered.mean();
  }

  /** Time two people talked / answered calls. */
  public Optional<Duration> averageTalk() {
    return perAnswered(fold.talkMillis);
  }

  /** Handling: talk, hold and wrap-up of answered calls / answered calls. */
  public Optional<Duration> averageHandling() {
    return fold.workUnknown ? Optional.empty() : perAnswered(fold.talkMillis + fold.wrapUpMillis);
  }

  /** Wrap-up after answered calls / answered calls. */
  public Optional<Duration> averageWrapUp() {
    return fold.workUnknown ? Optional.empty() : perAnswered(fold.wrapUpMillis);
  }

  private Optional<Duration> perAnswered(long millis) {
    long answered = of(Outcome.ANSWERED);
    return answered == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis / answered));
  }

  /** Technicians' time on duty and not paused; of whole hours alone. */
  public Optional<Duration> onDuty() {
    return fold.workUnknown ? Optional.empty() : Optional.of(Duration.ofMillis(fold.dutyMillis));
  }

  /** Technicians' time on calls and in wrap-up / on duty and not paused. */
  public OptionalDouble occupancy() {
    return fold.workUnknown ? OptionalDouble.empty() : share(fold.busyMillis, fold.dutyMillis);
  }

  /** Dial-outs to callers who are owed a callback, by how they ended; every result is there. */
  public Map<AttemptResult, Long> attempts() {
    EnumMap<AttemptResult, Long> all = new EnumMap<>(AttemptResult.class);
    for (AttemptResult result : AttemptResult.values()) {
      all.put(result, fold.attempts.getOrDefault(result, 0L));
    }
    return all;
  }

  public long attemptsSum() {
    return fold.attempts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Attempts that brought caller and technician together / attempts. */
  public OptionalDouble attemptSuccess() {
    return share(attempts().getOrDefault(AttemptResult.JOINED, 0L), attemptsSum());
  }

  /** Promises to call back that were made. */
  public long promised() {
    return fold.promised;
  }

  public long promisesFulfilled() {
    return fold.fulfilled;
  }

  /** Of those fulfilled, the ones after the promised time. */
  public long promisesLate() {
    return fold.late;
  }

  /** Not kept by the queue; work for people. */
  public long promisesExpired() {
    return fold.expired;
  }

  /** Taken back by a person. */
  public long promisesWithdrawn() {
    return fold.withdrawn;
  }

  /** Needless, because the caller called again and was answered. */
  public long promisesOvertaken() {
    return fold.overtaken;
  }

  public long promisesOpen() {
    return fold.promised - fold.fulfilled - fold.expired - fold.withdrawn - fold.overtaken;
  }

  /** Fulfilled before the promised time / (promised - withdrawn - overtaken). */
  public OptionalDouble promisesKeptRate() {
    return share(fold.fulfilled - fold.late, fold.promised - fold.withdrawn - fold.overtaken);
  }

  /** From a caller's first arrival to being called back. */
  public WaitHistogram waitsPromised() {
    return fold.waitsPromised;
  }

  /** Ended calls that met a full queue / ended. */
  public OptionalDouble turnedAwayRate() {
    return share(metFull(), outcomesSum());
  }

  /** Abandoned while waiting / queued, short abandons in neither. */
  public OptionalDouble abandonmentRate() {
    return share(fold.abandonedQueued, fold.queued - fold.shortAbandonedQueued);
  }

  /** From offered to answered or to the end, of all ended calls. */
  public WaitHistogram waits() {
    return fold.waits;
  }

  public WaitHistogram waitsAnswered() {
    return fold.waitsAnswered;
  }

  /** Of those who hung up before being answered, short abandons left out. */
  public WaitHistogram waitsAbandoned() {
    return fold.waitsAbandoned;
  }

  private static OptionalDouble share(long part, long whole) {
    return whole <= 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Figures that && fold.sameAs(that.fold);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(fold.offered);
  }

  @Override
  public String toString() {
    return "offered %d outcomes %s inProgress %d %s"
        .formatted(offered(), outcomes(), inProgress(), fold.waits);
  }
}
