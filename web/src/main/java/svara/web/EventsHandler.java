package svara.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Opens a stream of news. */
final class EventsHandler implements Handler<RoutingContext> {
  private final NewsFeed news;

  EventsHandler(NewsFeed news) {
    this.news = news;
  }

  @Override
  public void handle(RoutingContext context) {
    String header = context.request().getHeader("Last-Event-ID");
    String lastId = header != null ? header : context.request().getParam("lastEventId");
    HttpServerResponse response = context.response();
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (!news.join(response, lastId)) {
      response.setChunked(false);
      context.fail(
          new Problem(503, "too_many_readers", "As many pages as may listen already do.")
              .exception());
    }
  }
}
