package svara.engine.runtime;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import svara.engine.port.LiveUpdate;
import svara.engine.port.LiveUpdates;

/** News within one process, in order; each listener hears them on the context it subscribed on. */
public final class LiveFeed implements LiveUpdates {
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  private record Listener(@Nullable Context context, Consumer<LiveUpdate> told) {
    void hear(LiveUpdate update) {
      if (context == null || context.equals(Vertx.currentContext())) {
        told.accept(update);
      } else {
        context.runOnContext(_ -> told.accept(update));
      }
    }
  }

  @Override
  public Subscription subscribe(Consumer<LiveUpdate> listener) {
    Listener added = new Listener(Vertx.currentContext(), listener);
    listeners.add(added);
    return () -> listeners.remove(added);
  }

  /** Tells all listeners. */
  public void publish(LiveUpdate update) {
    listeners.forEach(listener -> listener.hear(update));
  }
}
