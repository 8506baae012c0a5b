package svara.engine.port;

import java.util.function.Consumer;

/**
 * News of what is already stored, for whoever shows it. A lost piece costs freshness, never truth.
 */
public interface LiveUpdates {

  /**
   * From now on the listener hears every update, on the caller's Vert.x context, in the order of
   * each queue.
   */
  Subscription subscribe(Consumer<LiveUpdate> listener);

  /** A listening that can be ended. */
  interface Subscription {
    /** No update comes afterwards. */
    void cancel();
  }
}
