package svara.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import svara.engine.people.Role;

/**
 * A server on a free port over an engine in memory, with a clock that a test moves. Every answer of
 * an operation is held to the API document.
 */
final class ServerUnderTest {
  private static final long PATIENCE_SECONDS = 20;

  private final Vertx vertx;
  private final WebServer server;
  private final EngineInMemory engine;
  private final AtomicReference<Instant> now;
  private final WebClient client;
  private final URI address;
  private final Access access;
  private final String token;
  private final OpenAPIContract contract;
  private final ResponseValidator validator;

  /** An answer as it came. */
  record Answer(int status, Map<String, String> headers, String text) {
    JsonObject json() {
      return new JsonObject(text);
    }

    String header(String name) {
      return headers.get(name.toLowerCase(java.util.Locale.ROOT));
    }
  }

  private ServerUnderTest(Path folder, Instant at, UnaryOperator<WebSettings> settings, Vertx vertx)
      throws Exception {
    this.vertx = vertx;
    now = new AtomicReference<>(at);
    engine = new EngineInMemory(now::get);
    access = Access.open(folder, now::get);
    token = access.freshToken().orElseThrow();
    server =
        new WebServer(
            vertx, settings.apply(WebSettings.defaults("127.0.0.1", 0)), engine.ports(), access);
    address = await(server.start());
    client = WebClient.create(vertx, new WebClientOptions().setTrustAll(true).setVerifyHost(false));
    contract = await(ApiContract.load(vertx)).contract();
    validator = ResponseValidator.create(vertx, contract);
  }

  static ServerUnderTest start(Path folder, Instant at) throws Exception {
    return start(folder, at, UnaryOperator.identity());
  }

  static ServerUnderTest start(Path folder, Instant at, UnaryOperator<WebSettings> settings)
      throws Exception {
    return new ServerUnderTest(folder, at, settings, Vertx.vertx());
  }

  void closeServer() throws Exception {
    await(server.close());
  }

  void close() throws Exception {
    await(server.close());
    await(vertx.close());
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  Vertx vertx() {
    return vertx;
  }

  EngineInMemory engine() {
    return engine;
  }

  Access access() {
    return access;
  }

  String token() {
    return token;
  }

  URI address() {
    return address;
  }

  /** Where commands of this machine ask. */
  URI local() {
    return server.local();
  }

  Instant now() {
    return now.get();
  }

  /** As browsers write where a page is from. */
  String origin() {
    return address.toString().replaceAll("/$", "");
  }

  /** The cookie of somebody who has just signed in. */
  String cookie(String name, Role... roles) {
    return "svara_session=" + engine.accounts().signedIn(name, now(), roles);
  }

  void pass(Duration time) {
    now.updateAndGet(at -> at.plus(time));
  }

  Answer get(String path) {
    return send("GET", path, "", "text/plain");
  }

  Answer post(String path, JsonObject body) {
    return send("POST", path, body.encode(), "application/json");
  }

  Answer put(String path, JsonObject body) {
    return send("PUT", path, body.encode(), "application/json");
  }

  Answer patch(String path, JsonObject body) {
    return send("PATCH", path, body.encode(), "application/json");
  }

  Answer patchIf(String path, JsonObject body, String tag) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Authorization", "Bearer " + token);
    headers.put("Content-Type", "application/json");
    headers.put("If-Match", tag);
    return send("PATCH", path, body.encode(), headers);
  }

  Answer send(String method, String path, String body, String type) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Authorization", "Bearer " + token);
    if (type != null) {
      headers.put("Content-Type", type);
    }
    return send(method, path, body, headers);
  }

  Answer anonymous(String method, String path) {
    return send(method, path, null, Map.of());
  }

  Answer send(String method, String path, String body, Map<String, String> headers) {
    HttpRequest<Buffer> request =
        client
            .requestAbs(HttpMethod.valueOf(method), address.toString().replaceAll("/$", "") + path)
            .followRedirects(false);
    headers.forEach(request::putHeader);
    try {
      HttpResponse<Buffer> response =
          await(
              body == null || body.isEmpty()
                  ? request.send()
                  : request.sendBuffer(Buffer.buffer(body)));
      hold(response, method, path);
      Map<String, String> got = new HashMap<>();
      response
          .headers()
          .forEach(
              (k, v) -> got.merge(k.toLowerCase(java.util.Locale.ROOT), v, (a, b) -> a + "\n" + b));
      String text = response.bodyAsString();
      return new Answer(response.statusCode(), got, text == null ? "" : text);
    } catch (Exception e) {
      throw new AssertionError(method + " " + path, e);
    }
  }

  /** Holds an answer to the document, where the validator knows the media type. */
  private void hold(HttpResponse<Buffer> response, String method, String path) throws Exception {
    Operation operation =
        contract.findOperation(URI.create(path).getPath(), HttpMethod.valueOf(method));
    String type = response.getHeader("Content-Type");
    if (operation == null || !"application/json".equals(type)) {
      return;
    }
    await(
        validator.validate(
            ValidatableResponse.create(response.statusCode(), response.body(), type),
            operation.getOperationId()));
  }
}
