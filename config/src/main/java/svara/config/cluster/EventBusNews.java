package svara.config.cluster;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.engine.runtime.LiveFeed;

/** Live news of every node for the consoles of every node, over the cluster's event bus. */
public final class EventBusNews {
  private static final Logger LOG = LoggerFactory.getLogger(EventBusNews.class);
  private static final String ADDRESS = "svara.news";
  private static final String FROM = "from";
  private static final String NEWS = "news";

  private final String node;
  private final LiveFeed feed;

  private EventBusNews(String node, LiveFeed feed) {
    this.node = node;
    this.feed = feed;
  }

  /**
   * Shares a node's feed with the others until Vert.x is closed.
   *
   * @param node this node's name, by which it knows its own news again
   */
  public static void share(Vertx vertx, String node, LiveFeed feed) {
    EventBusNews news = new EventBusNews(node, feed);
    EventBus bus = vertx.eventBus();
    bus.consumer(ADDRESS, news::hear);
    feed.outward(update ->
        bus.publish(ADDRESS, new JsonObject().put(FROM, node).put(NEWS, Wire.json(update))));
  }

  private void hear(Message<JsonObject> message) {
    if (node.equals(message.body().getString(FROM))) {
      return;
    }
    try {
      feed.heard(Wire.update(message.body().getJsonObject(NEWS)));
    } catch (RuntimeException e) {
      // a node of another version may tell what this one does not understand
      LOG.atDebug().setCause(e).log("another node's news are not understood");
    }
  }
}
