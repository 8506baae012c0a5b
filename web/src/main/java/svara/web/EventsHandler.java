package svara.web;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** Opens a stream of news; it ends with the session that it was opened by. */
final class EventsHandler implements Handler<RoutingContext> {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

  private final Vertx vertx;
  private final NewsFeed news;
  private final Sessions sessions;

  EventsHandler(Vertx vertx, NewsFeed news, Sessions sessions) {
    this.vertx = vertx;
    this.news = news;
    this.sessions = sessions;
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
    } else if (context.request().getHeader(HttpHeaders.AUTHORIZATION) == null) {
      vertx.setPeriodic(LOOK_AGAIN.toMillis(), timer -> look(context, timer));
    }
  }

  private void look(RoutingContext context, long timer) {
    HttpServerResponse response = context.response();
    if (response.closed() || response.ended()) {
      vertx.cancelTimer(timer);
      return;
    }
    sessions
        .still(context.request())
        .onSuccess(there -> {
          if (!there && !response.closed()) {
            response.reset();
          }
        });
  }
}
