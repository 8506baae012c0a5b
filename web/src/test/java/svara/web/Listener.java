package svara.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.parsetools.RecordParser;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Reads server-sent events. */
final class Listener {
  private final HttpClientAgent client;
  private final HttpClientResponse response;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  /** An event; {@code END} when the stream ended. */
  record Event(String id, String name, String data) {
    static final Event END = new Event("", "END", "");
  }

  private Listener(HttpClientAgent client, HttpClientResponse response) {
    this.client = client;
    this.response = response;
    if (response.statusCode() != 200) {
      return;
    }
    RecordParser parser = RecordParser.newDelimited("\n\n", block -> take(block.toString()));
    response.handler(parser);
    response.exceptionHandler(e -> events.add(Event.END));
    response.endHandler(v -> events.add(Event.END));
    response.resume();
  }

  /** Opens the stream; paused from the start when it is to be a slow reader. */
  static Listener open(ServerUnderTest server, Map<String, String> headers) throws Exception {
    HttpClientAgent client = server.vertx().createHttpClient();
    return new Listener(client, answer(server.vertx(), client, server, headers));
  }

  private static HttpClientResponse answer(
      Vertx vertx, HttpClientAgent client, ServerUnderTest server, Map<String, String> headers)
      throws Exception {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(server.address() + "api/v1/events");
    if (!headers.containsKey("Cookie")) {
      options.putHeader("Authorization", "Bearer " + server.token());
    }
    headers.forEach(options::putHeader);
    return ServerUnderTest.await(
        client
            .request(options)
            .compose(request -> request.send().onSuccess(HttpClientResponse::pause)));
  }

  int status() {
    return response.statusCode();
  }

  String type() {
    return response.getHeader("Content-Type");
  }

  void stopReading() {
    response.pause();
  }

  void readOn() {
    response.resume();
  }

  private void take(String block) {
    String id = "";
    String name = "";
    String data = "";
    for (String line : block.split("\n")) {
      if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("event: ")) {
        name = line.substring(7);
      } else if (line.startsWith("data: ")) {
        data = line.substring(6);
      }
    }
    if (!name.isEmpty()) {
      events.add(new Event(id, name, data));
    }
  }

  /** The next event, heartbeats included. */
  Event next() throws InterruptedException {
    Event event = events.poll(20, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("no event within 20 s");
    }
    return event;
  }

  /** The next event that is no sign of life. */
  Event news() throws InterruptedException {
    Event event = next();
    while (event.name().equals("heartbeat")) {
      event = next();
    }
    return event;
  }

  void close() {
    client.close();
  }
}
