package svara.engine.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;

/** A decision in the making: events are collected, and each is true for the next question. */
final class Draft {
  private final QueuePolicy policy;
  private final Instant at;
  private final List<QueueEvent> events = new ArrayList<>();
  private QueueState state;
  private @Nullable Refusal refusal;

  Draft(QueuePolicy policy, QueueState state, Instant at) {
    this.policy = policy;
    this.state = state;
    this.at = at;
  }

  QueuePolicy policy() {
    return policy;
  }

  /** When the command happened. */
  Instant at() {
    return at;
  }

  /** What is true after the events so far. */
  QueueState state() {
    return state;
  }

  void happen(QueueEvent event) {
    events.add(event);
    state = QueueLogic.evolve(state, event);
  }

  void refuse(Refusal why) {
    refusal = why;
  }

  boolean refused() {
    return refusal != null;
  }

  Decision decision() {
    return new Decision(events, state, Optional.ofNullable(refusal));
  }

  QueuedCall known(CallId call) {
    return state
        .call(call)
        .orElseThrow(() -> new IllegalStateException("the call was there a moment ago: " + call));
  }
}
