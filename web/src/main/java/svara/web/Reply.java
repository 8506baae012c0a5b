package svara.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;

/** An answer that is ready to be sent. */
record Reply(int status, String contentType, Buffer body, Map<String, String> headers) {

  static Reply json(JsonObject body) {
    return json(200, body);
  }

  static Reply json(int status, JsonObject body) {
    return new Reply(status, "application/json", body.toBuffer(), Map.of());
  }

  static Reply text(String contentType, String body) {
    return new Reply(200, contentType, Buffer.buffer(body), Map.of());
  }

  static Reply nothing() {
    return new Reply(204, "", Buffer.buffer(), Map.of());
  }

  /** To another page, asked for by GET. */
  static Reply redirect(String address) {
    return new Reply(303, "", Buffer.buffer(), Map.of("Location", address));
  }

  Reply with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new Reply(status, contentType, body, Map.copyOf(more));
  }

  void send(RoutingContext context) {
    var response = context.response();
    if (response.closed() || response.ended()) {
      return;
    }
    response.setStatusCode(status);
    headers.forEach(response::putHeader);
    if (contentType.isEmpty()) {
      response.end();
    } else {
      response.putHeader(HttpHeaders.CONTENT_TYPE, contentType).end(body);
    }
  }
}
