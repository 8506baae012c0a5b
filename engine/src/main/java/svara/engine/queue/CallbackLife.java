package svara.engine.queue;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.TechnicianId;

/**
 * What has become of an open promise so far.
 *
 * @param stage where it stands
 * @param promisedBy by when it was promised; null for promises of before there was a time
 * @param expiresAt when it becomes work for people, or null
 * @param orders orders given to the exchange; the last one's name
 * @param ended the last order that is known to be over; a late fact of it is no news
 * @param dialled attempts: orders in which the caller was dialled
 * @param refusals technicians who refused it, and until when it is not offered to them again
 * @param overtakenBy the call in which the caller was answered while an attempt was under way
 */
public record CallbackLife(
    CallbackStage stage,
    @Nullable Instant promisedBy,
    @Nullable Instant expiresAt,
    int orders,
    int ended,
    int dialled,
    Map<TechnicianId, Instant> refusals,
    @Nullable CallId overtakenBy) {

  public CallbackLife {
    refusals = Map.copyOf(refusals);
  }

  /** A new promise. */
  static CallbackLife owed(
      Instant notBefore, @Nullable Instant promisedBy, @Nullable Instant expiresAt) {
    return new CallbackLife(
        new CallbackStage.Owed(notBefore), promisedBy, expiresAt, 0, 0, 0, Map.of(), null);
  }

  public boolean underWay() {
    return stage instanceof CallbackStage.UnderWay;
  }

  CallbackLife at(CallbackStage next) {
    return new CallbackLife(
        next, promisedBy, expiresAt, orders, ended, dialled, refusals, overtakenBy);
  }

  CallbackLife ordered(CallbackStage.Offered next) {
    return new CallbackLife(
        next, promisedBy, expiresAt, next.order(), ended, dialled, refusals, overtakenBy);
  }

  CallbackLife dialled(CallbackStage.Dialling next) {
    return new CallbackLife(
        next, promisedBy, expiresAt, orders, ended, dialled + 1, refusals, overtakenBy);
  }

  /** The order is over, and the promise stands where it says. */
  CallbackLife over(int order, CallbackStage next) {
    return new CallbackLife(
        next, promisedBy, expiresAt, orders, order, dialled, refusals, overtakenBy);
  }

  CallbackLife refusedBy(TechnicianId technician, Instant until) {
    Map<TechnicianId, Instant> more = new HashMap<>(refusals);
    more.put(technician, until);
    return new CallbackLife(
        stage, promisedBy, expiresAt, orders, ended, dialled, more, overtakenBy);
  }

  CallbackLife overtaken(CallId by) {
    return new CallbackLife(stage, promisedBy, expiresAt, orders, ended, dialled, refusals, by);
  }
}
