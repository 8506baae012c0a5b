package svara.engine.runtime;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import svara.engine.port.LiveUpdate;
import svara.engine.port.LiveUpdates;

/**
 * News, those of this node in order; each listener hears them on the context it subscribed on. What
 * other nodes tell comes as it comes: a lost one costs freshness, never truth.
 */
public final class LiveFeed implements LiveUpdates {
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private volatile Consumer<LiveUpdate> outward = _ -> {};

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

  /** Tells all listeners, and the other nodes. */
  public void publish(LiveUpdate update) {
    NewsLog.write(update);
    heard(update);
    outward.accept(update);
  }

  /** Tells all listeners of this node what happened at another. */
  public void heard(LiveUpdate update) {
    listeners.forEach(listener -> listener.hear(update));
  }

  /** From now on the other nodes are told what happens here. */
  public void outward(Consumer<LiveUpdate> others) {
    outward = others;
  }
}
