package svara.engine.queue;

import java.util.List;
import java.util.Optional;

/**
 * What a command leads to.
 *
 * @param events what happened, in order; empty when the command changed nothing
 * @param state what is true after them
 * @param refusal why nothing happened, when the command could not be met
 */
public record Decision(List<QueueEvent> events, QueueState state, Optional<Refusal> refusal) {
  public Decision {
    events = List.copyOf(events);
  }
}
