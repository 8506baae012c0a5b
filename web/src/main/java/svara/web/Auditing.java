package svara.web;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import svara.engine.port.AuditLog;

/**
 * Writes the audit log. Operations that say {@code x-audit} in the API document are noted here, in
 * one place, when they have done their work and before anybody is told: who cannot be noted is not
 * answered.
 */
final class Auditing {
  private static final Set<String> SECRETS = Set.of("password", "old", "token", "code", "link");
  private static final int FACT_MAX = 300;
  private static final int FACTS_MAX = 20;

  private final AuditLog log;
  private final Asking asking;
  private final InstantSource clock;

  Auditing(AuditLog log, Asking asking, InstantSource clock) {
    this.log = log;
    this.asking = asking;
    this.clock = clock;
  }

  /** Notes an operation by what was asked. */
  Future<Void> asked(ApiRequest request, String action) {
    Map<String, String> facts = new HashMap<>();
    request.context().queryParams().forEach(asked -> put(facts, asked.getKey(), asked.getValue()));
    for (Map.Entry<String, Object> given : request.body()) {
      put(facts, given.getKey(), String.valueOf(given.getValue()));
    }
    String about = String.join(" ", request.context().pathParams().values());
    return note(request.context(), request.who(), action, about, facts);
  }

  private static void put(Map<String, String> facts, String key, String value) {
    if (!SECRETS.contains(key) && facts.size() < FACTS_MAX) {
      facts.put(key, value.substring(0, Math.min(value.length(), FACT_MAX)));
    }
  }

  Future<Void> note(
      RoutingContext context,
      @Nullable SignedIn who,
      String action,
      String about,
      Map<String, String> facts) {
    return note(context.request(), who == null ? "" : who.auditName(), action, about, facts);
  }

  Future<Void> note(
      HttpServerRequest request,
      String who,
      String action,
      String about,
      Map<String, String> facts) {
    return log.add(
        new AuditLog.Entry(clock.instant(), who, asking.address(request), action, about, facts));
  }

  static JsonObject json(AuditLog.Entry entry) {
    JsonObject facts = new JsonObject();
    entry.facts().forEach(facts::put);
    return new JsonObject()
        .put("at", entry.at().toString())
        .put("who", entry.who())
        .put("address", entry.address())
        .put("action", entry.action())
        .put("about", entry.about())
        .put("facts", facts);
  }
}
