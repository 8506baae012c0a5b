package svara.engine.queue;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.CallbackId;
import svara.engine.id.CallerNumber;
import svara.engine.id.PersonId;

/** Who is owed a callback, and who may be promised one. */
public final class Promises {
  private Promises() {}

  /**
   * The open callback of this caller, by number or by person. Numbers that many share or nobody
   * shows stand for no one.
   */
  static Optional<Callback> owed(QueueState state, Caller caller) {
    if (!caller.number().recognisable()) {
      return Optional.empty();
    }
    return toNumber(state, caller.number()).or(() -> toPerson(state, caller.person()));
  }

  /**
   * Why a caller is not offered a callback, or nothing when he is. Whoever calls from a number that
   * is never called back (withheld, shared, premium, foreign) may name another.
   */
  static Optional<Refusal> noOffer(QueuePolicy policy, QueueState state, Caller caller) {
    return room(policy, state, caller.number());
  }

  /** Why no promise can be made, or nothing when one can, or stands already. */
  static Optional<Refusal> refusal(QueuePolicy policy, QueueState state, CallerNumber number) {
    return unfit(number).or(() -> room(policy, state, number));
  }

  private static Optional<Refusal> room(QueuePolicy policy, QueueState state, CallerNumber number) {
    boolean stands = unfit(number).isEmpty() && toNumber(state, number).isPresent();
    return stands || state.callbacks().size() < policy.callbacksMax()
        ? Optional.empty()
        : Optional.of(Refusal.CALLBACKS_FULL);
  }

  /** Why the number itself cannot be promised a callback, whatever the queue's state. */
  public static Optional<Refusal> unfit(CallerNumber number) {
    CallerNumber.Denial denial = number.denial();
    if (denial == null) {
      return number.recognisable() ? Optional.empty() : Optional.of(Refusal.NUMBER_NOT_USABLE);
    }
    return Optional.of(
        switch (denial) {
          case WITHHELD -> Refusal.NUMBER_NOT_USABLE;
          case EMERGENCY_OR_SHORT -> Refusal.NUMBER_EMERGENCY_OR_SHORT;
          case DENIED -> Refusal.NUMBER_DENIED;
          case NOT_INTERNAL -> Refusal.NUMBER_NOT_INTERNAL;
          case MALFORMED -> Refusal.NUMBER_MALFORMED;
          case NOT_ALLOWED -> Refusal.NUMBER_NOT_ALLOWED;
        });
  }

  /**
   * The promise that stands for a number, else a new one.
   *
   * @param number the caller's own, or one that he has named
   */
  static Callback standingOrNew(
      QueuePolicy policy, QueueState state, Caller caller, CallerNumber number, Instant at) {
    return toNumber(state, number)
        .orElseGet(() -> made(policy.callbacks(), caller, number, at, openFrom(state, at)));
  }

  /** Closed by hand until a time, the promise is for that time. */
  private static Instant openFrom(QueueState state, Instant at) {
    Notices.ClosedNow closed = state.notices().closedNow();
    Instant until = closed == null ? null : closed.until();
    return until == null || until.isBefore(at) ? at : until;
  }

  private static Callback made(
      CallbackPolicy policy, Caller caller, CallerNumber number, Instant at, Instant from) {
    OpeningHours hours = policy.hours();
    Instant open = hours.openAt(from) ? from : hours.nextOpening(from).orElse(from);
    return new Callback(
        new CallbackId("cb-" + caller.call().value()),
        caller,
        number.key(),
        at,
        CallbackLife.owed(
            open,
            hours.plusOpen(open, policy.within()),
            hours.plusOpen(open, policy.expireAfter())));
  }

  /** The caller in the place, and on the ticket, that his first call earned. */
  static Caller inEarnedPlace(QueueState state, Caller caller) {
    return owed(state, caller)
        .map(Callback::caller)
        .map(first ->
            new Caller(
                caller.call(),
                first.ticket(),
                caller.number(),
                caller.name(),
                caller.person(),
                caller.language(),
                first.arrivedAt().isBefore(caller.arrivedAt())
                    ? first.arrivedAt()
                    : caller.arrivedAt(),
                caller.offeredAt()))
        .orElse(caller);
  }

  static Optional<Callback> toNumber(QueueState state, CallerNumber number) {
    return state.callbacks().stream()
        .filter(callback -> callback.number().equals(number.key()))
        .findFirst();
  }

  private static Optional<Callback> toPerson(QueueState state, @Nullable PersonId person) {
    return state.callbacks().stream()
        .filter(callback -> person != null && person.equals(callback.caller().person()))
        .findFirst();
  }
}
