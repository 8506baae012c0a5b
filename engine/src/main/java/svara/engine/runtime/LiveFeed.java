package svara.engine.runtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import svara.engine.port.LiveUpdate;
import svara.engine.port.LiveUpdates;

/**
 * News within one process: told on the engine's context, in order. The cluster's feed wraps this
 * one and carries news between nodes.
 */
public final class LiveFeed implements LiveUpdates {
  private final List<Consumer<LiveUpdate>> listeners = new CopyOnWriteArrayList<>();

  @Override
  public Subscription subscribe(Consumer<LiveUpdate> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Tells all listeners. */
  public void publish(LiveUpdate update) {
    listeners.forEach(listener -> listener.accept(update));
  }
}
