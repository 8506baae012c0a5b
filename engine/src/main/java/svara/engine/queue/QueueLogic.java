package svara.engine.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The core of a queue, three functions: what a command leads to, what is true after an event, and
 * what is to be done about it.
 */
public final class QueueLogic {
  /** Whoever has not been heard to have heard the outage message by then is placed anyhow. */
  static final Duration HEARING_MAX = Duration.ofMinutes(3);

  private QueueLogic() {}

  /**
   * What a command leads to in this state. Never fails: a command that is late, doubled or names
   * something unknown gives no events and says why.
   */
  public static Decision decide(QueuePolicy policy, QueueState state, QueueCommand command) {
    return new Deciding(policy, state, command.at()).on(command);
  }

  /** What is true after the event; the version counts events. */
  public static QueueState evolve(QueueState state, QueueEvent event) {
    return Evolving.evolve(state, event).next();
  }

  /** What is to be done about an event, given the state after the whole decision it is part of. */
  public static Optional<QueueEffect> effect(QueueState after, QueueEvent event) {
    return switch (event) {
      case QueueEvent.OfCall of ->
          after.call(of.call()).flatMap(call -> Effects.of(after, call, event));
      case QueueEvent.OfCallback of -> Effects.of(after, of);
      default -> Optional.empty();
    };
  }

  /**
   * What a new owner does about a promise that was being offered when the last owner stopped, and
   * of which the exchange knows nothing: the same order is given again.
   */
  public static Optional<QueueEffect.CallBack> resume(Callback callback) {
    return Effects.resume(callback);
  }

  /**
   * What a new owner does about a call that he finds in the state: the order that was under way is
   * given again. Ringing and talking go on at the exchange by themselves.
   */
  public static Optional<QueueEffect.OfCall> resume(QueuedCall call) {
    return Effects.resume(call);
  }

  /**
   * When the state wants a {@link QueueCommand.PassTime}: the end of a wrap-up, of a refusal's
   * pause, or of the longest wait before a callback is offered, a promise's next time or its end,
   * an opening that was set, or the longest hearing of an outage message. Passing time at that
   * moment always leaves a later deadline or none, so that a timer never runs in a circle.
   */
  public static Optional<Instant> nextDeadline(QueuePolicy policy, QueueState state) {
    Stream<Instant> wrapUps =
        state.technicians().stream()
            .mapMulti((technician, next) -> {
              // after every step, of every technician: no stream for each
              if (technician.work() instanceof Technician.Work.WrapUp(Instant until)) {
                next.accept(until);
              }
            });
    Stream<Instant> waits =
        state.waiting().stream().flatMap(call -> longestWait(policy, call).stream());
    Stream<Instant> promises =
        state.callbacks().stream().flatMap(callback -> deadlines(state, callback));
    return Stream.of(
            wrapUps,
            waits,
            promises,
            Serving.pausesThatMatter(policy, state),
            opening(state),
            hearing(state))
        .flatMap(s -> s)
        .min(Instant::compareTo);
  }

  private static Stream<Instant> opening(QueueState state) {
    Notices.ClosedNow closed = state.notices().closedNow();
    return closed == null ? Stream.empty() : Stream.ofNullable(closed.until());
  }

  private static Stream<Instant> hearing(QueueState state) {
    return state.calls().stream()
        .flatMap(call ->
            call.phase() instanceof QueuedCall.Phase.Hearing(Instant since)
                ? Stream.of(since.plus(HEARING_MAX))
                : Stream.empty());
  }

  /** One whose caller is on the line waits for him, not for a time. */
  private static Stream<Instant> deadlines(QueueState state, Callback callback) {
    Stream<Instant> end = Stream.ofNullable(callback.life().expiresAt());
    return switch (callback.stage()) {
      case CallbackStage.Owed(Instant notBefore) ->
          Serving.onTheLine(state, callback) ? end : Stream.concat(end, Stream.of(notBefore));
      case CallbackStage.Due() -> end;
      case CallbackStage.UnderWay _ -> Stream.empty();
    };
  }

  static Optional<Instant> longestWait(QueuePolicy policy, QueuedCall call) {
    Instant queuedAt = call.queuedAt();
    return queuedAt != null
            && call.phase() instanceof QueuedCall.Phase.Waiting(boolean offered)
            && !offered
        ? Optional.of(queuedAt.plus(policy.waitMax()))
        : Optional.empty();
  }
}
