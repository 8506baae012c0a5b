package svara.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonObject;

/**
 * A refusal in the words of RFC 9457.
 *
 * @param status of HTTP
 * @param code a word for programs, for instance {@code unknown_ticket}
 * @param detail a sentence for people
 */
record Problem(int status, String code, String detail) {

  ProblemException exception() {
    return new ProblemException(this);
  }

  JsonObject toJson(String path) {
    return new JsonObject()
        .put("type", "about:blank")
        .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
        .put("status", status)
        .put("code", code)
        .put("detail", detail)
        .put("instance", path);
  }

  static Problem notFound(String code, String detail) {
    return new Problem(404, code, detail);
  }

  static Problem invalid(String detail) {
    return new Problem(400, "invalid_request", detail);
  }
}
