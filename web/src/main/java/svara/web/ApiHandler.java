package svara.web;

import io.vertx.core.Future;

/** Answers one operation of the API. May throw what the failure handler knows. */
interface ApiHandler {
  Future<Reply> answer(ApiRequest request);
}
