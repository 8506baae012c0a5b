package svara.engine.queue;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import svara.engine.id.TechnicianId;
import svara.engine.queue.QueuedCall.Phase;

/**
 * How a call ended, and when. A call's moments follow one another even where the clock stepped back
 * or two clocks disagree: offered, queued, answered, ended.
 */
final class Ending {
  /** Hanging up so soon after the outage message is its doing. */
  private static final Duration INFORMED_WITHIN = Duration.ofSeconds(10);

  private Ending() {}

  static QueueEvent.CallEnded of(QueuePolicy policy, QueuedCall call, Instant at, boolean failed) {
    Instant answeredAt = null;
    TechnicianId technician = null;
    if (call.phase() instanceof Phase.Talking(TechnicianId with, Instant since)) {
      answeredAt = since;
      technician = with;
    }
    Instant endedAt = notBefore(at, call.caller().offeredAt(), call.queuedAt(), answeredAt);
    return new QueueEvent.CallEnded(
        endedAt,
        call.caller(),
        call.queuedAt(),
        answeredAt,
        outcome(policy, call, endedAt, failed),
        call.flags(),
        technician);
  }

  /**
   * A call that the exchange served while the engine was away. What the engine knew of it before is
   * kept: a note tells of the exchange's own part alone.
   *
   * @param known the call as the engine has it; newly offered when it was never seen
   */
  static QueueEvent.CallEnded ofOutage(QueuedCall known, QueueCommand.RecordOutageCall note) {
    Instant offeredAt = known.caller().offeredAt();
    Instant queuedAt = known.queuedAt();
    Instant answeredAt = note.answeredAt();
    TechnicianId technician = note.technician();
    Outcome outcome = note.outcome();
    if (known.phase() instanceof Phase.Talking(TechnicianId with, Instant since)) {
      answeredAt = since;
      technician = with;
      outcome = Outcome.ANSWERED;
    } else {
      if (queuedAt == null && note.queuedAt() != null) {
        queuedAt = notBefore(note.queuedAt(), offeredAt);
      }
      if (answeredAt != null) {
        answeredAt = notBefore(answeredAt, offeredAt, queuedAt);
        outcome = Outcome.ANSWERED;
      } else if (known.phase() instanceof Phase.Dismissed(boolean promised) && promised) {
        outcome = Outcome.CALLBACK_PROMISED;
      }
    }
    CallFlags before = known.flags();
    CallFlags noted = note.flags();
    return new QueueEvent.CallEnded(
        notBefore(note.endedAt(), offeredAt, queuedAt, answeredAt),
        known.caller(),
        queuedAt,
        answeredAt,
        outcome,
        new CallFlags(
            before.metFull() || noted.metFull(),
            before.outsideHours() || noted.outsideHours(),
            // who was connected by the engine was not served without it, though he ended so
            before.withoutEngine()
                || (noted.withoutEngine() && !(known.phase() instanceof Phase.Talking)),
            before.taken(),
            before.voiceMessage()),
        technician);
  }

  static Instant notBefore(Instant at, @Nullable Instant... earliest) {
    Instant latest = at;
    for (Instant other : earliest) {
      if (other != null && other.isAfter(latest)) {
        latest = other;
      }
    }
    return latest;
  }

  private static Outcome outcome(
      QueuePolicy policy, QueuedCall call, Instant endedAt, boolean failed) {
    return switch (call.phase()) {
      case Phase.Talking _ -> Outcome.ANSWERED;
      case Phase.Dismissed(boolean promised) -> {
        if (promised) {
          yield Outcome.CALLBACK_PROMISED;
        }
        if (call.flags().outsideHours()) {
          yield Outcome.CLOSED;
        }
        yield informed(call, endedAt) ? Outcome.INFORMED : Outcome.TURNED_AWAY;
      }
      case Phase.Hearing _ -> failed ? Outcome.FAILED : Outcome.INFORMED;
      case Phase.Waiting _, Phase.Ringing _ -> {
        if (failed) {
          yield Outcome.FAILED;
        }
        if (informed(call, endedAt)) {
          yield Outcome.INFORMED;
        }
        Instant shortUntil = call.caller().offeredAt().plus(policy.shortAbandon());
        yield endedAt.isBefore(shortUntil) ? Outcome.ABANDONED_SHORT : Outcome.ABANDONED;
      }
    };
  }

  /** Whoever hangs up right after he has heard what is out of order knows enough. */
  private static boolean informed(QueuedCall call, Instant endedAt) {
    Instant heard = call.informedAt();
    return heard != null && !endedAt.isAfter(heard.plus(INFORMED_WITHIN));
  }
}
