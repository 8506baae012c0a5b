package svara.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;
import svara.engine.id.TechnicianId;
import svara.engine.people.Role;

/** Tells the asker who he is here, so that the console shows what is open to him. */
final class MeHandler {
  Future<Reply> me(ApiRequest request) {
    SignedIn who = request.who();
    TechnicianId technician = who.technician();
    return Future.succeededFuture(
        Reply.json(
            new JsonObject()
                .put("name", who.name())
                .put("roles", words(who.roles().stream().sorted().map(Role::word)))
                .put("technician", technician == null ? null : technician.value())
                .put(
                    "permissions",
                    words(who.permissions().stream().sorted().map(Permission::word)))));
  }

  private static JsonArray words(Stream<String> words) {
    return new JsonArray(words.toList());
  }
}
