package svara.engine.queue;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The core of a queue, three functions: what a command leads to, what is true after an event, and
 * what is to be done about it.
 */
public final class QueueLogic {
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
    return event instanceof QueueEvent.OfCall of
        ? after.call(of.call()).flatMap(call -> Effects.of(call, event))
        : Optional.empty();
  }

  /**
   * What a new owner does about a call that he finds in the state: the order that was under way is
   * given again. Ringing and talking go on at the exchange by themselves.
   */
  public static Optional<QueueEffect> resume(QueuedCall call) {
    return Effects.resume(call);
  }

  /**
   * When the state wants a {@link QueueCommand.PassTime}: the end of a wrap-up, of a refusal's
   * pause, or of the longest wait before a callback is offered. Passing time at that moment always
   * leaves a later deadline or none, so that a timer never runs in a circle.
   */
  public static Optional<Instant> nextDeadline(QueuePolicy policy, QueueState state) {
    Stream<Instant> wrapUps =
        state.technicians().stream()
            .map(Technician::work)
            .flatMap(work ->
                work instanceof Technician.Work.WrapUp(Instant until)
                    ? Stream.of(until)
                    : Stream.empty());
    Stream<Instant> waits =
        state.waiting().stream().flatMap(call -> longestWait(policy, call).stream());
    return Stream.of(wrapUps, waits, Serving.pausesThatMatter(policy, state))
        .flatMap(s -> s)
        .min(Instant::compareTo);
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
